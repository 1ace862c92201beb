"""The catalogue: products and services, their prices from a day on, and what part of a price is not labour."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from etabli.kit import localised, undo
from etabli.kit.asking import do, sent
from etabli.kit.clock import now, today
from etabli.kit.pages import Request, page
from etabli.kit.texts import fold
from etabli.orders import actions, columns, forms, showing
from etabli.orders.access import OrdersRight
from etabli.orders.models import PriceRevision, Product
from etabli.orders.queries import prices_on, stock_of
from etabli.orders.views.common import (
    CATALOGUE,
    Crumb,
    asked,
    crumb,
    found,
    may_trace,
    sheet,
    to,
    treatments_on,
    workshops_of,
)
from etabli.orders.views.listing import Listing, show_list
from etabli.org.models import Establishment
from etabli.org.queries import rights_in

WRITE = OrdersRight.WRITE
JOINED = ("establishment", "workshop", "vat")
LISTING = Listing(
    name="products",
    group=CATALOGUE,
    heading=_("Catalogue"),
    nothing=_("No product yet"),
    nothing_text=_("Products and services are what quotes and orders are made of. VAT treatments come first."),
    icon="package-search",
    add=_("Add a product"),
    add_name="product_add",
    right=WRITE,
)


def _filter(request: Request) -> forms.ProductFilter:
    return forms.ProductFilter(request.GET, workshops_of(request, request.place))


def _listed(request: Request, asked_for: forms.ProductFilter) -> Any:
    rows = Product.objects.visible_to(request.user, request.place).select_related(*JOINED)
    if asked_for.chosen("show") != forms.ALL:
        rows = rows.filter(active=True)
    for name in ("workshop", "nature"):
        if value := asked_for.chosen(name):
            rows = rows.filter(**{name: value})
    for word in fold(asked_for.chosen("q")).split():
        rows = rows.filter(search_key__contains=word)
    return rows.order_by("code", "pk")


def _columns(request: Request) -> tuple[Any, ...]:
    reads_prices = OrdersRight.PRICES_READ in rights_in(request.user, request.place)
    return columns.PRODUCTS + columns.PRODUCT_PRICES if reads_prices else columns.PRODUCTS


def _priced(rows: Any) -> list[Product]:
    """The rows, each with its `price` of today, None before the first."""
    listed = list(rows)
    prices = prices_on(listed, today())
    for row in listed:
        row.price = prices.get(row.pk)
    return listed


@page(see=OrdersRight.READ)
def products(request: Request, place: Establishment) -> HttpResponse:
    asked_for = _filter(request)
    shown = columns.on_screen(_columns(request))
    return show_list(request, LISTING, asked_for, _listed(request, asked_for), shown, finish=_priced)


@page(see=OrdersRight.READ)
def products_export(request: Request, place: Establishment, kind: str) -> HttpResponse:
    rows = _priced(_listed(request, _filter(request)))
    return sheet(request, kind, _columns(request), rows, what="orders.products.export", title=gettext("Catalogue"))


@page(see=OrdersRight.READ)
def product(request: Request, place: Establishment, product: int) -> HttpResponse:
    """A product: what it is, what it costs from which day on."""
    row = found(request, Product, product, joined=JOINED)
    rights = rights_in(request.user, place)
    reads_prices = OrdersRight.PRICES_READ in rights
    context = {
        "place": place,
        "product": row,
        "crumbs": [*_crumbs(place), {"label": row.name}],
        "facts": showing.product_facts(row, reads_prices),
        "prices": showing.price_history(row, today()) if reads_prices else None,
        "costs": showing.cost_shares(row) if reads_prices else None,
        "stock": stock_of([row])[row.pk].left if row.stocked else None,
        "may_write": WRITE in rights,
        "may_trace": may_trace(rights),
        "undo": undo.offered(request),
    }
    return render(request, "orders/product.html", context)


# ---------------------------------------------------------------- forms


def _crumbs(place: Establishment, row: Product | None = None) -> list[Crumb]:
    way = [crumb(place, gettext("Catalogue"), "products")]
    return way if row is None else [*way, crumb(place, row.name, "product", row.pk)]


def _edit(request: Request, row: Product | None) -> HttpResponse:
    place = request.place
    offers = {"workshops": workshops_of(request, place, WRITE), "treatments": treatments_on(place, today(), row)}
    form = forms.ProductForm(sent(request), initial=forms.product_initial(row), **offers)
    saved: list[Product] = []

    def act() -> None:
        saved.append(actions.save_product(establishment=place, spec=form.spec, product=row, by=request.user, at=now()))

    def then() -> str:
        return to(place, "product", saved[0].pk)

    heading = gettext("Change a product") if row else gettext("Add a product")
    done, lead = gettext("The product is saved."), row.name if row else ""
    note = "" if offers["treatments"] else gettext("There is no VAT treatment yet: add one first, in its tab.")
    way = _crumbs(place, row)
    return asked(request, form, act, heading=heading, done=done, crumbs=way, lead=lead, note=note, then=then)


@page(see=WRITE, do=WRITE)
def product_add(request: Request, place: Establishment) -> HttpResponse:
    return _edit(request, None)


@page(see=WRITE, do=WRITE)
def product_edit(request: Request, place: Establishment, product: int) -> HttpResponse:
    return _edit(request, found(request, Product, product, WRITE))


@page(see=WRITE, do=WRITE)
def price_add(request: Request, place: Establishment, product: int) -> HttpResponse:
    """The price from a day on. Lines that were written keep theirs."""
    row = found(request, Product, product, WRITE)
    form = forms.PriceForm(sent(request), initial={"starts_on": today()})

    def act() -> None:
        actions.revise_price(product=row, **form.cleaned_data, by=request.user, at=now())

    note = gettext("Quotes and orders that are written keep the price they have.")
    heading, done = gettext("Price from a day on"), gettext("The price is saved.")
    return asked(request, form, act, heading=heading, done=done, crumbs=_crumbs(place, row), lead=row.name, note=note)


@page(see=WRITE, do=WRITE)
def price_remove(request: Request, place: Establishment, product: int, revision: int) -> HttpResponse:
    """Take a price back: the one before holds again."""
    row = found(request, Product, product, WRITE)
    price = found(request, PriceRevision, revision, WRITE)
    if price.product_id != row.pk:
        raise Http404
    values = {"starts_on": price.starts_on.isoformat(), "unit_price": price.unit_price}
    told = {"price": localised.unit_price(price.unit_price), "day": localised.day(price.starts_on)}

    def act() -> None:
        actions.remove_price(revision=price, by=request.user, at=now())
        text = gettext("The price %(price)s from %(day)s is taken back.") % told
        way = to(place, "price_restore", row.pk)
        undo.offer(request, act=f"orders.price.{row.pk}", address=way, text=text, values=values)

    return do(request, act, to(place, "product", row.pk))


@page(see=WRITE, do=WRITE)
def price_restore(request: Request, place: Establishment, product: int) -> HttpResponse:
    row = found(request, Product, product, WRITE)
    back = to(place, "product", row.pk)
    if request.method != "POST":
        return redirect(back)
    values = undo.redeem(request, f"orders.price.{row.pk}")

    def act() -> None:
        day = date.fromisoformat(values["starts_on"])
        actions.revise_price(product=row, starts_on=day, unit_price=values["unit_price"], by=request.user, at=now())

    return do(request, act, back, gettext("The price is back."))


@page(see=WRITE, do=WRITE)
def costs(request: Request, place: Establishment, product: int) -> HttpResponse:
    """What part of the price is each of the six costs of art. D5212-22."""
    row = found(request, Product, product, WRITE)
    initial = dict(row.cost_shares.values_list("category", "share"))
    form = forms.CostsForm(sent(request), initial=initial)

    def act() -> None:
        actions.save_cost_shares(product=row, shares=form.shares, by=request.user, at=now())

    note = gettext("In percent of the price before VAT. What is left is labour, which clients may deduct a part of.")
    heading, done = gettext("Costs that are not labour"), gettext("The costs are saved.")
    return asked(request, form, act, heading=heading, done=done, crumbs=_crumbs(place, row), lead=row.name, note=note)
