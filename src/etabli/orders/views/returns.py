"""Returns and complaints: their list, writing one down, deciding what is done."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from etabli.kit.asking import sent
from etabli.kit.clock import now, today
from etabli.kit.pages import Request, page
from etabli.orders import actions, columns, forms
from etabli.orders.access import OrdersRight
from etabli.orders.models import CustomerReturn, DeliveryLine
from etabli.orders.states import Decision
from etabli.orders.views.common import ORDERS, asked, clients_of, crumb, found, sheet, to
from etabli.orders.views.listing import Listing, show_list
from etabli.org.models import Establishment

WRITE, READ = OrdersRight.WRITE, OrdersRight.READ
JOINED = ("delivery_line__delivery__establishment", "delivery_line__order_line__order__client")
LISTING = Listing(
    name="returns",
    group=ORDERS,
    heading=_("Returns and complaints"),
    nothing=_("Nothing came back"),
    nothing_text=_("Returns and complaints are written on the page of a delivery."),
    icon="undo-2",
)


def _filter(request: Request) -> forms.ReturnFilter:
    return forms.ReturnFilter(request.GET, clients_of(request))


def _listed(request: Request, asked_for: forms.ReturnFilter) -> Any:
    rows = CustomerReturn.objects.visible_to(request.user, request.place).select_related(*JOINED)
    if kind := asked_for.chosen("kind"):
        rows = rows.filter(kind=kind)
    if client := asked_for.chosen("client"):
        rows = rows.filter(delivery_line__delivery__order__client=client)
    if state := asked_for.chosen("state"):
        rows = rows.filter(decision="" if state == forms.TO_DECIDE else state)
    return rows.order_by("-returned_on", "-pk")


@page(see=READ)
def returns(request: Request, place: Establishment) -> HttpResponse:
    """Latest first."""
    asked_for = _filter(request)
    return show_list(request, LISTING, asked_for, _listed(request, asked_for), columns.RETURNS)


@page(see=READ)
def returns_export(request: Request, place: Establishment, kind: str) -> HttpResponse:
    rows = list(_listed(request, _filter(request)))
    title = gettext("Returns and complaints")
    named = [row.delivery_line.order_line.order.client for row in rows]
    return sheet(request, kind, columns.RETURNS, rows, what="orders.returns.export", title=title, clients=named)


@page(see=WRITE, do=WRITE)
def return_add(request: Request, place: Establishment, delivery: int, position: int) -> HttpResponse:
    """Of one line of a delivery."""
    rows = DeliveryLine.objects.visible_to(request.user, place, WRITE)
    joined = rows.select_related("delivery__establishment", "order_line__order")
    row = get_object_or_404(joined, delivery=delivery, order_line__position=position)
    form = forms.ReturnForm(sent(request), initial=forms.ReturnForm.first(today()))

    def act() -> None:
        actions.take_back(delivery_line=row, **form.values, by=request.user, at=now())

    heading, done = gettext("Return or complaint"), gettext("It is written down: say what is done about it.")
    way = [crumb(place, gettext("Deliveries"), "deliveries"), crumb(place, row.delivery.number, "delivery", delivery)]
    lead = f"{row.order_line.reference} · {row.order_line.text}"

    def then() -> str:
        return to(place, "returns")

    return asked(request, form, act, heading=heading, done=done, crumbs=way, lead=lead, then=then)


@page(see=WRITE, do=WRITE)
def returned(request: Request, place: Establishment, returned: int) -> HttpResponse:
    """What is done about one."""
    row = found(request, CustomerReturn, returned, WRITE, joined=JOINED)
    initial = {"closed_on": row.closed_on or today(), "decision": row.decision or Decision.REDO}
    form = forms.DecisionForm(sent(request), initial=initial)

    def act() -> None:
        actions.decide_return(row=row, **form.cleaned_data, by=request.user, at=now())

    line = row.delivery_line.order_line
    way = [crumb(place, gettext("Returns and complaints"), "returns")]
    fields = {"returned_before_delivered": "closed_on"}
    lead = f"{line.order.client.name} · {line.text} · {row.cause}"
    heading, done = gettext("Decide"), gettext("The decision is saved.")
    return asked(request, form, act, heading=heading, done=done, crumbs=way, lead=lead, fields=fields)
