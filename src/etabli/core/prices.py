"""What a quantity costs and how long it takes, in whole numbers; only an amount that is written down is rounded.

Quantities are thousandths of a unit, unit prices ten-thousandths of a euro for `price_base` units (1, 100 or 1,000),
discounts ten-thousandths of the price, amounts cents, times minutes. So 0.0185 EUR a piece exists, and 1,000 pieces of it
cost 18.50 EUR.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from etabli.core.rounding import half_up

PRICE_BASES = (1, 100, 1000)
"""The quantities for which a price is said."""
WHOLE = 10_000
"""The whole of which a share or a discount is so many parts."""
_QUANTITY, _PRICES_IN_A_CENT = 1000, 100


def line_amount(quantity: int, unit_price: int, price_base: int, discount: int = 0) -> int:
    """The amount of a line, in cents, half a cent away from zero. ValueError for a price base of no unit.

    Nothing is rounded before it: neither the unit price nor what the discount takes off (EN 16931, BT-131).

    >>> line_amount(1_000_000, 185, 1)
    1850
    """
    if price_base <= 0:
        raise ValueError("a price is said for one unit or more")
    exact = quantity * unit_price * (WHOLE - discount)
    return half_up(exact, _QUANTITY * _PRICES_IN_A_CENT * price_base * WHOLE)


def price_at(revisions: Iterable[tuple[date, int]], day: date) -> int | None:
    """The unit price in force on a day, of (first day, unit price) in any order; None before the first.

    >>> price_at([(date(2025, 1, 1), 185), (date(2026, 1, 1), 190)], date(2025, 12, 31))
    185
    """
    begun = [revision for revision in revisions if revision[0] <= day]
    return max(begun)[1] if begun else None


def standard_minutes(quantity: int, minutes_per_thousand_units: int) -> int:
    """Minutes that a quantity takes by the standard of its product, to the nearest.

    >>> standard_minutes(500_000, 90)
    45
    """
    return half_up(quantity * minutes_per_thousand_units, _QUANTITY * 1000)


def share_of(amount: int, share: int) -> int:
    """So many ten-thousandths of an amount, half away from zero.

    >>> share_of(1850, 2500)
    463
    """
    return half_up(amount * share, WHOLE)
