"""What private persons paid in a year for services at home: what they bought as a service done outside the workplace.

Amounts are cents, VAT included, as they were paid; quantities thousandths. Of an invoice that bills other things too, a
payment counts in proportion; all payments together to the cent.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet, Sum

from etabli.billing.models import HomeStatement, Invoice, InvoiceLine, Payment
from etabli.billing.rules import credited_part
from etabli.billing.states import InvoiceKind
from etabli.billing.trace import RELATED, LineTrace, trace_lines
from etabli.core.prices import WHOLE
from etabli.orders.models import Client, OrderLine
from etabli.orders.states import ClientKind, LineState, Nature, SaleUnit, Supply
from etabli.org.models import Establishment
from etabli.production.queries.lines import UNATTRIBUTED, Who, codes_for_clients

_AT_HOME = {"supply": Supply.SERVICES, "order_line__nature": Nature.OFF_SITE}
Share = tuple[int, int]
"""What of a document is for services at home, of how much: weights."""


@dataclass(frozen=True)
class HomeYear:
    """Of a client and a year: `payments` and `services` as a statement tells them. `statement`: the one that holds."""

    client: Client
    year: int
    payments: list[dict[str, Any]]
    services: list[dict[str, Any]]
    statement: HomeStatement | None

    @property
    def paid(self) -> int:
        return sum(row["part"] for row in self.payments)

    @property
    def minutes(self) -> int:
        return sum(row["minutes"] for row in self.services)

    @property
    def is_due(self) -> bool:
        return bool(self.payments)

    @property
    def is_current(self) -> bool:
        """True when the statement that holds says what is known now."""
        said = self.statement.payload if self.statement else {}
        return (said.get("payments"), said.get("services")) == (self.payments, self.services)


def home_clients(establishment: Establishment, year: int) -> QuerySet[Client]:
    """Private persons who paid something in a year on what bills services at home, or have a statement of it, by name."""
    billed = InvoiceLine.objects.filter(invoice__establishment=establishment, **_AT_HOME).order_by()
    ordered = OrderLine.objects.filter(
        establishment=establishment, category=Supply.SERVICES, nature=Nature.OFF_SITE
    ).order_by()
    deposits = Q(invoice__kind=InvoiceKind.DEPOSIT, invoice__order__in=ordered.values("order"))
    paid = Payment.objects.filter(deposits | Q(invoice__in=billed.values("invoice")), paid_on__year=year).order_by()
    stated = standing_statements(establishment, year).order_by()
    theirs = Q(pk__in=paid.values("invoice__client")) | Q(pk__in=stated.values("client"))
    rows = Client.objects.filter(theirs, establishment=establishment, kind=ClientKind.INDIVIDUAL)
    return rows.prefetch_related("addresses").order_by("search_key", "pk")


def standing_statements(establishment: Establishment, year: int) -> QuerySet[HomeStatement]:
    """The statements of a year that hold: none was corrected."""
    return HomeStatement.objects.filter(establishment=establishment, year=year, superseded_by=None)


def home_years(establishment: Establishment, year: int, clients: Iterable[Client]) -> list[HomeYear]:
    """Of each of these clients; as many queries for one as for twenty."""
    rows = list(clients)
    paid = Payment.objects.filter(invoice__client__in=rows, paid_on__year=year).select_related("invoice")
    payments = list(paid.order_by("paid_on", "pk"))
    invoices = {payment.invoice_id: payment.invoice for payment in payments}
    lines = InvoiceLine.objects.filter(invoice__in=list(invoices)).select_related("invoice", *RELATED)
    listed = list(lines.order_by("invoice__issued_on", "invoice", "position"))
    shares = _shares(invoices, listed)
    told = _payments(payments, shares, year)
    services = _services([line for line in listed if _is_home(line)])
    stated = {row.client_id: row for row in standing_statements(establishment, year).filter(client__in=rows)}
    return [
        HomeYear(client, year, told.get(client.pk, []), services.get(client.pk, []), stated.get(client.pk))
        for client in rows
    ]


def _is_home(line: InvoiceLine) -> bool:
    order_line = line.order_line
    return line.supply == Supply.SERVICES and order_line is not None and order_line.nature == Nature.OFF_SITE


def _shares(invoices: Mapping[int, Invoice], lines: Sequence[InvoiceLine]) -> dict[int, Share]:
    """Of each document (key), VAT included; of a deposit, as what its order orders."""
    found: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0])
    for line in lines:
        weight = line.amount * (WHOLE + line.vat_rate)
        found[line.invoice_id][0] += weight if _is_home(line) else 0
        found[line.invoice_id][1] += weight
    of_orders = _ordered([row.order_id for row in invoices.values() if row.kind == InvoiceKind.DEPOSIT])
    shares = {}
    for key, invoice in invoices.items():
        is_deposit = invoice.kind == InvoiceKind.DEPOSIT
        home, whole = of_orders.get(invoice.order_id or 0, (0, 0)) if is_deposit else found[key]
        # Of a credit note both are below zero, and so is what is paid of it.
        shares[key] = (abs(home), abs(whole))
    return shares


def _ordered(orders: Collection[int | None]) -> dict[int, Share]:
    found: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0])
    rows = OrderLine.objects.filter(order__in=[key for key in orders if key]).exclude(state=LineState.CANCELLED)
    for line in rows.select_related("vat"):
        weight = line.amount * (WHOLE + line.vat.rate)
        is_home = line.category == Supply.SERVICES and line.nature == Nature.OFF_SITE
        found[line.order_id][0] += weight if is_home else 0
        found[line.order_id][1] += weight
    return {key: (home, whole) for key, (home, whole) in found.items()}


def _payments(payments: Sequence[Payment], shares: Mapping[int, Share], year: int) -> dict[int, list[dict[str, Any]]]:
    """By client (key). What was paid of the same document in earlier years sets how this year's parts round."""
    earlier = Payment.objects.filter(invoice__in=list(shares), paid_on__lt=date(year, 1, 1)).order_by()
    so_far = defaultdict(int, earlier.values_list("invoice").annotate(total=Sum("cents")))
    found: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for payment in payments:
        home, whole = shares[payment.invoice_id]
        before = so_far[payment.invoice_id]
        so_far[payment.invoice_id] += payment.cents
        part = credited_part(home, whole, before, payment.cents) if whole else 0
        if part:
            found[payment.invoice.client_id].append(
                {
                    "day": payment.paid_on.isoformat(),
                    "invoice": payment.invoice.number,
                    "means": payment.means,
                    "cents": payment.cents,
                    "part": part,
                }
            )
    return dict(found)


def _services(lines: Sequence[InvoiceLine]) -> dict[int, list[dict[str, Any]]]:
    """By client (key): what was rendered, how long, and by whom, told by the code that the client knows."""
    traced = trace_lines(lines)
    asked: set[tuple[int, Who]] = {
        (row.line.invoice.client_id, part.who)
        for row in traced
        for part in row.contributors
        if part.kind != UNATTRIBUTED
    }
    codes = codes_for_clients(asked)
    found: defaultdict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in traced:
        client = row.line.invoice.client_id
        workers = {codes.get((client, part.who), "") for part in row.contributors if part.kind != UNATTRIBUTED}
        found[client].append(
            {
                "day": row.line.delivered_on.isoformat() if row.line.delivered_on else None,
                "invoice": row.line.invoice.number,
                "text": row.line.text,
                "minutes": _minutes(row),
                "workers": sorted(workers - {""}),
            }
        )
    return dict(found)


def _minutes(row: LineTrace) -> int:
    """The hours that are billed; of what is not billed by the hour, those that were worked."""
    return row.line.quantity * 60 // 1000 if row.line.unit == SaleUnit.HOUR else row.minutes
