"""A right is that of a day: who may be seen, and what may be written late, as of the day it was done."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from etabli.attendance import actions as attendance
from etabli.attendance.models import LateOperation
from etabli.attendance.states import Outcome
from etabli.kit.wording import sentence
from etabli.org.grants import withdraw
from etabli.org.models import Establishment, User
from etabli.org.states import Role
from etabli.people.access import PeopleRight
from etabli.people.models import Person, WorkshopStay
from etabli.people.reach import Reach
from tests import workplace as small
from tests.people.conftest import user_of

THURSDAY, FRIDAY, MONDAY = date(2026, 1, 15), date(2026, 1, 16), date(2026, 1, 19)
"""The first is the day on which every grant of these tests begins."""


def at(day: date, hour: int = 9) -> datetime:
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


@pytest.fixture
def person(place: Establishment) -> Person:
    return small.engage(place, "7", last_name="Aulne", workshop="BLA")


@pytest.fixture
def instructor(place: Establishment) -> User:
    return user_of(place, Role.INSTRUCTOR, workshop="EV")


def stay(place: Establishment, person: Person, day: date, workshop: str = "EV") -> WorkshopStay:
    days = {"starts_on": day, "ends_before": day + timedelta(days=1)}
    room = place.workshops.get(code=workshop)
    return WorkshopStay.objects.create(establishment=place, person=person, workshop=room, **days)


def judge(place: Establishment, by: User, *acts: attendance.Operation, received: date = MONDAY) -> list[str]:
    answers = attendance.record(establishment=place, operations=acts, by=by, at=at(received))
    return [answer.refusal.code if answer.refusal else str(answer.outcome) for answer in answers]


def act(person: Person, acted_on: date, day: date | None = None, code: str = "PRE") -> attendance.Operation:
    return small.operation(person, day or acted_on, 0, code, acted_at=at(acted_on))


# ---------------------------------------------------------------- who is seen


def seen(user: User, place: Establishment, on: date, right: str = PeopleRight.READ) -> list[str]:
    return [person.last_name for person in Person.objects.visible_to(user, place, right, on=on)]


def test_a_grant_shows_people_on_its_days_only(place: Establishment, person: Person) -> None:
    user = user_of(place, Role.INSTRUCTOR, workshop="BLA")
    withdraw(user=user, role=Role.INSTRUCTOR, establishment=place, by=None, at=at(MONDAY))
    days = (THURSDAY - timedelta(days=1), THURSDAY, FRIDAY, MONDAY)
    assert [seen(user, place, day) for day in days] == [[], ["Aulne"], ["Aulne"], []]
    assert [user.may(PeopleRight.READ, place, day) for day in days] == [False, True, True, False]


def test_a_stay_shows_the_person_on_its_days_only_and_in_its_workshop(
    place: Establishment, person: Person, instructor: User
) -> None:
    stay(place, person, FRIDAY)
    assert [seen(instructor, place, day) for day in (THURSDAY, FRIDAY, MONDAY)] == [[], ["Aulne"], []]
    at_home = user_of(place, Role.INSTRUCTOR, workshop="BLA", name="home")
    assert [seen(at_home, place, day) for day in (THURSDAY, FRIDAY, MONDAY)] == [["Aulne"]] * 3


def test_two_stays_of_one_day_show_the_person_once(place: Establishment, person: Person, instructor: User) -> None:
    stay(place, person, FRIDAY)
    stay(place, person, FRIDAY)
    assert seen(instructor, place, FRIDAY) == ["Aulne"]


def test_a_stay_gives_no_right_that_the_role_has_not(place: Establishment, person: Person, instructor: User) -> None:
    stay(place, person, FRIDAY)
    assert seen(instructor, place, FRIDAY, PeopleRight.IDENTITY_READ) == []


# ---------------------------------------------------------------- what may be written


def test_an_act_done_before_the_right_was_withdrawn_is_accepted_after(place: Establishment, person: Person) -> None:
    user = user_of(place, Role.INSTRUCTOR, workshop="BLA")
    withdraw(user=user, role=Role.INSTRUCTOR, establishment=place, by=None, at=at(MONDAY))
    assert judge(place, user, act(person, FRIDAY), act(person, MONDAY)) == [Outcome.APPLIED, "right_not_held_then"]


def test_an_act_done_before_the_right_was_given_is_refused_in_words_and_kept(
    place: Establishment, person: Person
) -> None:
    user = user_of(place, Role.INSTRUCTOR, workshop="BLA")
    early = act(person, THURSDAY - timedelta(days=1))
    (answer,) = attendance.record(establishment=place, operations=[early], by=user, at=at(MONDAY))
    assert answer.refusal is not None
    text = sentence(answer.refusal)
    assert "Aulne Camille" in text and "14" in text
    assert LateOperation.objects.get().payload["person"] == person.pk


def test_a_clock_that_is_ahead_gives_no_right_of_tomorrow(place: Establishment, person: Person) -> None:
    user = user_of(place, Role.INSTRUCTOR, workshop="BLA")
    withdraw(user=user, role=Role.INSTRUCTOR, establishment=place, by=None, at=at(FRIDAY))
    assert judge(place, user, act(person, MONDAY, FRIDAY), received=FRIDAY) == ["right_not_held_then"]


def test_the_days_of_one_sync_are_judged_one_by_one(place: Establishment, person: Person, instructor: User) -> None:
    stay(place, person, FRIDAY)
    acts = [act(person, day) for day in (THURSDAY, FRIDAY, MONDAY)]
    assert judge(place, instructor, *acts) == ["right_not_held_then", Outcome.APPLIED, "right_not_held_then"]


def test_what_is_written_about_a_day_of_a_stay_may_be_corrected_later(
    place: Establishment, person: Person, instructor: User
) -> None:
    stay(place, person, FRIDAY)
    assert judge(place, instructor, act(person, MONDAY, FRIDAY)) == [Outcome.APPLIED]


def test_of_whom_one_never_held_a_right_nothing_is_told(
    place: Establishment, person: Person, instructor: User, elsewhere: Establishment
) -> None:
    stranger = small.engage(elsewhere, "8", last_name="Bouleau")
    assert judge(place, instructor, act(person, FRIDAY), act(stranger, FRIDAY)) == ["person_unknown"] * 2


def test_who_is_no_longer_a_user_writes_nothing(place: Establishment, person: Person) -> None:
    user = user_of(place, Role.INSTRUCTOR, workshop="BLA")
    user.is_active = False
    assert judge(place, user, act(person, FRIDAY)) == ["person_unknown"]


def test_the_same_queries_for_one_person_and_day_and_for_twenty(place: Establishment, instructor: User) -> None:
    counts = []
    for number, days in ((1, (FRIDAY,)), (20, (THURSDAY, FRIDAY))):
        people = [small.engage(place, str(number * 100 + row), workshop="EV") for row in range(number)]
        for day in (THURSDAY, FRIDAY):
            stay(place, people[0], day)
        acts = [act(one, day, code="CP") for one in people for day in days]
        with CaptureQueriesContext(connection) as queries:
            Reach(instructor, "attendance.write", place, {one.person for one in acts})
        counts.append(len(queries))
        assert set(judge(place, instructor, *acts)) == {Outcome.APPLIED}
    assert counts == [3, 3]
