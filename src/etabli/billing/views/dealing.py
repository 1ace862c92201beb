"""What is done with an invoice: its draft is changed, issued or removed; then credited, paid, offset, reminded."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext

from etabli.billing import actions
from etabli.billing.access import BillingRight
from etabli.billing.forms import CreditForm, DraftForm, FreeLineForm, IssueForm, OffsetForm, PaymentForm, ReminderForm
from etabli.billing.models import Invoice, InvoiceLine, Series
from etabli.billing.queries import credited_of, lines_of, to_offset
from etabli.billing.states import InvoiceKind
from etabli.billing.views.common import asked, crumb, found, invoice_of, to
from etabli.kit.asking import do, sent
from etabli.kit.clock import now, today
from etabli.kit.pages import Request, page
from etabli.orders.models import VatTreatment
from etabli.org.models import Establishment

WRITE, PAY = BillingRight.WRITE, BillingRight.PAYMENTS_WRITE


def _crumbs(row: Invoice) -> list[Any]:
    place = row.establishment
    way = crumb(place, gettext("Invoices"), "invoices")
    return [way, crumb(place, row.number or gettext("Draft"), "invoice", row.pk)]


def _asked(request: Request, row: Invoice, form: Any, act: Any, heading: str, done: str, **more: Any) -> HttpResponse:
    lead = f"{row.number or gettext('Draft')} · {row.client.name}"
    return asked(request, form, act, heading=heading, done=done, crumbs=_crumbs(row), lead=lead, **more)


@page(see=WRITE, do=WRITE)
def invoice_edit(request: Request, place: Establishment, invoice: int) -> HttpResponse:
    """The words of a draft."""
    row = invoice_of(request, invoice, WRITE)
    form = DraftForm(sent(request), initial={"order_reference": row.order_reference, "note": row.note})

    def act() -> None:
        actions.change_draft(invoice=row, **form.cleaned_data, by=request.user, at=now())

    return _asked(request, row, form, act, gettext("Change the draft"), gettext("The draft is saved."))


@page(see=WRITE, do=WRITE)
def invoice_remove(request: Request, place: Establishment, invoice: int) -> HttpResponse:
    """A draft is removed: what it billed is to bill again, so that the same draft can be made anew."""
    row = found(request, Invoice, invoice, WRITE)
    back = to(place, "invoice", row.pk)
    if request.method != "POST":
        return redirect(back)
    answer = do(
        request,
        lambda: actions.remove_draft(invoice=row, by=request.user, at=now()),
        back,
        gettext("The draft is removed. What it billed is to bill again."),
    )
    return answer if Invoice.objects.filter(pk=invoice).exists() else redirect(to(place, "invoices"))


@page(see=WRITE, do=WRITE)
def line_add(request: Request, place: Establishment, invoice: int) -> HttpResponse:
    """A line that bills no delivery, on a draft."""
    row = invoice_of(request, invoice, WRITE)
    day = today()
    running = Q(starts_on__lte=day) & (Q(ends_before=None) | Q(ends_before__gt=day))
    form = FreeLineForm(sent(request), treatments=list(VatTreatment.objects.filter(running, establishment=place)))

    def act() -> None:
        actions.add_line(invoice=row, line=form.spec, by=request.user, at=now())

    return _asked(request, row, form, act, gettext("Add a line"), gettext("The line is added."))


@page(see=WRITE, do=WRITE)
def line_remove(request: Request, place: Establishment, line: int) -> HttpResponse:
    """A line is taken off a draft: what it billed is to bill again."""
    row = get_object_or_404(InvoiceLine.objects.visible_to(request.user, place, WRITE), pk=line)
    back = to(place, "invoice", row.invoice_id)
    done = gettext("The line is taken off. What it billed is to bill again.")
    return do(request, lambda: actions.remove_line(line=row, by=request.user, at=now()), back, done)


@page(see=WRITE, do=WRITE)
def invoice_issue(request: Request, place: Establishment, invoice: int) -> HttpResponse:
    """The draft gets its number and is sealed."""
    row = invoice_of(request, invoice, WRITE)
    is_credit = row.kind == InvoiceKind.CREDIT_NOTE
    series = list(Series.objects.filter(establishment=place, credit_notes=is_credit, active=True))
    form = IssueForm(sent(request), series=series, initial={"on": today()})

    def act() -> None:
        values = form.cleaned_data
        actions.issue(invoice=row, on=values["on"], series=form.wanted, by=request.user, at=now())

    return _asked(
        request,
        row,
        form,
        act,
        gettext("Issue the invoice"),
        gettext("The invoice is issued."),
        note=gettext("It gets the next number and can never be changed: a mistake is put right by a credit note."),
        submit=gettext("Issue"),
    )


@page(see=WRITE, do=WRITE)
def invoice_credit(request: Request, place: Establishment, invoice: int) -> HttpResponse:
    """A credit note for some lines, or for all that is left of them, as a draft."""
    row = invoice_of(request, invoice, WRITE)
    lines, done = lines_of(row), credited_of(row)
    left = {line.pk: line.quantity - done.get(line.pk, (0, 0))[0] for line in lines}
    form = CreditForm(sent(request), rows=lines, left=left)
    made: list[Invoice] = []

    def act() -> None:
        values = {"reason": form.cleaned_data["reason"], "rebill": form.cleaned_data["rebill"]}
        made.append(
            actions.credit(invoice=row, quantities=form.quantities, **values, on=today(), by=request.user, at=now())
        )

    return _asked(
        request,
        row,
        form,
        act,
        gettext("Make a credit note"),
        gettext("The draft of the credit note is made. Issue it."),
        submit=gettext("Make the draft"),
        then=lambda: to(place, "invoice", made[0].pk),
    )


@page(see=PAY, do=PAY)
def invoice_pay(request: Request, place: Establishment, invoice: int) -> HttpResponse:
    """Money received, or given back."""
    row = invoice_of(request, invoice, PAY)
    initial = {"cents": abs(row.left), "paid_on": today(), "given_back": row.left < 0}
    form = PaymentForm(sent(request), initial=initial)

    def act() -> None:
        values = {name: form.cleaned_data[name] for name in ("paid_on", "means", "reference")}
        actions.record_payment(invoice=row, cents=form.amount, **values, by=request.user, at=now())

    return _asked(request, row, form, act, gettext("Record a payment"), gettext("The payment is recorded."))


@page(see=PAY, do=PAY)
def invoice_offset(request: Request, place: Establishment, invoice: int) -> HttpResponse:
    """Part of an invoice is paid by a credit note of the same client."""
    row = invoice_of(request, invoice, PAY)
    notes = list(to_offset(Invoice.objects.visible_to(request.user, place, PAY), row))
    form = OffsetForm(sent(request), notes=notes, initial={"on": today(), "cents": row.left})

    def act() -> None:
        note = next(note for note in notes if str(note.pk) == form.cleaned_data["credit_note"])
        values = {"on": form.cleaned_data["on"], "cents": form.cleaned_data["cents"]}
        actions.offset(invoice=row, credit_note=note, **values, by=request.user, at=now())

    return _asked(request, row, form, act, gettext("Offset a credit note"), gettext("The credit note is offset."))


@page(see=PAY, do=PAY)
def invoice_remind(request: Request, place: Establishment, invoice: int) -> HttpResponse:
    """A reminder that was sent is written down."""
    row = invoice_of(request, invoice, PAY)
    form = ReminderForm(sent(request), initial={"sent_on": today()})

    def act() -> None:
        actions.remind(invoice=row, **form.cleaned_data, by=request.user, at=now())

    return _asked(request, row, form, act, gettext("Write down a reminder"), gettext("The reminder is written down."))
