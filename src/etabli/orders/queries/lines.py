"""Order lines: which are open, how much of each is planned, delivered and left."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet, Sum

from etabli.core.periods import Period
from etabli.orders import rules
from etabli.orders.left_rules import left_to_deliver
from etabli.orders.models import CallOff, CustomerReturn, DeliveryLine, Order, OrderLine
from etabli.orders.states import Decision, DeliveryState, LineState, OrderState
from etabli.org.models import Establishment


@dataclass(frozen=True)
class Progress:
    """Of a line, in thousandths. `planned`, `left`: None when nothing bounds them; `redo`: came back to be made anew."""

    planned: int | None
    delivered: int
    redo: int

    @property
    def left(self) -> int | None:
        """Still to be delivered; negative when more was delivered than planned."""
        return None if self.planned is None else left_to_deliver(self.planned, self.delivered, self.redo)

    @property
    def complete(self) -> bool:
        return self.left is not None and self.left <= 0


def open_lines(establishment: Establishment) -> QuerySet[OrderLine]:
    """Lines of confirmed orders that are not done, first those due first, those without a day last."""
    rows = OrderLine.objects.filter(
        establishment=establishment, state=LineState.OPEN, order__state=OrderState.CONFIRMED
    )
    rows = rows.select_related("order__client", "product", "workshop")
    return rows.order_by(F("due_on").asc(nulls_last=True), "order__number", "position")


def delivered_of(lines: Iterable[OrderLine]) -> dict[int, int]:
    """What was delivered of each line (key), whatever came back; 0 when nothing was. One query."""
    wanted = {line.pk: 0 for line in lines}
    rows = DeliveryLine.objects.filter(order_line__in=list(wanted), delivery__state=DeliveryState.DONE)
    return wanted | _sums(rows, "order_line")


def redo_of(lines: Iterable[OrderLine]) -> dict[int, int]:
    """What came back of each line (key) to be made anew; lines of which nothing did are missing. One query."""
    rows = CustomerReturn.objects.filter(
        delivery_line__order_line__in=[line.pk for line in lines],
        delivery_line__delivery__state=DeliveryState.DONE,
        decision=Decision.REDO,
    )
    return _sums(rows, "delivery_line__order_line")


def progress_of(lines: Iterable[OrderLine]) -> dict[int, Progress]:
    """By key. Reads the order of each line; three queries besides, however many lines."""
    rows = list(lines)
    delivered, redo = delivered_of(rows), redo_of(rows)
    called = _sums(CallOff.objects.filter(line__in=[row.pk for row in rows]), "line")
    return {
        row.pk: Progress(
            rules.planned(row.order.kind, row.quantity, called.get(row.pk, 0)), delivered[row.pk], redo.get(row.pk, 0)
        )
        for row in rows
    }


def _sums(rows: QuerySet, key: str) -> dict[int, int]:
    """The quantities of rows summed by a key."""
    return dict(rows.order_by().values_list(key).annotate(total=Sum("quantity")))


def times_due_in(order: Order, start: date, end: date) -> int:
    """How often the quantities of a recurring order fall due from `start` to `end` (excluded); 0 for another order."""
    if order.starts_on is None or not order.recurrence:
        return 0
    return rules.times_due(order.recurrence, Period(order.starts_on, order.ends_before), Period(start, end))
