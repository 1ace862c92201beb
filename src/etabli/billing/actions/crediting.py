"""Credit notes: an issued invoice is taken back, whole or by line, and says why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from etabli.billing import rules
from etabli.billing.actions.drafting import check_deposits, sum_up
from etabli.billing.models import Invoice, InvoiceLine, InvoiceLineCost
from etabli.billing.queries import credited_costs_of, credited_of, lines_of
from etabli.billing.states import InvoiceKind
from etabli.core.refusal import Refusal
from etabli.org.models import User
from etabli.org.turns import one_at_a_time


@transaction.atomic
def credit(
    *,
    invoice: Invoice,
    quantities: Mapping[int, int] | None = None,
    reason: str,
    rebill: bool = False,
    on: date,
    by: User | None,
    at: datetime,
) -> Invoice:
    """The draft of a credit note: of quantities by line (key), or of all that is left of the invoice.

    `rebill`: what is credited is to be billed anew, and is unbilled again once the credit note is issued. Refusals
    `invoice_not_issued`, `credit_of_credit`, `credit_reason_missing`, `credit_exceeds`, `line_elsewhere`,
    `nothing_to_bill`, `deposit_deducted`.
    """
    one_at_a_time(invoice.establishment)
    rules.check_issued(invoice.state)
    if invoice.kind == InvoiceKind.CREDIT_NOTE:
        raise Refusal("credit_of_credit")
    rules.check_reason(reason)
    lines = {line.pk: line for line in lines_of(invoice)}
    done = credited_of(invoice)
    wanted = _wanted(lines, done, quantities)
    made = Invoice.objects.create(
        establishment=invoice.establishment,
        client=invoice.client,
        kind=InvoiceKind.CREDIT_NOTE,
        drafted_on=on,
        order=invoice.order,
        order_reference=invoice.order_reference,
        corrects=invoice,
        reason=reason.strip(),
    )
    costs = {(cost.line_id, cost.category): cost.cents for cost in _costs_of(invoice)}
    costs_done = credited_costs_of(invoice)
    for position, (key, quantity) in enumerate(wanted.items(), start=1):
        row = _credit_line(made, position, lines[key], quantity, done.get(key, (0, 0)), rebill)
        row.save()
        left = {
            category: cents - costs_done.get((key, category), 0) for (of, category), cents in costs.items() if of == key
        }
        _credit_costs(row, left, lines[key].quantity - done.get(key, (0, 0))[0], quantity)
    sum_up(made)
    check_deposits([invoice.pk])
    return made


def _costs_of(invoice: Invoice) -> Sequence[InvoiceLineCost]:
    return list(InvoiceLineCost.objects.filter(line__invoice=invoice))


def _wanted(
    lines: Mapping[int, InvoiceLine], done: Mapping[int, tuple[int, int]], quantities: Mapping[int, int] | None
) -> dict[int, int]:
    left = {key: line.quantity - done.get(key, (0, 0))[0] for key, line in lines.items()}
    if quantities is None:
        wanted = {key: quantity for key, quantity in left.items() if quantity}
    else:
        wanted = {key: quantity for key, quantity in quantities.items() if quantity}
    rules.check_not_empty(len(wanted))
    for key, quantity in wanted.items():
        if key not in lines:
            raise Refusal("line_elsewhere")
        rules.check_credited(quantity, left[key], lines[key].text)
    return wanted


def _credit_line(
    made: Invoice, position: int, line: InvoiceLine, quantity: int, done: tuple[int, int], rebill: bool
) -> InvoiceLine:
    """What is left of the amount goes with what is left of the quantity, so that a whole credit leaves no cent."""
    amount = rules.credited_part(line.amount - done[1], line.quantity - done[0], 0, quantity)
    return InvoiceLine(
        invoice=made,
        position=position,
        order_line=line.order_line,
        delivery_line=line.delivery_line if rebill else None,
        corrects=line,
        text=line.text,
        quantity=-quantity,
        unit=line.unit,
        unit_price=line.unit_price,
        price_base=line.price_base,
        discount=line.discount,
        amount=-amount,
        vat_category=line.vat_category,
        vat_rate=line.vat_rate,
        vat_reason=line.vat_reason,
        vat_reason_code=line.vat_reason_code,
        supply=line.supply,
        delivered_on=line.delivered_on,
        delivery_number=line.delivery_number,
    )


def _credit_costs(row: InvoiceLine, left: Mapping[str, int], quantity_left: int, quantity: int) -> None:
    for category, cents in left.items():
        part = rules.credited_part(cents, quantity_left, 0, quantity)
        if part:
            InvoiceLineCost.objects.create(line=row, category=category, cents=-part)
