"""Rows of persons checked before they are saved, and who is taken for whom."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from etabli.core.facts import EngagementKind
from etabli.org.models import Establishment
from etabli.people import actions as people
from etabli.people import rules
from etabli.people.models import Person, WorkGroup
from tests.workplace import AT, MARCH, OTHER_NUMBER, engage, person_row, workplace

pytestmark = pytest.mark.django_db
BORN = date(1990, 5, 1)


@pytest.fixture
def place() -> Establishment:
    return workplace()


def codes(place: Establishment, *rows: people.PersonRow) -> list[list[str]]:
    return [[refusal.code for refusal in told] for told in people.check_people(establishment=place, rows=rows)]


def test_every_refusal_of_a_row_is_answered_and_nothing_is_written(place: Establishment) -> None:
    bad = person_row(kind=EngagementKind.EMPLOYEE, fraction=0, workshop="Poterie", from_date=date(2024, 1, 1))
    assert codes(place, bad, person_row("2")) == [
        ["engagement_kind_not_here", "fraction_wrong", "workshop_unknown", "terms_outside"],
        [],
    ]
    assert not Person.objects.exists()


def test_rules_about_a_field_that_could_not_be_read_are_passed_over(place: Establishment) -> None:
    engage(place)
    bad = person_row(kind="?", fraction=0, starts_on=MARCH.start, unread=frozenset({"kind", "fraction"}))
    assert codes(place, bad) == [["engagement_overlap"]]
    assert codes(place, person_row(starts_on=MARCH.start, unread=frozenset({"starts_on"}))) == [[]]
    assert codes(place, person_row(starts_on=MARCH.start, unread=frozenset({"staff_number"}))) == [[]]


def test_of_two_rows_that_overlap_the_later_is_refused_whatever_their_order(place: Establishment) -> None:
    first, second = person_row(), person_row(starts_on=MARCH.start)
    assert codes(place, first, second) == [[], ["engagement_overlap"]]
    assert codes(place, second, first) == [["engagement_overlap"], []]


def test_an_end_moved_over_an_engagement_that_stands_is_refused(place: Establishment) -> None:
    engage(place, last_day=date(2025, 3, 31))
    engage(place, starts_on=date(2025, 6, 1))
    assert codes(place, person_row(last_day=date(2025, 6, 1))) == [["engagement_overlap"]]


def test_a_check_makes_as_many_queries_for_twenty_rows_as_for_two(place: Establishment) -> None:
    rows = [person_row(str(number), birth_date=BORN) for number in range(20)]
    people.save_people(establishment=place, rows=rows, by=None, at=AT)
    counts = []
    for wanted in (rows[:2], rows):
        with CaptureQueriesContext(connection) as queries:
            people.check_people(establishment=place, rows=wanted)
        counts.append(len(queries))
    assert counts[0] == counts[1]


# ---------------------------------------------------------------- who is who


@pytest.mark.parametrize(
    ("birth_date", "other", "is_same"),
    [(BORN, BORN, True), (BORN, date(1991, 5, 1), False), (BORN, None, True), (None, BORN, True), (None, None, True)],
)
def test_a_birth_date_tells_people_of_one_name_apart_and_a_staff_number_stands_in_for_it(
    birth_date: date | None, other: date | None, is_same: bool
) -> None:
    assert rules.is_same_person(birth_date, "1", other, ["1"]) is is_same
    assert not rules.is_same_person(None, "1", other, ["2"])


def test_a_longer_first_name_is_someone_else(place: Establishment) -> None:
    other = workplace(finess=OTHER_NUMBER, name="Les Ormes", association=place.association.name)
    engage(place, last_name="Exemple", first_name="Ana Maria", birth_date=BORN)
    engage(other, last_name="Exemple", first_name="Ana", birth_date=BORN)
    assert Person.objects.count() == 2
    assert codes(place, person_row("2", last_name="Exemple", first_name="Ana", birth_date=BORN)) == [[]]


def test_the_same_name_in_another_spelling_is_the_same_person(place: Establishment) -> None:
    other = workplace(finess=OTHER_NUMBER, name="Les Ormes", association=place.association.name)
    who = engage(place, last_name="Éxemple", first_name="Ana", birth_date=BORN)
    assert engage(other, "7", last_name="exemple", first_name="ANA", birth_date=BORN) == who
    who.refresh_from_db()
    assert who.search_key == "exemple ana 1 7"
    answer = people.check_people(
        establishment=place, rows=[person_row("9", last_name="Exemple", first_name="Ana", birth_date=BORN)]
    )
    assert [(told.code, told.facts["number"]) for told in answer[0]] == [("person_has_other_number", "1")]


def test_a_new_name_is_found_by_search(place: Establishment) -> None:
    who = engage(place, "1", last_name="Exemple")
    engage(place, "1", last_name="Autre")
    who.refresh_from_db()
    assert who.search_key == "autre camille 1"


def test_a_group_is_not_made_twice_under_two_spellings(place: Establishment) -> None:
    engage(place, "1", groups=("Serre",))
    engage(place, "2", groups=("SERRE", "Nord"))
    assert sorted(WorkGroup.objects.values_list("name", flat=True)) == ["Nord", "Serre"]
