"""Payments, offsets and reminders. What was received is never changed: a mistake is taken back by a payment below zero."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from etabli.billing import rules
from etabli.billing.actions.days import check_come
from etabli.billing.models import Invoice, Payment, Reminder
from etabli.billing.queries import paid_of
from etabli.billing.states import InvoiceKind, Means
from etabli.core.refusal import Refusal
from etabli.org.models import User
from etabli.org.turns import one_at_a_time


@transaction.atomic
def record_payment(
    *,
    invoice: Invoice,
    paid_on: date,
    cents: int,
    means: str = Means.TRANSFER,
    reference: str = "",
    by: User | None,
    at: datetime,
) -> Payment:
    """Money received for an issued document, part of it or all; below zero when it was given back.

    Refusals `invoice_not_issued`, `paid_before_issued`, `day_to_come`, `payment_of_nothing`, `payment_exceeds`.
    """
    one_at_a_time(invoice.establishment)
    rules.check_issued(invoice.state)
    check_come(paid_on, at)
    rules.check_paid_on(paid_on, invoice.issued_on or paid_on)
    rules.check_payment(cents, paid_of(invoice), invoice.payable)
    return _paid(invoice, paid_on, cents, means, reference, at)


@transaction.atomic
def offset(
    *, invoice: Invoice, credit_note: Invoice, on: date, cents: int, by: User | None, at: datetime
) -> tuple[Payment, Payment]:
    """Pay part of an invoice by a credit note of the same client: no money moves.

    Refusals `invoice_not_issued`, `offset_elsewhere`, `offset_exceeds`, `paid_before_issued`, `day_to_come`.
    """
    one_at_a_time(invoice.establishment)
    check_come(on, at)
    for document in (invoice, credit_note):
        rules.check_issued(document.state)
        rules.check_paid_on(on, document.issued_on or on)
    is_other = credit_note.client_id != invoice.client_id or credit_note.kind != InvoiceKind.CREDIT_NOTE
    if is_other or invoice.kind == InvoiceKind.CREDIT_NOTE:
        raise Refusal("offset_elsewhere")
    left = invoice.payable - paid_of(invoice)
    rules.check_offset(cents, left, credit_note.payable - paid_of(credit_note))
    return (
        _paid(invoice, on, cents, Means.OFFSET, credit_note.number or "", at),
        _paid(credit_note, on, -cents, Means.OFFSET, invoice.number or "", at),
    )


def _paid(invoice: Invoice, on: date, cents: int, means: str, reference: str, at: datetime) -> Payment:
    return Payment.objects.create(
        invoice=invoice, paid_on=on, cents=cents, means=means, reference=reference.strip(), recorded_at=at
    )


@transaction.atomic
def remind(*, invoice: Invoice, sent_on: date, note: str = "", by: User | None, at: datetime) -> Reminder:
    """One more reminder of what is past its day. Refusals `invoice_not_issued`, `reminder_of_nothing`,
    `reminder_too_early`, `day_to_come`."""
    one_at_a_time(invoice.establishment)
    rules.check_issued(invoice.state)
    check_come(sent_on, at)
    rules.check_reminder(invoice.payable - paid_of(invoice), invoice.due_on or sent_on, sent_on)
    level = invoice.reminders.count() + 1
    return Reminder.objects.create(invoice=invoice, level=level, sent_on=sent_on, note=note.strip())
