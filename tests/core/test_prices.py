"""What a line costs and how long it takes: rounded once, half away from zero, and as the decimals say."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etabli.core.prices import PRICE_BASES, WHOLE, line_amount, price_at, share_of, standard_minutes

QUANTITIES = st.integers(-3_000, 3_000) | st.integers(-(10**12), 10**12)
PRICES = st.integers(0, 300) | st.integers(0, 10**10)
DISCOUNTS = st.integers(0, WHOLE)


def test_a_price_of_less_than_two_cents_is_kept() -> None:
    assert line_amount(1_000_000, 185, 1) == 1850
    assert line_amount(1_000, 185, 1) == 2


def test_a_price_is_said_for_one_a_hundred_or_a_thousand() -> None:
    assert [line_amount(2_500_000, 185_000, base) for base in (1, 100, 1000)] == [4_625_000, 46_250, 4_625]


def test_half_a_cent_goes_away_from_zero() -> None:
    assert [line_amount(1_000, price, 1) for price in (149, 150, 151)] == [1, 2, 2]
    assert line_amount(-1_000, 150, 1) == -2


def test_a_discount_is_taken_off_before_rounding() -> None:
    assert line_amount(3_000, 333, 1, discount=1_000) == 9
    assert line_amount(1_000_000, 185, 1, discount=WHOLE) == 0


def test_a_price_for_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="one unit or more"):
        line_amount(1_000, 185, 0)


@given(quantity=QUANTITIES, price=PRICES, base=st.sampled_from(PRICE_BASES), discount=DISCOUNTS)
def test_an_amount_is_what_decimals_say(quantity: int, price: int, base: int, discount: int) -> None:
    exact = Decimal(quantity) / 1000 * Decimal(price) / 10_000 / base * (WHOLE - discount) / WHOLE * 100
    assert line_amount(quantity, price, base, discount) == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def test_the_price_of_a_day_is_the_last_one_begun() -> None:
    revisions = [(date(2026, 1, 1), 190), (date(2025, 1, 1), 185)]
    days = [date(2024, 12, 31), date(2025, 1, 1), date(2025, 12, 31), date(2026, 1, 1)]
    assert [price_at(revisions, day) for day in days] == [None, 185, 185, 190]
    assert price_at([], days[0]) is None


def test_standard_minutes_are_those_of_a_thousand_units() -> None:
    assert standard_minutes(1_000_000, 90) == 90
    assert standard_minutes(1_000, 90) == 0
    assert standard_minutes(5_556, 90) == 1


@given(amount=st.integers(-1000, 1000), share=st.integers(0, WHOLE))
def test_a_share_is_within_half_a_cent(amount: int, share: int) -> None:
    assert abs(share_of(amount, share) - Decimal(amount) * share / WHOLE) <= Decimal("0.5")
    assert share_of(amount, WHOLE) == amount
