"""Orders: their list, their heads, their page, and what becomes of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from etabli.kit import undo
from etabli.kit.asking import do, sent
from etabli.kit.clock import now, today
from etabli.kit.links import address
from etabli.kit.pages import Request, page
from etabli.orders import actions, columns, forms, order_page
from etabli.orders.access import OrdersRight
from etabli.orders.models import Order
from etabli.orders.states import OrderKind, OrderState
from etabli.orders.views.common import ORDERS, Crumb, asked, clients_of, crumb, found, lines_shown, may_trace, sheet, to
from etabli.orders.views.listing import Listing, show_list
from etabli.org.models import Establishment
from etabli.org.queries import rights_in

WRITE, READ = OrdersRight.WRITE, OrdersRight.READ
JOINED = ("establishment", "client", "quote", "delivery_address")
LISTING = Listing(
    name="orders",
    group=ORDERS,
    heading=_("Orders"),
    nothing=_("No order yet"),
    nothing_text=_("An order comes from a quote that is accepted, or is written at once."),
    icon="clipboard-list",
    add=_("New order"),
    add_name="order_add",
    right=WRITE,
)


def _filter(request: Request) -> forms.OrderFilter:
    return forms.OrderFilter(request.GET, clients_of(request))


def _listed(request: Request, asked_for: forms.OrderFilter) -> Any:
    rows = Order.objects.visible_to(request.user, request.place).select_related(*JOINED[:2])
    for name in ("state", "kind", "client"):
        if value := asked_for.chosen(name):
            rows = rows.filter(**{name: value})
    if words := asked_for.chosen("q"):
        rows = rows.filter(Q(number__icontains=words) | Q(client_reference__icontains=words))
    return rows.annotate(line_count=lines_shown(request, "lines")).order_by("-ordered_on", "-pk")


@page(see=READ)
def orders(request: Request, place: Establishment) -> HttpResponse:
    """Every order, latest first."""
    asked_for = _filter(request)
    return show_list(request, LISTING, asked_for, _listed(request, asked_for), columns.ORDERS)


@page(see=READ)
def orders_export(request: Request, place: Establishment, kind: str) -> HttpResponse:
    rows = list(_listed(request, _filter(request)))
    title = gettext("Orders")
    named = [row.client for row in rows]
    return sheet(request, kind, columns.ORDERS, rows, what="orders.orders.export", title=title, clients=named)


@page(see=READ)
def order(request: Request, place: Establishment, order: int) -> HttpResponse:
    """An order: its lines with who is on them, what was delivered, what came back."""
    row = found(request, Order, order, joined=JOINED)
    rights = rights_in(request.user, place)
    reads_prices = OrdersRight.PRICES_READ in rights
    context = {
        "place": place,
        "order": row,
        "crumbs": [*crumbs_of(place), {"label": row.number}],
        "facts": order_page.facts(row),
        "state": order_page.state_of(row),
        "lines": order_page.lines_of(request.user, row, today(), reads_prices),
        "sheets": bool(address(request, "production:lines")),
        "reads_prices": reads_prices,
        "totals": order_page.totals(row) if reads_prices else None,
        "deliveries": order_page.deliveries_of(request.user, row),
        "returns": order_page.returns_of(request.user, row),
        "ways": _ways(request, row),
        "invoices": address(request, "billing:order_invoices", order=row.pk),
        "trace": address(request, "billing:order_trace", order=row.pk),
        "undo": undo.offered(request),
        **_may(row, rights),
    }
    return render(request, "orders/order.html", context)


def _ways(request: Request, row: Order) -> list[dict[str, str]]:
    """Pages of higher rooms about this order: what is to be billed, a deposit."""
    found_ways = [
        (address(request, "billing:unbilled"), gettext("What is to be billed")),
        (address(request, "billing:deposit", order=row.pk), gettext("Ask for a deposit")),
    ]
    return [{"url": url, "label": label} for url, label in found_ways if url]


def _may(row: Order, rights: frozenset[str]) -> dict[str, bool]:
    """Which acts the page offers."""
    may_write, confirmed = OrdersRight.WRITE in rights, row.state == OrderState.CONFIRMED
    running = row.state in (OrderState.DRAFT, OrderState.CONFIRMED)
    return {
        "may_write": may_write and running,
        "may_confirm": may_write and row.state == OrderState.DRAFT,
        "may_deliver": may_write and confirmed,
        "may_allot": OrdersRight.ALLOT in rights and running,
        "is_called": row.kind != OrderKind.SINGLE,
        "is_recurring": row.kind == OrderKind.RECURRING,
        "may_trace": may_trace(rights),
    }


# ---------------------------------------------------------------- heads


def crumbs_of(place: Establishment, row: Order | None = None) -> list[Crumb]:
    way = [crumb(place, gettext("Orders"), "orders")]
    return way if row is None else [*way, crumb(place, row.number, "order", row.pk)]


@page(see=WRITE, do=WRITE)
def order_add(request: Request, place: Establishment) -> HttpResponse:
    """Head first; lines are added on its page."""
    initial = {**forms.order_initial(None, today()), "client": request.GET.get("client", "")}
    form = forms.OrderForm(sent(request), initial=initial, clients=clients_of(request, WRITE), addresses=())
    made: list[Order] = []

    def act() -> None:
        who, spec = form.chosen_client, form.spec
        made.append(
            actions.draft_order(establishment=place, client=who, spec=spec, lines=[], by=request.user, at=now())
        )

    def then() -> str:
        return to(place, "order", made[0].pk)

    heading, done = gettext("New order"), gettext("The order is begun: add its lines, then confirm it.")
    return asked(request, form, act, heading=heading, done=done, crumbs=crumbs_of(place), then=then)


@page(see=WRITE, do=WRITE)
def order_edit(request: Request, place: Establishment, order: int) -> HttpResponse:
    row = found(request, Order, order, WRITE, joined=JOINED)
    addresses = list(row.client.addresses.filter(Q(active=True) | Q(pk=row.delivery_address_id)))
    initial = forms.order_initial(row, today())
    form = forms.OrderForm(sent(request), initial=initial, clients=None, addresses=addresses)

    def act() -> None:
        actions.change_order(order=row, spec=form.spec, by=request.user, at=now())

    heading, done = gettext("Change an order"), gettext("The order is saved.")
    lead = f"{row.number} · {row.client.name}"
    return asked(request, form, act, heading=heading, done=done, crumbs=crumbs_of(place, row), lead=lead)


# ---------------------------------------------------------------- what becomes of it


def _step(request: Request, key: int, act: Callable[..., object], done: str) -> HttpResponse:
    row = found(request, Order, key, WRITE, joined=JOINED)
    return do(request, lambda: act(order=row, by=request.user, at=now()), to(request.place, "order", row.pk), done)


@page(see=WRITE, do=WRITE)
def order_confirm(request: Request, place: Establishment, order: int) -> HttpResponse:
    done = gettext("The order is confirmed: its lines stand on the board and in their workshops.")
    return _step(request, order, actions.confirm_order, done)


@page(see=WRITE, do=WRITE)
def order_cancel(request: Request, place: Establishment, order: int) -> HttpResponse:
    return _step(request, order, actions.cancel_order, gettext("The order is cancelled."))


@page(see=WRITE, do=WRITE)
def order_close(request: Request, place: Establishment, order: int) -> HttpResponse:
    """With `open`, lines that are not wholly delivered are done all the same."""
    allow = request.POST.get("open") == "1"

    def close(**values: Any) -> None:
        actions.close_order(allow_open=allow, **values)

    return _step(request, order, close, gettext("The order is closed."))


@page(see=WRITE, do=WRITE)
def order_period(request: Request, place: Establishment, order: int) -> HttpResponse:
    """A delivery of what a recurring contract has due in a month, prepared."""
    row = found(request, Order, order, WRITE, joined=JOINED)
    day = today()
    form = forms.PeriodForm(sent(request), initial={"start": date(day.year, day.month, 1), "last_day": day})
    made: list[Any] = []

    def act() -> None:
        start = form.cleaned_data["start"]
        made.append(actions.draft_period(order=row, start=start, end=form.end, by=request.user, at=now()))

    def then() -> str:
        return to(place, "delivery", made[0].pk)

    heading, done = gettext("Prepare what is due"), gettext("The delivery is prepared: check it, then complete it.")
    way = crumbs_of(place, row)
    lead = f"{row.number} · {row.client.name}"
    return asked(request, form, act, heading=heading, done=done, crumbs=way, lead=lead, then=then)
