"""What was delivered and is not billed yet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Greatest

from etabli.billing.models import InvoiceLine
from etabli.billing.states import InvoiceState
from etabli.core.prices import line_amount
from etabli.orders.left_rules import left_to_bill
from etabli.orders.models import Client, CustomerReturn, Delivery, DeliveryLine, Order
from etabli.orders.states import Decision, DeliveryState, ReturnKind
from etabli.org.models import Establishment

_STANDS = Q(quantity__gt=0) | Q(invoice__state=InvoiceState.ISSUED)
"""A draft holds what it bills; a credit note sets it free only when it is issued."""


@dataclass(frozen=True)
class Unbilled:
    """What of a delivery line is on no invoice. `quantity`: thousandths; `amount`: cents, without VAT."""

    delivery_line: DeliveryLine
    quantity: int
    amount: int

    @property
    def delivery(self) -> Delivery:
        return self.delivery_line.delivery

    @property
    def order(self) -> Order:
        return self.delivery_line.order_line.order

    @property
    def client(self) -> Client:
        return self.order.client


def unbilled(
    establishment: Establishment,
    *,
    client: Client | None = None,
    order: Order | None = None,
    before: date | None = None,
) -> list[Unbilled]:
    """What was delivered (before a day, excluded) and is neither billed nor on a draft, by client, order and day.

    What came back and is to be credited is not billed, but what of it was credited on an invoice already. One query.
    """
    rows = DeliveryLine.objects.filter(delivery__establishment=establishment, delivery__state=DeliveryState.DONE)
    if client is not None:
        rows = rows.filter(delivery__order__client=client)
    if order is not None:
        rows = rows.filter(delivery__order=order)
    if before is not None:
        rows = rows.filter(delivery__delivered_on__lt=before)
    withheld = Greatest(_sum(_returned()) - _sum(_credited_for_good()), Value(0))
    rows = rows.annotate(left=left_to_bill(F("quantity"), _sum(_billed()), withheld)).filter(left__gt=0)
    rows = rows.select_related("delivery", "order_line__order__client", "order_line__vat")
    by_client = "order_line__order__client__search_key"
    ordered = rows.order_by(by_client, "order_line__order", "delivery__delivered_on", "order_line__position", "pk")
    return [_left(row) for row in ordered]


def _sum(rows: QuerySet) -> Coalesce:
    return Coalesce(Subquery(rows, output_field=IntegerField()), Value(0))


def _billed() -> QuerySet:
    rows = InvoiceLine.objects.filter(_STANDS, delivery_line=OuterRef("pk")).order_by()
    return rows.values("delivery_line").annotate(total=Sum("quantity")).values("total")


def _returned() -> QuerySet:
    rows = CustomerReturn.objects.filter(
        delivery_line=OuterRef("pk"), kind=ReturnKind.RETURN, decision=Decision.CREDIT
    ).order_by()
    return rows.values("delivery_line").annotate(total=Sum("quantity")).values("total")


def _credited_for_good() -> QuerySet:
    """What credit notes and their drafts take back and is not to be billed anew: they do not name the delivery."""
    rows = InvoiceLine.objects.filter(delivery_line=None, corrects__delivery_line=OuterRef("pk")).order_by()
    return rows.values("corrects__delivery_line").annotate(total=-Sum("quantity")).values("total")


def _left(row: DeliveryLine) -> Unbilled:
    quantity: int = row.left  # type: ignore[attr-defined]
    line = row.order_line
    return Unbilled(row, quantity, line_amount(quantity, line.unit_price, line.price_base, line.discount))


def billed_before(lines: Iterable[int]) -> dict[int, int]:
    """What of each order line (key) is billed or on a draft, in thousandths, credits taken off. One query."""
    rows = InvoiceLine.objects.filter(order_line__in=list(lines)).order_by()
    return dict(rows.values_list("order_line").annotate(total=Sum("quantity")))


def holding(delivery: Delivery) -> InvoiceLine | None:
    """A line of an invoice or of a draft that bills something of a delivery and was not set free by a credit note."""
    rows = InvoiceLine.objects.filter(_STANDS, delivery_line__delivery=delivery).order_by()
    sums = rows.values("delivery_line").annotate(total=Sum("quantity")).filter(total__gt=0)
    held = rows.filter(delivery_line__in=sums.values("delivery_line"), quantity__gt=0)
    return held.select_related("invoice").order_by("-pk").first()
