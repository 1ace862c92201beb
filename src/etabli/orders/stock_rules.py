"""What may be moved in and out of the stock of finished goods; nothing here reads a database or a clock.

Quantities are thousandths.
"""

from __future__ import annotations

from etabli.core.refusal import Refusal
from etabli.orders.rules import MOST_QUANTITY, told
from etabli.orders.states import StockMoveKind


def check_stocked(name: str, is_stocked: bool) -> None:
    if not is_stocked:
        raise Refusal("product_not_stocked", name=name)


def check_in_stock(quantity: int, left: int, allow_below: bool, name: str) -> None:
    """More than the stock holds is asked about first."""
    if quantity > max(left, 0) and not allow_below:
        raise Refusal("stock_below", name=name, left=told(max(left, 0)), value=told(quantity))


def stock_stored(kind: str, quantity: int, left: int) -> int:
    """What a move keeps: its quantity, or of a count the difference to what was left.

    Refusals `quantity_missing`, `goods_not_left`.

    >>> stock_stored(StockMoveKind.COUNTED, 7_000, 10_000)
    -3000
    """
    if kind == StockMoveKind.COUNTED:
        if not 0 <= quantity <= MOST_QUANTITY:
            raise Refusal("quantity_missing")
        return quantity - left
    if not 0 < quantity <= MOST_QUANTITY:
        raise Refusal("quantity_missing")
    if kind == StockMoveKind.SPOILED and quantity > left:
        raise Refusal("goods_not_left", left=told(max(left, 0)))
    return quantity
