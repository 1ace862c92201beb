"""Whole numbers in whole parts, nothing lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etabli.core.sharing_out import share_by_weight, share_out

TOTALS, PARTS = st.integers(0, 3000), st.integers(1, 14)


def test_a_week_of_2100_minutes_over_nine_half_days() -> None:
    assert share_out(2100, 9) == [234, 234, 234, 233, 233, 233, 233, 233, 233]


@given(TOTALS, PARTS)
def test_nothing_is_lost_and_the_earlier_parts_take_the_odd_units(total: int, parts: int) -> None:
    shared = share_out(total, parts)
    assert len(shared) == parts and sum(shared) == total
    assert shared == sorted(shared, reverse=True) and shared[0] - shared[-1] <= 1


def test_no_parts_for_something_is_an_error() -> None:
    with pytest.raises(ValueError):
        share_out(1, 0)


@given(TOTALS, st.lists(st.integers(0, 5), min_size=1, max_size=6))
def test_shares_by_weight_sum_and_stay_within_a_unit(total: int, weights: list[int]) -> None:
    shared = share_by_weight(total, weights)
    assert sum(shared) == total and len(shared) == len(weights)
    whole = sum(weights)
    for part, weight in zip(shared, weights, strict=True):
        exact = total * weight / whole if whole else total / len(weights)
        assert abs(part - exact) < 1


def test_equal_remainders_go_to_the_earlier_part() -> None:
    assert share_by_weight(3, [1, 1]) == [2, 1]
    assert share_by_weight(5, [0, 0, 0]) == [2, 2, 1]
    assert share_by_weight(10, [3, 1]) == [8, 2]
