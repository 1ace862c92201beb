"""The sales dashboard: where the sales role lands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from etabli.billing.access import BillingRight
from etabli.billing.queries.sales import (
    LATE_SHOWN,
    Large,
    amount_left,
    largest_clients,
    money_of,
    months_of,
    order_book,
)
from etabli.billing.views.common import tabs
from etabli.kit import charts, localised
from etabli.kit.charts import Pair, Picture
from etabli.kit.clock import today
from etabli.kit.pages import Request, page
from etabli.orders.access import OrdersRight
from etabli.orders.columns import ORDER_STATUS
from etabli.orders.wording import ORDER_STATES
from etabli.org.models import Establishment
from etabli.org.queries import rights_in


@page(see=OrdersRight.PRICES_READ)
def dashboard(request: Request, place: Establishment) -> HttpResponse:
    """Orders and late lines; for who reads invoices, what is to bill, billed and paid too."""
    charts.warm()
    book = order_book(request.user, place, today())
    money = money_of(request.user, place, today())
    context = {
        "place": place,
        "book": book,
        "states": [
            {"word": ORDER_STATES[state], "status": ORDER_STATUS[state], "number": number}
            for state, number in book.states.items()
        ],
        "late": [{"row": row, "amount": amount_left(row)} for row in book.late[:LATE_SHOWN]],
        "money": money,
        "months": _months(money.months) if money else [],
        "clients": [_client(row) for row in largest_clients(request.user, place, today())],
        "tabs": tabs(place, "dashboard") if BillingRight.READ in rights_in(request.user, place) else [],
    }
    return render(request, "billing/dashboard.html", context)


def _months(rows: Sequence[tuple[date, int, int]]) -> list[dict[str, Any]]:
    """Latest first; none when nothing was billed nor paid in them."""
    if not any(billed or paid for _, billed, paid in rows):
        return []
    return [{"month": month, "billed": billed, "paid": paid} for month, billed, paid in reversed(rows)]


def _client(row: Large) -> dict[str, Any]:
    return {"client": row.client, "amount": row.amount, "part": localised.ratio(row.part, 0)}


@page(see=BillingRight.READ)
def dashboard_chart(request: Request, place: Establishment) -> HttpResponse:
    """The drawing of what was billed and paid by month, see `charts.answer`."""
    months = months_of(request.user, place, today())
    if not any(billed or paid for _, billed, paid in months):
        raise Http404
    return charts.answer(request, _picture(months))


def _picture(months: Sequence[tuple[date, int, int]]) -> Picture:
    """In euros."""
    billed, paid = (sum(column) for column in list(zip(*months, strict=True))[1:])
    told = gettext("In twelve months %(billed)s were billed and %(paid)s paid.")
    return Picture(
        title=gettext("Billed and paid by month, in euros"),
        description=told % {"billed": localised.money(billed), "paid": localised.money(paid)},
        signs=charts.signs(),
        pairs=tuple(
            Pair(localised.day(month, "short_month"), first / 100, second / 100) for month, first, second in months
        ),
    )
