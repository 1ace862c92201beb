"""Load spread over weeks and the capacity against it: worked examples, and no minute lost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etabli.core import load
from etabli.core.calendars import Closure, HouseCalendar, WeeklyPattern, week_of
from etabli.core.counting import Engagement, Window, count_half_days
from etabli.core.load import Balance, Capacity, Demand, DueMinutes, OpenWeeks
from etabli.core.periods import Period, day_of
from etabli.core.weeks import Terms

MONDAY = date(2025, 4, 28)
"""The Thursday of its week is a holiday."""
HOLIDAY = date(2025, 5, 1)
NEXT = MONDAY + timedelta(weeks=1)
OPEN = week_of(dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "MA"))
HOUSE = HouseCalendar(((date(2025, 1, 1), OPEN),), holidays=frozenset({HOLIDAY}))
FULL_TIME = 2100
days = st.integers(-3, 20).map(lambda number: MONDAY + timedelta(days=number))
houses = st.builds(
    lambda start, length, holiday: HouseCalendar(
        HOUSE.openings,
        (Closure(Period(start, start + timedelta(days=length)), True),) if length else (),
        frozenset({holiday}),
    ),
    days,
    st.integers(0, 15),
    days,
)


def spread(minutes: int, due: date | None, today: date = MONDAY, start: date | None = None) -> dict[date, int]:
    return load.spread(Demand(minutes, start, due), today, OpenWeeks(HOUSE))


# ---------------------------------------------------------------- load


def test_a_line_weighs_its_quoted_minutes_in_proportion_to_what_is_left() -> None:
    assert load.minutes_left(600, 1_000_000, 1_000_000) == 600
    assert load.minutes_left(600, 1_000_000, 250_000) == 150
    assert load.minutes_left(600, 1_000_000, -5) == 0
    assert load.minutes_left(600, 0, 100) == 0


def test_it_is_spread_over_the_open_half_days_until_it_is_due() -> None:
    # Eight open half-days in the week of the holiday, four until Tuesday of the next one.
    assert spread(1200, NEXT + timedelta(days=1)) == {MONDAY: 800, NEXT: 400}
    # From Wednesday on there are four left, besides the holiday.
    assert spread(1200, NEXT + timedelta(days=1), today=MONDAY + timedelta(days=2)) == {MONDAY: 600, NEXT: 600}


@given(st.integers(0, 3_000), days, days, houses)
def test_the_days_of_a_week_add_up_to_the_week(minutes: int, start: date, due: date, house: HouseCalendar) -> None:
    by_day = load.spread_by_day(minutes, start, due, OpenWeeks(house))
    assert all(min(start, due) <= day <= due for day in by_day)
    assert sum(by_day.values()) == minutes
    weeks = load.summed({day - timedelta(days=day.weekday()): share} for day, share in by_day.items())
    by_week = load.spread(Demand(minutes, start, due), min(start, due), OpenWeeks(house))
    assert weeks == {monday: share for monday, share in by_week.items() if share}


def test_a_day_has_its_part_by_its_open_half_days() -> None:
    thursday, tuesday = MONDAY + timedelta(days=3), NEXT + timedelta(days=1)
    days = {day.day: minutes for day, minutes in load.spread_by_day(600, thursday, tuesday, OpenWeeks(HOUSE)).items()}
    assert days == {2: 200, 5: 200, 6: 200}
    shut = OpenWeeks(HouseCalendar(((date(2025, 1, 1), week_of({})),)))
    assert load.spread_by_day(60, thursday, tuesday, shut) == {tuesday: 60}
    assert load.spread_by_day(60, tuesday, thursday, OpenWeeks(HOUSE)) == {thursday: 60}


def test_what_is_late_is_load_of_the_present_week() -> None:
    assert spread(90, MONDAY - timedelta(days=40)) == {MONDAY: 90}


def test_what_begins_later_weighs_nothing_before() -> None:
    assert spread(90, NEXT + timedelta(days=4), start=NEXT) == {NEXT: 90}


def test_what_has_no_day_stands_in_no_week() -> None:
    assert spread(90, None) == {}


def test_where_the_house_is_shut_until_then_it_stands_in_the_week_it_is_due() -> None:
    assert spread(90, HOLIDAY, today=HOLIDAY) == {MONDAY: 90}


def test_calls_are_served_in_order() -> None:
    calls = [(MONDAY, 100), (NEXT, 100)]
    assert load.calls_left(calls, 0) == calls
    assert load.calls_left(calls, 150) == [(NEXT, 50)]
    assert load.calls_left(calls, 300) == []
    assert load.calls_left(calls, -20) == [(MONDAY, 120), (NEXT, 100)]


@given(st.integers(0, 5_000), days | st.none(), days, days | st.none(), houses)
def test_no_minute_is_lost_and_none_is_negative(
    minutes: int, due: date | None, today: date, start: date | None, house: HouseCalendar
) -> None:
    demand = Demand(minutes, min(start, due) if start and due else start, due)
    found = load.spread(demand, today, OpenWeeks(house))
    assert sum(found.values()) == (minutes if due is not None else 0)
    assert all(value >= 0 and monday.weekday() == 0 for monday, value in found.items())


# ---------------------------------------------------------------- capacity


def test_capacity_is_what_is_due_less_last_year_s_absence_of_useful_time() -> None:
    assert Capacity(due=10_000).minutes == 10_000
    assert Capacity(due=10_000, absent=100, typed=1_000).minutes == 9_000
    assert Capacity(due=10_000, absent=100, typed=1_000, useful=8_000).minutes == 7_200
    assert Capacity(due=10_000, absent=100, typed=1_000).absence == pytest.approx(0.1)
    assert Capacity(due=10_000).absence is None
    assert Capacity(due=10_000, absent=100, typed=1_000, adapted=5_000).minutes == 4_500


def test_a_full_timer_is_due_35_hours_but_for_the_holiday() -> None:
    engagement = Engagement(1, "accompaniment", Period(date(2025, 1, 1)), (Terms(date(2025, 1, 1), 10_000),))
    due = DueMinutes(FULL_TIME).of(engagement, HOUSE, Period(MONDAY, NEXT + timedelta(weeks=1)))
    assert due == {MONDAY: 2100 - 420, NEXT: 2100}


terms = st.builds(
    Terms,
    days,
    st.sampled_from((10_000, 5_000, 3_333)),
    st.none() | st.just(WeeklyPattern((week_of({"mon": "MA"}), week_of({"tue": "M", "fri": "A"})), MONDAY)),
)


@given(st.lists(terms, min_size=1, max_size=3, unique_by=lambda row: row.start), days, houses)
def test_minutes_due_are_those_that_attendance_counts(changes: list[Terms], first: date, house: HouseCalendar) -> None:
    ordered = tuple(sorted(changes, key=lambda row: row.start))
    engagement = Engagement(1, "accompaniment", Period(ordered[0].start), ordered)
    asked = Period(first, first + timedelta(days=17))
    window = Window(asked, asked.start, asked.end or first, asked.end or first)
    counted = count_half_days(engagement, {}, [], house, FULL_TIME, window)
    expected = load.summed(
        {day_of(row.day_no) - timedelta(days=day_of(row.day_no).weekday()): row.minutes} for row in counted if row.due
    )
    found = DueMinutes(FULL_TIME).of(engagement, house, asked)
    assert {monday: minutes for monday, minutes in found.items() if minutes} == expected


@given(st.integers(0, 10_000), st.integers(0, 1_000), st.integers(0, 1_000), st.integers(1, 10_000))
def test_capacity_is_never_more_than_what_is_due(due: int, one: int, other: int, useful: int) -> None:
    capacity = Capacity(due, min(one, other), max(one, other), useful)
    assert 0 <= capacity.minutes <= due


# ---------------------------------------------------------------- against each other


@pytest.mark.parametrize(
    ("minutes", "capacity", "expected"),
    [(101, 100, Balance.PEAK), (100, 100, Balance.FITS), (50, 100, Balance.FITS), (49, 100, Balance.SLACK)]
    + [(0, 0, Balance.SHUT), (1, 0, Balance.PEAK), (0, 1, Balance.SLACK)],
)
def test_a_week_is_a_peak_fits_or_is_slack(minutes: int, capacity: int, expected: Balance) -> None:
    assert load.balance(minutes, capacity) == expected


def test_thirteen_weeks_begin_with_the_present_one() -> None:
    found = load.mondays(HOLIDAY)
    assert (len(found), found[0], found[-1]) == (13, MONDAY, MONDAY + timedelta(weeks=12))
