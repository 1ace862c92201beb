"""Which situations exclude each other on one day: the table, and that no order of acts leaves two on one day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from itertools import combinations
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etabli.core.calendars import WeeklyPattern, week_of
from etabli.core.periods import Period
from etabli.core.refusal import Refusal
from etabli.org.models import Establishment
from etabli.pathways.actions import placements as actions
from etabli.pathways.models import Placement
from etabli.pathways.queries.placements import planned_of
from etabli.pathways.rules.exclusive import check_beside_accompaniment, exclude_each_other, first_clash
from etabli.pathways.rules.placements import Planned
from etabli.pathways.states import HELD, Device
from etabli.people.models import Person
from tests import workplace as small
from tests.pathways.making import AFTERNOONS, MORNINGS, OPERATOR, make_host, spec

DAY = timedelta(days=1)
START = date(2025, 3, 3)
AWAY = frozenset(Device) - {Device.MISPE, Device.SERVICE, Device.SUPPORTED_EMPLOYMENT}


def planned(device: Device, pattern: WeeklyPattern | None = None, **more: Any) -> Planned:
    return Planned(device, START, START + 5 * DAY, pattern=pattern, **more)


def excluded(one: Planned, other: Planned) -> bool:
    assert exclude_each_other(one, other, START) == exclude_each_other(other, one, START)
    return exclude_each_other(one, other, START)


@pytest.mark.parametrize("pair", list(combinations(sorted(AWAY), 2)), ids="+".join)
def test_nobody_is_wholly_at_two_places_at_once(pair: tuple[Device, Device]) -> None:
    together = set(pair) == {Device.SPRINGBOARD, Device.PMSMP}
    assert excluded(planned(pair[0]), planned(pair[1])) != together


def test_two_of_the_same_kind_exclude_each_other_too() -> None:
    assert excluded(planned(Device.MAD_INDIVIDUAL), planned(Device.MAD_INDIVIDUAL))


@pytest.mark.parametrize("pair", list(combinations(sorted(AWAY), 2)), ids="+".join)
def test_half_days_that_never_meet_go_together(pair: tuple[Device, Device]) -> None:
    assert not excluded(planned(pair[0], MORNINGS), planned(pair[1], AFTERNOONS))
    if set(pair) != {Device.SPRINGBOARD, Device.PMSMP}:
        assert excluded(planned(pair[0], MORNINGS), planned(pair[1], MORNINGS))
        assert excluded(planned(pair[0], MORNINGS), planned(pair[1]))


@pytest.mark.parametrize("device", sorted(frozenset(Device) - {Device.MISPE}))
def test_a_service_outside_and_supported_employment_go_with_others(device: Device) -> None:
    assert not excluded(planned(Device.SERVICE), planned(device))
    assert not excluded(planned(Device.SUPPORTED_EMPLOYMENT), planned(device))


@pytest.mark.parametrize("device", list(Device))
def test_a_discovery_goes_with_nothing(device: Device) -> None:
    assert excluded(planned(Device.MISPE, MORNINGS), planned(device, AFTERNOONS))


def test_days_that_never_meet_exclude_nothing() -> None:
    after = Planned(Device.PMSMP, START + 5 * DAY, None)
    assert first_clash(planned(Device.MAD_INDIVIDUAL), after) is None


def test_patterns_of_three_and_four_weeks_meet_when_they_do() -> None:
    """Week 3 of 3 and week 4 of 4: together first in the twelfth week."""
    nothing, monday = "0" * 14, week_of({"mon": "M"})
    one = WeeklyPattern((nothing, nothing, monday), START)
    other = WeeklyPattern((nothing, nothing, nothing, monday), START)
    long = {"starts_on": START, "ends_before": None}
    found = first_clash(Planned(Device.JOB, pattern=one, **long), Planned(Device.PMSMP, pattern=other, **long))
    assert found == START + timedelta(weeks=11)


def test_who_is_accompanied_neither_discovers_the_esat_nor_has_a_job_all_the_week() -> None:
    def told(one: Planned, *engaged: Period) -> str:
        try:
            check_beside_accompaniment(one, engaged, 2100)
        except Refusal as refusal:
            return refusal.code
        return ""

    here, before = Period(START, None), Period(date(2024, 1, 1), START)
    assert told(planned(Device.MISPE), here) == "discovery_of_ones_own"
    assert told(planned(Device.JOB), here) == "job_leaves_no_room"
    assert told(planned(Device.JOB, weekly_minutes=2100), here) == "job_leaves_no_room"
    assert told(planned(Device.JOB, weekly_minutes=1050), here) == ""
    assert told(planned(Device.JOB, MORNINGS), here) == ""
    assert told(planned(Device.MISPE), before) == told(planned(Device.JOB), before) == ""
    assert told(planned(Device.MAD_INDIVIDUAL), here) == ""


# ---------------------------------------------------------------- any order of acts

SOME = (Device.MAD_INDIVIDUAL, Device.MAD_COLLECTIVE, Device.INTERNSHIP, Device.SERVICE, Device.PMSMP)
DAYS = [START + number * DAY for number in range(8)]
PATTERNS = (None, MORNINGS, AFTERNOONS)
VALUES = st.tuples(
    st.sampled_from(SOME), st.integers(0, 5), st.integers(1, 3), st.sampled_from(PATTERNS), st.integers(0, 1)
)
ACTS = st.lists(
    st.tuples(st.sampled_from(["add", "correct", "end", "reopen", "cancel"]), st.integers(0, 3), VALUES), max_size=8
)


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def place(db: None) -> Establishment:
    return small.workplace()


@pytest.fixture
def person(place: Establishment) -> Person:
    return small.engage(place)


@pytest.mark.slow
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(acts=ACTS)
def test_no_order_of_acts_leaves_two_exclusive_situations_on_one_day(
    place: Establishment, person: Person, acts: list[Any]
) -> None:
    with undone():
        for act, number, values in acts:
            rows = list(Placement.objects.order_by("pk"))
            try:
                with transaction.atomic():
                    do(place, person, act, rows[number % len(rows)] if rows else None, values)
            except Refusal:
                continue
        held = [planned_of(row) for row in Placement.objects.filter(state__in=HELD)]
        together = [(one, other) for one, other in combinations(held, 2) if meet(one, other)]
        assert together == []


def do(place: Establishment, person: Person, act: str, row: Placement | None, values: Any) -> None:
    device, first, length, pattern, host = values
    end = DAYS[first] + length * DAY
    changes = {"starts_on": DAYS[first], "ends_before": end, "pattern": pattern}
    if act in ("add", "correct"):
        said = spec(place, device, host=make_host(place, f"Hôte {host}"), **changes)
        known = row if act == "correct" else None
        made = actions.save_placement(establishment=place, person=person, spec=said, placement=known, **OPERATOR)
        if act == "add":
            actions.agree_placement(placement=made, **OPERATOR)
    elif row is not None and act == "end":
        actions.end_placement(placement=row, ends_before=end, outcome="", **OPERATOR)
    elif row is not None and act == "reopen":
        actions.reopen_placement(placement=row, ends_before=end, **OPERATOR)
    elif row is not None:
        actions.cancel_placement(placement=row, **OPERATOR)


def meet(one: Planned, other: Planned) -> bool:
    """Said once more, day by day and half by half: a service goes with anything, others need half-days of their own."""
    if Device.SERVICE in (one.device, other.device):
        return False
    taken = [
        {
            (day, half)
            for day in DAYS
            if each.starts_on <= day < (each.ends_before or date.max)
            for half in (0, 1)
            if each.pattern is None or each.pattern.weeks[0][2 * day.weekday() + half] == "1"
        }
        for each in (one, other)
    ]
    return bool(taken[0] & taken[1])
