"""What sickness, notes and waiting days make of half-days; whatever is typed, nothing is paid twice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from etabli.core.calendars import Half, HouseCalendar
from etabli.core.counting import (
    CodeFlags,
    Fact,
    Segment,
    Slot,
    is_attended,
    is_sick,
)
from etabli.core.facts import PersonHalfDay, Unpaid
from etabli.core.periods import Period, day_no
from tests.core.counted import (
    AT,
    CODES,
    FULL,
    HOS,
    MAL,
    MONDAY,
    PRE,
    START,
    A,
    M,
    engagement,
    fact,
    received,
    rows,
    terms,
)
from tests.strategies import EIGHT_DAYS, fractions, working_weeks

# ---------------------------------------------------------------- sickness


def ill(first: date, last: date, code: CodeFlags = MAL) -> dict[Slot, Fact]:
    return {(day, half): fact(code) for day in Period(first, last + timedelta(days=1)).each_day() for half in Half}


def paid_on(found: Mapping[Slot, PersonHalfDay], *days: int) -> list[int]:
    return [found[date(2025, 3, number), M].paid_minutes for number in days]


def test_the_first_three_calendar_days_of_a_first_note_are_unpaid() -> None:
    found = rows(ill(MONDAY, date(2025, 3, 7)), received(MONDAY, date(2025, 3, 7)))
    assert paid_on(found, 3, 4, 5, 6, 7) == [0, 0, 0, 210, 210]
    assert {found[date(2025, 3, number), M].unpaid for number in (3, 4, 5)} == {Unpaid.WAITING_DAYS}
    assert [found[date(2025, 3, number), M].spell_day for number in (3, 7)] == [1, 5]
    assert found[MONDAY, M].spell_start == day_no(MONDAY)


def test_waiting_days_are_calendar_days() -> None:
    """Ill from a Friday: Saturday and Sunday are the second and the third day."""
    friday, monday = date(2025, 3, 7), date(2025, 3, 10)
    typed = {slot: value for slot, value in ill(friday, monday).items() if slot[0].weekday() < 5}
    assert paid_on(rows(typed, received(friday, monday)), 7, 10) == [0, 210]


def test_day_one_is_the_first_day_with_no_attended_half_day() -> None:
    """Ill from noon on: that afternoon is paid, the three next days wait."""
    typed = {(MONDAY, M): fact(PRE), (MONDAY, A): fact(MAL)} | ill(date(2025, 3, 4), date(2025, 3, 7))
    found = rows(typed, received(MONDAY, date(2025, 3, 7), day_one=date(2025, 3, 4)))
    assert (found[MONDAY, A].paid_minutes, found[MONDAY, A].spell_day) == (210, 0)
    assert paid_on(found, 4, 5, 6, 7) == [0, 0, 0, 210]


def test_an_extension_an_accident_or_a_served_long_illness_does_not_wait() -> None:
    found = rows(ill(MONDAY, date(2025, 3, 4)), received(MONDAY, date(2025, 3, 4), waiting=False))
    assert paid_on(found, 3, 4) == [210, 210]


def test_an_awaited_note_is_unpaid_until_received() -> None:
    awaited = replace(received(MONDAY, date(2025, 3, 7)), received=False)
    found = rows(ill(MONDAY, date(2025, 3, 7)), awaited)
    assert paid_on(found, 3, 6, 7) == [0, 0, 0]
    assert found[date(2025, 3, 7), M].unpaid == Unpaid.AWAITED_NOTE


def test_sickness_without_any_note_is_unpaid() -> None:
    row = rows({(MONDAY, M): fact(MAL)})[MONDAY, M]
    assert (row.paid_minutes, row.unpaid) == (0, Unpaid.AWAITED_NOTE)


def test_a_work_accident_has_no_waiting_days_and_needs_no_note() -> None:
    assert rows({(MONDAY, M): fact(AT)})[MONDAY, M].paid_minutes == 210


def test_a_spell_runs_across_the_start_of_the_period() -> None:
    first = date(2025, 2, 28)
    found = rows(ill(first, date(2025, 3, 4)), received(first, date(2025, 3, 4)))
    assert paid_on(found, 3, 4) == [210, 210]
    assert found[MONDAY, M].spell_start == day_no(first)
    assert found[MONDAY, M].spell_day == 4


def test_a_sick_half_day_attended_in_part_is_attended() -> None:
    """Ill in the course of the morning: what was worked is paid, the half-day counts, and no spell begins."""
    half = fact((PRE, 100), MAL)
    assert is_attended(half) and not is_sick(half) and is_sick(fact(MAL)) and is_sick(fact(HOS))
    row = rows({(MONDAY, M): half})[MONDAY, M]
    assert (row.ars, row.minutes) == (1, 210) and row.paid_minutes >= 100


def test_a_note_over_a_due_half_day_that_was_not_typed_leaves_it_missing() -> None:
    """Nothing typed is no absence: a note alone makes no half-day of sickness."""
    row = rows({}, received(MONDAY, date(2025, 3, 7)))[MONDAY, M]
    assert (row.paid_minutes, row.unpaid, row.absence) == (0, Unpaid.MISSING, "")


def test_presence_under_a_note_is_presence() -> None:
    row = rows({(MONDAY, M): fact(PRE)}, received(MONDAY, date(2025, 3, 7)))[MONDAY, M]
    assert (row.paid_minutes, row.ars) == (210, 1)


# ---------------------------------------------------------------- whatever is typed

slots = st.tuples(st.sampled_from(EIGHT_DAYS), st.sampled_from(list(Half)))
parts = st.tuples(st.sampled_from(list(CODES.values())), st.one_of(st.none(), st.sampled_from((0, 60, 210))))
facts = st.dictionaries(
    slots, st.lists(parts, min_size=1, max_size=2).map(lambda items: Fact(tuple(Segment(*item) for item in items)))
)


@given(facts, working_weeks, fractions, st.sampled_from(EIGHT_DAYS))
def test_no_half_day_is_paid_more_than_its_minutes(
    typed: dict[Slot, Fact], week: str, fraction: int, start: date
) -> None:
    house = HouseCalendar(((START, FULL),), holidays=frozenset({date(2025, 5, 1)}))
    who = engagement(terms(start=start, fraction=fraction, weeks=(week,)), start=start)
    days = Period(EIGHT_DAYS[0], EIGHT_DAYS[-1] + timedelta(days=1))
    found = rows(typed, who=who, house=house, days=days)
    for slot, row in found.items():
        assert 0 <= row.paid_minutes <= row.minutes
        assert row.paid_minutes == row.minutes or row.unpaid
        assert row.typed + row.implied <= 1 and bool(row.typed) == (slot in typed)
        assert row.due <= row.in_pattern and (row.typed or row.in_pattern)
        assert slot[0] >= start
    assert {slot for slot in typed if slot[0] >= start} <= set(found)
