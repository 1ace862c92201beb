"""An absence until further notice: each due half-day up to today, until someone was there again."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from etabli.core.lasting import Slot, followed

MONDAY = date(2025, 3, 3)
START = (MONDAY, 0)


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


DUE = [(day(number), half) for number in range(8) for half in (0, 1)]
slots = st.sampled_from(DUE)
typings = st.dictionaries(slots, st.booleans(), max_size=4)


def test_it_goes_on_up_to_today_and_no_further() -> None:
    assert followed(START, MONDAY, day(1), DUE, {}).away == tuple(DUE[:4])
    assert followed(START, MONDAY, day(-1), DUE, {}).away == ()


def test_it_may_begin_in_the_afternoon() -> None:
    assert followed((MONDAY, 1), MONDAY, MONDAY, DUE, {(MONDAY, 0): True}).away == ((MONDAY, 1),)


def test_presence_ends_it_and_another_absence_does_not() -> None:
    found = followed(START, MONDAY, day(2), DUE, {(day(1), 0): False, (day(2), 0): True})
    assert found.away == (*DUE[:2], (day(1), 1)) and found.back == (day(2), 0)


def test_what_was_taken_back_on_a_day_already_followed_stays_so() -> None:
    assert followed(START, day(1), day(1), DUE, {}).away == tuple(DUE[2:4])


@given(typings, st.integers(0, 7), st.integers(0, 7))
def test_day_by_day_is_the_same_as_at_once(typed: dict[Slot, bool], split: int, last: int) -> None:
    first, end = sorted((split, last))
    whole = followed(START, MONDAY, day(end), DUE, typed)
    before = followed(START, MONDAY, day(first), DUE, typed)
    known = typed | dict.fromkeys(before.away, False)
    after = followed(START, day(first + 1), day(end), DUE, known)
    assert set(before.away) | set(after.away) == set(whole.away)


@given(typings, st.integers(0, 7))
def test_nothing_is_written_over_and_nothing_after_presence(typed: dict[Slot, bool], last: int) -> None:
    found = followed(START, MONDAY, day(last), DUE, typed)
    assert not set(found.away) & set(typed)
    assert all(slot[0] <= day(last) and (found.back is None or slot < found.back) for slot in found.away)
