"""Weekly patterns and the opening of a house."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etabli.core.calendars import Closure, Half, HouseCalendar, WeeklyPattern, halves_of, week_of
from etabli.core.periods import Period, monday_of
from tests.strategies import EIGHT_DAYS, FIRST_DAY, weeks

M, A = Half
FULL = week_of(dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "MA"))
SHORT_FRIDAY = week_of({"mon": "MA", "tue": "MA", "wed": "MA", "thu": "MA", "fri": "M"})
MONDAY = date(2025, 3, 3)


def test_a_week_is_written_monday_morning_first() -> None:
    assert SHORT_FRIDAY == "11111111100000"
    assert week_of({"sat": "A", "mon": "-", "tue": ""}) == "00000000000100"
    assert [halves_of(SHORT_FRIDAY, day) for day in (0, 4, 5)] == [(M, A), (M,), ()]


@pytest.mark.parametrize("opening", [{"lundi": "MA"}, {"mon": "am"}, {"mon": "AM"}])
def test_an_unknown_day_or_word_is_named(opening: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=next(iter(opening)) if "mon" not in opening else opening["mon"]):
        week_of(opening)


@pytest.mark.parametrize(
    ("weeks", "anchor"),
    [((), MONDAY), ((FULL,) * 5, MONDAY), (("1",), MONDAY), (("2" * 14,), MONDAY), ((FULL,), MONDAY + timedelta(1))],
)
def test_a_pattern_has_one_to_four_weeks_and_begins_on_a_monday(weeks: tuple[str, ...], anchor: date) -> None:
    with pytest.raises(ValueError):
        WeeklyPattern(weeks, anchor)


def test_a_pattern_of_two_weeks_repeats_both_ways() -> None:
    even, odd = week_of({"mon": "M"}), week_of({"tue": "A"})
    pattern = WeeklyPattern((even, odd), MONDAY)
    assert [pattern.week_on(MONDAY + timedelta(weeks=number)) for number in (-2, -1, 0, 1, 2)] == [even, odd] * 2 + [
        even
    ]
    assert pattern.halves_on(MONDAY) == (M,)
    assert pattern.halves_on(MONDAY + timedelta(days=7)) == ()
    assert pattern.halves_on(MONDAY - timedelta(days=6)) == (A,)


@given(st.lists(weeks, min_size=1, max_size=4), st.sampled_from(EIGHT_DAYS))
def test_a_pattern_as_text_and_back(rows: list[str], day: date) -> None:
    pattern = WeeklyPattern(tuple(rows), monday_of(day))
    assert WeeklyPattern.parse(pattern.text, pattern.anchor) == pattern
    assert pattern.halves_on(day) == pattern.halves_on(day + timedelta(weeks=len(rows)))


def test_the_opening_changes_on_its_day() -> None:
    house = HouseCalendar(((MONDAY, FULL), (date(2025, 3, 5), SHORT_FRIDAY)))
    assert house.halves_on(date(2025, 3, 7)) == (M,)
    assert house.week_on(date(2025, 3, 4)) == FULL
    assert house.week_on(date(2020, 1, 1)) == FULL  # before the first the first holds


def test_an_open_day_leaves_holidays_and_closures_out() -> None:
    closed = Closure(Period(date(2025, 3, 5), date(2025, 3, 7)), paid=True)
    house = HouseCalendar(((MONDAY, SHORT_FRIDAY),), (closed,), frozenset({MONDAY}))
    days = [MONDAY + timedelta(days=number) for number in range(7)]
    assert [house.is_open_day(day) for day in days] == [False, True, False, False, True, False, False]
    assert house.open_days(days) == 2
    assert house.halves_on(MONDAY) == (M, A)  # what the weekly calendar opens that weekday, holidays included
    assert [house.is_shut(day) for day in days[:5]] == [True, False, True, True, False]


def test_a_closure_ends_before_its_end() -> None:
    closed = Closure(Period(MONDAY, MONDAY + timedelta(days=2)), paid=False)
    house = HouseCalendar(((MONDAY, FULL),), (closed,))
    assert [house.closure_on(MONDAY + timedelta(days=number)) for number in (-1, 0, 1, 2)] == [
        None,
        closed,
        closed,
        None,
    ]


def test_a_house_never_open() -> None:
    house = HouseCalendar(((FIRST_DAY, "0" * 14),))
    assert house.open_days(EIGHT_DAYS) == 0


def test_a_public_holiday_prevails_over_a_closure() -> None:
    closed = Closure(Period(MONDAY, MONDAY + timedelta(days=2)), paid=False)
    house = HouseCalendar(((MONDAY, FULL),), (closed,), frozenset({MONDAY}))
    assert house.is_holiday(MONDAY) and house.closure_on(MONDAY) is None and house.is_shut(MONDAY)
    assert house.closure_on(MONDAY + timedelta(days=1)) == closed
