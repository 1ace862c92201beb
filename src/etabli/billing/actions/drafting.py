"""Drafts: from what was delivered, or of a deposit; changed and removed as long as they have no number."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from etabli.billing import rules
from etabli.billing.models import DepositDeduction, Invoice, InvoiceLine, InvoiceLineCost
from etabli.billing.queries import (
    Unbilled,
    billed_before,
    deposits_to_deduct,
    lines_of,
    overdrawn,
    totals_of,
    unbilled,
)
from etabli.billing.states import InvoiceKind
from etabli.core.invoicing import VatCategory
from etabli.core.prices import line_amount
from etabli.core.refusal import Refusal
from etabli.orders.models import Client, ClientAddress, Order, OrderLine, VatTreatment
from etabli.orders.states import Supply
from etabli.org.models import Establishment, User
from etabli.org.turns import one_at_a_time


@dataclass(frozen=True)
class FreeLine:
    """A line that bills no delivery. `quantity`: thousandths; `unit_price`: ten-thousandths of a euro."""

    text: str
    quantity: int
    unit: str
    unit_price: int
    vat: VatTreatment
    supply: str = Supply.SERVICES
    price_base: int = 1
    discount: int = 0
    costs: Mapping[str, int] = field(default_factory=dict)
    """Cents by legal category (art. D5212-22)."""


class Treatments:
    """How what an establishment sells is taxed, day by day; one query in all."""

    def __init__(self, establishment: Establishment) -> None:
        self._rows: defaultdict[str, list[VatTreatment]] = defaultdict(list)
        for row in VatTreatment.objects.filter(establishment=establishment):
            self._rows[row.code].append(row)

    def on(self, treatment: VatTreatment, day: date) -> VatTreatment:
        """The one of the same code that is in force on a day, else the one given."""
        for row in self._rows[treatment.code]:
            if row.starts_on <= day and (row.ends_before is None or day < row.ends_before):
                return row
        return treatment


@transaction.atomic
def draft_from_deliveries(
    *,
    establishment: Establishment,
    client: Client | None = None,
    order: Order | None = None,
    before: date | None = None,
    grouped: bool = False,
    on: date,
    by: User | None,
    at: datetime,
) -> list[Invoice]:
    """Drafts of all that was delivered (before a day, excluded) and is not billed: one an order, or one a client.

    What is outside the scope of VAT comes on a draft of its own. Deposits of the orders are deducted. Refusal
    `nothing_to_bill`.
    """
    one_at_a_time(establishment)
    rows = unbilled(establishment, client=client, order=order, before=before)
    rules.check_not_empty(len(rows))
    treatments = Treatments(establishment)
    costs = _Costs(rows)
    parts: defaultdict[tuple[int, bool], list[tuple[Unbilled, VatTreatment]]] = defaultdict(list)
    for row in rows:
        vat = treatments.on(row.delivery_line.order_line.vat, row.delivery.delivered_on)
        key = row.client.pk if grouped else row.order.pk
        parts[key, vat.category == VatCategory.OUT_OF_SCOPE].append((row, vat))
    return [_draft(part, costs, on) for part in parts.values()]


class _Costs:
    """The direct costs of what is billed, in the order in which it is."""

    def __init__(self, rows: Sequence[Unbilled]) -> None:
        lines = {row.delivery_line.order_line_id for row in rows}
        self._before = billed_before(lines)
        self._costs: defaultdict[int, list[tuple[str, int | None, int | None]]] = defaultdict(list)
        of_lines = OrderLine.objects.filter(pk__in=lines, costs__isnull=False)
        for key, *cost in of_lines.values_list("pk", "costs__category", "costs__cents", "costs__share"):
            self._costs[key].append((cost[0], cost[1], cost[2]))

    def of(self, row: Unbilled) -> dict[str, int]:
        line = row.delivery_line.order_line
        before = max(self._before.get(line.pk, 0), 0)
        self._before[line.pk] = before + row.quantity
        return {
            category: rules.cost_of(cents, share, line.quantity, before, row.quantity, row.amount)
            for category, cents, share in self._costs[line.pk]
        }


def _draft(part: Sequence[tuple[Unbilled, VatTreatment]], costs: _Costs, on: date) -> Invoice:
    first = part[0][0]
    orders = {row.order.pk: row.order for row, _ in part}
    single = first.order if len(orders) == 1 else None
    days = sorted(row.delivery.delivered_on for row, _ in part)
    invoice = Invoice.objects.create(
        establishment=first.order.establishment,
        client=first.client,
        kind=InvoiceKind.INVOICE,
        drafted_on=on,
        order=single,
        order_reference=first.order.client_reference if single else "",
        delivery_address=_only([row.delivery.address for row, _ in part]),
        starts_on=days[0] if days[0] != days[-1] else None,
        ends_before=date.fromordinal(days[-1].toordinal() + 1) if days[0] != days[-1] else None,
        delivered_on=days[-1],
    )
    lines = [_line(invoice, position, row, vat) for position, (row, vat) in enumerate(part, start=1)]
    InvoiceLine.objects.bulk_create(lines)
    InvoiceLineCost.objects.bulk_create(
        InvoiceLineCost(line=line, category=category, cents=cents)
        for line, (row, _) in zip(lines, part, strict=True)
        for category, cents in costs.of(row).items()
        if cents
    )
    _deduct(invoice, list(orders.values()))
    return sum_up(invoice)


def _only(addresses: Sequence[ClientAddress | None]) -> ClientAddress | None:
    """The address, when it is the same for all."""
    return addresses[0] if len({address and address.pk for address in addresses}) == 1 else None


def _line(invoice: Invoice, position: int, row: Unbilled, vat: VatTreatment) -> InvoiceLine:
    line = row.delivery_line.order_line
    return InvoiceLine(
        invoice=invoice,
        position=position,
        order_line=line,
        delivery_line=row.delivery_line,
        text=line.text,
        quantity=row.quantity,
        unit=line.unit,
        unit_price=line.unit_price,
        price_base=line.price_base,
        discount=line.discount,
        amount=row.amount,
        supply=line.category,
        delivered_on=row.delivery.delivered_on,
        delivery_number=row.delivery.number,
        **_vat(vat),
    )


def _vat(treatment: VatTreatment) -> dict[str, object]:
    return {
        "vat_category": treatment.category,
        "vat_rate": treatment.rate,
        "vat_reason": treatment.reason,
        "vat_reason_code": treatment.reason_code,
    }


def _deduct(invoice: Invoice, orders: Sequence[Order]) -> None:
    """Deposits are deducted from the first invoices of their order, until they are used up."""
    left = totals_of(lines_of(invoice), 0).gross
    for deposit in deposits_to_deduct(orders):
        cents = min(deposit.to_deduct, left)  # type: ignore[attr-defined]
        if cents > 0:
            DepositDeduction.objects.create(invoice=invoice, deposit=deposit, cents=cents)
            left -= cents


def check_deposits(deposits: Collection[int]) -> None:
    """What was asked in advance is given back or deducted, never both. `deposits`: keys. Refusal `deposit_deducted`."""
    found = overdrawn(deposits)
    if found is not None:
        raise Refusal("deposit_deducted", number=found.number)


def sum_up(invoice: Invoice) -> Invoice:
    """Write the totals of the lines and deductions that a draft has now."""
    prepaid = sum(invoice.deductions.values_list("cents", flat=True))
    sums = totals_of(lines_of(invoice), prepaid)
    invoice.net, invoice.tax, invoice.gross = sums.net, sums.tax, sums.gross
    invoice.prepaid, invoice.payable = sums.prepaid, sums.payable
    invoice.save()
    return invoice


# ---------------------------------------------------------------- changed by hand


def in_turn(invoice: Invoice) -> Invoice:
    """The draft as it is once nobody else writes. Refusals `invoice_sealed`, `draft_removed`."""
    one_at_a_time(invoice.establishment)
    row = Invoice.objects.filter(pk=invoice.pk).select_related("establishment", "client").first()
    if row is None:
        raise Refusal("draft_removed")
    rules.check_draft(row.state)
    return row


@transaction.atomic
def change_draft(*, invoice: Invoice, order_reference: str, note: str, by: User | None, at: datetime) -> Invoice:
    """The words of a draft. Refusals `invoice_sealed`, `draft_removed`."""
    row = in_turn(invoice)
    row.order_reference, row.note = order_reference.strip(), note.strip()
    row.save()
    return row


@transaction.atomic
def add_line(*, invoice: Invoice, line: FreeLine, by: User | None, at: datetime) -> InvoiceLine:
    """A line that bills no delivery, at the end of a draft. Refusals `invoice_sealed`, `draft_removed`, `line_elsewhere`."""
    invoice = in_turn(invoice)
    if line.vat.establishment_id != invoice.establishment_id or invoice.kind == InvoiceKind.CREDIT_NOTE:
        raise Refusal("line_elsewhere")
    last = invoice.lines.order_by("-position").values_list("position", flat=True).first() or 0
    row = InvoiceLine.objects.create(
        invoice=invoice,
        position=last + 1,
        text=line.text.strip(),
        quantity=line.quantity,
        unit=line.unit,
        unit_price=line.unit_price,
        price_base=line.price_base,
        discount=line.discount,
        amount=line_amount(line.quantity, line.unit_price, line.price_base, line.discount),
        supply=line.supply,
        **_vat(line.vat),
    )
    InvoiceLineCost.objects.bulk_create(
        InvoiceLineCost(line=row, category=category, cents=cents) for category, cents in line.costs.items() if cents
    )
    sum_up(invoice)
    return row


@transaction.atomic
def remove_line(*, line: InvoiceLine, by: User | None, at: datetime) -> None:
    """Take a line off a draft: what it billed is left to bill. Refusals `invoice_sealed`, `draft_removed`."""
    invoice = in_turn(line.invoice)
    invoice.lines.filter(pk=line.pk).delete()
    sum_up(invoice)


@transaction.atomic
def remove_draft(*, invoice: Invoice, by: User | None, at: datetime) -> None:
    """A draft is removed with its lines: it has no number, so none is missing. Refusals `invoice_sealed`, `draft_removed`."""
    in_turn(invoice).delete()
