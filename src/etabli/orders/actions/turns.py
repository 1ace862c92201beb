"""Who writes orders of an establishment waits for the others, and then sees what they did."""

from __future__ import annotations

from etabli.orders.models import Delivery, Order, OrderLine, Quote
from etabli.org.turns import one_at_a_time


def take_turn(*rows: Quote | Order | OrderLine | Delivery) -> None:
    """Before anything is judged: another may have accepted, closed or delivered while this one waited.

    All of one establishment; their states are read again.
    """
    one_at_a_time(rows[0].establishment)
    for row in rows:
        row.refresh_from_db(fields=["state"])
