"""The orders board: open lines by due date, late ones first, week by week, with the hours that are left."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from etabli.kit.clock import today
from etabli.kit.pages import Request, page
from etabli.orders import columns, forms
from etabli.orders.access import OrdersRight
from etabli.orders.board import Due, by_week, due_lines
from etabli.orders.queries import open_lines
from etabli.orders.views.common import ORDERS, clients_of, sheet, workshops_of
from etabli.orders.views.listing import Listing, show_list
from etabli.org.models import Establishment

LISTING = Listing(
    name="board",
    group=ORDERS,
    heading=_("Lines by due date"),
    nothing=_("No open line"),
    nothing_text=_("Lines of confirmed orders stand here until they are delivered."),
    icon="clipboard-list",
    lead=_("What is to be made, late lines first; hours are those quoted for what is left."),
    add=_("New order"),
    add_name="order_add",
    right=OrdersRight.WRITE,
)


def _filter(request: Request) -> forms.BoardFilter:
    return forms.BoardFilter(request.GET, clients_of(request), workshops_of(request, request.place))


def _lines(request: Request, asked_for: forms.BoardFilter) -> list[Due]:
    rows = open_lines(request.place).visible_to(request.user, request.place).select_related("establishment")
    if client := asked_for.chosen("client"):
        rows = rows.filter(order__client=client)
    if workshop := asked_for.chosen("workshop"):
        rows = rows.filter(workshop=workshop)
    state = asked_for.chosen("state")
    if state in (forms.READY, forms.UNREADY):
        rows = rows.filter(prepared=state == forms.READY)
    found = due_lines(rows, today())
    return [row for row in found if row.late] if state == forms.LATE else found


@page(see=OrdersRight.READ)
def board(request: Request, place: Establishment) -> HttpResponse:
    """Open lines that the reader may see."""
    asked_for = _filter(request)
    rows = _lines(request, asked_for)
    load = by_week(rows)

    def more(shown: list[Due]) -> dict[str, Any]:
        return {"weeks": by_week(shown), "load": load, "total": sum(week.minutes for week in load)}

    return show_list(request, LISTING, asked_for, rows, columns.BOARD, template="orders/board.html", more=more)


@page(see=OrdersRight.READ)
def board_export(request: Request, place: Establishment, kind: str) -> HttpResponse:
    rows = _lines(request, _filter(request))
    title = gettext("Lines by due date")
    named = [row.line.order.client for row in rows]
    return sheet(request, kind, columns.BOARD, rows, what="orders.board.export", title=title, clients=named)
