"""What clients owe, by how late it is, and the account of one client."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext

from etabli.billing.access import BillingRight
from etabli.billing.models import HomeStatement, ImpactCertificate, Invoice, ObligationCertificate, Payment
from etabli.billing.queries import Ageing, ageing, with_paid
from etabli.billing.states import InvoiceState, Lateness
from etabli.billing.views.common import crumb, tabs
from etabli.billing.views.invoices import status_of
from etabli.billing.wording import INVOICE_KINDS, LATENESSES
from etabli.kit import localised
from etabli.kit.clock import today
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.orders.models import Client
from etabli.org.models import Establishment

LATEST = 20


@page(see=BillingRight.READ)
def accounts(request: Request, place: Establishment) -> HttpResponse:
    """What each client owes today, by how late it is."""
    rows = ageing(place, today())
    shown = paged(rows, request.GET.get("page"))
    context = {
        "place": place,
        "page": shown,
        "heads": [LATENESSES[name] for name in Lateness],
        "rows": [_row(row) for row in shown.object_list],
        "sums": _sums(rows),
        "tabs": tabs(place, "accounts"),
    }
    return render(request, "billing/accounts.html", context)


def _row(row: Ageing) -> dict[str, Any]:
    cells = [*row.by_lateness.values(), row.credit, row.total]
    return {
        "client": row.client,
        "cells": [localised.money(cents) if cents else "" for cents in cells],
        "is_late": any(cents for name, cents in row.by_lateness.items() if name != Lateness.NOT_DUE),
    }


def _sums(rows: list[Ageing]) -> list[str]:
    columns = [sum(row.by_lateness[name] for row in rows) for name in Lateness]
    return [localised.money(cents) for cents in (*columns, sum(row.credit for row in rows), sum(r.total for r in rows))]


@page(see=BillingRight.READ)
def account(request: Request, place: Establishment, client: int) -> HttpResponse:
    """Of one client: what was invoiced and paid, what is left, and its certificates."""
    row = get_object_or_404(Client.objects.filter(establishment=place), pk=client)
    documents = with_paid(Invoice.objects.visible_to(request.user, place).filter(client=row))
    shown = paged(documents.filter(state=InvoiceState.ISSUED), request.GET.get("page"))
    payments = Payment.objects.filter(invoice__client=row).select_related("invoice").order_by("-paid_on", "-pk")
    left = sum(documents.filter(state=InvoiceState.ISSUED).values_list("left", flat=True))
    context = {
        "place": place,
        "client": row,
        "page": shown,
        "rows": [_document(document) for document in shown.object_list],
        "payments": [(payment, localised.money(payment.cents)) for payment in payments[:LATEST]],
        "left": localised.money(left),
        "certificates": ObligationCertificate.objects.visible_to(request.user, place).filter(client=row),
        "homes": HomeStatement.objects.visible_to(request.user, place).filter(client=row),
        "impacts": ImpactCertificate.objects.visible_to(request.user, place).filter(client=row),
        "crumbs": [crumb(place, gettext("Accounts of clients"), "accounts"), {"label": row.name}],
    }
    return render(request, "billing/account.html", context)


def _document(row: Any) -> dict[str, Any]:
    status, words = status_of(row)
    return {
        "row": row,
        "kind": INVOICE_KINDS[row.kind],
        "payable": localised.money(row.payable),
        "left": localised.money(row.left) if row.left else "",
        "status": status,
        "words": words,
    }
