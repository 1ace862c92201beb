"""Half-open periods and day numbers."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etabli.core.periods import Period, day_no, day_of, monday_of, month_start, next_month
from tests.strategies import days

SOME_DAY = st.dates(date(1900, 1, 1), date(2100, 1, 1))


@st.composite
def periods(draw: st.DrawFn) -> Period:
    start, end = draw(days), draw(days)
    return Period(min(start, end), max(start, end)) if start != end else Period(start)


def test_day_numbers_count_from_1970() -> None:
    assert (day_no(date(1970, 1, 1)), day_no(date(1969, 12, 31)), day_no(date(2025, 1, 1))) == (0, -1, 20089)


@given(SOME_DAY)
def test_day_number_and_back(day: date) -> None:
    assert day_of(day_no(day)) == day


@given(SOME_DAY)
def test_months_and_weeks_hold_their_days(day: date) -> None:
    assert month_start(day) <= day < next_month(day)
    assert (month_start(day).day, next_month(day).day) == (1, 1)
    assert monday_of(day).weekday() == 0 and 0 <= (day - monday_of(day)).days < 7


def test_the_end_is_excluded() -> None:
    january = Period(date(2025, 1, 1), date(2025, 2, 1))
    assert date(2025, 1, 1) in january and date(2025, 1, 31) in january
    assert date(2025, 2, 1) not in january and date(2024, 12, 31) not in january
    assert (january.days, january.last_day) == (31, date(2025, 1, 31))


def test_an_open_period_has_no_last_day() -> None:
    ever = Period(date(2025, 1, 1))
    assert date(9999, 12, 31) in ever
    for ask in (lambda: ever.days, lambda: ever.last_day, lambda: list(ever.each_day())):
        with pytest.raises(ValueError):
            ask()


@pytest.mark.parametrize("end", [date(2025, 1, 1), date(2024, 12, 31)])
def test_a_period_holds_at_least_a_day(end: date) -> None:
    with pytest.raises(ValueError):
        Period(date(2025, 1, 1), end)


def test_neighbours_do_not_overlap() -> None:
    january, february = Period(date(2025, 1, 1), date(2025, 2, 1)), Period(date(2025, 2, 1), date(2025, 3, 1))
    assert not january.overlaps(february) and not february.overlaps(january) and january.cut(february) is None


@given(periods(), periods())
def test_overlap_and_cut_agree_with_the_days(one: Period, other: Period) -> None:
    end = date(2025, 6, 1)
    inside = {day for day in Period(date(2025, 4, 1), end).each_day() if day in one and day in other}
    cut = one.cut(other)
    assert one.overlaps(other) == other.overlaps(one) == bool(inside) == (cut is not None)
    if cut is not None:
        assert {day for day in Period(date(2025, 4, 1), end).each_day() if day in cut} == inside


def test_months_and_years_of_a_period() -> None:
    period = Period(date(2024, 12, 30), date(2025, 2, 2))
    assert [(part.start, part.end) for part in period.months()] == [
        (date(2024, 12, 30), date(2025, 1, 1)),
        (date(2025, 1, 1), date(2025, 2, 1)),
        (date(2025, 2, 1), date(2025, 2, 2)),
    ]
    assert [part.days for part in period.years()] == [2, 32]


@pytest.mark.parametrize(
    ("start", "end", "whole"),
    [
        (date(2025, 1, 1), date(2025, 2, 1), True),
        (date(2025, 1, 1), date(2026, 1, 1), True),
        (date(2025, 1, 2), date(2025, 2, 1), False),
        (date(2025, 1, 1), date(2025, 1, 31), False),
    ],
)
def test_month_boundaries(start: date, end: date, whole: bool) -> None:
    assert Period(start, end).on_month_boundaries is whole
