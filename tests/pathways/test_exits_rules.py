"""Rules of exits, of their count, of what is asked after them and of the right to return."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etabli.core.refusal import Refusal
from etabli.kit.texts import fold
from etabli.pathways.rules import exits as rules
from etabli.pathways.states import ORDINARY, Destination, Device

DAY = date(2026, 1, 15)


def refused(code: str, check: object, *values: object, **named: object) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        check(*values, **named)  # type: ignore[operator]
    assert refusal.value.code == code
    return refusal.value


# ---------------------------------------------------------------- counted


def test_the_exits_that_are_not_to_work_are_all_less_the_four() -> None:
    """Worked case: of nine who left, one to an adapted company, two to the private and one to the associations."""
    told = rules.Breakdown(left=9, adapted_company=1, private=2, public=0, association=1, other=5)
    rules.check_breakdown(told)
    assert rules.other_exits(9, 1, 2, 0, 1) == 5 and told.ordinary == 4


@pytest.mark.parametrize("other", [4, 6, 0, -5])
def test_any_other_number_is_refused_and_the_right_one_told(other: int) -> None:
    told = rules.Breakdown(9, 1, 2, 0, 1, other)
    assert refused("exit_breakdown_wrong", rules.check_breakdown, told).facts["other"] == 5


def test_more_to_work_than_left_is_refused() -> None:
    refused("exit_breakdown_wrong", rules.other_exits, 3, 1, 2, 0, 1)
    refused("exit_breakdown_wrong", rules.other_exits, 3, 4, -2, 0, 1)


@given(st.lists(st.sampled_from(list(Destination)), max_size=8))
def test_a_breakdown_holds_whoever_left(destinations: list[str]) -> None:
    found = rules.breakdown(destinations)
    rules.check_breakdown(found)
    assert found.ordinary == sum(one in ORDINARY for one in destinations)
    assert found.other == len(destinations) - found.ordinary
    with pytest.raises(Refusal):
        rules.check_breakdown(replace(found, other=found.other + 1))


# ---------------------------------------------------------------- leaving


@pytest.mark.parametrize("kind", ["trainee", "discovery", "pupil"])
def test_a_guest_has_no_exit(kind: str) -> None:
    refused("exit_kind_wrong", rules.check_leaves, kind)


def test_a_contract_belongs_to_a_job() -> None:
    for destination in Destination:
        if destination in ORDINARY:
            rules.check_contract(destination, "cdi")
        else:
            refused("exit_contract_without_job", rules.check_contract, destination, "cdi")
        rules.check_contract(destination, "")


def test_one_leaves_for_a_job_of_ones_own() -> None:
    rules.check_job(Destination.PRIVATE, Device.JOB, is_hers=True)
    rules.check_job(Destination.ADAPTED_COMPANY, Device.SPRINGBOARD, is_hers=True)
    refused("exit_job_of_other", rules.check_job, Destination.PRIVATE, Device.JOB, is_hers=False)
    refused("exit_job_of_other", rules.check_job, Destination.PRIVATE, Device.PMSMP, is_hers=True)
    refused("exit_contract_without_job", rules.check_job, Destination.FAMILY, Device.JOB, is_hers=True)


@pytest.mark.parametrize("device", list(Device))
def test_a_job_goes_on_after_the_exit_and_a_secondment_does_not(device: Device) -> None:
    if device in rules.JOBS:
        rules.check_nothing_goes_on([device], DAY)
    else:
        refused("exit_placement_goes_on", rules.check_nothing_goes_on, ["job", device], DAY)


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ("Départ à la retraite", Destination.RETIREMENT),
        ("Maison de retraite", Destination.ELDERLY_HOME),
        ("Décès", Destination.DEATH),
        ("Embauche en entreprise adaptée", Destination.ADAPTED_COMPANY),
        ("MAS de la Vallée", Destination.CARE_HOME),
        ("Massage", None),
        ("", None),
    ],
)
def test_the_words_of_an_end_tell_where_she_went(reason: str, expected: str | None) -> None:
    assert rules.proposed(fold(reason)) == expected


# ---------------------------------------------------------------- asked after


def test_one_asks_three_six_and_twelve_months_after_an_exit_to_work() -> None:
    days = [(3, date(2026, 2, 28)), (6, date(2026, 5, 30)), (12, date(2026, 11, 30))]
    assert rules.follow_ups_of(Destination.PUBLIC, date(2025, 11, 30)) == days
    assert rules.follow_ups_of(Destination.RETIREMENT, DAY) == []


def test_one_asks_after_she_left_and_not_tomorrow() -> None:
    rules.check_follow_up(DAY, DAY, DAY)
    refused("follow_up_before_exit", rules.check_follow_up, DAY - timedelta(days=1), DAY, DAY)
    refused("follow_up_to_come", rules.check_follow_up, DAY + timedelta(days=1), DAY, DAY)


# ---------------------------------------------------------------- returning


def test_the_right_to_return_lasts_to_the_last_day_of_the_orientation() -> None:
    private = {"destination": Destination.PRIVATE}
    rules.check_right(DAY, **private, orientation_until=DAY)
    refused("return_orientation_over", rules.check_right, DAY, **private, orientation_until=DAY - timedelta(days=1))
    refused("return_orientation_unknown", rules.check_right, DAY, **private, orientation_until=None)


def test_the_right_to_return_is_of_who_left_for_a_job() -> None:
    for destination in Destination:
        if destination not in ORDINARY:
            refused("return_not_from_job", rules.check_right, DAY, destination=destination, orientation_until=DAY)


def test_another_esat_takes_back_by_right_under_an_agreement() -> None:
    rules.check_elsewhere("ESAT Fictif", by_right=True, agreed=True)
    rules.check_elsewhere("ESAT Fictif", by_right=False, agreed=False)
    refused("return_without_agreement", rules.check_elsewhere, "ESAT Fictif", by_right=True, agreed=False)
    refused("return_esat_missing", rules.check_elsewhere, " ", by_right=False, agreed=True)


def test_the_orientation_is_the_one_that_lasts_longest() -> None:
    later = DAY + timedelta(days=9)
    assert rules.orientation_end(DAY, later) == rules.orientation_end(later, DAY) == later
    assert rules.orientation_end(None, DAY) == DAY and rules.orientation_end(None, None) is None


@given(st.integers(-4, 4))
def test_days_left_are_counted_to_the_last_one(offset: int) -> None:
    """As many days as there are on which the right holds."""
    until = DAY + timedelta(days=offset)
    held = 0
    while DAY + timedelta(days=held) <= until:
        held += 1
    assert rules.days_left(until, DAY) == held
    assert rules.days_left(None, DAY) is None
