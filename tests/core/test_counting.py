"""From what was typed to what is counted: each counting rule of a half-day, by itself, without a database.

March 2025 begins on a Saturday and has 21 working days, 3 to 31 March; April has a public holiday on Monday 21.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given

from etabli.core.calendars import Closure, Half, HouseCalendar
from etabli.core.counting import (
    CodeFlags,
    Fact,
    Segment,
    Terms,
    Week,
    is_attended,
)
from etabli.core.facts import Unpaid
from etabli.core.periods import Period
from tests.core.counted import (
    APRIL,
    CODES,
    CP,
    EASTER,
    FULL,
    HOUSE,
    INJ,
    MONDAY,
    MORNINGS,
    PRE,
    SHORT_FRIDAY,
    SO2,
    START,
    A,
    M,
    engagement,
    fact,
    received,
    rows,
    terms,
)
from tests.strategies import fractions, working_weeks

# ---------------------------------------------------------------- minutes of a half-day


def minutes_of_week(who: Terms, house: HouseCalendar, monday: date = MONDAY) -> list[int]:
    week = Week(house, who, 2100)
    slots = [(monday + timedelta(days=number), half) for number in range(7) for half in Half]
    return [minutes for slot in slots if (minutes := week.minutes(slot)) is not None]


def test_minutes_of_a_half_day_are_the_week_shared_over_the_half_days_due() -> None:
    assert minutes_of_week(terms(), HOUSE) == [210] * 10


def test_earlier_half_days_take_the_odd_minutes() -> None:
    house = HouseCalendar(((START, SHORT_FRIDAY),))
    assert minutes_of_week(terms(), house) == [234, 234, 234, 233, 233, 233, 233, 233, 233]


def test_a_half_timer_on_mornings_has_half_the_week_on_five_half_days() -> None:
    assert minutes_of_week(terms(fraction=5_000, weeks=(MORNINGS,)), HOUSE) == [210] * 5


def test_a_fraction_that_does_not_fall_on_whole_minutes_still_sums_to_the_week() -> None:
    assert sum(minutes_of_week(terms(fraction=3_333, weeks=(MORNINGS,)), HOUSE)) == 700  # 699.93


def test_a_house_open_six_hours_in_one_slot() -> None:
    """A day may have a single slot, such as 6 h to 13 h: five half-days of 420 minutes."""
    assert minutes_of_week(terms(), HouseCalendar(((START, MORNINGS),))) == [420] * 5


def test_holidays_and_closures_keep_the_minutes_of_the_week_as_they_are() -> None:
    house = HouseCalendar(((START, FULL),), (Closure(Period(MONDAY, MONDAY + timedelta(days=2)), True),))
    assert minutes_of_week(terms(), house) == [210] * 10
    assert rows({(EASTER + timedelta(days=1), M): fact(PRE)}, days=APRIL)[EASTER + timedelta(days=1), M].minutes == 210


@given(working_weeks, fractions)
def test_minutes_of_a_week_always_sum_to_the_week(week: str, fraction: int) -> None:
    shared = minutes_of_week(terms(fraction=fraction, weeks=(week,)), HOUSE)
    assert len(shared) == week.count("1")
    assert not shared or sum(shared) == round(2100 * fraction / 10_000)
    assert shared == sorted(shared, reverse=True)


def test_two_weeks_of_a_long_and_a_short_pattern_sum_to_two_weeks() -> None:
    """A half-timer here one week in two works a full week, then none: the fraction holds over the cycle."""
    who = terms(fraction=5_000, weeks=(FULL, "0" * 14))
    assert sum(minutes_of_week(who, HOUSE, date(2025, 1, 6)) + minutes_of_week(who, HOUSE, date(2025, 1, 13))) == 2100


# ---------------------------------------------------------------- segments


def test_a_code_without_minutes_takes_those_of_the_half_day() -> None:
    row = rows({(MONDAY, M): fact(PRE)})[MONDAY, M]
    assert (row.minutes, row.paid_minutes, row.ars, row.typed, row.due, row.in_pattern) == (210, 210, 1, 1, 1, 1)


def test_stated_minutes_prevail_and_the_last_takes_what_is_left() -> None:
    row = rows({(MONDAY, M): fact((PRE, 120), INJ)})[MONDAY, M]
    assert (row.minutes, row.paid_minutes, row.ars) == (210, 120, 1)
    assert row.unpaid == Unpaid.UNJUSTIFIED


def test_stated_minutes_that_do_not_fill_the_half_day_count_alone() -> None:
    row = rows({(MONDAY, M): fact((PRE, 60))})[MONDAY, M]
    assert (row.minutes, row.paid_minutes) == (60, 60)


def test_stated_minutes_beyond_the_half_day_count_as_stated() -> None:
    assert rows({(MONDAY, M): fact((PRE, 240))})[MONDAY, M].paid_minutes == 240


def test_nothing_is_left_when_stated_minutes_fill_the_half_day() -> None:
    row = rows({(MONDAY, M): fact((PRE, 300), INJ)})[MONDAY, M]
    assert (row.minutes, row.paid_minutes) == (300, 300)


def test_one_attended_segment_makes_an_attended_half_day() -> None:
    assert rows({(MONDAY, M): fact((INJ, 200), PRE)})[MONDAY, M].ars == 1
    assert is_attended(fact(INJ, PRE)) and not is_attended(fact(INJ))


def test_support_not_linked_to_the_work_is_attended_but_not_paid() -> None:
    row = rows({(MONDAY, M): fact(SO2)})[MONDAY, M]
    assert (row.ars, row.paid_minutes, row.unpaid) == (1, 0, Unpaid.UNPAID_CODE)


def test_unjustified_absence_is_never_paid() -> None:
    row = rows({(MONDAY, M): fact(INJ)})[MONDAY, M]
    assert (row.minutes, row.paid_minutes, row.unpaid, row.absence) == (210, 0, Unpaid.UNJUSTIFIED, "unjustified")


def test_leave_is_paid_and_not_attended() -> None:
    row = rows({(MONDAY, M): fact(CP)})[MONDAY, M]
    assert (row.paid_minutes, row.ars, row.absence) == (210, 0, "leave")


def test_the_notice_is_kept_with_the_half_day() -> None:
    row = rows({(MONDAY, M): Fact((Segment(INJ),), notice_hours=48)})[MONDAY, M]
    assert row.notice_hours == 48


# ---------------------------------------------------------------- due, missing, not due


def test_a_due_half_day_with_no_fact_counts_nowhere_and_is_listed_as_missing() -> None:
    row = rows()[MONDAY, M]
    assert (row.due, row.typed, row.minutes, row.paid_minutes, row.ars, row.unpaid) == (1, 0, 210, 0, 0, Unpaid.MISSING)
    assert row.absence == ""


def test_nothing_is_missing_from_the_day_of_the_count_on() -> None:
    assert (MONDAY, A) in rows(today=date(2025, 3, 4))
    assert (date(2025, 3, 4), M) not in rows(today=date(2025, 3, 4))


def test_a_half_day_not_due_counts_its_stated_minutes_only() -> None:
    who = engagement(terms(fraction=5_000, weeks=(MORNINGS,)))
    row = rows({(MONDAY, A): fact((PRE, 90))}, who=who)[MONDAY, A]
    assert (row.minutes, row.paid_minutes, row.due, row.in_pattern, row.ars) == (90, 90, 0, 0, 1)
    row = rows({(MONDAY, A): fact(PRE)}, who=who)[MONDAY, A]
    assert (row.minutes, row.paid_minutes, row.unpaid, row.ars) == (0, 0, Unpaid.NO_MINUTES, 1)


def test_a_pattern_to_confirm_makes_nothing_due_and_nothing_implied() -> None:
    who = engagement(terms(fraction=5_000, follows_opening=False))
    assert rows(who=who, days=APRIL) == {}


def test_a_pattern_to_confirm_counts_what_is_typed() -> None:
    """Typed half-days of a part-timer whose pattern is not known yet count as half-days of a full-timer do."""
    who = engagement(terms(fraction=5_000, follows_opening=False))
    row = rows({(MONDAY, M): fact(PRE)}, who=who)[MONDAY, M]
    assert (row.typed, row.due, row.in_pattern, row.ars, row.paid_minutes) == (1, 0, 0, 1, 210)


def test_nothing_is_counted_outside_the_engagement() -> None:
    who = engagement(start=date(2025, 3, 10), end=date(2025, 3, 15))
    found = rows({(MONDAY, M): fact(PRE), (date(2025, 3, 17), M): fact(PRE)}, who=who)
    assert {day for day, _ in found} == {date(2025, 3, 10) + timedelta(days=number) for number in range(5)}


def test_what_was_due_before_the_house_was_followed_is_not_missing() -> None:
    assert {day for day, _ in rows(followed_from=date(2025, 3, 31))} == {date(2025, 3, 31)}
    assert rows({(MONDAY, M): fact(PRE)}, followed_from=date(2025, 4, 1))[MONDAY, M].ars == 1


# ---------------------------------------------------------------- month of the pattern


def test_the_pattern_of_a_month_holds_every_day_of_it_holidays_included() -> None:
    assert rows({(MONDAY, M): fact(PRE)})[MONDAY, M].month_pattern_minutes == 21 * 420
    april = rows(days=APRIL)
    assert {row.month_pattern_minutes for row in april.values()} == {22 * 420}


def test_the_pattern_of_a_month_is_that_of_the_whole_month_whatever_the_entry() -> None:
    who = engagement(start=date(2025, 3, 17))
    assert rows({(date(2025, 3, 17), M): fact(PRE)}, who=who)[date(2025, 3, 17), M].month_pattern_minutes == 21 * 420


def test_a_change_inside_a_month_is_computed_by_parts() -> None:
    who = engagement(terms(), terms(date(2025, 3, 17), 5_000, (MORNINGS,)))
    found = rows({(date(2025, 3, 14), M): fact(PRE), (date(2025, 3, 17), M): fact(PRE)}, who=who)
    before, after = found[date(2025, 3, 14), M], found[date(2025, 3, 17), M]
    assert (before.fraction, before.month_pattern_minutes) == (10_000, 21 * 420)
    assert (after.fraction, after.month_pattern_minutes) == (5_000, 21 * 210)


def test_a_change_in_the_middle_of_a_week_leaves_the_minutes_of_both_weeks_whole() -> None:
    who = engagement(terms(), terms(date(2025, 3, 5), 5_000, (MORNINGS,)))
    found = rows({(date(2025, 3, 4), A): fact(PRE), (date(2025, 3, 5), M): fact(PRE)}, who=who)
    assert [row.minutes for row in found.values() if row.typed] == [210, 210]


def test_opening_half_days_are_those_of_the_weekly_calendar() -> None:
    house = HouseCalendar(((START, SHORT_FRIDAY),), holidays=frozenset({MONDAY}))
    typed = {(day, M): fact(PRE) for day in (MONDAY, date(2025, 3, 7), date(2025, 3, 8))}
    found = rows(typed, house=house)
    assert [found[slot].open_half_days for slot in typed] == [2, 1, 0]


# ---------------------------------------------------------------- holidays and closures


def test_a_holiday_of_the_pattern_counts_as_paid_once_without_being_typed() -> None:
    found = rows(days=APRIL)
    for half in Half:
        row = found[EASTER, half]
        assert (row.implied, row.typed, row.due, row.paid_minutes, row.ars, row.unpaid) == (1, 0, 0, 210, 0, "")
    assert sum(row.paid_minutes for row in found.values()) == 420


def test_a_holiday_outside_the_pattern_counts_nowhere() -> None:
    who = engagement(terms(fraction=5_000, weeks=(MORNINGS,)))
    found = rows(who=who, days=APRIL)
    assert (EASTER, M) in found and (EASTER, A) not in found


def test_a_holiday_before_the_entry_is_not_paid() -> None:
    assert (EASTER, M) not in rows(who=engagement(start=date(2025, 4, 22)), days=APRIL)


@pytest.mark.parametrize(("code", "paid", "ars"), [("PRE", 210, 1), ("CP", 210, 0), ("INJ", 0, 0)])
def test_a_typed_fact_prevails_over_a_holiday(code: str, paid: int, ars: int) -> None:
    row = rows({(EASTER, M): fact(CODES[code])}, days=APRIL)[EASTER, M]
    assert (row.paid_minutes, row.ars, row.implied, row.typed, row.due) == (paid, ars, 0, 1, 0)


@pytest.mark.parametrize(("paid", "minutes", "unpaid"), [(True, 210, ""), (False, 0, Unpaid.UNPAID_CLOSURE)])
def test_a_closure_is_paid_only_when_it_is_marked_so(paid: bool, minutes: int, unpaid: str) -> None:
    closed = Closure(Period(MONDAY, MONDAY + timedelta(days=1)), paid)
    house = HouseCalendar(((START, FULL),), (closed,))
    row = rows(house=house)[MONDAY, M]
    assert (row.due, row.paid_minutes, row.unpaid, row.ars) == (0, minutes, unpaid, 0)


def test_a_holiday_prevails_over_an_unpaid_closure() -> None:
    closed = Closure(Period(EASTER, EASTER + timedelta(days=2)), False)
    house = HouseCalendar(((START, FULL),), (closed,), frozenset({EASTER}))
    found = rows(house=house, days=APRIL)
    assert found[EASTER, M].paid_minutes == 210
    assert found[EASTER + timedelta(days=1), M].paid_minutes == 0


FER = CodeFlags("FER", paid=True, ars=False)


@pytest.mark.parametrize(("paid", "minutes"), [(True, 210), (False, 0)])
def test_a_code_that_only_says_closed_follows_the_closure(paid: bool, minutes: int) -> None:
    house = HouseCalendar(((START, FULL),), (Closure(Period(MONDAY, MONDAY + timedelta(days=1)), paid),))
    row = rows({(MONDAY, M): fact(FER)}, house=house)[MONDAY, M]
    assert (row.typed, row.paid_minutes, row.unpaid) == (1, minutes, "" if paid else Unpaid.UNPAID_CLOSURE)
    assert rows({(MONDAY, M): fact(FER)})[MONDAY, M].paid_minutes == 210


@pytest.mark.parametrize(("first", "paid"), [(date(2025, 4, 21), 0), (date(2025, 4, 14), 210)])
def test_a_sick_note_prevails_over_a_holiday(first: date, paid: int) -> None:
    """In its waiting days the holiday is not paid; afterwards it is."""
    row = rows({}, received(first, date(2025, 4, 30)), days=APRIL)[EASTER, M]
    assert row.paid_minutes == paid
    assert (row.unpaid == Unpaid.WAITING_DAYS) is not paid


def test_an_awaited_note_prevails_over_a_holiday() -> None:
    note = replace(received(date(2025, 4, 14), date(2025, 4, 30)), received=False)
    row = rows({}, note, days=APRIL)[EASTER, M]
    assert (row.paid_minutes, row.unpaid) == (0, Unpaid.AWAITED_NOTE)


def test_a_sick_note_prevails_over_a_paid_closure() -> None:
    house = HouseCalendar(((START, FULL),), (Closure(Period(MONDAY, MONDAY + timedelta(days=7)), True),))
    found = rows({}, received(MONDAY, date(2025, 3, 9)), house=house)
    assert [found[MONDAY + timedelta(days=number), M].paid_minutes for number in range(5)] == [0, 0, 0, 210, 210]
