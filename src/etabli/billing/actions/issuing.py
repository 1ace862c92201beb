"""Issue: a draft gets its number, its day, a copy of seller and buyer, and is sealed, all in one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from etabli.billing import rules
from etabli.billing.actions.days import check_come
from etabli.billing.actions.drafting import check_deposits, in_turn
from etabli.billing.actions.settings import USUAL_DIGITS, USUAL_SERIES
from etabli.billing.models import BilledLineFact, Invoice, InvoiceLine, Series, SeriesYear
from etabli.billing.queries import lines_of, seller_of, totals_of, vat_of
from etabli.billing.snapshots import (
    billing_address,
    buyer_facts,
    buyer_kept,
    digest_of,
    groups_kept,
    seller_facts,
    seller_kept,
)
from etabli.billing.states import InvoiceKind, InvoiceState
from etabli.core.invoicing import check_together, check_vat
from etabli.core.periods import day_no
from etabli.core.refusal import Refusal
from etabli.orders.states import ClientKind
from etabli.org.models import Establishment, User


@transaction.atomic
def issue(*, invoice: Invoice, on: date, series: Series | None = None, by: User | None, at: datetime) -> Invoice:
    """Give a draft the next number of a series (the first one of its kind by default) and seal it.

    The number is given inside the transaction: when that fails, no number is lost. Refusals `invoice_sealed`,
    `draft_removed`, `nothing_to_bill`, `day_to_come`, `deposit_deducted`, `series_missing`, those of
    `rules.check_delivered`, `check_seller`, `check_buyer`, `check_totals` and `check_day`, and of
    `core.invoicing.check_vat` and `check_together`.
    """
    # Whoever issued the same draft meanwhile was first.
    row = in_turn(invoice)
    lines = lines_of(row)
    rules.check_not_empty(len(lines))
    for line in lines:
        check_vat(vat_of(line))
    check_together([vat_of(line) for line in lines])
    check_come(on, at)
    rules.check_delivered(on, max((line.delivered_on for line in lines if line.delivered_on), default=None))
    check_deposits([*row.deductions.values_list("deposit", flat=True), row.corrects_id or 0])
    _freeze(row, on)
    sums = totals_of(lines, sum(row.deductions.values_list("cents", flat=True)))
    rules.check_totals(row.kind, sums.gross, sums.prepaid)
    row.net, row.tax, row.gross, row.prepaid, row.payable = sums.net, sums.tax, sums.gross, sums.prepaid, sums.payable
    row.vat = groups_kept(sums.groups)
    _number(row, _series(row, series), on)
    row.issued_on, row.issued_at = on, at
    row.digest = digest_of(row, lines)
    row.state = InvoiceState.ISSUED
    row.save()
    _derive(row, lines, on)
    return row


def _derive(invoice: Invoice, lines: Iterable[InvoiceLine], on: date) -> None:
    """What is counted of the lines. Once: from now on they are sealed, and the client is who she was that day."""
    BilledLineFact.objects.bulk_create(
        BilledLineFact(
            establishment=invoice.establishment,
            invoice_line=line.pk,
            kind=invoice.kind,
            issued_day=day_no(on),
            amount=line.amount,
            supply=line.supply,
            nature=line.order_line.nature if line.order_line else "",
            public_client=int(invoice.client.kind == ClientKind.LOCAL_AUTHORITY),
        )
        for line in lines
    )


def _freeze(invoice: Invoice, on: date) -> None:
    """Copies of the seller and the buyer as they are now, and the day on which payment is due."""
    client, seller = invoice.client, seller_of(invoice.establishment)
    address = billing_address(client)
    categories = set(invoice.lines.values_list("vat_category", flat=True))
    buyer = buyer_facts(client, address)
    rules.check_seller(seller_facts(seller), buyer, categories)
    rules.check_buyer(buyer, categories)
    if seller is not None:
        invoice.seller = seller_kept(seller)
    invoice.buyer = buyer_kept(client, address, invoice.delivery_address)
    days = (client.payment_days, client.payment_end_of_month)
    invoice.due_on = on if invoice.kind == InvoiceKind.CREDIT_NOTE else rules.due_date(on, *days)


def _series(invoice: Invoice, wanted: Series | None) -> Series:
    """The series, its row locked until the end of the transaction."""
    is_credit = invoice.kind == InvoiceKind.CREDIT_NOTE
    rows = Series.objects.filter(establishment=invoice.establishment, credit_notes=is_credit, active=True)
    if wanted is not None:
        found = rows.select_for_update().filter(pk=wanted.pk).first()
    else:
        found = rows.select_for_update().order_by("code").first() or _usual(invoice.establishment, is_credit)
    if found is None:
        raise Refusal("series_missing")
    return found


def _usual(establishment: Establishment, is_credit: bool) -> Series | None:
    """Made when the establishment has no series of the kind; none that a workplace stopped using is taken up again."""
    code, prefix = USUAL_SERIES[is_credit]
    others = list(Series.objects.filter(establishment=establishment))
    if any(row.credit_notes == is_credit for row in others):
        return None
    # A workplace may have taken those numbers for the other kind before they were kept.
    if any(row.code == code or rules.may_coincide(prefix, USUAL_DIGITS, row.prefix, row.digits) for row in others):
        return None
    return Series.objects.create(establishment=establishment, code=code, prefix=prefix, credit_notes=is_credit)


def _number(invoice: Invoice, series: Series, on: date) -> None:
    year = rules.year_of(series.prefix, on)
    # A series that begins again each year does not go back to an earlier one either.
    latest = series.years.order_by("-last_issued_on").exclude(last_issued_on=None).first()
    rules.check_day(on, latest.last_issued_on if latest else None)
    counter, _ = SeriesYear.objects.get_or_create(series=series, year=year)
    counter.last, counter.last_issued_on = counter.last + 1, on
    counter.save()
    invoice.series, invoice.year, invoice.sequence = series, year, counter.last
    invoice.number = rules.number_in(series.prefix, year, counter.last, series.digits)
