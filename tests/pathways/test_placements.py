"""Placements: drafted, agreed, corrected, renewed, ended, cancelled; what each writes and what is refused."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import translation

from etabli.core.facts import EngagementKind
from etabli.core.periods import day_no
from etabli.core.refusal import Refusal
from etabli.kit.wording import sentence
from etabli.org.models import Establishment
from etabli.pathways.actions import placements as actions
from etabli.pathways.models import Placement, PlacementFact
from etabli.pathways.states import Device, PlacementOutcome, PlacementState
from etabli.people import actions as people
from etabli.people.models import Engagement, Person
from tests import workplace as small
from tests.pathways.making import END, MORNINGS, OPERATOR, START, make_host, make_placement, spec


@pytest.fixture
def place(db: None) -> Establishment:
    return small.workplace()


@pytest.fixture
def person(place: Establishment) -> Person:
    return small.engage(place)


def refused(code: str, call: Any, **given: Any) -> Refusal:
    with pytest.raises(Refusal) as found:
        call(**given, **OPERATOR)
    assert found.value.code == code
    return found.value


def fact() -> PlacementFact | None:
    return PlacementFact.objects.first()


def test_a_draft_is_held_to_no_rule_but_its_days_and_counts_for_nothing(place: Establishment, person: Person) -> None:
    row = make_placement(place, person, Device.PMSMP, state=PlacementState.DRAFT, host=None, ends_before=None)
    assert row.state == PlacementState.DRAFT and fact() is None
    refused(
        "placement_backwards",
        actions.save_placement,
        establishment=place,
        person=person,
        spec=spec(place, starts_on=END, ends_before=START),
    )


def test_what_is_agreed_is_counted_at_once(place: Establishment, person: Person) -> None:
    host = make_host(place, kind="public")
    row = make_placement(place, person, Device.MAD_COLLECTIVE, host=host, signed_on=START)
    counted = fact()
    assert counted is not None
    assert (counted.subject_id, counted.placement, counted.device) == (person.pk, row.pk, "mad_collective")
    assert (counted.host, counted.host_kind, counted.collective) == (host.pk, "public", 1)
    assert (counted.from_day, counted.to_day, counted.signed_day) == (day_no(START), day_no(END), day_no(START))


def test_without_an_end_it_is_counted_for_ever(place: Establishment, person: Person) -> None:
    make_placement(place, person, Device.MAD_COLLECTIVE, ends_before=None)
    counted = fact()
    assert counted is not None and counted.to_day == 9_999_999 and counted.signed_day is None


def test_what_is_cancelled_was_never_there(place: Establishment, person: Person) -> None:
    row = make_placement(place, person)
    actions.cancel_placement(placement=row, **OPERATOR)
    assert fact() is None
    refused("placement_step_refused", actions.agree_placement, placement=row)


def test_what_is_over_stays_counted_with_the_day_on_which_it_ended(place: Establishment, person: Person) -> None:
    row = make_placement(place, person)
    said = {"ends_before": date(2025, 3, 8), "outcome": PlacementOutcome.INTERRUPTED, "note": "Elle préfère l’atelier"}
    actions.end_placement(placement=row, **said, **OPERATOR)
    row.refresh_from_db()
    assert (row.state, row.outcome, row.outcome_note) == ("ended", "interrupted", "Elle préfère l’atelier")
    counted = fact()
    assert counted is not None and counted.to_day == day_no(date(2025, 3, 8))


def test_ending_is_undone_to_the_day_that_was_agreed(place: Establishment, person: Person) -> None:
    row = make_placement(place, person)
    actions.end_placement(placement=row, ends_before=date(2025, 3, 8), outcome="hired", **OPERATOR)
    actions.reopen_placement(placement=row, ends_before=END, **OPERATOR)
    row.refresh_from_db()
    assert (row.state, row.ends_before, row.outcome, row.outcome_note) == ("agreed", END, "", "")


def test_it_does_not_end_before_it_began(place: Establishment, person: Person) -> None:
    row = make_placement(place, person)
    refused("placement_backwards", actions.end_placement, placement=row, ends_before=START, outcome="")


def test_what_is_over_is_corrected_no_more(place: Establishment, person: Person) -> None:
    row = make_placement(place, person, state=PlacementState.ENDED)
    given = {"establishment": place, "person": person, "spec": spec(place), "placement": row}
    assert refused("placement_not_correctable", actions.save_placement, **given).facts == {"placement_state": "ended"}


def test_an_agreed_one_that_is_corrected_is_held_to_every_rule_again(place: Establishment, person: Person) -> None:
    row = make_placement(place, person)
    given = {"establishment": place, "person": person, "placement": row}
    refused("placement_host_missing", actions.save_placement, spec=spec(place, host=None), **given)
    refused("secondment_too_long", actions.save_placement, spec=spec(place, ends_before=None), **given)
    row.refresh_from_db()
    assert row.ends_before == END


def test_a_pattern_has_a_half_day_and_hours_are_those_of_a_week(place: Establishment, person: Person) -> None:
    empty = MORNINGS.__class__(("0" * 14,), MORNINGS.anchor)
    given = {"establishment": place, "person": person}
    refused("pattern_without_half_day", actions.save_placement, spec=spec(place, pattern=empty), **given)
    refused("hours_above_week", actions.save_placement, spec=spec(place, weekly_minutes=2881), **given)
    refused("hours_above_week", actions.save_placement, spec=spec(place, weekly_minutes=0), **given)


def test_she_is_engaged_here_on_its_first_day(place: Establishment, person: Person) -> None:
    row = make_placement(place, person, state=PlacementState.DRAFT, starts_on=date(2024, 12, 2))
    found = refused("placement_not_engaged", actions.agree_placement, placement=row)
    assert found.facts["day"] == date(2024, 12, 2)


def test_a_renewal_goes_on_on_the_day_the_first_ends_with_the_same_words(place: Establishment, person: Person) -> None:
    row = make_placement(place, person, Device.PMSMP, post="Rayonnage", tutor="Un menuisier", pattern=MORNINGS)
    fresh = actions.renew_placement(placement=row, ends_before=date(2025, 4, 1), **OPERATOR)
    assert (fresh.state, fresh.starts_on, fresh.renewal_of) == (PlacementState.DRAFT, END, row)
    assert (fresh.post, fresh.tutor, fresh.pattern, fresh.objective) == (
        "Rayonnage",
        "Un menuisier",
        row.pattern,
        "discover",
    )
    actions.agree_placement(placement=fresh, **OPERATOR)
    row.refresh_from_db()
    assert (row.state, row.outcome) == (PlacementState.ENDED, PlacementOutcome.PROLONGED)


def test_it_is_renewed_once_and_the_renewed_one_is_not_cancelled_under_it(place: Establishment, person: Person) -> None:
    row = make_placement(place, person)
    fresh = actions.renew_placement(placement=row, ends_before=date(2025, 4, 1), **OPERATOR)
    refused("placement_renewed", actions.renew_placement, placement=row, ends_before=date(2025, 5, 1))
    refused("placement_renewed", actions.cancel_placement, placement=row)
    actions.cancel_placement(placement=fresh, **OPERATOR)
    assert actions.renew_placement(placement=row, ends_before=date(2025, 5, 1), **OPERATOR).renewal_of == row


def test_only_what_is_agreed_and_ends_is_renewed(place: Establishment, person: Person) -> None:
    open_ended = make_placement(place, person, Device.MAD_COLLECTIVE, ends_before=None)
    refused("placement_not_renewable", actions.renew_placement, placement=open_ended, ends_before=None)


def test_two_years_are_counted_over_all_renewals(place: Establishment, person: Person) -> None:
    """A secondment that names her, renewed: the two years begin with the first contract."""
    row = make_placement(place, person, ends_before=date(2026, 3, 3))
    fresh = actions.renew_placement(placement=row, ends_before=date(2027, 3, 5), **OPERATOR)
    assert refused("secondment_too_long", actions.agree_placement, placement=fresh).facts["last"] == date(2027, 3, 3)
    steps = {"mdph_notified_on": None, "cdaph_asked_on": date(2026, 1, 5)}
    actions.note_steps(placement=fresh, **steps, cdaph_agreed_on=date(2026, 1, 15), **OPERATOR)
    actions.agree_placement(placement=fresh, **OPERATOR)
    refused("secondment_too_long", actions.note_steps, placement=fresh, **steps, cdaph_agreed_on=None)


# ---------------------------------------------------------------- beside her engagement


def half_time(place: Establishment) -> Person:
    return small.engage(place, fraction=5000, pattern=small.week(**small.MORNINGS))


def test_all_paid_work_together_is_thirty_five_hours_a_week_at_most(place: Establishment) -> None:
    """Décret 2022-1561: 17 h 30 here and 17 h 30 there are allowed, a quarter of an hour more is not."""
    person = half_time(place)
    row = make_placement(place, person, Device.DUAL_ACTIVITY, state="draft", weekly_minutes=1065)
    found = refused("dual_hours_over", actions.agree_placement, placement=row)
    with translation.override("en"):
        told = sentence(found)
    assert "35 h 15 a week" in told.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
    make_placement(place, person, Device.DUAL_ACTIVITY, weekly_minutes=1050)


def test_work_elsewhere_that_people_know_of_counts_among_the_hours(place: Establishment) -> None:
    person = half_time(place)
    days = {"starts_on": date(2025, 3, 10), "ends_before": None}
    people.save_outside_engagement(person=person, employer="Mairie fictive", weekly_minutes=300, **days, **OPERATOR)
    row = make_placement(place, person, Device.DUAL_ACTIVITY, state="draft", weekly_minutes=800)
    found = refused("dual_hours_over", actions.agree_placement, placement=row)
    assert found.facts["day"] == date(2025, 3, 10)


def test_more_time_here_is_refused_while_she_works_there_too(place: Establishment) -> None:
    """Whichever is written last: the rule holds."""
    person = half_time(place)
    make_placement(place, person, Device.DUAL_ACTIVITY, weekly_minutes=1050)
    more = people.TermsSpec(6000, None)
    given = {"engagement": Engagement.objects.get(), "valid_from": date(2025, 3, 10), "spec": more}
    refused("dual_hours_over", people.save_terms, **given)


def test_a_job_all_the_week_leaves_no_room_for_accompaniment(place: Establishment, person: Person) -> None:
    row = make_placement(place, person, Device.JOB, state="draft", contract="cdi", ends_before=None)
    refused("job_leaves_no_room", actions.agree_placement, placement=row)
    gone = {"ends_before": START, "end_reason": ""}
    people.end_engagement(engagement=Engagement.objects.get(), **gone, **OPERATOR)
    actions.agree_placement(placement=row, **OPERATOR)
    assert Placement.objects.get().state == PlacementState.AGREED
    # And nobody takes her back while it lasts.
    refused(
        "job_leaves_no_room",
        people.end_engagement,
        engagement=Engagement.objects.get(),
        ends_before=None,
        end_reason="",
    )


def test_who_is_accompanied_discovers_nothing(place: Establishment, person: Person) -> None:
    row = make_placement(place, person, Device.MISPE, state="draft", host=None)
    refused("discovery_of_ones_own", actions.agree_placement, placement=row)
    other = small.engage(place, "2", kind=EngagementKind.DISCOVERY)
    make_placement(place, other, Device.MISPE, host=None)
