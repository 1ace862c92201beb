"""Days of contracts: the same day each month, the last one where the month is shorter."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etabli.core.periods import Period, months_after
from etabli.orders.days import day_after, last_day
from etabli.orders.rules import times_due
from etabli.orders.states import Recurrence


@pytest.mark.parametrize(
    ("start", "number", "expected"),
    [
        (date(2025, 1, 31), 0, date(2025, 1, 31)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 1, 31), 2, date(2025, 3, 31)),
        (date(2025, 11, 15), 1, date(2025, 12, 15)),
        (date(2025, 11, 15), 2, date(2026, 1, 15)),
        (date(2025, 12, 31), 12, date(2026, 12, 31)),
    ],
)
def test_the_same_day_so_many_months_later(start: date, number: int, expected: date) -> None:
    assert months_after(start, number) == expected


@given(start=st.dates(date(2024, 1, 28), date(2024, 3, 1)), number=st.integers(0, 14))
def test_a_month_falls_due_on_the_days_that_are_billed(start: date, number: int) -> None:
    """What the board says is due and what a period counts are the same days."""
    day = months_after(start, number)
    assert times_due(Recurrence.MONTH, Period(start, None), Period(day, day_after(day))) == 1
    assert times_due(Recurrence.MONTH, Period(start, None), Period(start, day_after(day))) == number + 1


def test_a_last_day_is_included() -> None:
    assert last_day(day_after(date(2025, 2, 28))) == date(2025, 2, 28)
    assert last_day(None) is None and day_after(None) is None
