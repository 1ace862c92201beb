"""What is left of finished goods: what was made and counted, less what was delivered and spoiled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import F, QuerySet, Sum

from etabli.orders.models import DeliveryLine, OrderLine, Product, StockMove
from etabli.orders.states import DeliveryState, StockMoveKind
from etabli.org.models import Establishment

GoodOf = Callable[[Collection[int]], Mapping[int, int]]
"""Order lines (keys) -> good quantity that was made on each, thousandths."""
_SOURCES: list[GoodOf] = []


def made_on_lines(source: GoodOf) -> None:
    """How a higher room, where work is booked, says what was made on order lines."""
    if source not in _SOURCES:
        _SOURCES.append(source)


@dataclass(frozen=True)
class Stock:
    """Of a product, thousandths of its unit. `worked`: made on its order lines; `made`: written down apart, ahead of orders;
    `counted`: what counts added, below zero for what they missed."""

    made: int = 0
    worked: int = 0
    counted: int = 0
    spoiled: int = 0
    delivered: int = 0

    @property
    def left(self) -> int:
        """Below zero when more left than was ever written down: it is to be counted."""
        return self.made + self.worked + self.counted - self.spoiled - self.delivered


def stocked_products(establishment: Establishment) -> QuerySet[Product]:
    return Product.objects.filter(establishment=establishment, stocked=True)


def stock_of(products: Iterable[Product]) -> dict[int, Stock]:
    """By key; a line counts when it is in the unit of its product. As many queries for one product as for twenty."""
    keys = [row.pk for row in products]
    moves: defaultdict[int, dict[str, int]] = defaultdict(dict)
    sums = StockMove.objects.filter(product__in=keys).order_by().values_list("product", "kind")
    for product, kind, total in sums.annotate(total=Sum("quantity")):
        moves[product][kind] = total
    lines = dict(
        OrderLine.objects.filter(product__in=keys, unit=F("product__unit")).order_by().values_list("pk", "product")
    )
    worked = _worked(lines)
    delivered = _delivered(keys)
    return {
        key: Stock(
            made=moves[key].get(StockMoveKind.MADE, 0),
            worked=worked.get(key, 0),
            counted=moves[key].get(StockMoveKind.COUNTED, 0),
            spoiled=moves[key].get(StockMoveKind.SPOILED, 0),
            delivered=delivered.get(key, 0),
        )
        for key in keys
    }


def _worked(lines: Mapping[int, int]) -> dict[int, int]:
    """`lines`: line -> product (keys)."""
    found: defaultdict[int, int] = defaultdict(int)
    for source in _SOURCES:
        for line, good in source(list(lines)).items():
            found[lines[line]] += good
    return found


def _delivered(products: Collection[int]) -> dict[int, int]:
    done = DeliveryLine.objects.filter(
        order_line__product__in=products,
        order_line__unit=F("order_line__product__unit"),
        delivery__state=DeliveryState.DONE,
    )
    return dict(done.order_by().values_list("order_line__product").annotate(total=Sum("quantity")))
