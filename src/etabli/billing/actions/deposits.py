"""Deposits: part of an order is asked for before anything of it is delivered."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime

from django.db import transaction

from etabli.billing import rules
from etabli.billing.actions.drafting import FreeLine, add_line, sum_up
from etabli.billing.models import Invoice, InvoiceLine, InvoiceLineCost
from etabli.billing.queries import deposits_of
from etabli.billing.states import InvoiceKind
from etabli.core.sharing_out import share_by_weight
from etabli.orders.models import Order, OrderLine, VatTreatment
from etabli.orders.states import LineState, OrderState, SaleUnit
from etabli.org.models import User
from etabli.org.turns import one_at_a_time

ONE = 1000
"""One unit, in thousandths."""


@transaction.atomic
def draft_deposit(*, order: Order, cents: int, text: str, on: date, by: User | None, at: datetime) -> Invoice:
    """A deposit of so many cents, without VAT, shared out over the rates of the order by what it orders at each.

    Each part takes its share of the direct costs of the lines that it is of, so that what is paid of a deposit counts for
    the certificate as the rest of the order does (Code du travail, art. D5212-22). Refusals `deposit_unconfirmed`,
    `nothing_to_bill`, and `deposit_wrong` when all deposits of the order together are more than it.
    """
    one_at_a_time(order.establishment)
    row = Order.objects.select_related("client").get(pk=order.pk)
    rules.check_deposit_of(row.state == OrderState.CONFIRMED, row.number)
    parts = _parts(row)
    weights = [sum(line.amount for line in lines) for lines in parts.values()]
    rules.check_not_empty(len(weights))
    rules.check_deposit(cents, sum(weights) - deposits_of(row))
    invoice = Invoice.objects.create(
        establishment=row.establishment,
        client=row.client,
        kind=InvoiceKind.DEPOSIT,
        drafted_on=on,
        order=row,
        order_reference=row.client_reference,
    )
    shares = share_by_weight(cents, weights)
    for ((vat, supply), lines), share in zip(parts.items(), shares, strict=True):
        if share:
            # A price of ten-thousandths of a euro: a cent is a hundred of them.
            line = FreeLine(text.strip(), ONE, SaleUnit.PIECE, share * 100, vat, supply)
            _take_costs(add_line(invoice=invoice, line=line, by=by, at=at), lines, share)
    return sum_up(invoice)


def _parts(order: Order) -> dict[tuple[VatTreatment, str], list[OrderLine]]:
    """What is ordered, by how it is taxed and whether it is goods."""
    parts: defaultdict[tuple[VatTreatment, str], list[OrderLine]] = defaultdict(list)
    for line in order.lines.exclude(state=LineState.CANCELLED).select_related("vat").prefetch_related("costs"):
        parts[line.vat, line.category].append(line)
    return dict(parts)


def _take_costs(row: InvoiceLine, lines: list[OrderLine], share: int) -> None:
    """`share`: cents of the deposit, of what these lines cost together."""
    whole = sum(line.amount for line in lines)
    sums: defaultdict[str, int] = defaultdict(int)
    for line in (line for line in lines if line.quantity):
        for cost in line.costs.all():
            planned = line.quantity
            sums[cost.category] += rules.cost_of(cost.cents, cost.share, planned, 0, planned, line.amount)
    InvoiceLineCost.objects.bulk_create(
        InvoiceLineCost(line=row, category=category, cents=rules.credited_part(cents, whole, 0, share))
        for category, cents in sums.items()
        if rules.credited_part(cents, whole, 0, share)
    )
