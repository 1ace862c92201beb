"""What is left of an order line; nothing here reads a database or a clock. Quantities are thousandths.

Three things are left, and they differ on purpose:

- *left to deliver*: what was planned and the client has not got, what came back to be made anew among it. The board of orders.
- *left to make*: what nobody made yet. A piece that is made and stands on the shelf is left to deliver and not to make; one
  that was delivered was made, whether or not it was written down. The load of the workshops.
- *left to bill*: what the client has got and no invoice holds. Neither what is ordered nor what is made is billed.

The minutes of what is left are told by one rule, `minutes_of`, whatever it is left to.
"""

from __future__ import annotations

from typing import Any

from etabli.core.load import minutes_left
from etabli.core.prices import standard_minutes


def kept(delivered: int, redo: int) -> int:
    """What the client has got and keeps: `redo` came back to be made anew."""
    return delivered - redo


def left_to_deliver(planned: int, delivered: int, redo: int) -> int:
    """Negative when more was delivered than planned.

    >>> left_to_deliver(1_000, 400, 100)
    700
    """
    return planned - kept(delivered, redo)


def done(delivered: int, made: int, redo: int) -> int:
    """What needs no more work: what was made, delivered or not, and what was delivered, written down or not.

    >>> done(400, 600, 100)
    500
    """
    return kept(max(delivered, made), redo)


def left_to_make(planned: int, made: int) -> int:
    """`made`: what is `done`. Never negative: what is made beyond the plan asks for no work.

    >>> left_to_make(1_000, done(400, 600, 0)), left_to_make(1_000, done(0, 1_200, 0))
    (400, 0)
    """
    return max(planned - made, 0)


def left_to_bill(delivered: Any, billed: Any, withheld: Any) -> Any:
    """Of what was delivered; `withheld` came back to be credited and was on no invoice. Numbers, or columns of a query.

    >>> left_to_bill(1_000, 400, 100)
    500
    """
    return delivered - billed - withheld


def left_of_time(quantity: int, over: int) -> tuple[int, int]:
    """Of a line that comes back each week or month with a quantity above 0: how many times are over, what the next one lacks.

    `over`: delivered or done so far, whatever the time.

    >>> left_of_time(1_000, 2_400)
    (2, 600)
    """
    times, begun = divmod(max(over, 0), quantity)
    return times, quantity - begun


def minutes_of(left: int, quoted: int, quantity: int, minutes_per_thousand: int | None) -> int:
    """Quoted minutes of what is left, in proportion, to the nearest; by the standard of the product where none are quoted.

    >>> minutes_of(500_000, 600, 1_000_000, None), minutes_of(500_000, 0, 1_000_000, 90), minutes_of(-1, 600, 1_000, None)
    (300, 45, 0)
    """
    if quoted and quantity:
        return minutes_left(quoted, quantity, left)
    return standard_minutes(max(left, 0), minutes_per_thousand or 0)
