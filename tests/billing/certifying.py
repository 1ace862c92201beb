"""Issued invoices of given amounts, and what was paid of them: what a test of certificates begins with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from itertools import count
from typing import Any

from etabli.billing.models import DepositDeduction, Invoice, InvoiceLine, InvoiceLineCost, Payment, Series
from etabli.orders.models import Client
from tests import workplace

AT: datetime = workplace.AT
ON = date(2026, 1, 20)
_SEQUENCES = count(1)


def invoiced(
    buyer: Client,
    net: int,
    costs: Mapping[str, int] | None = None,
    *,
    on: date = date(2025, 3, 1),
    kind: str = "invoice",
    corrects: Invoice | None = None,
    deposits: Mapping[Invoice, int] | None = None,
    order_line: Any = None,
    delivery_line: Any = None,
    of_line: Any = None,
    quantity: int = 1000,
    **changes: Any,
) -> Invoice:
    """One line of that net amount, taxed at 20 %, issued. `deposits`: cents deducted of each."""
    tax = net // 5
    prepaid = sum((deposits or {}).values())
    row = Invoice.objects.create(
        establishment=buyer.establishment,
        client=buyer,
        kind=kind,
        drafted_on=on,
        corrects=corrects,
        reason="Erreur" if corrects else "",
        net=net,
        tax=tax,
        gross=net + tax,
        prepaid=prepaid,
        payable=net + tax - prepaid,
        **changes,
    )
    line = InvoiceLine.objects.create(
        invoice=row,
        position=1,
        order_line=order_line,
        delivery_line=delivery_line,
        corrects=of_line,
        text="Article",
        quantity=quantity,
        unit="piece",
        unit_price=abs(net) * 100,
        amount=net,
        vat_category="S",
        vat_rate=2000,
        supply="goods",
    )
    for category, cents in (costs or {}).items():
        InvoiceLineCost.objects.create(line=line, category=category, cents=cents)
    return _issued(row, on, deposits or {})


def _issued(row: Invoice, on: date, deposits: Mapping[Invoice, int]) -> Invoice:
    for deposit, cents in deposits.items():
        DepositDeduction.objects.create(invoice=row, deposit=deposit, cents=cents)
    sequence = next(_SEQUENCES)
    series, _ = Series.objects.get_or_create(establishment=row.establishment, code="F", defaults={"prefix": "F{year}-"})
    row.state, row.series, row.year, row.sequence = "issued", series, on.year, sequence
    row.number, row.issued_on, row.due_on = f"F{on.year}-{sequence:04}", on, on
    row.seller, row.digest, row.issued_at = {"legal_name": "Les Tilleuls"}, "0" * 64, AT
    row.save()
    return row


def paid(invoice: Invoice, cents: int | None = None, on: date = date(2025, 6, 1)) -> Payment:
    """All of it, unless an amount is given."""
    amount = invoice.payable if cents is None else cents
    return Payment.objects.create(invoice=invoice, paid_on=on, cents=amount, means="transfer", recorded_at=AT)
