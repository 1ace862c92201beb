"""What is left of a line: three things that differ, and one rule for their minutes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from etabli.orders import left_rules as rules

quantities = st.integers(0, 20)


def test_what_stands_on_the_shelf_is_left_to_deliver_and_not_to_make() -> None:
    """Of 1,000, 600 are made and 400 of them delivered; 100 are billed."""
    assert rules.left_to_deliver(1_000, 400, 0) == 600
    assert rules.left_to_make(1_000, rules.done(400, 600, 0)) == 400
    assert rules.left_to_bill(400, 100, 0) == 300


def test_what_came_back_to_be_made_anew_is_left_to_make_and_to_deliver() -> None:
    assert rules.left_to_deliver(1_000, 1_000, 100) == 100
    assert rules.left_to_make(1_000, rules.done(1_000, 1_000, 100)) == 100


def test_what_came_back_to_be_credited_is_not_billed() -> None:
    assert rules.left_to_bill(400, 100, 50) == 250


def test_what_was_delivered_was_made_whether_or_not_it_was_written_down() -> None:
    assert rules.done(400, 0, 0) == 400


@given(quantities, quantities, quantities, quantities)
def test_nothing_is_left_to_make_that_is_not_left_to_deliver(
    planned: int, delivered: int, made: int, redo: int
) -> None:
    to_deliver = max(rules.left_to_deliver(planned, delivered, redo), 0)
    assert 0 <= rules.left_to_make(planned, rules.done(delivered, made, redo)) <= to_deliver


@given(st.integers(1, 5), st.integers(-3, 20))
def test_the_times_over_and_what_the_next_one_lacks_are_all_of_it(quantity: int, over: int) -> None:
    times, left = rules.left_of_time(quantity, over)
    assert 0 < left <= quantity
    assert times * quantity + quantity - left == max(over, 0)


def test_minutes_are_quoted_ones_in_proportion_else_those_of_the_standard_to_the_nearest() -> None:
    assert rules.minutes_of(250_000, 600, 1_000_000, 90) == 150
    assert rules.minutes_of(1, 1, 2, None) == 1
    assert rules.minutes_of(500_000, 0, 1_000_000, 90) == 45
    assert rules.minutes_of(500_000, 0, 0, None) == 0
    assert rules.minutes_of(-500_000, 0, 0, 90) == 0
