"""Deposits: what orders asked for in advance, and what invoices deduct of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from etabli.billing import rules
from etabli.billing.models import DepositDeduction, Invoice
from etabli.billing.states import InvoiceKind, InvoiceState
from etabli.orders.models import Order


@dataclass(frozen=True)
class Deducted:
    """What an issued invoice (key) deducts of a deposit (key): `cents` of `gross`, VAT included, after `before`."""

    invoice: int
    deposit: int
    gross: int
    net: int
    before: int
    cents: int

    def part(self, amount: int) -> int:
        """Of an amount of the deposit, in cents, what this deduction takes: all of them together take it exactly."""
        return rules.credited_part(amount, self.gross, self.before, self.cents)


def deducted(deposits: Collection[int] | QuerySet[Any]) -> list[Deducted]:
    """All that issued invoices deduct of these deposits (keys), in the order in which they were issued. One query."""
    rows = DepositDeduction.objects.filter(deposit__in=deposits, invoice__state=InvoiceState.ISSUED)
    before: defaultdict[int, int] = defaultdict(int)
    found = []
    for row in rows.select_related("deposit").order_by("invoice__issued_at", "pk"):
        deposit = row.deposit
        found.append(Deducted(row.invoice_id, deposit.pk, deposit.gross, deposit.net, before[deposit.pk], row.cents))
        before[deposit.pk] += row.cents
    return found


def deposits_of(order: Order) -> int:
    """What deposits of an order, drafts included, ask for and was not credited: cents, without VAT. Two queries."""
    deposits = Invoice.objects.filter(order=order, kind=InvoiceKind.DEPOSIT)
    credited = Invoice.objects.filter(corrects__in=deposits.order_by(), state=InvoiceState.ISSUED)
    return sum(deposits.values_list("net", flat=True)) + sum(credited.values_list("net", flat=True))


def overdrawn(deposits: Collection[int] | QuerySet[Any]) -> Invoice | None:
    """One of these deposits (keys) of which more is deducted and credited, drafts included, than it asked for. One query.

    What is only credited cannot be: credit notes are bound by the quantities of its lines, and each rounds its VAT.
    """
    rows = _with_uses(Invoice.objects.filter(pk__in=deposits))
    return rows.filter(~Q(deducted=0), deducted__gt=F("gross") + F("credited")).order_by("pk").first()


def deposits_to_deduct(orders: Iterable[Order]) -> QuerySet[Invoice]:
    """Issued deposit invoices of orders of which something is left to deduct (`to_deduct`, cents, VAT included).

    What a credit note, or the draft of one, takes back is not deducted. One query.
    """
    rows = Invoice.objects.filter(order__in=list(orders), kind=InvoiceKind.DEPOSIT, state=InvoiceState.ISSUED)
    left = _with_uses(rows).annotate(to_deduct=F("gross") + F("credited") - F("deducted"))
    # What is credited whole, in parts that each rounded its VAT, leaves no cent to deduct.
    return left.filter(to_deduct__gt=0, net__gt=-F("credited_net")).order_by("issued_on", "pk")


def _with_uses(deposits: QuerySet[Invoice]) -> QuerySet[Invoice]:
    """Each with `deducted`, `credited` (VAT included) and `credited_net`, in cents; what is credited is negative."""
    taken = DepositDeduction.objects.filter(deposit=OuterRef("pk")).order_by().values("deposit")
    notes = Invoice.objects.filter(corrects=OuterRef("pk")).order_by().values("corrects")
    return deposits.annotate(
        deducted=_sum(taken.annotate(total=Sum("cents")).values("total")),
        credited=_sum(notes.annotate(total=Sum("gross")).values("total")),
        credited_net=_sum(notes.annotate(total=Sum("net")).values("total")),
    )


def _sum(rows: QuerySet[Any]) -> Coalesce:
    return Coalesce(Subquery(rows, output_field=IntegerField()), Value(0))
