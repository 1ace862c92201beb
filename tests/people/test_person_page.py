"""The page of a person: who sees what of it, identity, work elsewhere, history."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from etabli.core.refusal import Refusal
from etabli.kit.models import AccessLog
from etabli.org.models import Establishment
from etabli.org.states import Role
from etabli.people.actions import save_outside_engagement
from etabli.people.models import EngagementTerms, OutsideEngagement, Person, Registration, WorkGroup
from etabli.people.queries import weekly_work
from tests import workplace as small
from tests.people.conftest import TODAY, also, client_of, user_of

WRITERS = [Role.HEAD_OF_SERVICE, Role.ADMINISTRATION, Role.DIRECTOR]


def url(place: Establishment, name: str, *args: Any) -> str:
    return reverse(f"people:{name}", args=[place.finess, *args])


@pytest.fixture
def person(place: Establishment) -> Person:
    days = {"birth_date": date(1990, 5, 4), "sex": "F"}
    return small.engage(place, "7", last_name="Aulne", workshop="BLA", groups=("Matin",), **days)


# ---------------------------------------------------------------- who sees what


@pytest.mark.parametrize("role", [Role.EDUCATOR, *WRITERS])
def test_who_reads_identity_and_engagements(place: Establishment, person: Person, role: Role) -> None:
    text = client_of(user_of(place, role)).get(url(place, "person", person.pk)).content.decode()
    for word in ("Aulne Camille", "Staff number 7", "Blanchisserie", "Matin", "4 May 1990", "Supported work contract"):
        assert word in text
    assert ("Add an engagement" in text) == (role in WRITERS)
    assert ("History" in text) == (role in WRITERS)


def test_an_instructor_sees_no_more_than_the_workshop_needs(place: Establishment, person: Person) -> None:
    client = client_of(user_of(place, Role.INSTRUCTOR, workshop="BLA"))
    text = client.get(url(place, "person", person.pk)).content.decode()
    assert "Aulne Camille" in text
    for word in ("1990", "Woman", "Supported work contract", "35 h", "Edit"):
        assert word not in text


def test_another_workshop_is_404(place: Establishment, person: Person) -> None:
    client = client_of(user_of(place, Role.INSTRUCTOR, workshop="EV"))
    assert client.get(url(place, "person", person.pk)).status_code == 404


def test_another_establishment_is_404(place: Establishment, elsewhere: Establishment, person: Person) -> None:
    client = client_of(user_of(elsewhere, Role.DIRECTOR))
    for way in (url(place, "person", person.pk), url(elsewhere, "person", person.pk)):
        assert client.get(way).status_code == 404
    assert client.post(url(elsewhere, "identity", person.pk), {}).status_code == 404


def test_another_registration_is_told_to_whom_may_know_of_it(
    place: Establishment, elsewhere: Establishment, person: Person
) -> None:
    other = small.engage(elsewhere, "55", last_name="Aulne", birth_date=date(1990, 5, 4), fraction=5000)
    assert other == person
    user = user_of(place, Role.DIRECTOR)
    way = url(place, "person", person.pk)
    assert "Les Érables" not in client_of(user).get(way).content.decode()
    both = also(user_of(elsewhere, Role.EDUCATOR, name="both"), place, Role.EDUCATOR)
    text = client_of(both).get(way).content.decode()
    assert "Les Érables" in text and "(55)" in text
    assert "Elsewhere in the association" in text


def test_each_reading_is_noted(place: Establishment, person: Person, client: Client) -> None:
    client.get(url(place, "person", person.pk))
    client.get(url(place, "identity", person.pk))
    logs = AccessLog.objects.order_by("id")
    assert [(log.what, log.subjects) for log in logs] == [("people.person", [str(person.pk)])] * 2


def test_the_same_queries_for_one_change_and_for_twenty(place: Establishment, person: Person, client: Client) -> None:
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            client.get(url(place, "person", person.pk))
        counts.append(len(queries))
        for number in range(1, 20):
            small.engage(place, "7", last_name="Aulne", from_date=date(2025, 1, 1 + number), fraction=9000 + number)
            elsewhere = {"employer": f"Lieu {number}", "weekly_minutes": 60, "starts_on": date(2020, 1, number)}
            OutsideEngagement.objects.create(person=person, ends_before=date(2020, 2, 1), **elsewhere)
    assert counts == [30, 30]


# ---------------------------------------------------------------- identity


def identity(place: Establishment, **changes: Any) -> dict[str, Any]:
    usual = {
        "last_name": "Aulne",
        "first_name": "Camille",
        "birth_date": "1990-05-04",
        "sex": "F",
        "staff_number": "7",
        "workshop": place.workshops.get(code="BLA").pk,
        "groups": [group.pk for group in WorkGroup.objects.filter(establishment=place)],
        "new_group": "",
    }
    return usual | changes


def test_the_identity_is_changed_everywhere_it_is_searched(
    place: Establishment, person: Person, client: Client
) -> None:
    workshop = place.workshops.get(code="EV").pk
    data = identity(place, last_name="Aubépine", staff_number="8", workshop=workshop, groups=[], new_group="Soir")
    answer = client.post(url(place, "identity", person.pk), data, follow=True)
    assert "The identity is saved." in answer.content.decode()
    registration = Registration.objects.get(establishment=place, staff_number="8")
    assert registration.person.search_key == "aubepine camille 8"
    assert registration.workshop_id == workshop
    assert [group.name for group in registration.work_groups.all()] == ["Soir"]


def test_a_group_written_otherwise_is_not_made_twice(place: Establishment, person: Person, client: Client) -> None:
    client.post(url(place, "identity", person.pk), identity(place, groups=[], new_group="  MATIN "))
    assert WorkGroup.objects.count() == 1


def test_a_new_workshop_counts_its_opening(place: Establishment, client: Client) -> None:
    """Its half-days are those of the workshop: what is due changes with it."""
    small.configure_again(
        place,
        workshops=(
            small.org.WorkshopSpec("BLA", "Blanchisserie"),
            small.org.WorkshopSpec("EV", "Espaces verts", ((small.BEGINNING, small.week(**small.MORNINGS)[0]),)),
        ),
    )
    person = small.engage(place, "7", last_name="Aulne", workshop="BLA")
    monday = date(2025, 3, 3)
    assert small.half_day(person, monday, small.A) is not None
    client.post(url(place, "identity", person.pk), identity(place, workshop=place.workshops.get(code="EV").pk))
    assert small.half_day(person, monday, small.A) is None
    assert small.half_day(person, monday, small.M) is not None


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"staff_number": "8"}, "The staff number 8 is that of someone else here."),
        ({"birth_date": "2099-01-01"}, "A birth date is not in the future."),
        ({"birth_date": "1850-01-01"}, "1900"),
        ({"last_name": " "}, "required"),
        ({"workshop": "999999"}, "Select a valid choice"),
    ],
)
def test_refusals_stand_beside_the_field_and_the_form_stays_filled(
    place: Establishment, person: Person, client: Client, changes: dict[str, Any], sentence: str
) -> None:
    small.engage(place, "8", last_name="Bouleau")
    answer = client.post(url(place, "identity", person.pk), identity(place, first_name="Autre", **changes))
    text = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in text.split('class="errorlist"')[1][:300]
    assert 'value="Autre"' in text
    person.refresh_from_db()
    assert person.first_name == "Camille"


@pytest.mark.parametrize("role", [Role.INSTRUCTOR, Role.EDUCATOR])
def test_who_may_not_write_gets_404(place: Establishment, person: Person, role: Role) -> None:
    client = client_of(user_of(place, role))
    for name in ("identity", "engagement_add", "outside_add"):
        assert client.get(url(place, name, person.pk)).status_code == 404
        assert client.post(url(place, name, person.pk), {}).status_code == 404
    assert client.get(url(place, "add")).status_code == 404


# ---------------------------------------------------------------- a new person


def newcomer(**changes: Any) -> dict[str, Any]:
    usual = {
        "last_name": "Cèdre",
        "first_name": "Sacha",
        "birth_date": "",
        "sex": "",
        "staff_number": "12",
        "workshop": "",
        "kind": "accompaniment",
        "starts_on": "2026-01-05",
        "last_day": "",
        "end_reason": "",
        "fraction": "50",
        "due": "weeks",
        "weeks_count": "1",
        "weeks": ["0-0", "0-1", "0-2"],
    }
    return usual | changes


def test_someone_new_with_her_half_days(place: Establishment, client: Client) -> None:
    answer = client.post(url(place, "add"), newcomer(), follow=True)
    assert "Cèdre Sacha" in answer.content.decode()
    terms = EngagementTerms.objects.get(engagement__person__last_name="Cèdre")
    assert (terms.fraction, terms.pattern) == (5000, "11100000000000")
    assert terms.pattern_anchor == date(2026, 1, 5)


@pytest.mark.parametrize(
    ("due", "fraction", "follows"),
    [
        ("opening", "80", True),
        ("later", "100", False),
        ("later", "80", False),
        ("usual", "100", True),
        ("usual", "80", False),
    ],
)
def test_what_is_due_is_what_was_answered(
    place: Establishment, client: Client, due: str, fraction: str, follows: bool
) -> None:
    assert '<option value="usual" selected>' in client.get(url(place, "add")).content.decode()
    client.post(url(place, "add"), newcomer(due=due, fraction=fraction))
    terms = EngagementTerms.objects.get()
    assert (terms.pattern, terms.follows_opening) == ("", follows)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"staff_number": "7"}, "The staff number 7 is that of someone else here."),
        ({"last_day": "2026-01-04"}, "ends before it starts"),
        ({"fraction": "0"}, "above 0"),
        ({"fraction": "101"}, "above 0"),
        ({"fraction": "half"}, "Enter a number"),
        ({"weeks": []}, "Tick at least one half-day"),
        ({"kind": "target_worker"}, "Select a valid choice"),
        ({"starts_on": "1492-01-01"}, "1970"),
    ],
)
def test_refusals_of_a_new_person(
    place: Establishment, person: Person, client: Client, changes: dict[str, Any], sentence: str
) -> None:
    answer = client.post(url(place, "add"), newcomer(**changes))
    assert sentence in answer.content.decode().split('class="errorlist"')[1][:300]
    assert Person.objects.count() == 1


def test_someone_the_association_knows_is_not_made_twice(
    place: Establishment, elsewhere: Establishment, person: Person
) -> None:
    client = client_of(user_of(elsewhere))
    data = newcomer(last_name="Aulne", first_name="Camille", birth_date="1990-05-04")
    client.post(url(elsewhere, "add"), data)
    assert Person.objects.count() == 1
    assert person.registrations.count() == 2
    again = newcomer(last_name="Aulne", first_name="Camille", birth_date="1990-05-04", staff_number="13")
    assert "is known here under the staff number 12" in client.post(url(elsewhere, "add"), again).content.decode()


# ---------------------------------------------------------------- work elsewhere


def work(**changes: Any) -> dict[str, Any]:
    usual = {"employer": "Un autre lieu", "weekly_minutes": "10 h", "starts_on": "2026-01-05", "last_day": ""}
    return usual | changes


def test_work_elsewhere_is_held_against_35_hours(place: Establishment, client: Client) -> None:
    person = small.engage(place, "7", fraction=5000, pattern=small.week(**small.MORNINGS))
    client.post(url(place, "outside_add", person.pk), work())
    text = client.get(url(place, "person", person.pk)).content.decode().replace("\xa0", " ")
    assert "27 h 30 of 35 h" in text
    assert "Within the law" in text
    answer = client.post(url(place, "outside_add", person.pk), work(employer="Un troisième lieu"))
    assert "35 hours" in answer.content.decode().split('class="errorlist"')[1][:300]
    assert OutsideEngagement.objects.count() == 1


def test_a_later_rise_counts_too(place: Establishment) -> None:
    """Work elsewhere that begins before a rise here is held against the rise."""
    person = small.engage(place, "7", fraction=5000, pattern=small.week(**small.MORNINGS))
    small.engage(place, "7", fraction=9000, from_date=date(2026, 6, 1), pattern=small.week(**small.ALL_DAY))
    with pytest.raises(Refusal, match="weekly_hours_over_cap"):
        _elsewhere(person, date(2026, 1, 1), None)
    assert _elsewhere(person, date(2026, 1, 1), date(2026, 6, 1)).pk


def _elsewhere(person: Person, starts_on: date, ends_before: date | None) -> OutsideEngagement:
    days = {"starts_on": starts_on, "ends_before": ends_before}
    return save_outside_engagement(
        person=person, employer="Un autre lieu", weekly_minutes=600, **days, by=None, at=small.AT
    )


def test_the_parts_of_a_week(place: Establishment, elsewhere: Establishment) -> None:
    person = small.engage(place, "7", fraction=5000, pattern=small.week(**small.MORNINGS), birth_date=date(1990, 5, 4))
    small.engage(elsewhere, "9", last_name="Fictif7", fraction=2000, birth_date=date(1990, 5, 4))
    _elsewhere(person, date(2026, 1, 1), None)
    assert [(part.establishment, part.minutes) for part in weekly_work(person, TODAY)] == [
        (place, 1050),
        (elsewhere, 420),
        (None, 600),
    ]


def test_work_elsewhere_is_corrected_removed_and_put_back(place: Establishment, client: Client) -> None:
    person = small.engage(place, "7", fraction=5000)
    client.post(url(place, "outside_add", person.pk), work())
    row = OutsideEngagement.objects.get()
    assert "10 h" in client.get(url(place, "outside", person.pk, row.pk)).content.decode()
    client.post(url(place, "outside", person.pk, row.pk), work(weekly_minutes="7,5", last_day="2026-02-28"))
    row.refresh_from_db()
    assert (row.weekly_minutes, row.ends_before) == (450, date(2026, 3, 1))
    text = client.post(url(place, "outside_remove", person.pk, row.pk), follow=True).content.decode()
    assert not OutsideEngagement.objects.exists()
    token = text.split('name="token" value="')[1].split('"')[0]
    for _ in range(2):
        client.post(url(place, "outside_restore", person.pk), {"token": token})
    restored = OutsideEngagement.objects.get()
    assert (restored.employer, restored.weekly_minutes, restored.ends_before) == (
        "Un autre lieu",
        450,
        date(2026, 3, 1),
    )


@pytest.mark.parametrize("text", ["abc", "0", "12 h 75", "169 h", "-3"])
def test_hours_that_are_none(place: Establishment, person: Person, client: Client, text: str) -> None:
    answer = client.post(url(place, "outside_add", person.pk), work(weekly_minutes=text))
    assert "Write hours and minutes" in answer.content.decode()


def test_a_token_is_of_its_act_and_its_user(place: Establishment, client: Client) -> None:
    person = small.engage(place, "7", fraction=5000)
    other = small.engage(place, "8", fraction=5000)
    client.post(url(place, "outside_add", person.pk), work())
    row = OutsideEngagement.objects.get()
    text = client.post(url(place, "outside_remove", person.pk, row.pk), follow=True).content.decode()
    token = text.split('name="token" value="')[1].split('"')[0]
    stranger = client_of(user_of(place, Role.DIRECTOR))
    for sender, pk in ((client, other.pk), (stranger, person.pk)):
        assert sender.post(url(place, "outside_restore", pk), {"token": token}).status_code == 404
    assert client.post(url(place, "outside_restore", person.pk), {"token": "forged"}).status_code == 404
    assert not OutsideEngagement.objects.exists()


# ---------------------------------------------------------------- history


def test_history_of_the_records(place: Establishment, person: Person, client: Client) -> None:
    client.post(url(place, "identity", person.pk), identity(place, first_name="Sacha"))
    engagement = person.engagements.get()
    records = {
        "people_person": person.pk,
        "people_registration": person.registrations.get().pk,
        "people_engagement": engagement.pk,
        "people_engagementterms": engagement.terms.get().pk,
    }
    for table, key in records.items():
        answer = client.get(reverse("history", args=[place.finess, table, key]))
        assert answer.status_code == 200, table
    text = client.get(reverse("history", args=[place.finess, "people_person", person.pk])).content.decode()
    assert "<del>Camille</del>" in text and "<ins>Sacha</ins>" in text
    text = client.get(reverse("history", args=[place.finess, "people_engagementterms", engagement.terms.get().pk]))
    assert "100.0%" in text.content.decode()


def test_history_of_another_establishment_is_404(
    place: Establishment, elsewhere: Establishment, person: Person
) -> None:
    stranger = client_of(user_of(elsewhere, Role.DIRECTOR))
    engagement = person.engagements.get()
    for table, key in (("people_person", person.pk), ("people_engagement", engagement.pk), ("people_person", "x")):
        for home in (place, elsewhere):
            assert stranger.get(reverse("history", args=[home.finess, table, key])).status_code == 404
