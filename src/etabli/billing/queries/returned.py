"""What came back, is to be credited, and still stands on an invoice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, IntegerField, OuterRef, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from etabli.billing.models import Invoice, InvoiceLine
from etabli.billing.states import InvoiceState
from etabli.orders.models import CustomerReturn, DeliveryLine
from etabli.orders.states import Decision, DeliveryState, ReturnKind
from etabli.org.models import Establishment


@dataclass(frozen=True)
class ToCredit:
    """`quantity` (thousandths) of a delivery line that was billed beyond what the client kept; `invoice`: the last to bill it."""

    delivery_line: DeliveryLine
    quantity: int
    invoice: Invoice


def to_credit(establishment: Establishment) -> QuerySet[DeliveryLine]:
    """Delivery lines with returns decided to be credited that no credit note covers, not even a draft, latest delivery
    first. `came_back`, `beyond` (thousandths): what was returned so, and what was billed beyond what the client kept.

    A return that was decided before it was billed is left off the invoice, and asks for no credit note.
    """
    rows = DeliveryLine.objects.filter(delivery__establishment=establishment, delivery__state=DeliveryState.DONE)
    rows = rows.annotate(came_back=_sum(_returned(), "delivery_line")).filter(came_back__gt=0)
    billed, taken_back = _sum(_billing(), "delivery_line"), _sum(_taking_back(), "corrects__delivery_line")
    rows = rows.annotate(beyond=billed + taken_back + F("came_back") - F("quantity"), last=_last())
    found = rows.filter(beyond__gt=0, last__isnull=False).select_related("delivery", "order_line__order__client")
    return found.order_by("-delivery__delivered_on", "-pk")


def credits_of(rows: Iterable[Any]) -> list[ToCredit]:
    """Rows of `to_credit` with the invoices to credit; one query besides that of the rows."""
    listed = list(rows)
    invoices = Invoice.objects.in_bulk([row.last for row in listed])
    return [ToCredit(row, min(row.beyond, row.came_back), invoices[row.last]) for row in listed]


def _sum(rows: QuerySet[Any], key: str) -> Coalesce:
    """The quantities of rows of the delivery line that is asked about."""
    sums = rows.order_by().values(key).annotate(total=Sum("quantity")).values("total")
    return Coalesce(Subquery(sums, output_field=IntegerField()), Value(0))


def _returned() -> QuerySet[CustomerReturn]:
    return CustomerReturn.objects.filter(delivery_line=OuterRef("pk"), kind=ReturnKind.RETURN, decision=Decision.CREDIT)


def _billing() -> QuerySet[InvoiceLine]:
    return InvoiceLine.objects.filter(delivery_line=OuterRef("pk"), quantity__gt=0, invoice__state=InvoiceState.ISSUED)


def _taking_back() -> QuerySet[InvoiceLine]:
    return InvoiceLine.objects.filter(corrects__delivery_line=OuterRef("pk"), quantity__lt=0)


def _last() -> Subquery:
    """The last invoice to bill it."""
    return Subquery(_billing().order_by("-pk").values("invoice")[:1])
