"""Files of billing: an issued invoice in each form in which it leaves, and the journals for whoever keeps the books."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from etabli.billing.access import BillingRight
from etabli.billing.documents import invoice_pdf
from etabli.billing.einvoice.writing import written
from etabli.billing.forms import JournalForm
from etabli.billing.journal_export import COLUMNS, entries
from etabli.billing.models import Invoice
from etabli.billing.states import Format
from etabli.billing.views.common import crumb, document, found, note_download, to
from etabli.core.refusal import Refusal
from etabli.kit.clock import today
from etabli.kit.exports import CONTENT_TYPES, CSV, Column, to_csv
from etabli.kit.pages import Request, page
from etabli.kit.wording import sentence
from etabli.orders.models import Client
from etabli.org.models import Establishment

PDF, XML = "application/pdf", "application/xml"


@page(see=BillingRight.READ)
def invoice_file(request: Request, place: Establishment, invoice: int, kind: str) -> HttpResponse:
    """An issued document as Factur-X, CII, UBL or Peppol BIS. What cannot be written is said on its page."""
    if kind not in frozenset(Format):
        raise Http404
    joined = ("establishment", "client", "order", "corrects")
    row = found(request, Invoice, invoice, joined=joined)
    try:
        content = invoice_pdf(row) if kind == Format.FACTURX else written(row, kind)
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
        return redirect(to(place, "invoice", row.pk))
    note_download(request, "billing.invoice.file", [row.client])
    if kind == Format.FACTURX:
        return document(content, PDF, str(row.number), "pdf")
    return document(content, XML, f"{row.number} {kind}", "xml")


@page(see=BillingRight.READ)
def journals(request: Request, place: Establishment) -> HttpResponse:
    """The journals of sales and of the bank between two days, as a CSV in the columns of the file of entries."""
    last = today().replace(day=1)
    form = JournalForm(request.GET if "start" in request.GET else None, initial={"start": last, "end": today()})
    if form.is_valid():
        return _journals(request, place, form)
    crumbs = [crumb(place, gettext("Invoices"), "invoices"), {"label": gettext("Journals")}]
    return render(request, "billing/journals.html", {"place": place, "form": form, "crumbs": crumbs})


def _journals(request: Request, place: Establishment, form: JournalForm) -> HttpResponse:
    try:
        rows = entries(place, form.cleaned_data["start"], form.day_after)
    except Refusal as refusal:
        messages.error(request, sentence(refusal))
        return redirect(to(place, "journals"))
    named = Client.objects.filter(establishment=place, code__in={row.client_code for row in rows})
    note_download(request, "billing.journals", named)
    columns = [Column(name, name, partial(_cell, index)) for index, name in enumerate(COLUMNS)]
    content = to_csv(columns, [row.row() for row in rows])
    return document(content, CONTENT_TYPES[CSV], gettext("Journals"), CSV)


def _cell(index: int, row: list[str]) -> str:
    return row[index]
