"""Finished goods made ahead of orders, spoiled or counted; and that no delivery takes more than there is unasked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction

from etabli.orders import stock_rules as rules
from etabli.orders.models import OrderLine, Product, StockMove
from etabli.orders.queries import stock_of
from etabli.org.models import User
from etabli.org.turns import one_at_a_time


@transaction.atomic
def move_stock(
    *, product: Product, kind: str, quantity: int, on: date, note: str = "", by: User | None, at: datetime
) -> StockMove:
    """Finished goods made, spoiled, or counted (`quantity`: what is there).

    Refusals `product_not_stocked`, `quantity_missing`, `goods_not_left`.
    """
    one_at_a_time(product.establishment)
    rules.check_stocked(product.name, product.stocked)
    stored = rules.stock_stored(kind, quantity, stock_of([product])[product.pk].left)
    return StockMove.objects.create(product=product, kind=kind, quantity=stored, on=on, note=note.strip())


def check_stock(lines: Iterable[OrderLine], quantities: Mapping[int, int], allow_below: bool) -> None:
    """What is delivered (thousandths by line) of finished goods is in stock. Reads the product of each line.

    Refusal `stock_below` unless `allow_below`.
    """
    wanted: defaultdict[Product, int] = defaultdict(int)
    for line in lines:
        if line.product is not None and line.product.stocked and line.unit == line.product.unit:
            wanted[line.product] += quantities[line.pk]
    if not wanted or allow_below:
        return
    stock = stock_of(wanted)
    for product, quantity in wanted.items():
        rules.check_in_stock(quantity, stock[product.pk].left, allow_below, product.name)
