"""Finished goods of the house: what is left of each product made to stock, its moves, the count sheet."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from etabli.kit.asking import sent
from etabli.kit.clock import now, today
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.kit.texts import fold
from etabli.orders import actions, columns, forms, showing
from etabli.orders.access import OrdersRight
from etabli.orders.models import Product
from etabli.orders.queries import stock_of
from etabli.orders.views.common import CATALOGUE, Crumb, asked, crumb, found, sheet
from etabli.orders.views.listing import Listing, show_list
from etabli.orders.wording import units
from etabli.org.models import Establishment
from etabli.org.queries import rights_in

WRITE, READ = OrdersRight.WRITE, OrdersRight.READ
LISTING = Listing(
    name="stock",
    group=CATALOGUE,
    heading=_("Stock of finished goods"),
    nothing=_("Nothing is made to stock"),
    nothing_text=_("A product whose page says “made to stock” stands here with what is left of it."),
    icon="warehouse",
    lead=_("What is made adds, what is delivered takes off. Goods of clients stand apart."),
)


def _listed(request: Request, asked_for: forms.StockFilter) -> Any:
    rows = Product.objects.visible_to(request.user, request.place).select_related("establishment", "workshop")
    for word in fold(asked_for.chosen("q")).split():
        rows = rows.filter(search_key__contains=word)
    return rows.filter(stocked=True, active=True).order_by("code", "pk")


def _with_left(rows: Any) -> list[Product]:
    """The rows, each with its `stock`."""
    listed = list(rows)
    stock = stock_of(listed)
    for row in listed:
        row.stock = stock[row.pk]
    return listed


@page(see=READ)
def stock(request: Request, place: Establishment) -> HttpResponse:
    asked_for = forms.StockFilter(request.GET)
    rows, template = _listed(request, asked_for), "orders/stock.html"
    return show_list(request, LISTING, asked_for, rows, columns.STOCK, finish=_with_left, template=template)


@page(see=READ)
def stock_export(request: Request, place: Establishment, kind: str) -> HttpResponse:
    rows = _with_left(_listed(request, forms.StockFilter(request.GET)))
    return sheet(request, kind, columns.STOCK, rows, what="orders.stock.export", title=str(LISTING.heading))


@page(see=READ)
def stock_count(request: Request, place: Establishment) -> HttpResponse:
    """A sheet to print, and to write on what is counted."""
    rows = _with_left(_listed(request, forms.StockFilter(request.GET)))
    context = {
        "place": place,
        "today": today(),
        "crumbs": [crumb(place, gettext("Stock of finished goods"), "stock"), {"label": gettext("Count sheet")}],
        "rows": [{"product": row, "left": row.stock.left, "unit": showing.unit_of(row)} for row in rows],
    }
    return render(request, "orders/stock_count.html", context)


@page(see=READ)
def stock_item(request: Request, place: Establishment, product: int) -> HttpResponse:
    """One product: how what is left comes about, and its moves, latest first."""
    row = _stocked(request, product)
    found_stock = stock_of([row])[row.pk]
    moves = row.stock_moves.visible_to(request.user, place).order_by("-on", "-pk")
    shown = paged(moves, request.GET.get("page"))
    context = {
        "place": place,
        "product": row,
        "crumbs": [*_crumbs(place), {"label": row.name}],
        "left": found_stock.left,
        "unit": units(row.unit, found_stock.left),
        "parts": showing.stock_parts(found_stock),
        "page": shown,
        "moves": [showing.stock_move(move) for move in shown.object_list],
        "may_write": WRITE in rights_in(request.user, place),
    }
    return render(request, "orders/stock_item.html", context)


def _stocked(request: Request, key: int, right: str = READ) -> Product:
    row = found(request, Product, key, right, joined=("establishment",))
    if not row.stocked:
        raise Http404
    return row


def _crumbs(place: Establishment, row: Product | None = None) -> list[Crumb]:
    way = [crumb(place, gettext("Stock of finished goods"), "stock")]
    return way if row is None else [*way, crumb(place, row.name, "stock_item", row.pk)]


@page(see=WRITE, do=WRITE)
def stock_move(request: Request, place: Establishment, product: int) -> HttpResponse:
    """Made ahead of orders, spoiled, or counted."""
    row = _stocked(request, product, WRITE)
    form = forms.StockMoveForm(sent(request), initial=forms.StockMoveForm.first(today()))

    def act() -> None:
        actions.move_stock(product=row, **form.cleaned_data, by=request.user, at=now())

    heading, done = gettext("Write a move of the stock"), gettext("The move is saved.")
    return asked(request, form, act, heading=heading, done=done, crumbs=_crumbs(place, row), lead=row.name)
