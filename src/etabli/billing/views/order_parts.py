"""What billing knows of an order: its invoices, and who did what part of its lines. Parts of the page of the order (htmx)."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext

from etabli.billing.access import BillingRight
from etabli.billing.models import Invoice
from etabli.billing.queries import of_order, with_paid
from etabli.billing.states import InvoiceState
from etabli.billing.trace import LineWork, work_on
from etabli.billing.views.invoices import status_of
from etabli.billing.wording import INVOICE_KINDS
from etabli.kit import localised
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.orders.models import Order
from etabli.orders.wording import units
from etabli.org.models import Establishment
from etabli.production.queries.lines import GROUP, UNATTRIBUTED, Contribution

LATEST = 10


def _order(request: Request, key: int) -> Order:
    rows = Order.objects.visible_to(request.user, request.place, BillingRight.READ)
    row: Order = get_object_or_404(rows.select_related("client", "establishment"), pk=key)
    return row


def _crumbs(row: Order, label: str) -> list[dict[str, str]]:
    url = reverse("orders:order", kwargs={"finess": row.establishment.finess, "order": row.pk})
    return [{"label": row.number, "url": url}, {"label": label}]


@page(see=BillingRight.READ)
def order_invoices(request: Request, place: Establishment, order: int) -> HttpResponse:
    """The documents that bill something of an order, drafts first; the latest alone as a part of its page."""
    row = _order(request, order)
    rows = with_paid(of_order(Invoice.objects.visible_to(request.user, place), row))
    shown = paged(rows, request.GET.get("page"), LATEST if request.htmx else 50)
    context = {
        "place": place,
        "order": row,
        "page": shown,
        "rows": [_document(document) for document in shown.object_list],
        "crumbs": _crumbs(row, gettext("Invoices")),
    }
    template = "billing/order_invoices_part.html" if request.htmx else "billing/order_invoices.html"
    return render(request, template, context)


def _document(row: Any) -> dict[str, Any]:
    status, words = status_of(row)
    is_issued = row.state == InvoiceState.ISSUED
    return {
        "pk": row.pk,
        "number": row.number,
        "kind": INVOICE_KINDS[row.kind],
        "issued_on": row.issued_on,
        "payable": localised.money(row.payable),
        "paid": localised.money(row.paid) if is_issued else "",
        "status": status,
        "words": words,
    }


@page(see=BillingRight.READ)
def order_trace(request: Request, place: Establishment, order: int) -> HttpResponse:
    """Who, by the code that the client knows, worked how long on each line and made how much of it."""
    row = _order(request, order)
    context = {
        "place": place,
        "order": row,
        "lines": [_line(work) for work in work_on(row)],
        "crumbs": _crumbs(row, gettext("Trace")),
    }
    template = "billing/order_trace_part.html" if request.htmx else "billing/order_trace.html"
    return render(request, template, context)


def _line(work: LineWork) -> dict[str, Any]:
    return {
        "position": work.line.position,
        "text": work.line.text,
        "minutes": localised.hours(work.minutes),
        "quantity": _quantity(work, work.good),
        "parts": [_part(work, part, code) for part, code in work.parts],
    }


def _part(work: LineWork, part: Contribution, code: str) -> dict[str, Any]:
    return {
        "code": code,
        "is_group": part.who[0] == GROUP,
        "nobody": part.who[0] == UNATTRIBUTED,
        "minutes": localised.hours(part.minutes),
        "quantity": _quantity(work, part.good),
    }


def _quantity(work: LineWork, quantity: int) -> str:
    return f"{localised.quantity(quantity)} {units(work.line.unit, quantity)}"
