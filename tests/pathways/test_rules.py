"""What the law allows of each device: one test a rule, at its last allowed day and on the day after."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from etabli.core.refusal import Refusal
from etabli.pathways.rules.placements import (
    ENDING,
    HOSTED,
    Known,
    Planned,
    check_placement,
    check_step,
    check_weekly_work,
    notice_due,
)
from etabli.pathways.states import PLACEMENT_STEPS, BeyondGround, Device, Objective, PlacementState, Prescriber

VALUES = {
    "pathways_mad_months": 24,
    "pathways_mad_notice_days": 15,
    "pathways_mispe_days": 10,
    "pathways_mispe_periods": 2,
    "pathways_pmsmp_months": 1,
    "pathways_pmsmp_periods": 2,
    "pathways_pmsmp_days": 60,
    "pathways_springboard_least_months": 4,
    "pathways_springboard_most_months": 24,
    "pathways_springboard_minutes": 1200,
    "weekly_cap_minutes": 2100,
}
DAY = timedelta(days=1)
MARCH = date(2026, 3, 2)
"""A Monday."""


def limit(code: str, day: date) -> int | None:
    return VALUES.get(code)


def planned(device: Device, start: date, last: date | None, **more: object) -> Planned:
    usual = {"host": 1, "prescriber": Prescriber.MDPH, "objective": Objective.DISCOVER, "weekly_minutes": 1200}
    return Planned(device, start, None if last is None else last + DAY, **{**usual, **more})  # type: ignore[arg-type]


def told(one: Planned, *others: Planned, holidays: frozenset[date] = frozenset()) -> str:
    """The code of the first refusal, empty when there is none."""
    try:
        check_placement(one, Known(others, limit, holidays))
    except Refusal as refusal:
        return refusal.code
    return ""


def test_a_secondment_that_names_her_lasts_two_years_and_a_day_more_needs_the_cdaph() -> None:
    """From 1 March 2026 to 1 March 2028, both included (CASF, articles R344-16 to R344-21)."""
    two_years = planned(Device.MAD_INDIVIDUAL, date(2026, 3, 1), date(2028, 3, 1))
    assert told(two_years) == ""
    longer = planned(Device.MAD_INDIVIDUAL, date(2026, 3, 1), date(2028, 3, 2))
    assert told(longer) == "secondment_too_long"
    assert told(replace(longer, cdaph_agreed_on=date(2028, 1, 10))) == ""
    assert told(planned(Device.MAD_INDIVIDUAL, date(2026, 3, 1), None)) == "secondment_too_long"


def test_its_two_years_begin_with_the_first_contract() -> None:
    renewed = planned(Device.MAD_INDIVIDUAL, date(2027, 3, 1), date(2028, 3, 2), begun_on=date(2026, 3, 1))
    assert told(renewed) == "secondment_too_long"


def test_a_secondment_that_names_nobody_has_no_limit() -> None:
    assert told(planned(Device.MAD_COLLECTIVE, date(2026, 3, 1), date(2036, 3, 1))) == ""
    assert told(planned(Device.MAD_COLLECTIVE, date(2026, 3, 1), None)) == ""


def test_the_mdph_has_the_contract_within_fifteen_days_of_its_signature() -> None:
    assert notice_due(date(2026, 3, 1), limit) == date(2026, 3, 16)


def test_a_limit_that_no_parameter_sets_does_not_hold() -> None:
    ten_years = planned(Device.MAD_INDIVIDUAL, date(2026, 3, 1), date(2036, 3, 1))
    check_placement(ten_years, Known((), lambda code, day: None))


def test_a_discovery_is_prescribed() -> None:
    two_days = planned(Device.MISPE, MARCH, MARCH + DAY)
    assert told(two_days) == told(replace(two_days, prescriber=Prescriber.EMPLOYMENT_NETWORK)) == ""
    assert told(replace(two_days, prescriber="")) == "discovery_not_prescribed"


def test_a_discovery_lasts_ten_working_days() -> None:
    """Monday 2 to Friday 13 March 2026 are ten; the week-end after adds none, the Monday does."""
    assert told(planned(Device.MISPE, MARCH, date(2026, 3, 13))) == ""
    assert told(planned(Device.MISPE, MARCH, date(2026, 3, 15))) == ""
    eleven = planned(Device.MISPE, MARCH, date(2026, 3, 16))
    assert told(eleven) == "discovery_too_long"
    assert told(eleven, holidays=frozenset({date(2026, 3, 10)})) == ""


def test_there_are_two_discoveries_in_any_twelve_months() -> None:
    def one(start: date) -> Planned:
        return planned(Device.MISPE, start, start + DAY)

    known = (one(MARCH), one(date(2026, 9, 1)))
    assert told(one(date(2027, 3, 1)), *known) == "discovery_too_often"
    assert told(one(date(2027, 3, 2)), *known) == ""
    # One that is written later, between two others.
    assert told(one(date(2026, 6, 1)), *known) == "discovery_too_often"


def test_a_work_trial_has_one_objective() -> None:
    assert told(planned(Device.PMSMP, MARCH, MARCH + DAY, objective="")) == "trial_objective_missing"


def test_a_work_trial_lasts_a_month_date_to_date() -> None:
    assert told(planned(Device.PMSMP, date(2026, 3, 15), date(2026, 4, 14))) == ""
    assert told(planned(Device.PMSMP, date(2026, 3, 15), date(2026, 4, 15))) == "trial_month_over"
    # A month without that day ends on its last.
    assert told(planned(Device.PMSMP, date(2026, 1, 31), date(2026, 2, 27))) == ""
    assert told(planned(Device.PMSMP, date(2026, 1, 31), date(2026, 2, 28))) == "trial_month_over"


def test_there_are_two_work_trials_with_the_same_host_in_any_twelve_months() -> None:
    first, second = (planned(Device.PMSMP, day, day + DAY) for day in (MARCH, date(2026, 5, 4)))
    third = planned(Device.PMSMP, date(2027, 3, 1), date(2027, 3, 2))
    assert told(third, first, second) == "trial_too_often"
    assert told(replace(third, host=2), first, second) == ""
    assert told(replace(third, starts_on=date(2027, 3, 2), ends_before=date(2027, 3, 4)), first, second) == ""


def test_work_trials_with_the_same_host_are_sixty_days_in_any_twelve_months() -> None:
    """31 days, then 29: sixty. A day more is over, unless it is twelve months after the first."""
    first = planned(Device.PMSMP, date(2026, 3, 1), date(2026, 3, 31))
    sixty = planned(Device.PMSMP, date(2026, 5, 1), date(2026, 5, 29))
    assert told(sixty, first) == ""
    assert told(replace(sixty, ends_before=date(2026, 5, 31)), first) == "trial_days_over"
    assert told(replace(sixty, ends_before=date(2026, 5, 31), host=2), first) == ""
    turned = planned(Device.PMSMP, date(2027, 2, 2), date(2027, 3, 1))
    assert told(turned, replace(first, starts_on=date(2026, 3, 1)), replace(sixty, device=Device.INTERNSHIP)) == ""


def test_a_springboard_contract_lasts_from_four_to_twenty_four_months() -> None:
    start = date(2026, 1, 1)
    assert told(planned(Device.SPRINGBOARD, start, date(2026, 4, 29))) == "springboard_too_short"
    assert told(planned(Device.SPRINGBOARD, start, date(2026, 4, 30))) == ""
    assert told(planned(Device.SPRINGBOARD, start, date(2027, 12, 31))) == ""
    assert told(planned(Device.SPRINGBOARD, start, date(2028, 1, 1))) == "springboard_too_long"
    # Renewals included, in both directions.
    renewed = planned(Device.SPRINGBOARD, date(2027, 12, 1), date(2028, 1, 1), begun_on=start)
    assert told(renewed) == "springboard_too_long"
    assert told(replace(renewed, ends_before=date(2027, 12, 15))) == ""


def test_a_springboard_contract_lasts_longer_only_to_end_a_training_that_is_proved() -> None:
    """Rules of the CDD tremplin in adapted companies, as published in March 2024."""
    start, last = date(2026, 1, 1), date(2028, 6, 30)
    assert told(planned(Device.SPRINGBOARD, start, last, beyond_proof="CAP")) == "springboard_too_long"
    ground = {"beyond_ground": BeyondGround.TRAINING}
    assert told(planned(Device.SPRINGBOARD, start, last, **ground)) == "springboard_proof_missing"
    assert told(planned(Device.SPRINGBOARD, start, last, **ground, beyond_proof=" ")) == "springboard_proof_missing"
    assert told(planned(Device.SPRINGBOARD, start, last, **ground, beyond_proof="CAP, until June 2028")) == ""
    # Within its months nothing is asked.
    assert told(planned(Device.SPRINGBOARD, start, date(2027, 12, 31), **ground)) == ""


def test_a_springboard_contract_is_for_twenty_hours_a_week() -> None:
    long = planned(Device.SPRINGBOARD, date(2026, 1, 1), date(2026, 12, 31))
    assert told(replace(long, weekly_minutes=1199)) == told(replace(long, weekly_minutes=None)) == "springboard_hours"


def test_dual_activity_says_its_hours_and_all_together_are_thirty_five() -> None:
    """Décret 2022-1561 of 13 December 2022."""
    assert told(planned(Device.DUAL_ACTIVITY, MARCH, None, weekly_minutes=None)) == "dual_hours_missing"
    check_weekly_work(2100, MARCH, limit)
    with pytest.raises(Refusal, match="dual_hours_over"):
        check_weekly_work(2101, MARCH, limit)


@pytest.mark.parametrize("device", list(Device))
def test_every_device_but_two_has_a_host(device: Device) -> None:
    without = planned(device, MARCH, MARCH + DAY, host=None)
    assert (told(without) == "placement_host_missing") == (device in HOSTED)


@pytest.mark.parametrize("device", list(Device))
def test_what_is_for_a_time_says_its_last_day(device: Device) -> None:
    assert (told(planned(device, MARCH, None)) == "placement_end_missing") == (device in ENDING)


def test_a_placement_ends_after_it_begins() -> None:
    assert told(planned(Device.SERVICE, MARCH, MARCH - DAY)) == "placement_backwards"
    assert told(planned(Device.SERVICE, MARCH, MARCH)) == ""


@pytest.mark.parametrize("state", list(PlacementState))
@pytest.mark.parametrize("wanted", list(PlacementState))
def test_a_placement_takes_the_steps_of_the_table_and_no_other(state: PlacementState, wanted: PlacementState) -> None:
    if wanted in PLACEMENT_STEPS[state]:
        check_step(state, wanted)
    else:
        with pytest.raises(Refusal, match="placement_step_refused"):
            check_step(state, wanted)


def test_nothing_comes_back_from_cancelled() -> None:
    assert PLACEMENT_STEPS[PlacementState.CANCELLED] == frozenset()
