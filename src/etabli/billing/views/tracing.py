"""From each line of an issued invoice to who, or which group, did what part of it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from etabli.billing.access import BillingRight
from etabli.billing.states import InvoiceState
from etabli.billing.trace import Contributor, LineTrace, trace_for
from etabli.billing.views.common import crumb, invoice_of
from etabli.kit import localised
from etabli.kit.clock import today
from etabli.kit.links import address
from etabli.kit.pages import Request, page
from etabli.org.models import Establishment
from etabli.people.models import Person
from etabli.production.queries.lines import PERSON, UNATTRIBUTED


@page(see=BillingRight.READ)
def invoice_trace(request: Request, place: Establishment, invoice: int) -> HttpResponse:
    """Codes for those who sell; names besides for those who may see who worked on what."""
    row = invoice_of(request, invoice)
    if row.state != InvoiceState.ISSUED:
        raise Http404
    traced = trace_for(row, request.user, today())
    named = {part.who for line in traced for part in line.contributors if part.name}
    if people := sorted(key for kind, key in named if kind == PERSON):
        request.note_read("billing.trace", people, table=Person._meta.db_table)
    back = reverse("billing:invoice", kwargs={"finess": place.finess, "invoice": row.pk})
    sheets = address(request, "production:lines")
    context = {
        "place": place,
        "row": row,
        "lines": [_line(line, bool(sheets)) for line in traced],
        "named": bool(named),
        "crumbs": [
            crumb(place, gettext("Invoices"), "invoices"),
            {"label": row.number, "url": back},
            {"label": gettext("Trace")},
        ],
    }
    return render(request, "billing/trace.html", context)


def _line(traced: LineTrace, has_sheets: bool) -> dict[str, Any]:
    line = traced.line
    return {
        "text": line.text,
        "reference": traced.reference,
        "sheet": line.order_line_id if has_sheets else None,
        "delivery": line.delivery_number,
        "delivered_on": line.delivered_on,
        "minutes": localised.hours(traced.minutes) if traced.minutes >= 0 else f"−{localised.hours(-traced.minutes)}",
        "quantity": localised.quantity(traced.quantity),
        "parts": [_part(part) for part in traced.contributors],
    }


def _part(part: Contributor) -> dict[str, Any]:
    minutes = localised.hours(abs(part.minutes))
    return {
        "code": part.code,
        "name": part.name,
        "nobody": part.kind == UNATTRIBUTED,
        "minutes": minutes if part.minutes >= 0 else f"−{minutes}",
        "quantity": localised.quantity(part.quantity),
        "share": localised.ratio(part.share / 10_000),
    }
