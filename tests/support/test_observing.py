"""The one door of observations: append-only, once only, refused in words and kept, the right as of the day."""

from __future__ import annotations

import itertools
import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from uuid_utils.compat import uuid7

from etabli.attendance.states import Outcome
from etabli.core.refusal import Refusal
from etabli.kit.models import JournalRow
from etabli.kit.wording import sentence
from etabli.org.grants import add_user, withdraw
from etabli.org.models import Establishment, User
from etabli.org.states import Role
from etabli.people.actions import save_workshop_stay
from etabli.people.models import Person
from etabli.support.actions import ObservationOperation, add_observation, record_observations
from etabli.support.models import Observation, RefusedObservation
from etabli.support.operations import read_observation
from etabli.support.states import Pictogram
from tests import workplace as small
from tests.support.conftest import SINCE, TODAY, YESTERDAY, seen, user_of

DAY = timedelta(days=1)
SECRET = "a parlé de sa santé"


def record(place: Establishment, by: User | None, *acts: ObservationOperation) -> list[str]:
    answers = record_observations(establishment=place, operations=acts, by=by, at=small.AT)
    return [answer.refusal.code if answer.refusal else str(answer.outcome) for answer in answers]


# ---------------------------------------------------------------- outcomes


def test_an_observation_is_kept_with_its_author_and_times(
    place: Establishment, person: Person, instructor: User
) -> None:
    act = seen(person, YESTERDAY, 1, text=" Bien passé\nl’après-midi ", task="Pliage", photo=uuid7())
    assert record(place, instructor, act) == [Outcome.APPLIED]
    row = Observation.objects.get()
    assert (row.pk, row.person, row.day, row.half, row.author) == (act.id, person, YESTERDAY, 1, instructor)
    assert (row.pictogram, row.text, row.task, row.photo) == (
        "went_well",
        "Bien passé\nl’après-midi",
        "Pliage",
        act.photo,
    )
    assert (row.acted_at, row.received_at) == (small.AT, small.AT)


def test_the_same_twice_is_written_once(place: Establishment, person: Person, instructor: User) -> None:
    act = seen(person)
    assert record(place, instructor, act, act) == [Outcome.APPLIED, Outcome.DUPLICATE]
    assert record(place, instructor, replace(act, text="autre")) == [Outcome.DUPLICATE]
    assert Observation.objects.get().text == ""


def test_a_time_ahead_counts_as_the_time_of_arrival(place: Establishment, person: Person, instructor: User) -> None:
    record(place, instructor, seen(person, acted_at=small.AT + 9 * DAY))
    assert Observation.objects.get().acted_at == small.AT + timedelta(minutes=5)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"pictogram": ""}, "observation_empty"),
        ({"pictogram": "", "text": "  "}, "observation_empty"),
        ({"pictogram": "depressed"}, "pictogram_unknown"),
        ({"day": TODAY + 2 * DAY}, "observation_to_come"),
        ({"day": date(2024, 12, 31)}, "observed_elsewhere"),
        ({"acted_at": SINCE - DAY}, "right_not_held_then"),
        ({"person": 10**6}, "person_unknown"),
    ],
)
def test_what_is_refused_is_kept_and_answered_the_same_again(
    place: Establishment, person: Person, instructor: User, changes: dict[str, Any], code: str
) -> None:
    act, good = replace(seen(person, text="" if "pictogram" in changes else SECRET), **changes), seen(person)
    assert record(place, instructor, act, good) == [code, Outcome.APPLIED]
    kept = RefusedObservation.objects.get()
    assert (kept.pk, kept.author, kept.refusal) == (act.id, instructor, code)
    assert json.loads(kept.payload)["person"] == act.person
    assert record(place, instructor, act) == [code]
    (answer,) = record_observations(establishment=place, operations=[act], by=instructor, at=small.AT)
    assert answer.refusal is not None and "refused (" not in sentence(answer.refusal)


def test_words_or_a_photo_alone_are_enough(place: Establishment, person: Person, instructor: User) -> None:
    acts = [seen(person, pictogram="", text="Vu."), seen(person, pictogram="", photo=uuid7())]
    assert record(place, instructor, *acts) == [Outcome.APPLIED] * 2


def test_neither_what_was_kept_nor_the_journal_tells_the_words(
    place: Establishment, person: Person, instructor: User
) -> None:
    record(place, instructor, seen(person, text=SECRET), seen(person, TODAY + 9 * DAY, text=SECRET))
    with connection.cursor() as cursor:
        for column, table in (("text", "support_observation"), ("payload", "support_refusedobservation")):
            cursor.execute(f"SELECT {column} FROM {table}")
            assert SECRET not in str(cursor.fetchall())
    rows = JournalRow.objects.filter(table_name__startswith="support_")
    assert rows.count() == 2
    assert not [row for row in rows if SECRET in str(row.after) or SECRET in json.dumps(row.after)]


# ---------------------------------------------------------------- the right of the day


def test_a_right_withdrawn_after_the_act_does_not_lose_it(
    place: Establishment, person: Person, instructor: User
) -> None:
    withdraw(user=instructor, role=Role.INSTRUCTOR, establishment=place, by=None, at=small.AT)
    acts = [seen(person, YESTERDAY, acted_at=small.AT - DAY), seen(person)]
    assert record(place, instructor, *acts) == [Outcome.APPLIED, "right_not_held_then"]


def test_a_stay_gives_the_right_on_its_day(place: Establishment, other: Person, instructor: User) -> None:
    assert record(place, instructor, seen(other)) == ["person_unknown"]
    days = {"starts_on": TODAY, "ends_before": TODAY + DAY}
    room = place.workshops.get(code="BLA")
    save_workshop_stay(establishment=place, person=other, workshop=room, **days, by=None, at=small.AT)
    yesterday = seen(other, YESTERDAY, acted_at=small.AT - DAY)
    assert record(place, instructor, seen(other), yesterday) == [Outcome.APPLIED, "right_not_held_then"]


