"""Rules that hold whatever is changed afterwards: on the page of the person, by a correction, by an import."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils.timezone import make_aware

from etabli.core.periods import Period, day_no
from etabli.core.refusal import Refusal
from etabli.org.models import Establishment, User
from etabli.pathways.actions import agreements
from etabli.pathways.actions import placements as actions
from etabli.pathways.actions.agreements import AgreementSpec
from etabli.pathways.actions.exits import ExitSpec, correct_exit, take_exit_back
from etabli.pathways.models import Placement, PlacementFact, SupportAgreement
from etabli.pathways.queries.placements import deadlines_of
from etabli.pathways.rules.facts import of_the_house
from etabli.pathways.states import Device, PlacementOutcome, PlacementState
from etabli.people import actions as people
from etabli.people.models import Person
from tests import workplace as small
from tests.pathways.leaving import FULL, GONE, LAST, OPERATOR, agreement_of, engagement_of, exit_of, job, return_of
from tests.pathways.making import END, START, make_placement, spec

DAY = timedelta(days=1)


def refused(code: str, act: Any, **values: Any) -> None:
    with pytest.raises(Refusal) as refusal:
        act(**{**OPERATOR, **values})
    assert refusal.value.code == code


def end(person: Person, day: date | None) -> None:
    people.end_engagement(engagement=engagement_of(person), ends_before=day, end_reason="", **OPERATOR)


# ---------------------------------------------------------------- of the house


def test_a_placement_of_the_house_counts_until_she_leaves_however_that_is_written(
    place: Establishment, person: Person
) -> None:
    make_placement(place, person, Device.MAD_COLLECTIVE, ends_before=None)
    end(person, GONE)
    assert PlacementFact.objects.get().to_day == day_no(GONE)
    end(person, START)
    assert not PlacementFact.objects.exists(), "she was not there on its first day"
    end(person, None)
    assert PlacementFact.objects.get().to_day == 9_999_999


def test_a_job_counts_after_she_left(place: Establishment, person: Person) -> None:
    end(person, START)
    make_placement(place, person, Device.JOB, ends_before=None)
    assert PlacementFact.objects.get().to_day == 9_999_999


def test_stays_that_follow_each_other_hold_a_placement_together() -> None:
    stays = [Period(END, None), Period(START, END)]
    assert of_the_house(Period(START, END + DAY), stays) == Period(START, END + DAY)
    gap = [Period(START, END), Period(END + DAY, None)]
    assert of_the_house(Period(START, None), gap) == Period(START, END)
    assert of_the_house(Period(START, END), [Period(START + DAY, None)]) is None


# ---------------------------------------------------------------- exits


def test_who_left_does_not_go_on_but_by_taking_the_exit_back(place: Establishment, person: Person) -> None:
    row = exit_of(person, "retirement")
    refused(
        "exit_engagement_goes_on",
        people.end_engagement,
        engagement=engagement_of(person),
        ends_before=None,
        end_reason="",
    )
    take_exit_back(row=row, **OPERATOR)
    assert engagement_of(person).ends_before is None


def test_an_import_refuses_the_row_of_who_left_and_takes_the_others(place: Establishment, person: Person) -> None:
    make_placement(place, small.engage(place, "8", kind="trainee", last_day=LAST), Device.JOB, ends_before=None)
    rows = [small.person_row("8", kind="accompaniment"), small.person_row("9")]
    told, saved = people.save_people(establishment=place, rows=rows, **OPERATOR)
    assert isinstance(told, Refusal) and told.code == "job_leaves_no_room"
    assert saved == "created"
    assert {row.staff_number for row in place.registrations.all()} >= {"8", "9"}


def test_an_end_moved_on_her_page_moves_the_days_to_ask_after_her(place: Establishment, person: Person) -> None:
    row = exit_of(person, "private")
    end(person, GONE + DAY)
    assert [one.due_on.day for one in row.follow_ups.all()] == [2, 2, 2]


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("return_not_from_job", {"destination": "retirement", "orientation_until": date(2025, 12, 31)}),
        ("return_orientation_over", {"destination": "private", "orientation_until": date(2025, 9, 30)}),
    ],
)
def test_an_exit_one_came_back_from_by_right_stays_one(
    place: Establishment, person: Person, code: str, wanted: dict[str, Any]
) -> None:
    row = exit_of(person, "private", orientation_until=date(2025, 12, 31))
    return_of(row, date(2025, 10, 1), terms=FULL)
    refused(code, correct_exit, row=row, spec=ExitSpec(LAST, **wanted))
    correct_exit(row=row, spec=ExitSpec(LAST, "public", orientation_until=date(2025, 10, 1)), **OPERATOR)


# ---------------------------------------------------------------- placements


def test_a_job_that_others_are_about_is_not_cancelled(place: Establishment, person: Person, other: Person) -> None:
    work, drafted = job(place, person), job(place, other, state="draft")
    agreement_of(place, person, work)
    exit_of(other, "private", job=drafted)
    for row in (work, drafted):
        refused("placement_depended_on", actions.cancel_placement, placement=row)
        row.refresh_from_db()
        assert row.state != PlacementState.CANCELLED


def test_a_renewal_that_is_cancelled_leaves_the_outcome_of_the_first_to_say(
    place: Establishment, person: Person
) -> None:
    row = make_placement(place, person)
    fresh = actions.renew_placement(placement=row, ends_before=date(2025, 4, 1), **OPERATOR)
    actions.agree_placement(placement=fresh, **OPERATOR)
    actions.cancel_placement(placement=fresh, **OPERATOR)
    row.refresh_from_db()
    assert (row.state, row.outcome) == (PlacementState.AGREED, PlacementOutcome.UNKNOWN)


@pytest.mark.parametrize("name", ["mdph_notified", "cdaph_asked", "cdaph_agreed"])
def test_what_the_authorities_did_is_past(place: Establishment, person: Person, name: str) -> None:
    tomorrow = small.AT.date() + DAY
    wanted = spec(place, ends_before=date(2029, 1, 1), **{f"{name}_on": tomorrow})
    refused(f"{name}_to_come", actions.save_placement, establishment=place, person=person, spec=wanted)
    row = make_placement(place, person)
    steps = {"mdph_notified_on": None, "cdaph_asked_on": None, "cdaph_agreed_on": None, f"{name}_on": tomorrow}
    refused(f"{name}_to_come", actions.note_steps, placement=row, **steps)
    at = make_aware(datetime.combine(tomorrow, datetime.min.time()))
    actions.note_steps(placement=row, **steps, by=None, at=at)


def test_of_what_another_establishment_agreed_nothing_but_the_day_is_told(
    place: Establishment, elsewhere: Establishment, person: Person
) -> None:
    job(elsewhere, person, START + DAY, "internship")
    row = make_placement(place, person, state="draft")
    with pytest.raises(Refusal) as refusal:
        actions.agree_placement(placement=row, **OPERATOR)
    assert (refusal.value.code, refusal.value.facts) == ("placement_excluded_elsewhere", {"day": START + DAY})


# ---------------------------------------------------------------- support agreements


def years_of(place: Establishment, person: Person) -> SupportAgreement:
    """Three of a year each, from the day on which she is gone; the last one."""
    row = agreement_of(place, person, job(place, person))
    for year in (2026, 2027):
        days = {"signed_on": GONE, "starts_on": date(year, 7, 1), "ends_before": date(year + 1, 7, 1)}
        wanted = AgreementSpec(**days, job=row.job)
        row = agreements.renew_agreement(row=row, spec=wanted, on=small.AT.date(), **OPERATOR)
    return row


def wanted(row: SupportAgreement, **changes: Any) -> dict[str, Any]:
    days = {"signed_on": GONE, "starts_on": row.starts_on, "ends_before": row.ends_before}
    spec = AgreementSpec(**{**days, "job": row.job, **changes})
    return {"establishment": row.establishment, "person": row.person, "on": small.AT.date(), "spec": spec}


def test_an_agreement_written_anew_begins_no_new_three_years(place: Establishment, person: Person) -> None:
    row = years_of(place, person)
    anew = wanted(row, starts_on=row.ends_before, ends_before=row.ends_before + DAY)
    refused("agreement_renewed_too_long", agreements.save_agreement, **anew)
    later = wanted(row, starts_on=date(2028, 9, 1), ends_before=date(2029, 9, 1))
    agreements.save_agreement(**later, **OPERATOR)


def test_the_first_of_three_years_is_not_begun_earlier(place: Establishment, person: Person) -> None:
    first = years_of(place, person).renewal_of.renewal_of
    Placement.objects.update(starts_on=date(2025, 1, 1))
    first.job.refresh_from_db()
    earlier = wanted(first, starts_on=GONE - DAY, ends_before=GONE + DAY)
    refused("agreement_renewed_too_long", agreements.save_agreement, row=first, **earlier)


def test_an_agreement_that_was_ended_early_is_not_moved_beyond_its_end(place: Establishment, person: Person) -> None:
    row = agreement_of(place, person, job(place, person))
    agreements.end_agreement(row=row, ended_on=date(2025, 9, 1), **OPERATOR)
    moved = wanted(row, starts_on=date(2025, 10, 1))
    refused("agreement_ended_early", agreements.save_agreement, row=row, **moved)
    agreements.save_agreement(**wanted(row, ends_before=date(2026, 6, 1)), row=row, **OPERATOR)


def test_an_opposition_ends_what_was_to_end_later(place: Establishment, person: Person) -> None:
    row = agreement_of(place, person, job(place, person))
    agreements.end_agreement(row=row, ended_on=date(2026, 3, 1), **OPERATOR)
    agreements.oppose(establishment=place, person=person, said_on=date(2026, 1, 5), on=small.AT.date(), **OPERATOR)
    row.refresh_from_db()
    assert row.ended_on == date(2026, 1, 5)


def test_the_last_of_three_years_only_ends_though_it_was_written_anew(
    place: Establishment, person: Person, educator: User
) -> None:
    row = agreement_of(place, person, job(place, person))
    for year in (2026, 2027):
        days = {"starts_on": date(year, 7, 1), "ends_before": date(year + 1, 7, 1)}
        agreements.save_agreement(**wanted(row, **days), **OPERATOR)
    told = {one.due_on: one.duty for one in deadlines_of(educator, place, small.AT.date()) if one.agreement}
    assert told[date(2027, 6, 30)] == "agreement_renewal" and told[date(2028, 6, 30)] == "agreement_end"
