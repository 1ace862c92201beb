"""Deliveries: their list, one delivery with its slip, the form of quantities by line."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from etabli.kit.asking import do, sent
from etabli.kit.clock import now, today
from etabli.kit.pages import Request, page
from etabli.orders import actions, columns, documents, forms, order_page
from etabli.orders.access import OrdersRight
from etabli.orders.board import due_lines
from etabli.orders.models import Delivery, Order, OrderLine
from etabli.orders.queries import stock_of
from etabli.orders.states import DeliveryState, LineState
from etabli.orders.views.common import ORDERS, Crumb, asked, clients_of, crumb, found, lines_shown, may_trace, sheet, to
from etabli.orders.views.listing import Listing, show_list
from etabli.orders.views.orders import crumbs_of
from etabli.org.models import Establishment
from etabli.org.queries import rights_in

WRITE, READ = OrdersRight.WRITE, OrdersRight.READ
JOINED = ("establishment", "order__client", "order__establishment", "address")
LISTING = Listing(
    name="deliveries",
    group=ORDERS,
    heading=_("Deliveries"),
    nothing=_("No delivery yet"),
    nothing_text=_("Deliveries are written on the page of an order."),
    icon="truck",
)


def _filter(request: Request) -> forms.DeliveryFilter:
    return forms.DeliveryFilter(request.GET, clients_of(request))


def _listed(request: Request, asked_for: forms.DeliveryFilter) -> Any:
    rows = Delivery.objects.visible_to(request.user, request.place).select_related("establishment", "order__client")
    if state := asked_for.chosen("state"):
        rows = rows.filter(state=state)
    if client := asked_for.chosen("client"):
        rows = rows.filter(order__client=client)
    if number := asked_for.chosen("q"):
        rows = rows.filter(Q(number__icontains=number) | Q(order__number__icontains=number))
    return rows.annotate(line_count=lines_shown(request, "lines__order_line")).order_by("-delivered_on", "-pk")


@page(see=READ)
def deliveries(request: Request, place: Establishment) -> HttpResponse:
    """Every delivery, latest first."""
    asked_for = _filter(request)
    return show_list(request, LISTING, asked_for, _listed(request, asked_for), columns.DELIVERIES)


@page(see=READ)
def deliveries_export(request: Request, place: Establishment, kind: str) -> HttpResponse:
    rows = list(_listed(request, _filter(request)))
    title = gettext("Deliveries")
    named = [row.order.client for row in rows]
    return sheet(request, kind, columns.DELIVERIES, rows, what="orders.deliveries.export", title=title, clients=named)


@page(see=READ)
def delivery(request: Request, place: Establishment, delivery: int) -> HttpResponse:
    """What left, to whom, and what came back of it."""
    row = found(request, Delivery, delivery, joined=JOINED)
    rights = rights_in(request.user, place)
    state, may_write = DeliveryState(row.state), WRITE in rights
    context = {
        "place": place,
        "delivery": row,
        "crumbs": [*_crumbs(place), {"label": row.number}],
        "state": {"word": columns.DELIVERY_STATES[state], "status": columns.DELIVERY_STATUS[state]},
        "lines": order_page.delivered_lines(request.user, row),
        "is_over": state == DeliveryState.DRAFT and _is_over(row),
        "may_change": may_write and state == DeliveryState.DRAFT,
        "may_cancel": may_write and state != DeliveryState.CANCELLED,
        "may_return": may_write and state == DeliveryState.DONE,
        "may_trace": may_trace(rights),
    }
    return render(request, "orders/delivery.html", context)


def _is_over(row: Delivery) -> bool:
    """True when a prepared delivery holds more of a line than what is left of it, or than the stock."""
    held = dict(row.lines.values_list("order_line", "quantity"))
    return any(
        bound is not None and held.get(item.line.pk, 0) > max(bound, 0)
        for item in _deliverable(row.order)
        for bound in (item.left, item.in_stock)
    )


@page(see=READ)
def delivery_pdf(request: Request, place: Establishment, delivery: int) -> HttpResponse:
    """The slip: quantities, no price."""
    row = found(request, Delivery, delivery, joined=JOINED)
    return documents.answer(documents.slip_pdf(row, request.user), slugify(f"{gettext('Delivery slip')} {row}"))


def _crumbs(place: Establishment) -> list[Crumb]:
    return [crumb(place, gettext("Deliveries"), "deliveries")]


# ---------------------------------------------------------------- forms


def _deliverable(order: Order) -> list[forms.Deliverable]:
    """Open lines, and what is left of each."""
    rows = OrderLine.objects.filter(order=order, state=LineState.OPEN).select_related("product", "establishment")
    lines = list(rows.order_by("position"))
    for line in lines:
        line.order = order
    left = {item.line.pk: item.left for item in due_lines(lines, today())}
    stocked = [line.product for line in lines if line.product is not None and line.product.stocked]
    stock = {key: found_stock.left for key, found_stock in stock_of(stocked).items()} if stocked else {}
    return [forms.Deliverable(line, left[line.pk], stock.get(line.product_id or 0)) for line in lines]


def _form(request: Request, order: Order, row: Delivery | None) -> forms.DeliverForm:
    deliverable = _deliverable(order)
    quantities = dict(row.lines.values_list("order_line", "quantity")) if row else {}
    day = row.delivered_on if row else today()
    initial = forms.deliver_initial(deliverable, day, quantities)
    if row is not None:
        initial |= {"receiver": row.receiver, "note": row.note, "address": str(row.address_id or "")}
    addresses = order.client.addresses.filter(active=True)
    return forms.DeliverForm(sent(request), initial=initial, deliverable=deliverable, addresses=addresses)


@page(see=WRITE, do=WRITE)
def deliver(request: Request, place: Establishment, order: int) -> HttpResponse:
    """All that is left, or part of it; at once, or prepared for later."""
    row = found(request, Order, order, WRITE, joined=("establishment", "client", "delivery_address"))
    form = _form(request, row, None)
    made: list[Delivery] = []

    def act() -> None:
        ticks = {name: form.cleaned_data.get(name, False) for name in ("allow_over", "allow_below")}
        how = {**ticks, "draft": request.POST.get("act") == "draft"}
        values = {"order": row, "quantities": form.quantities, **how, **form.values}
        made.append(actions.deliver(**values, by=request.user, at=now()))

    def then() -> str:
        return to(place, "delivery", made[0].pk)

    heading, done = gettext("Deliver"), gettext("The delivery is saved.")
    way, lead = crumbs_of(place, row), f"{row.number} · {row.client.name}"
    options: dict[str, Any] = {"submit": gettext("Deliver"), "template": "orders/deliver_form.html", "then": then}
    return asked(request, form, act, heading=heading, done=done, crumbs=way, lead=lead, **options)


@page(see=WRITE, do=WRITE)
def delivery_edit(request: Request, place: Establishment, delivery: int) -> HttpResponse:
    """A delivery that is prepared."""
    row = found(request, Delivery, delivery, WRITE, joined=JOINED)
    form = _form(request, row.order, row)
    for name in ("allow_over", "allow_below"):
        form.fields.pop(name, None)

    def act() -> None:
        actions.change_delivery(delivery=row, quantities=form.quantities, **form.values, by=request.user, at=now())

    heading, done = gettext("Change a delivery"), gettext("The delivery is saved.")
    way = [*_crumbs(place), crumb(place, row.number, "delivery", row.pk)]
    lead, template = f"{row.number} · {row.order.client.name}", "orders/deliver_form.html"
    return asked(request, form, act, heading=heading, done=done, crumbs=way, lead=lead, template=template)


@page(see=WRITE, do=WRITE)
def delivery_complete(request: Request, place: Establishment, delivery: int) -> HttpResponse:
    """With `over`, more than what is left, or than the stock, is delivered all the same."""
    row = found(request, Delivery, delivery, WRITE, joined=JOINED)
    allow = request.POST.get("over") == "1"

    def act() -> None:
        actions.complete_delivery(delivery=row, allow_over=allow, allow_below=allow, by=request.user, at=now())

    return do(request, act, to(place, "delivery", row.pk), gettext("The delivery is done."))


@page(see=WRITE, do=WRITE)
def delivery_cancel(request: Request, place: Establishment, delivery: int) -> HttpResponse:
    row = found(request, Delivery, delivery, WRITE, joined=JOINED)

    def act() -> None:
        actions.cancel_delivery(delivery=row, by=request.user, at=now())

    done = gettext("The delivery is cancelled: what it held is left to be delivered.")
    return do(request, act, to(place, "delivery", row.pk), done)
