"""Persons and engagements: rows of a sheet made or brought up to date, and the rules that refuse some."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from etabli.core.facts import EngagementKind
from etabli.core.refusal import Refusal
from etabli.org.actions import Change, WorkshopSpec
from etabli.org.models import Establishment
from etabli.people import actions as people
from etabli.people import rules
from etabli.people.models import Engagement, EngagementFact, EngagementTerms, Person, Registration
from etabli.people.queries import patterns_to_confirm
from tests.workplace import (
    ALL_DAY,
    AT,
    BEGINNING,
    MARCH,
    MORNINGS,
    OTHER_NUMBER,
    SHORT_FRIDAY,
    YEAR,
    engage,
    figure,
    person_row,
    week,
    workplace,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Establishment:
    return workplace(workshops=(WorkshopSpec("EV", "Espaces verts"),))


def save(place: Establishment, *rows: people.PersonRow) -> list[Change | Refusal]:
    return people.save_people(establishment=place, rows=rows, by=None, at=AT)


def answer(place: Establishment, number: str = "1", **changes: Any) -> Change | str:
    (found,) = save(place, person_row(number, **changes))
    return found.code if isinstance(found, Refusal) else found


# ---------------------------------------------------------------- rows


def test_a_row_makes_a_person_her_registration_and_her_engagement(place: Establishment) -> None:
    assert (
        answer(place, birth_date=date(1990, 5, 1), sex="F", workshop="ev", groups=("Serre", "Nord")) == Change.CREATED
    )
    row = Registration.objects.get()
    assert (row.staff_number, row.person.sex, row.person.birth_date) == ("1", "F", date(1990, 5, 1))
    assert row.workshop is not None and row.workshop.code == "EV"
    assert sorted(row.work_groups.values_list("name", flat=True)) == ["Nord", "Serre"]
    assert EngagementTerms.objects.get().follows_opening


def test_the_same_row_twice_changes_nothing(place: Establishment) -> None:
    changes = {
        "birth_date": date(1990, 5, 1),
        "workshop": "Espaces verts",
        "groups": ("Serre",),
        "last_day": MARCH.start,
    }
    assert [answer(place, **changes) for _ in range(2)] == [Change.CREATED, Change.UNCHANGED]
    assert (Person.objects.count(), Engagement.objects.count(), EngagementTerms.objects.count()) == (1, 1, 1)


def test_a_changed_row_is_brought_up_to_date(place: Establishment) -> None:
    answer(place)
    assert answer(place, last_name="Autrement") == Change.UPDATED
    assert Person.objects.get().last_name == "Autrement"


def test_what_a_row_leaves_out_stays(place: Establishment) -> None:
    answer(place, birth_date=date(1990, 5, 1), sex="F", workshop="EV", groups=("Serre",))
    assert answer(place) == Change.UNCHANGED
    row = Registration.objects.get()
    assert (row.person.sex, row.workshop is not None, row.work_groups.count()) == ("F", True, 1)


def test_an_empty_exit_does_not_take_an_exit_back(place: Establishment) -> None:
    answer(place, last_day=date(2025, 3, 31), end_reason="Déménagement")
    assert answer(place) == Change.UNCHANGED
    row = Engagement.objects.get()
    assert (row.ends_before, row.end_reason) == (date(2025, 4, 1), "Déménagement")


def test_the_last_day_is_included(place: Establishment) -> None:
    answer(place, last_day=date(2025, 3, 31), end_reason="Départ en maison de retraite")
    row = Engagement.objects.get()
    assert (row.ends_before, row.end_reason) == (date(2025, 4, 1), "Départ en maison de retraite")


def test_leaving_and_returning_are_two_engagements_of_one_person(place: Establishment) -> None:
    rows = [person_row(last_day=date(2025, 3, 7)), person_row(starts_on=date(2025, 3, 17))]
    assert save(place, *rows) == [Change.CREATED, Change.CREATED]
    assert (Person.objects.count(), Engagement.objects.count()) == (1, 2)
    assert save(place, *rows) == [Change.UNCHANGED, Change.UNCHANGED]


def test_a_change_of_fraction_is_a_row_of_terms(place: Establishment) -> None:
    answer(place)
    assert answer(place, from_date=MARCH.start, fraction=8_000) == Change.UPDATED
    rows = EngagementTerms.objects.values_list("valid_from", "fraction")
    assert list(rows) == [(BEGINNING, 10_000), (MARCH.start, 8_000)]


def test_a_part_timer_without_half_days_has_a_pattern_to_confirm(place: Establishment) -> None:
    answer(place, fraction=5_000)
    row = EngagementTerms.objects.get()
    assert (row.follows_opening, row.pattern) == (False, "")
    assert patterns_to_confirm(place, MARCH.start).count() == 1
    assert answer(place, fraction=5_000, pattern=week(**MORNINGS)) == Change.UPDATED
    assert not patterns_to_confirm(place, MARCH.start).exists()


def test_a_later_row_without_half_days_does_not_undo_a_pattern(place: Establishment) -> None:
    answer(place, fraction=5_000, pattern=week(**MORNINGS))
    assert answer(place, fraction=5_000) == Change.UNCHANGED
    assert EngagementTerms.objects.get().pattern == week(**MORNINGS)[0]


def test_a_full_timer_without_half_days_is_due_at_every_open_one(place: Establishment) -> None:
    answer(place)
    assert EngagementTerms.objects.get().follows_opening
    assert not patterns_to_confirm(place, MARCH.start).exists()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"kind": EngagementKind.EMPLOYEE}, "engagement_kind_not_here"),
        ({"last_day": date(2024, 12, 30)}, "engagement_backwards"),
        ({"fraction": 0}, "fraction_wrong"),
        ({"fraction": 10_001}, "fraction_wrong"),
        ({"workshop": "Menuiserie"}, "workshop_unknown"),
        ({"from_date": date(2024, 12, 31), "fraction": 5_000}, "terms_outside"),
        ({"from_date": date(2025, 3, 8), "last_day": date(2025, 3, 7)}, "terms_outside"),
    ],
)
def test_a_refused_row_changes_nothing(place: Establishment, changes: dict[str, Any], code: str) -> None:
    assert answer(place, **changes) == code
    assert not Person.objects.exists() and not Engagement.objects.exists()


def test_one_refused_row_does_not_block_the_others(place: Establishment) -> None:
    first, second = save(place, person_row("1", fraction=0), person_row("2"))
    assert isinstance(first, Refusal) and second == Change.CREATED
    assert figure("headcount", place, YEAR).value == 1


def test_two_engagements_of_one_person_do_not_overlap(place: Establishment) -> None:
    answer(place, last_day=date(2025, 3, 31))
    assert answer(place, starts_on=date(2025, 3, 31)) == "engagement_overlap"
    assert answer(place, starts_on=date(2025, 4, 1)) == Change.CREATED


def test_an_engagement_without_an_end_leaves_no_room_for_another(place: Establishment) -> None:
    answer(place)
    assert answer(place, starts_on=date(2030, 1, 1)) == "engagement_overlap"


def test_engagements_in_two_establishments_may_overlap(place: Establishment) -> None:
    other = workplace(finess=OTHER_NUMBER, name="Les Ormes", association=place.association.name)
    born = date(1990, 5, 1)
    answer(place, birth_date=born, fraction=5_000, pattern=week(**MORNINGS))
    assert (
        answer(other, "27", last_name="Fictif1", birth_date=born, fraction=5_000, pattern=week(**MORNINGS)) == "created"
    )
    assert Person.objects.count() == 1 and Registration.objects.count() == 2


def test_two_persons_of_one_name_born_on_other_days_are_two(place: Establishment) -> None:
    answer(place, "1", last_name="Fictif", birth_date=date(1990, 5, 1))
    answer(place, "2", last_name="Fictif", birth_date=date(1990, 5, 2))
    assert Person.objects.count() == 2


def test_persons_of_two_associations_are_two() -> None:
    first, second = workplace(), workplace(finess=OTHER_NUMBER, name="Les Ormes")
    for place in (first, second):
        answer(place, last_name="Fictif", birth_date=date(1990, 5, 1))
    assert Person.objects.count() == 2


def test_names_and_numbers_are_found_without_accents(place: Establishment) -> None:
    answer(place, "A-12", last_name="Éluard", first_name="Zoé")
    assert Person.objects.filter(search_key__contains="eluard zoe").exists()
    assert Person.objects.filter(search_key__contains="a-12").exists()


# ---------------------------------------------------------------- thirty-five hours over all


def elsewhere(who: Person, minutes: int) -> None:
    people.save_outside_engagement(
        person=who,
        employer="Autre employeur",
        weekly_minutes=minutes,
        starts_on=BEGINNING,
        ends_before=None,
        by=None,
        at=AT,
    )


def test_paid_work_here_and_elsewhere_is_at_most_35_hours(place: Establishment) -> None:
    who = engage(place, fraction=5_000, pattern=week(**MORNINGS))
    with pytest.raises(Refusal, match="weekly_hours_over_cap"):
        elsewhere(who, 1051)
    elsewhere(who, 1050)


def test_a_higher_fraction_is_refused_to_who_works_elsewhere(place: Establishment) -> None:
    elsewhere(engage(place, fraction=5_000, pattern=week(**MORNINGS)), 1050)
    assert answer(place, from_date=MARCH.start, fraction=6_000) == "weekly_hours_over_cap"
    assert EngagementTerms.objects.count() == 1


def test_two_establishments_and_work_elsewhere_count_together(place: Establishment) -> None:
    other = workplace(finess=OTHER_NUMBER, name="Les Ormes", association=place.association.name)
    changes = {"last_name": "Fictif", "birth_date": date(1990, 5, 1), "pattern": week(**MORNINGS)}
    who = engage(place, fraction=5_000, **changes)
    assert engage(other, "27", fraction=3_000, **changes) == who
    with pytest.raises(Refusal, match="weekly_hours_over_cap"):
        elsewhere(who, 421)
    elsewhere(who, 420)


# ---------------------------------------------------------------- one engagement at a time


def test_the_facts_follow_each_action(place: Establishment) -> None:
    engage(place)
    row = Engagement.objects.get()
    end = date(2025, 4, 1)
    people.end_engagement(engagement=row, ends_before=end, end_reason="Déménagement", by=None, at=AT)
    assert figure("headcount", place, YEAR).value == 0
    assert figure("active_caseload", place, YEAR).value == 1
    people.end_engagement(engagement=row, ends_before=None, end_reason="", by=None, at=AT)
    assert figure("headcount", place, YEAR).value == 1
    spec = people.TermsSpec(5_000, week(**MORNINGS), follows_opening=False)
    terms = people.save_terms(engagement=row, valid_from=MARCH.start, spec=spec, by=None, at=AT)
    assert figure("fte", place, YEAR).value == 0.5
    people.remove_terms(terms=terms, by=None, at=AT)
    assert figure("fte", place, YEAR).value == 1
    changed = people.EngagementSpec(EngagementKind.TRAINEE, BEGINNING, None)
    people.correct_engagement(engagement=row, spec=changed, by=None, at=AT)
    assert figure("headcount", place, YEAR).value == 0


def test_the_first_terms_stay(place: Establishment) -> None:
    engage(place)
    with pytest.raises(Refusal, match="terms_first"):
        people.remove_terms(terms=EngagementTerms.objects.get(), by=None, at=AT)


def test_an_exit_hides_later_terms_and_its_withdrawal_brings_them_back(place: Establishment) -> None:
    engage(place)
    engage(place, from_date=date(2025, 6, 1), fraction=8_000)
    row = Engagement.objects.get()
    people.end_engagement(engagement=row, ends_before=date(2025, 4, 1), end_reason="", by=None, at=AT)
    assert EngagementFact.objects.count() == 1
    people.end_engagement(engagement=row, ends_before=None, end_reason="", by=None, at=AT)
    assert EngagementFact.objects.count() == 2


# ---------------------------------------------------------------- rules


def test_every_kind_of_establishment_says_which_engagements_it_has() -> None:
    rules.check_kind(EngagementKind.ACCOMPANIMENT, "ESAT")
    rules.check_kind(EngagementKind.ARBEIDSZORG, "arbeidszorg")
    rules.check_kind(EngagementKind.ARBEIDSZORG, "maatwerkbedrijf")
    for kind, establishment in ((EngagementKind.ACCOMPANIMENT, "EA"), (EngagementKind.ARBEIDSZORG, "ESAT")):
        with pytest.raises(Refusal, match="engagement_kind_not_here"):
            rules.check_kind(kind, establishment)


def test_the_pattern_of_a_week_begins_on_the_week_of_its_first_day(place: Establishment) -> None:
    """A pattern of two weeks counts them from the week in which it begins."""
    engage(place, starts_on=date(2025, 3, 5), fraction=9_000, pattern=(*week(**ALL_DAY), *week(**SHORT_FRIDAY)))
    assert EngagementTerms.objects.get().pattern_anchor == date(2025, 3, 3)