@pytest.mark.parametrize("role", [Role.SALES, Role.ADMINISTRATION, Role.AUDITOR])
def test_who_has_no_part_in_it_writes_nothing(place: Establishment, person: Person, role: Role) -> None:
    assert record(place, user_of(place, role), seen(person)) == ["person_unknown"]


def test_the_same_queries_for_one_and_for_twenty(place: Establishment, instructor: User) -> None:
    counts = []
    for number in (1, 20):
        people = [small.engage(place, str(number * 100 + row), workshop="BLA") for row in range(number)]
        acts = [seen(one, day, text="Vu.") for one in people for day in (TODAY, YESTERDAY)]
        with CaptureQueriesContext(connection) as queries:
            assert set(record(place, instructor, *acts)) == {Outcome.APPLIED}
        counts.append(len(queries))
    assert counts[0] == counts[1]


# ---------------------------------------------------------------- from a screen


def test_a_screen_is_told_the_refusal_and_nothing_is_kept(place: Establishment, person: Person, educator: User) -> None:
    with pytest.raises(Refusal, match="observation_to_come"):
        add_observation(establishment=place, operation=seen(person, TODAY + 9 * DAY), by=educator, at=small.AT)
    assert not RefusedObservation.objects.exists()
    act = seen(person)
    for _ in range(2):
        add_observation(establishment=place, operation=act, by=educator, at=small.AT)
    assert Observation.objects.count() == 1


# ---------------------------------------------------------------- reading


def told(**changes: Any) -> dict[str, Any]:
    return {
        "id": "01890000-0000-7000-8000-000000000001",
        "acted_at": "2026-01-15T10:00:00+01:00",
        "person": 7,
        "day": "2026-01-15",
        "half": 1,
        "pictogram": "tired",
        "text": "Bien passé !\r\nVraiment 👩‍🔧",
        "photo": None,
        "task": "Pliage",
    } | changes


def test_what_a_tablet_sends_is_read() -> None:
    act = read_observation(told(photo="01890000-0000-7000-8000-000000000002", kind="observation", author=3))
    assert (act.person, act.day, act.half, act.pictogram, act.task) == (7, TODAY, 1, "tired", "Pliage")
    assert act.text == "Bien passé !\nVraiment 👩‍🔧"
    assert act.photo == UUID("01890000-0000-7000-8000-000000000002")
    empty = read_observation(told(pictogram=None, text=None, task=None))
    assert (empty.pictogram, empty.text, empty.task) == ("", "", "")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("id", "x"),
        ("id", None),
        ("person", "7"),
        ("person", True),
        ("person", 2**60),
        ("day", "2026-13-01"),
        ("day", "0001-01-01"),
        ("half", 2),
        ("pictogram", 5),
        ("text", "a" * 2001),
        ("text", "\x00"),
        ("text", "\ud800"),
        ("task", "two\nlines"),
        ("photo", "../../etc"),
        ("acted_at", "2026-01-15T10:00:00"),
        ("acted_at", "9999-12-31T23:59:59-23:59"),
    ],
)
def test_what_cannot_be_read_names_its_key(key: str, value: Any) -> None:
    with pytest.raises(Refusal) as caught:
        read_observation(told(**{key: value}))
    assert (caught.value.code, caught.value.facts) == ("operation_unreadable", {"detail": key})


# ---------------------------------------------------------------- any order, any repetition

IDS = [UUID(f"01890000-0000-7000-8000-00000000000{number}") for number in range(4)]
operations = st.builds(
    lambda number, pictogram, days: (number, pictogram, TODAY + days * DAY),
    st.integers(0, 3),
    st.sampled_from([str(Pictogram.TIRED), "", "wrong"]),
    st.integers(-1, 2),
)


class AnyOrderTest(TestCase):
    """Of operations with ids of their own, each as often and in whatever batches: the same rows."""

    def setUp(self) -> None:
        workshops = (small.org.WorkshopSpec("BLA", "Blanchisserie"),)
        self.place = small.workplace(workshops=workshops)
        self.people = [small.engage(self.place, str(number), workshop="BLA") for number in (1, 2)]
        self.author = add_user(
            username="i",
            role=Role.INSTRUCTOR,
            establishment=self.place,
            workshop=self.place.workshops.get(),
            by=None,
            at=SINCE,
        )

    @given(st.lists(operations, min_size=1, max_size=4, unique_by=lambda one: one[0]), st.data())
    def test_any_interleaving_and_repetition_gives_the_same_rows(
        self, told: list[tuple[int, str, date]], data: st.DataObject
    ) -> None:
        acts = [
            seen(self.people[number % 2], day, id=IDS[number], pictogram=pictogram) for number, pictogram, day in told
        ]
        record(self.place, self.author, *acts)
        once = self.rows()
        Observation.objects.all().delete()
        RefusedObservation.objects.all().delete()
        arrivals = data.draw(st.permutations(acts + data.draw(st.lists(st.sampled_from(acts), max_size=4))))
        cuts = data.draw(st.lists(st.integers(1, 3), min_size=len(arrivals), max_size=len(arrivals)))
        coming = iter(arrivals)
        for size in cuts:
            record(self.place, self.author, *itertools.islice(coming, size))
        assert self.rows() == once

    def rows(self) -> list[Any]:
        kept = Observation.objects.order_by("pk").values_list("pk", "person", "day", "pictogram", "acted_at")
        refused = RefusedObservation.objects.order_by("pk").values_list("pk", "refusal")
        return [*kept, *refused]
