"""Goods that clients own: what is here, what became of them, the count sheet."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from etabli.kit.asking import sent
from etabli.kit.clock import now, today
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.orders import actions, columns, forms, showing
from etabli.orders.access import OrdersRight
from etabli.orders.models import Client, ClientGoods, OrderLine
from etabli.orders.queries import goods_left
from etabli.orders.states import LineState, OrderState
from etabli.orders.views.common import CLIENTS, Crumb, asked, clients_of, crumb, found, may_trace, sheet
from etabli.orders.views.listing import Listing, show_list
from etabli.org.models import Establishment
from etabli.org.queries import rights_in

WRITE, READ = OrdersRight.WRITE, OrdersRight.READ
JOINED = ("client__establishment",)
LISTING = Listing(
    name="goods",
    group=CLIENTS,
    heading=_("Goods of clients"),
    nothing=_("Nothing is entrusted"),
    nothing_text=_("Goods that a client entrusts are added on the page of the client."),
    icon="package",
    lead=_("What is here and belongs to clients: it never stands on the stock of the house."),
)


def _filter(request: Request) -> forms.GoodsFilter:
    return forms.GoodsFilter(request.GET, clients_of(request))


def _listed(request: Request, asked_for: forms.GoodsFilter) -> Any:
    rows = ClientGoods.objects.visible_to(request.user, request.place).select_related(*JOINED).filter(active=True)
    if client := asked_for.chosen("client"):
        rows = rows.filter(client=client)
    return rows.order_by("client__search_key", "name", "pk")


def _with_left(rows: Any) -> list[ClientGoods]:
    """The rows, each with `left`."""
    listed = list(rows)
    left = goods_left(listed)
    for row in listed:
        row.left = left[row.pk]
    return listed


@page(see=READ)
def goods(request: Request, place: Establishment) -> HttpResponse:
    asked_for = _filter(request)
    rows, template = _listed(request, asked_for), "orders/goods.html"
    return show_list(request, LISTING, asked_for, rows, columns.GOODS, finish=_with_left, template=template)


@page(see=READ)
def goods_export(request: Request, place: Establishment, kind: str) -> HttpResponse:
    rows = _with_left(_listed(request, _filter(request)))
    title = gettext("Goods of clients")
    named = [row.client for row in rows]
    return sheet(request, kind, columns.GOODS, rows, what="orders.goods.export", title=title, clients=named)


@page(see=READ)
def goods_count(request: Request, place: Establishment) -> HttpResponse:
    """A sheet to print, and to write on what is counted."""
    asked_for = _filter(request)
    rows = _with_left(_listed(request, asked_for))
    context = {
        "place": place,
        "today": today(),
        "crumbs": [crumb(place, gettext("Goods of clients"), "goods"), {"label": gettext("Count sheet")}],
        "rows": [
            {"client": row.client.name, "name": row.name, "left": row.left, "unit": showing.units_of(row, row.left)}
            for row in rows
        ],
    }
    return render(request, "orders/count_sheet.html", context)


@page(see=READ)
def goods_item(request: Request, place: Establishment, goods: int) -> HttpResponse:
    """One kind of goods, its moves latest first."""
    row = found(request, ClientGoods, goods, joined=JOINED)
    rights = rights_in(request.user, place)
    left = goods_left([row])[row.pk]
    moves = row.moves.visible_to(request.user, place).select_related("line__order").order_by("-on", "-pk")
    shown = paged(moves, request.GET.get("page"))
    context = {
        "place": place,
        "goods": row,
        "crumbs": [*_crumbs(place, row.client), {"label": row.name}],
        "unit": showing.units_of(row, left),
        "left": left,
        "page": shown,
        "moves": [showing.goods_move(move) for move in shown.object_list],
        "may_write": WRITE in rights,
        "may_trace": may_trace(rights),
    }
    return render(request, "orders/goods_item.html", context)


# ---------------------------------------------------------------- forms


def _crumbs(place: Establishment, client: Client, row: ClientGoods | None = None) -> list[Crumb]:
    way = [crumb(place, gettext("Clients"), "clients"), crumb(place, client.name, "client", client.pk)]
    return way if row is None else [*way, crumb(place, row.name, "goods_item", row.pk)]


def _edit(request: Request, client: Client, row: ClientGoods | None) -> HttpResponse:
    form = forms.GoodsForm(sent(request), initial=forms.goods_initial(row))

    def act() -> None:
        actions.save_goods(client=client, goods=row, **form.cleaned_data, by=request.user, at=now())

    heading = gettext("Change goods of the client") if row else gettext("Add goods of the client")
    done, way = gettext("The goods are saved."), _crumbs(request.place, client, row)
    return asked(request, form, act, heading=heading, done=done, crumbs=way, lead=client.name)


@page(see=WRITE, do=WRITE)
def goods_add(request: Request, place: Establishment, client: int) -> HttpResponse:
    return _edit(request, found(request, Client, client, WRITE, joined=("establishment",)), None)


@page(see=WRITE, do=WRITE)
def goods_edit(request: Request, place: Establishment, goods: int) -> HttpResponse:
    row = found(request, ClientGoods, goods, WRITE, joined=JOINED)
    return _edit(request, row.client, row)


@page(see=WRITE, do=WRITE)
def goods_move(request: Request, place: Establishment, goods: int) -> HttpResponse:
    """Received, used, spoiled, given back, or counted."""
    row = found(request, ClientGoods, goods, WRITE, joined=JOINED)
    running = {"order__client": row.client, "order__state": OrderState.CONFIRMED, "state": LineState.OPEN}
    lines = OrderLine.objects.filter(**running).select_related("order").order_by("order__number", "position")
    form = forms.MoveForm(sent(request), initial=forms.MoveForm.first(today()), order_lines=lines)

    def act() -> None:
        actions.move_goods(goods=row, **form.values, by=request.user, at=now())

    heading, done = gettext("What became of the goods"), gettext("The move is saved.")
    lead = f"{row.name} · {row.client.name}"
    way = _crumbs(place, row.client, row)
    return asked(request, form, act, heading=heading, done=done, crumbs=way, lead=lead)
