"""Goals of a person, and the card that an instructor has of her."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from etabli.core.refusal import Refusal
from etabli.org.models import Establishment, User
from etabli.org.states import Role
from etabli.people import actions as people
from etabli.people.models import Person
from etabli.support.actions import save_goal
from etabli.support.models import Goal
from etabli.support.queries import cards_of, pictograms_told
from tests import workplace as small
from tests.support.conftest import TODAY, client_of, user_of

DAY = timedelta(days=1)
SECRET = "motif médical"


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("reading", "goals"):
        monkeypatch.setattr(f"etabli.support.views.{module}.today", lambda: TODAY)


def url(place: Establishment, name: str, *args: Any) -> str:
    return reverse(f"support:{name}", args=[place.finess, *args])


def aim(place: Establishment, person: Person, wording: str = "Préparer son poste", **changes: Any) -> Goal:
    days = {"starts_on": TODAY, "ends_before": None} | changes
    return save_goal(establishment=place, person=person, wording=wording, **days, by=None, at=small.AT)


def filled(**changes: Any) -> dict[str, Any]:
    return {"wording": "Préparer son poste", "starts_on": "2026-01-15", "last_day": ""} | changes


def test_a_goal_is_added_corrected_ended_and_taken_up_again(
    place: Establishment, person: Person, educator: User
) -> None:
    client = client_of(educator)
    client.post(url(place, "goal_add", person.pk), filled())
    row = Goal.objects.get()
    client.post(url(place, "goal", person.pk, row.pk), filled(wording="Ranger son poste"))
    assert "Ranger son poste" in client.get(url(place, "thread", person.pk)).content.decode()
    text = client.post(url(place, "goal_end", person.pk, row.pk), {"last_day": "2026-01-20"}, follow=True)
    row.refresh_from_db()
    assert row.ends_before == date(2026, 1, 21)
    token = text.content.decode().split('name="token" value="')[1].split('"')[0]
    client.post(url(place, "goal_resume", person.pk, row.pk), {"token": token})
    row.refresh_from_db()
    assert row.ends_before is None


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"wording": " "}, "required"),
        ({"last_day": "2026-01-14"}, "ends before it starts"),
        ({"starts_on": ""}, "requ"),
    ],
)
def test_refusals_of_a_goal_stand_beside_the_field(
    place: Establishment, person: Person, educator: User, changes: dict[str, Any], sentence: str
) -> None:
    answer = client_of(educator).post(url(place, "goal_add", person.pk), filled(**changes))
    assert sentence in answer.content.decode().split('class="errorlist"')[1][:300]
    assert not Goal.objects.exists()


def test_words_are_needed_without_a_form_too(place: Establishment, person: Person) -> None:
    with pytest.raises(Refusal, match="goal_empty"):
        aim(place, person, "  ")


def test_an_instructor_sees_goals_and_sets_none(place: Establishment, person: Person, instructor: User) -> None:
    row = aim(place, person)
    client = client_of(instructor)
    text = client.get(url(place, "thread", person.pk)).content.decode()
    assert "Préparer son poste" in text and "Add a goal" not in text
    for name, keys in (("goal_add", ()), ("goal", (row.pk,)), ("goal_end", (row.pk,)), ("goal_resume", (row.pk,))):
        assert client.post(url(place, name, person.pk, *keys), filled()).status_code == 404


def test_the_goal_of_another_person_or_place_is_404(
    place: Establishment, elsewhere: Establishment, person: Person, other: Person, educator: User
) -> None:
    row = aim(place, person)
    client = client_of(educator)
    assert client.get(url(place, "goal", other.pk, row.pk)).status_code == 404
    stranger = client_of(user_of(elsewhere, Role.DIRECTOR))
    assert stranger.get(url(elsewhere, "goal", person.pk, row.pk)).status_code == 404


def test_how_a_goal_stands_is_said_by_a_word(place: Establishment, person: Person, educator: User) -> None:
    aim(place, person, "Now")
    aim(place, person, "Later", starts_on=TODAY + DAY)
    aim(place, person, "Before", starts_on=TODAY - 9 * DAY, ends_before=TODAY)
    text = client_of(educator).get(url(place, "thread", person.pk)).content.decode()
    for wording, state in (("Now", "In force"), ("Later", "To come"), ("Before", "Ended")):
        part = text.split(f"<span>{wording} ")[1][:900]
        assert state in part and "<svg" in part


def test_the_history_of_a_goal_is_for_those_who_read_all(place: Establishment, person: Person) -> None:
    way = reverse("history", args=[place.finess, "support_goal", aim(place, person).pk])
    answers = {role: client_of(user_of(place, role)).get(way).status_code for role in Role}
    expected = {Role.HEAD_OF_SERVICE: 200, Role.DIRECTOR: 200}
    assert answers == {role: expected.get(role, 404) for role in Role}


# ---------------------------------------------------------------- the card


def known(place: Establishment, person: Person) -> None:
    spec = people.RestrictionSpec("load", 10, "No load over 10 kg", TODAY, reason=SECRET)
    people.save_restriction(person=person, spec=spec, by=None, at=small.AT)
    for name, last_day in (("CACES", TODAY - DAY), ("SST", TODAY + 9 * DAY), ("HACCP", TODAY + 900 * DAY)):
        days = {"issued_on": date(2024, 1, 1), "expires_on": last_day}
        people.save_certification(person=person, name=name, **days, by=None, at=small.AT)
    aim(place, person)


def test_the_card_tells_what_an_instructor_must_know_and_no_reason(
    place: Establishment, person: Person, other: Person
) -> None:
    known(place, person)
    cards = cards_of(place, [person.pk, other.pk], TODAY)
    assert cards == {
        person.pk: {
            "restrictions": ["No load over 10 kg"],
            "certifications": [
                {"name": "CACES", "expires_on": "2026-01-14", "expired": True},
                {"name": "SST", "expires_on": "2026-01-24", "expired": False},
            ],
            "goals": ["Préparer son poste"],
        },
        other.pk: {"restrictions": [], "certifications": [], "goals": []},
    }
    assert SECRET not in str(cards)


def test_a_reader_is_told_what_her_rights_give(place: Establishment, person: Person) -> None:
    known(place, person)
    told = {}
    for role in (Role.INSTRUCTOR, Role.ADMINISTRATION, Role.SALES):
        card = cards_of(place, [person.pk], TODAY, reader=user_of(place, role))[person.pk]
        told[role] = [name for name, rows in card.items() if rows]
    assert told == {
        Role.INSTRUCTOR: ["restrictions", "certifications", "goals"],
        Role.ADMINISTRATION: ["certifications"],
        Role.SALES: [],
    }


def test_a_goal_of_another_establishment_is_not_on_the_card(
    place: Establishment, elsewhere: Establishment, person: Person
) -> None:
    aim(elsewhere, person)
    assert cards_of(place, [person.pk], TODAY)[person.pk]["goals"] == []


def test_cards_take_the_same_queries_for_one_and_for_twenty(place: Establishment, instructor: User) -> None:
    persons = [small.engage(place, str(number)) for number in range(100, 120)]
    for person in persons:
        known(place, person)
    for keys in ([persons[0].pk], [person.pk for person in persons]):
        with CaptureQueriesContext(connection) as queries:
            assert all(card["goals"] for card in cards_of(place, keys, TODAY, reader=instructor).values())
        assert len(queries) == 4


def test_six_pictograms_with_their_word_and_drawing() -> None:
    told = pictograms_told()
    assert [one["key"] for one in told] == ["went_well", "progress", "difficulty", "tired", "tension", "talk"]
    assert all(one["label"] and one["icon"] for one in told)
