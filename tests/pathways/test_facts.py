"""The fact tables of the room: what each row says, and that they follow every change in its own transaction."""

from __future__ import annotations

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps

from etabli.core.facts import EngagementKind
from etabli.core.periods import day_no
from etabli.org.models import Establishment
from etabli.pathways.models import ExitFact, PersonFact
from etabli.pathways.rules.facts import Stay, Told, entries, exits
from etabli.people import actions as people
from etabli.people.models import Engagement, Person
from tests import workplace as small

OPERATOR = {"by": None, "at": small.AT}
FIRST, LATER, END = date(2025, 1, 1), date(2025, 6, 1), date(2025, 9, 1)


def test_an_engagement_that_ends_is_a_leaving_to_nobody_knows_where() -> None:
    (row,) = exits([Stay(1, 7, FIRST, END)], {})
    assert (row[1], row[2].destination) == (END, "unknown")


def test_one_that_another_goes_on_from_is_none() -> None:
    assert list(exits([Stay(1, 7, FIRST, LATER), Stay(2, 7, LATER, None)], {})) == []


def test_a_gap_of_a_day_makes_a_leaving_and_another_person_does_not_fill_it() -> None:
    found = exits([Stay(1, 7, FIRST, LATER), Stay(2, 7, date(2025, 6, 2), None), Stay(3, 8, LATER, None)], {})
    assert [stay.engagement for stay, _, _ in found] == [1]


def test_what_somebody_wrote_of_a_leaving_counts_as_she_wrote_it() -> None:
    told = Told("private", "cdi", END)
    assert [row[2] for row in exits([Stay(1, 7, FIRST, LATER), Stay(2, 7, LATER, None)], {1: told})] == [told]


def test_the_first_day_of_a_person_is_that_of_her_first_stay() -> None:
    assert entries([Stay(2, 7, LATER, None), Stay(1, 7, FIRST, LATER), Stay(3, 8, END, None)]) == {7: FIRST, 8: END}


@pytest.fixture
def place(db: None) -> Establishment:
    return small.workplace()


def end(person: Person, day: date | None) -> None:
    row = Engagement.objects.get(person=person)
    people.end_engagement(engagement=row, ends_before=day, end_reason="", **OPERATOR)


def test_a_person_who_is_engaged_has_her_profile_and_nobody_asked_her_anything(place: Establishment) -> None:
    person = small.engage(place, birth_date=date(1990, 5, 4), sex="F")
    (row,) = PersonFact.objects.filter(establishment=place)
    assert (row.subject_id, row.birth_day, row.sex) == (person.pk, day_no(date(1990, 5, 4)), "F")
    assert row.entry_day == day_no(small.BEGINNING)
    assert {row.had_ordinary_job, row.first_protected, row.temporary, row.driving_licence, row.transport} == {-1}


def test_someone_who_was_never_accompanied_has_no_day_of_entry(place: Establishment) -> None:
    small.engage(place, kind=EngagementKind.TRAINEE)
    assert PersonFact.objects.get().entry_day is None
    assert not ExitFact.objects.exists()


def test_an_engagement_that_ends_is_counted_as_a_leaving_at_once_and_no_longer_when_it_goes_on(
    place: Establishment,
) -> None:
    person = small.engage(place)
    assert not ExitFact.objects.exists()
    end(person, END)
    row = ExitFact.objects.get()
    assert (row.subject_id, row.exit_day, row.destination, row.ordinary) == (person.pk, day_no(END), "unknown", 0)
    end(person, None)
    assert not ExitFact.objects.exists()


def test_a_birth_date_that_is_corrected_is_counted_at_once(place: Establishment) -> None:
    person = small.engage(place)
    registration = person.registrations.get()
    said = people.Identity(person.last_name, person.first_name, date(1990, 5, 4), "M", "1", None, ())
    people.save_identity(registration=registration, identity=said, **OPERATOR)
    row = PersonFact.objects.get()
    assert (row.birth_day, row.sex) == (day_no(date(1990, 5, 4)), "M")


def test_whoever_was_there_before_is_counted_as_if_she_came_after(place: Establishment) -> None:
    """The migration of a data folder that has persons says what the actions say."""
    end(small.engage(place, birth_date=date(1990, 5, 4), sex="F"), END)
    small.engage(place, "2", kind=EngagementKind.TRAINEE)

    def counted() -> list[dict[str, object]]:
        rows = [*ExitFact.objects.order_by("engagement").values(), *PersonFact.objects.order_by("subject").values()]
        return [{name: value for name, value in row.items() if name != "id"} for row in rows]

    derived = counted()
    ExitFact.objects.all().delete()
    PersonFact.objects.all().delete()
    import_module("etabli.pathways.migrations.0003_first_facts").derive(apps, None)
    assert counted() == derived and len(derived) == 3
