"""Invoices: their list, one of them as draft or as issued, its preview, and its files."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from etabli.billing import columns, rules
from etabli.billing.access import BillingRight
from etabli.billing.documents import is_plain
from etabli.billing.forms import InvoiceFilter
from etabli.billing.forms.invoicing import DRAFT, LATE, OPEN, PAID
from etabli.billing.models import Invoice
from etabli.billing.queries import lines_of, to_offset, with_paid
from etabli.billing.showing import payment_words, preview
from etabli.billing.states import Format, InvoiceKind, InvoiceState, Settlement
from etabli.billing.views.common import crumb, invoice_of, sheet, tabs
from etabli.billing.wording import FORMATS, INVOICE_KINDS, LATENESSES, SETTLEMENTS
from etabli.kit import localised
from etabli.kit.clock import today
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.kit.texts import fold
from etabli.orders.states import ClientKind
from etabli.org.models import Establishment
from etabli.org.queries import rights_in


def listed(request: Request, asked_for: InvoiceFilter) -> QuerySet[Invoice]:
    """Invoices as the address asks for them: drafts first, then the latest issued."""
    rows = with_paid(Invoice.objects.visible_to(request.user, request.place))
    issued, show = Q(state=InvoiceState.ISSUED), asked_for.chosen("show")
    wanted = {
        DRAFT: Q(state=InvoiceState.DRAFT),
        OPEN: issued & ~Q(left=0),
        LATE: issued & Q(left__gt=0, due_on__lt=today()),
        PAID: issued & Q(left=0),
    }
    if show:
        rows = rows.filter(wanted[show])
    if kind := asked_for.chosen("kind"):
        rows = rows.filter(kind=kind)
    if text := asked_for.chosen("q").strip():
        rows = rows.filter(Q(number__icontains=text) | Q(client__search_key__contains=fold(text)))
    rows = rows.select_related("client", "establishment")
    return rows.order_by(F("issued_on").desc(nulls_first=True), "-pk")


@page(see=BillingRight.READ)
def invoices(request: Request, place: Establishment) -> HttpResponse:
    """Invoices, credit notes, deposits and drafts."""
    asked_for = InvoiceFilter(request.GET)
    shown = paged(listed(request, asked_for), request.GET.get("page"))
    context = {
        "place": place,
        "filter": asked_for,
        "page": shown,
        "rows": [_row(row) for row in shown.object_list],
        "tabs": tabs(place, "invoices"),
    }
    return render(request, "billing/invoices.html", context)


def _row(row: Any) -> dict[str, Any]:
    status, words = status_of(row)
    is_issued = row.state == InvoiceState.ISSUED
    return {
        "row": row,
        "kind": INVOICE_KINDS[row.kind],
        "gross": localised.money(row.gross),
        "left": localised.money(row.left) if is_issued and row.left else "",
        "status": status,
        "words": words,
    }


def status_of(row: Any) -> tuple[str, str]:
    """Symbol and words: a draft, paid, part of it, late and by how much. `row`: with `paid` and `left`."""
    if row.state == InvoiceState.DRAFT:
        return "off", gettext("Draft")
    settled = rules.settlement(row.payable, row.paid)
    if settled == Settlement.PAID:
        return "ok", str(SETTLEMENTS[settled])
    if row.left > 0 and row.due_on and row.due_on < today():
        return "late", str(LATENESSES[rules.lateness(row.due_on, today())])
    return ("watch" if settled == Settlement.PARTLY else "info"), str(SETTLEMENTS[settled])


@page(see=BillingRight.READ)
def invoices_export(request: Request, place: Establishment, kind: str) -> HttpResponse:
    rows = list(listed(request, InvoiceFilter(request.GET)))
    title, subjects = gettext("Invoices"), {row.client_id for row in rows}
    return sheet(request, kind, columns.INVOICES, rows, what="billing.invoices.export", title=title, subjects=subjects)


@page(see=BillingRight.READ)
def invoice(request: Request, place: Establishment, invoice: int) -> HttpResponse:
    """One document: a preview of what the client gets, and what may be done with it."""
    row = invoice_of(request, invoice)
    rights = rights_in(request.user, place)
    lines = lines_of(row)
    status, words = status_of(row)
    context = {
        "place": place,
        "row": row,
        "kind": INVOICE_KINDS[row.kind],
        "status": status,
        "words": words,
        **preview(row, lines),
        "payments": [payment_words(payment) for payment in row.payments.all()],
        "files": _files(row),
        "is_plain": row.state == InvoiceState.ISSUED and is_plain(row),
        "is_consumer": row.client.kind == ClientKind.INDIVIDUAL,
        "reminders": list(row.reminders.all()),
        "notes": list(row.credit_notes.all()),
        "may": _may(row, rights) | {"offset": _may_offset(request, row, rights)},
        "crumbs": [crumb(place, gettext("Invoices"), "invoices"), {"label": row.number or gettext("Draft")}],
    }
    return render(request, "billing/invoice.html", context)


def _files(row: Invoice) -> list[dict[str, Any]]:
    """The forms in which a document leaves."""
    if row.state == InvoiceState.ISSUED and is_plain(row):
        return [{"kind": Format.FACTURX.value, "label": "PDF"}]
    return [{"kind": kind.value, "label": FORMATS[kind]} for kind in Format]


def _may(row: Any, rights: frozenset[str]) -> dict[str, bool]:
    """What the reader may do with a document in its state."""
    is_draft, is_credit = row.state == InvoiceState.DRAFT, row.kind == InvoiceKind.CREDIT_NOTE
    writes, pays = BillingRight.WRITE in rights, BillingRight.PAYMENTS_WRITE in rights
    return {
        "change": is_draft and writes,
        "credit": not is_draft and not is_credit and writes,
        "pay": not is_draft and pays and row.payable != 0,
        "print": not is_draft and row.left == 0,
        "remind": not is_draft and pays and row.left > 0,
        "certify": not is_draft and row.kind == InvoiceKind.INVOICE and BillingRight.CERTIFICATES_WRITE in rights,
        "trace": not is_draft,
    }


def _may_offset(request: Request, row: Any, rights: frozenset[str]) -> bool:
    """Something is owed, and a credit note of the client is there to pay it with."""
    if row.state == InvoiceState.DRAFT or row.kind == InvoiceKind.CREDIT_NOTE or row.left <= 0:
        return False
    pay = BillingRight.PAYMENTS_WRITE
    return pay in rights and to_offset(Invoice.objects.visible_to(request.user, request.place, pay), row).exists()
