"""What was delivered and is not billed yet, client by client, and the drafts that are made of it."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext, ngettext

from etabli.billing import actions, columns
from etabli.billing.access import BillingRight
from etabli.billing.forms import DepositForm
from etabli.billing.models import Invoice
from etabli.billing.queries import Unbilled, unbilled
from etabli.billing.queries.returned import ToCredit, credits_of, to_credit
from etabli.billing.views.common import asked, crumb, sheet, tabs, to
from etabli.kit import localised
from etabli.kit.asking import do, sent
from etabli.kit.clock import now, today
from etabli.kit.inputs import EARLIEST, LATEST
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.orders.access import OrdersRight
from etabli.orders.models import Client, Order
from etabli.orders.wording import units
from etabli.org.models import Establishment
from etabli.org.queries import rights_in

CLIENTS_A_PAGE = CREDITS_A_PAGE = 20


@page(see=BillingRight.READ)
def unbilled_work(request: Request, place: Establishment) -> HttpResponse:
    """Clients with something to bill; an order at a time, or all of a client at once."""
    last = _day(request.GET.get("until", ""))
    rows = unbilled(place, before=last + timedelta(days=1) if last else None)
    groups = [(client, list(parts)) for client, parts in groupby(rows, lambda row: row.client)]
    shown = paged(groups, request.GET.get("page"), CLIENTS_A_PAGE)
    credits = paged(to_credit(place), request.GET.get("credits"), CREDITS_A_PAGE)
    context = {
        "place": place,
        "until": last.isoformat() if last else "",
        "page": shown,
        "clients": [_client(client, parts) for client, parts in shown.object_list],
        "total": localised.money(sum(row.amount for row in rows)),
        "credits": [_credit(row) for row in credits_of(credits.object_list)],
        "credit_page": credits,
        "may_write": BillingRight.WRITE in rights_in(request.user, place),
        "tabs": tabs(place, "unbilled"),
    }
    return render(request, "billing/unbilled.html", context)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None


def _client(client: Client, rows: list[Unbilled]) -> dict[str, Any]:
    orders = [(order, list(parts)) for order, parts in groupby(rows, lambda row: row.order)]
    return {
        "client": client,
        "total": localised.money(sum(row.amount for row in rows)),
        "orders": [
            {
                "order": order,
                "total": localised.money(sum(row.amount for row in parts)),
                "rows": [_line(row) for row in parts],
            }
            for order, parts in orders
        ],
    }


def _line(row: Unbilled) -> dict[str, Any]:
    line = row.delivery_line.order_line
    return {
        "text": line.text,
        "delivery": row.delivery,
        "quantity": f"{localised.quantity(row.quantity)} {units(line.unit, row.quantity)}",
        "amount": localised.money(row.amount),
    }


def _credit(row: ToCredit) -> dict[str, Any]:
    line = row.delivery_line.order_line
    return {
        "client": line.order.client,
        "text": line.text,
        "delivery": row.delivery_line.delivery,
        "quantity": f"{localised.quantity(row.quantity)} {units(line.unit, row.quantity)}",
        "invoice": row.invoice,
    }


@page(see=BillingRight.READ)
def unbilled_export(request: Request, place: Establishment, kind: str) -> HttpResponse:
    rows = unbilled(place)
    title, subjects = gettext("To bill"), {row.client.pk for row in rows}
    return sheet(request, kind, columns.UNBILLED, rows, what="billing.unbilled.export", title=title, subjects=subjects)


@page(see=BillingRight.WRITE, do=BillingRight.WRITE)
def draft(request: Request, place: Establishment) -> HttpResponse:
    """Drafts of an order, of a client, or of all; grouped by client when that is asked."""
    last = _day(request.POST.get("until", ""))
    client, order = _chosen(request, Client, "client"), _chosen(request, Order, "order")

    def act() -> None:
        made = actions.draft_from_deliveries(
            establishment=place,
            client=client,
            order=order,
            before=last + timedelta(days=1) if last else None,
            grouped="grouped" in request.POST,
            on=today(),
            by=request.user,
            at=now(),
        )
        text = ngettext(
            "%(number)s draft is made: see the invoices.", "%(number)s drafts are made: see the invoices.", len(made)
        )
        messages.success(request, text % {"number": len(made)})

    return do(request, act, to(place, "unbilled"))


def _chosen(request: Request, model: Any, name: str) -> Any:
    """The row that the form names; None when it names none."""
    key = request.POST.get(name, "")
    if not key:
        return None
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        raise Http404
    return get_object_or_404(model.objects.visible_to(request.user, request.place), pk=key)


@page(see=BillingRight.WRITE, do=BillingRight.WRITE)
def deposit(request: Request, place: Establishment, order: int) -> HttpResponse:
    """A deposit invoice on an order, as a draft."""
    rows = Order.objects.visible_to(request.user, place, OrdersRight.PRICES_READ)
    row = get_object_or_404(rows.select_related("client"), pk=order)
    initial = {"text": gettext("Deposit on order %(number)s") % {"number": row.number}}
    form = DepositForm(sent(request), initial=initial)
    made: list[Invoice] = []

    def act() -> None:
        made.append(actions.draft_deposit(order=row, **form.cleaned_data, on=today(), by=request.user, at=now()))

    return asked(
        request,
        form,
        act,
        heading=gettext("Ask for a deposit"),
        done=gettext("The draft is made."),
        crumbs=[crumb(place, gettext("Invoices"), "invoices")],
        lead=f"{row.number} · {row.client.name}",
        then=lambda: to(place, "invoice", made[0].pk),
    )
