"""Invoices and how much of them is paid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from etabli.billing import rules
from etabli.billing.models import Invoice, InvoiceLine, Payment, Seller, SeriesYear
from etabli.billing.states import InvoiceKind, InvoiceState, Lateness
from etabli.core.invoicing import Line, Totals, Vat, totals
from etabli.core.refusal import Refusal
from etabli.orders.models import Client, Order
from etabli.org.models import Establishment


def with_paid(invoices: QuerySet[Invoice]) -> QuerySet[Invoice]:
    """Each with `paid` and `left`, in cents (of a credit note both negative), in the same query."""
    sums = Payment.objects.filter(invoice=OuterRef("pk")).order_by().values("invoice").annotate(total=Sum("cents"))
    paid = Coalesce(Subquery(sums.values("total"), output_field=IntegerField()), Value(0))
    return invoices.annotate(paid=paid).annotate(left=F("payable") - F("paid"))


def of_order(invoices: QuerySet[Invoice], order: Order) -> QuerySet[Invoice]:
    """Those that bill something of an order, or credit it: drafts first, then the latest issued."""
    lines = InvoiceLine.objects.filter(order_line__order=order).order_by().values("invoice")
    rows = invoices.filter(Q(order=order) | Q(pk__in=lines))
    return rows.order_by(F("issued_on").desc(nulls_first=True), "-pk")


def to_offset(invoices: QuerySet[Invoice], invoice: Invoice) -> QuerySet[Invoice]:
    """Of `invoices`, the issued credit notes of the client of `invoice` of which something is left; the oldest first."""
    notes = invoices.filter(client=invoice.client_id, kind=InvoiceKind.CREDIT_NOTE, number__isnull=False)
    return with_paid(notes).filter(left__lt=0).order_by("issued_on", "pk")


def paid_of(invoice: Invoice) -> int:
    """Cents paid of an invoice."""
    return Payment.objects.filter(invoice=invoice).aggregate(total=Coalesce(Sum("cents"), Value(0)))["total"]


def invoice_numbered(number: str, establishment: Establishment | None = None) -> Invoice:
    """The issued document of this number, of the only establishment that has it when none is named.

    Refusals `invoice_unknown`, `establishment_needed`.
    """
    rows = Invoice.objects.filter(number=number).select_related("client", "establishment")
    if establishment is not None:
        rows = rows.filter(establishment=establishment)
    found = list(rows[:2])
    if not found:
        raise Refusal("invoice_unknown", number=number)
    if len(found) > 1:
        raise Refusal("establishment_needed", number=number)
    return found[0]


def lines_of(invoice: Invoice) -> list[InvoiceLine]:
    return list(invoice.lines.select_related("order_line__order", "delivery_line").order_by("position"))


def vat_of(line: InvoiceLine) -> Vat:
    return Vat(line.vat_category, line.vat_rate, line.vat_reason, line.vat_reason_code)


def totals_of(lines: Iterable[InvoiceLine], prepaid: int) -> Totals:
    return totals([Line(line.amount, vat_of(line)) for line in lines], prepaid)


def seller_of(establishment: Establishment) -> Seller | None:
    return Seller.objects.filter(establishment=establishment).first()


def credited_of(invoice: Invoice) -> dict[int, tuple[int, int]]:
    """Line (key) -> quantity (thousandths) and amount (cents) that credit notes and their drafts take back of it."""
    rows = InvoiceLine.objects.filter(corrects__invoice=invoice).order_by().values_list("corrects")
    sums = rows.annotate(quantity=Sum("quantity"), amount=Sum("amount"))
    return {key: (-quantity, -amount) for key, quantity, amount in sums}


def credited_costs_of(invoice: Invoice) -> dict[tuple[int, str], int]:
    """Line (key) and category -> cents of direct costs that credit notes and their drafts take back of it."""
    rows = InvoiceLine.objects.filter(corrects__invoice=invoice, costs__isnull=False).order_by()
    sums = rows.values_list("corrects", "costs__category").annotate(cents=Sum("costs__cents"))
    return {(key, category): -cents for key, category, cents in sums}


# ---------------------------------------------------------------- what is late


@dataclass(frozen=True)
class Ageing:
    """What a client owes on a day: cents by lateness, credit notes not used yet taken off `total`."""

    client: Client
    by_lateness: dict[Lateness, int]
    credit: int

    @property
    def total(self) -> int:
        return sum(self.by_lateness.values()) + self.credit


def outstanding(establishment: Establishment, on: date) -> QuerySet[Invoice]:
    """Documents issued by a day of which something is left to pay or to give back now, those due first first."""
    rows = Invoice.objects.filter(establishment=establishment, state=InvoiceState.ISSUED, issued_on__lte=on)
    return with_paid(rows).filter(~Q(left=0)).select_related("client").order_by("due_on", "pk")


def ageing(establishment: Establishment, on: date) -> list[Ageing]:
    """What each client owes on a day, by how late it is, in order of their names. One query."""
    sums: defaultdict[Client, defaultdict[Lateness, int]] = defaultdict(lambda: defaultdict(int))
    credit: defaultdict[Client, int] = defaultdict(int)
    for invoice in outstanding(establishment, on):
        left: int = invoice.left  # type: ignore[attr-defined]
        if left < 0:
            credit[invoice.client] += left
        else:
            sums[invoice.client][rules.lateness(invoice.due_on or on, on)] += left
    clients = sorted({*sums, *credit}, key=lambda client: (client.search_key, client.pk))
    return [Ageing(client, {name: sums[client][name] for name in Lateness}, credit[client]) for client in clients]


# ---------------------------------------------------------------- numbers


def missing_numbers(establishment: Establishment) -> list[str]:
    """Numbers that a series passed by: none, ever. For whoever audits."""
    rows = Invoice.objects.filter(establishment=establishment, state=InvoiceState.ISSUED).order_by()
    given = set(rows.values_list("series", "year", "sequence"))
    return [
        rules.number_in(row.series.prefix, row.year, sequence, row.series.digits)
        for row in SeriesYear.objects.filter(series__establishment=establishment).select_related("series")
        for sequence in range(1, row.last + 1)
        if (row.series_id, row.year, sequence) not in given
    ]
