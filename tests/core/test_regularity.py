"""Regularity: absence by illness, accident or leave is neither for nor against; waiting is told apart."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etabli.core.facts import Absence
from etabli.core.regularity import HalfDay, Kind, kind_of, regularity

WORKED = HalfDay(typed=True, attended=True, at_work=True, worked=True)
WAITED = HalfDay(typed=True, attended=True, at_work=True, worked=False)
USEFUL = HalfDay(typed=True, attended=True, at_work=False, worked=False)
UNKNOWN = HalfDay(typed=False, attended=False, at_work=False, worked=False)


def away(absence: Absence) -> HalfDay:
    return HalfDay(typed=True, attended=False, at_work=False, worked=False, absence=absence)


any_half_day = st.sampled_from([WORKED, WAITED, USEFUL, UNKNOWN, *(away(one) for one in Absence if one)])


@pytest.mark.parametrize("absence", [one for one in Absence if one not in (Absence.NONE, Absence.UNJUSTIFIED)])
def test_absences_that_are_nobodys_fault_are_left_out(absence: Absence) -> None:
    assert regularity([WORKED, WORKED, away(absence)]).rate == 1


def test_support_training_and_what_nobody_typed_are_left_out() -> None:
    assert regularity([WORKED, USEFUL, UNKNOWN]).rate == 1


def test_half_days_on_which_no_work_is_written_for_anyone_are_left_out() -> None:
    unwritten = HalfDay(typed=True, attended=True, at_work=True, worked=False, written=False)
    assert regularity([WORKED, unwritten]).rate == 1


def test_unjustified_absence_and_waiting_count() -> None:
    found = regularity([WORKED, WORKED, WAITED, away(Absence.UNJUSTIFIED)])
    assert (found.worked, found.counted, found.rate) == (2, 4, 0.5)
    assert found.half_days == {Kind.WORKED: 2, Kind.WAITING: 1, Kind.UNJUSTIFIED: 1}


def test_work_on_a_half_day_of_absence_is_work() -> None:
    assert kind_of(HalfDay(True, False, False, True, absence=Absence.SICKNESS)) == Kind.WORKED


def test_nothing_counted_has_no_rate() -> None:
    assert regularity([away(Absence.SICKNESS)]).rate is None


def test_a_typed_holiday_is_nothing() -> None:
    assert regularity([HalfDay(True, False, False, False)]).half_days == {}


@given(st.lists(any_half_day), st.integers(0, 5))
def test_more_illness_never_changes_it(half_days: list[HalfDay], more: int) -> None:
    assert regularity([*half_days, *[away(Absence.SICKNESS)] * more]).rate == regularity(half_days).rate


@given(st.lists(any_half_day))
def test_it_is_a_part_of_a_whole(half_days: list[HalfDay]) -> None:
    rate = regularity(half_days).rate
    assert rate is None or 0 <= rate <= 1
