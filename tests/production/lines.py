"""An order with a line that a workshop makes, in one call."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from etabli.kit import changes
from etabli.orders.models import Client, Delivery, DeliveryLine, Order, OrderLine, VatTreatment
from etabli.orders.states import OrderState
from etabli.orders.topics import ORDER_LINES_CHANGED
from etabli.org.models import Establishment, Workshop
from etabli.production.models import Activity, OrderLineFact
from tests import workplace as small

ORDERED, DUE = date(2025, 2, 20), date(2025, 3, 14)


@dataclass
class Ordered:
    """`line` and the task that stands for it; None as long as it has none."""

    line: OrderLine

    @property
    def task(self) -> Activity:
        return Activity.objects.get(line=self.line, workshop=self.line.workshop)

    @property
    def fact(self) -> OrderLineFact:
        return OrderLineFact.objects.get(order_line=self.line.pk)


def client_of(place: Establishment, code: str = "IMP") -> Client:
    usual = {"name": "Imprimerie fictive", "kind": "company", "language": "fr", "country": "FR"}
    return Client.objects.get_or_create(establishment=place, code=code, defaults=usual)[0]


def vat_of(place: Establishment) -> VatTreatment:
    usual = {"label": "Taux normal", "category": "S", "rate": 2000}
    return VatTreatment.objects.get_or_create(establishment=place, code="N", starts_on=small.BEGINNING, defaults=usual)[
        0
    ]


def order_of(place: Establishment, number: str = "", state: str = OrderState.CONFIRMED, **changes: Any) -> Order:
    free = next(f"C2025-{index:04d}" for index in count(1) if not _taken(place, f"C2025-{index:04d}"))
    usual = {"client": client_of(place), "ordered_on": ORDERED, "state": state}
    return Order.objects.create(establishment=place, number=number or free, **{**usual, **changes})


def _taken(place: Establishment, number: str) -> bool:
    return Order.objects.filter(establishment=place, number=number).exists()


def ordered(workshop: Workshop | None, place: Establishment, *, order: Order | None = None, **changes: Any) -> Ordered:
    """1,000 pieces at 0.20 €, ten hours quoted, due on 14 March. Quantities are thousandths."""
    held = order or order_of(place)
    usual = {
        "position": held.lines.count() + 1,
        "text": "Mise sous pli",
        "quantity": 1_000_000,
        "unit": "piece",
        "unit_price": 2_000,
        "vat": vat_of(place),
        "minutes": 600,
        "due_on": DUE,
        "workshop": workshop,
    }
    line = OrderLine.objects.create(establishment=place, order=held, **{**usual, **changes})
    told(line)
    return Ordered(line)


def told(*lines: OrderLine) -> None:
    """Announce lines, as the actions of orders do."""
    keys: Collection[int] = [line.pk for line in lines]
    changes.announce(ORDER_LINES_CHANGED, establishment=lines[0].establishment, lines=keys, at=small.AT)


def change(line: OrderLine, **values: Any) -> None:
    OrderLine.objects.filter(pk=line.pk).update(**values)
    line.refresh_from_db()
    told(line)


def deliver(line: OrderLine, quantity: int, on: date, number: str = "L1", state: str = "done") -> DeliveryLine:
    """So many whole units left on a day."""
    delivery = Delivery.objects.create(
        establishment=line.establishment, order=line.order, number=number, delivered_on=on, state=state
    )
    made = DeliveryLine.objects.create(delivery=delivery, order_line=line, quantity=quantity * 1000)
    told(line)
    return made
