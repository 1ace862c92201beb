"""Lines of an order: written, changed, ended; who is on them; what is called off."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from etabli.kit import localised, undo
from etabli.kit.asking import do, sent
from etabli.kit.clock import now, today
from etabli.kit.pages import Request, page
from etabli.orders import actions, forms
from etabli.orders.access import OrdersRight
from etabli.orders.models import Allotment, CallOff, Order, OrderLine
from etabli.orders.views.common import asked, found, line_offers, to
from etabli.orders.views.orders import crumbs_of
from etabli.org.models import Establishment
from etabli.people.models import Person, WorkGroup

WRITE, ALLOT = OrdersRight.WRITE, OrdersRight.ALLOT
JOINED = ("establishment", "order__client", "order__establishment", "product", "vat", "workshop")


def _found(request: Request, order: int, line: int, right: str = WRITE) -> OrderLine:
    """The line of that order; Http404 for one of another."""
    row = found(request, OrderLine, line, right, joined=JOINED)
    if row.order_id != order:
        raise Http404
    return row


def _asked(
    request: Request, order: Order, form: Any, act: Callable[[], object], heading: str, done: str, **options: Any
) -> HttpResponse:
    way, lead = crumbs_of(request.place, order), options.pop("lead", f"{order.number} · {order.client.name}")
    return asked(request, form, act, heading=heading, done=done, crumbs=way, lead=lead, **options)


def _do(request: Request, row: OrderLine, act: Callable[[], object], done: str = "") -> HttpResponse:
    return do(request, act, to(request.place, "order", row.order_id), done)


@page(see=WRITE, do=WRITE)
def line_add(request: Request, place: Establishment, order: int) -> HttpResponse:
    row = found(request, Order, order, WRITE, joined=("client", "establishment"))
    form = forms.LineForm(sent(request), initial=forms.line_initial(None), **line_offers(request))
    del form.fields["optional"]

    def act() -> None:
        actions.add_line(order=row, spec=form.spec(row.ordered_on), by=request.user, at=now())

    heading, done = gettext("Add a line"), gettext("The line is added.")
    return _asked(request, row, form, act, heading, done, template="orders/line_form.html")


@page(see=WRITE, do=WRITE)
def line(request: Request, place: Establishment, order: int, line: int) -> HttpResponse:
    row = _found(request, order, line)
    form = forms.LineForm(sent(request), initial=forms.line_initial(row), **line_offers(request, row))
    del form.fields["optional"]

    def act() -> None:
        actions.change_line(line=row, spec=form.spec(row.order.ordered_on), by=request.user, at=now())

    heading, done, lead = gettext("Change a line"), gettext("The line is saved."), f"{row.reference} · {row.text}"
    return _asked(request, row.order, form, act, heading, done, lead=lead, template="orders/line_form.html")


@page(see=WRITE, do=WRITE)
def line_state(request: Request, place: Establishment, order: int, line: int) -> HttpResponse:
    """To another state: `to` is cancel, finish or reopen; or `ready` and `unready` for what the line needs."""
    row = _found(request, order, line)
    who = {"line": row, "by": request.user, "at": now()}
    acts: dict[str, Callable[[], object]] = {
        "cancel": lambda: actions.cancel_line(**who),
        "finish": lambda: actions.finish_line(**who),
        "reopen": lambda: actions.reopen_line(**who),
        "ready": lambda: actions.prepare_line(prepared=True, **who),
        "unready": lambda: actions.prepare_line(prepared=False, **who),
    }
    act = acts.get(request.POST.get("to", ""))
    if request.method == "POST" and act is None:
        raise Http404
    return _do(request, row, act or (lambda: None), gettext("The line is saved."))


@page(see=WRITE, do=WRITE)
def line_costs(request: Request, place: Establishment, order: int, line: int) -> HttpResponse:
    """What of a line is not labour (art. D5212-22), when it is not as the catalogue says."""
    row = _found(request, order, line)
    form = forms.LineCostsForm(sent(request), initial=forms.line_costs_initial(row.costs.all()))

    def act() -> None:
        actions.save_line_costs(line=row, costs=form.costs, by=request.user, at=now())

    heading, done = gettext("Costs that are not labour"), gettext("The costs are saved.")
    note = gettext("What is left of the price is labour, which clients may deduct a part of.")
    return _asked(request, row.order, form, act, heading, done, lead=f"{row.reference} · {row.text}", note=note)


# ---------------------------------------------------------------- call-offs


@page(see=WRITE, do=WRITE)
def call_add(request: Request, place: Establishment, order: int, line: int) -> HttpResponse:
    """A quantity that the client asks for, of an open-ended order or a recurring contract."""
    row = _found(request, order, line)
    form = forms.CallOffForm(sent(request), initial=forms.CallOffForm.first(today()))

    def act() -> None:
        actions.call_off(line=row, **form.cleaned_data, by=request.user, at=now())

    heading, done, lead = gettext("Call off"), gettext("The call-off is saved."), f"{row.reference} · {row.text}"
    return _asked(request, row.order, form, act, heading, done, lead=lead)


@page(see=WRITE, do=WRITE)
def call_remove(request: Request, place: Establishment, order: int, line: int, call: int) -> HttpResponse:
    row = _found(request, order, line)
    asked_for = found(request, CallOff, call, WRITE)
    if asked_for.line_id != row.pk:
        raise Http404
    values = {
        "quantity": asked_for.quantity,
        "due_on": asked_for.due_on.isoformat(),
        "asked_on": asked_for.asked_on.isoformat(),
    }

    def act() -> None:
        told = {"quantity": localised.quantity(asked_for.quantity), "day": localised.day(asked_for.due_on)}
        actions.remove_call_off(call_off=asked_for, by=request.user, at=now())
        text = gettext("The call-off of %(quantity)s for %(day)s is taken back.") % told
        way = to(place, "call_restore", order, row.pk)
        undo.offer(request, act=f"orders.call.{row.pk}", address=way, text=text, values=values)

    return _do(request, row, act)


@page(see=WRITE, do=WRITE)
def call_restore(request: Request, place: Establishment, order: int, line: int) -> HttpResponse:
    row = _found(request, order, line)
    if request.method != "POST":
        return redirect(to(place, "order", order))
    values = undo.redeem(request, f"orders.call.{row.pk}")
    days = {name: date.fromisoformat(values[name]) for name in ("due_on", "asked_on")}

    def act() -> None:
        actions.call_off(line=row, quantity=values["quantity"], **days, by=request.user, at=now())

    return _do(request, row, act, gettext("The call-off is back."))


# ---------------------------------------------------------------- allotments


@page(see=ALLOT, do=ALLOT)
def allot(request: Request, place: Establishment, order: int, line: int) -> HttpResponse:
    """A person or a work group on a line."""
    row = _found(request, order, line, ALLOT)
    persons = Person.objects.visible_to(request.user, place).distinct().order_by("search_key", "pk")
    groups = WorkGroup.objects.filter(establishment=place).order_by("name", "pk")
    form = forms.AllotForm(sent(request), initial={"starts_on": today()}, persons=persons, groups=groups)

    def act() -> None:
        actions.allot(line=row, **form.values, by=request.user, at=now())

    heading, done, lead = gettext("Allot a line"), gettext("The allotment is saved."), f"{row.reference} · {row.text}"
    note = gettext("Sales and the client see a code, never a name.")
    return _asked(request, row.order, form, act, heading, done, lead=lead, note=note)


def _allotment(request: Request, order: int, line: int, key: int) -> tuple[OrderLine, Allotment]:
    row = _found(request, order, line, ALLOT)
    allotment = found(request, Allotment, key, ALLOT, joined=("person", "group", "line"))
    if allotment.line_id != row.pk:
        raise Http404
    return row, allotment


@page(see=ALLOT, do=ALLOT)
def allotment_end(request: Request, place: Establishment, order: int, line: int, allotment: int) -> HttpResponse:
    row, found_one = _allotment(request, order, line, allotment)
    initial = forms.last_day_initial(found_one, today())
    form = forms.LastDayForm(sent(request), initial=initial)

    def act() -> None:
        actions.end_allotment(allotment=found_one, ends_before=form.ends_before, by=request.user, at=now())

    heading, done = gettext("End an allotment"), gettext("The allotment ends on that day.")
    return _asked(request, row.order, form, act, heading, done, lead=f"{row.reference} · {row.text}")


@page(see=ALLOT, do=ALLOT)
def allotment_remove(request: Request, place: Establishment, order: int, line: int, allotment: int) -> HttpResponse:
    """It was a mistake. Undone, it is as it was."""
    row, found_one = _allotment(request, order, line, allotment)
    ends = found_one.ends_before
    values = {
        "person": found_one.person_id,
        "group": found_one.group_id,
        "starts_on": found_one.starts_on.isoformat(),
        "ends_before": ends and ends.isoformat(),
        "share": found_one.share,
    }

    def act() -> None:
        actions.remove_allotment(allotment=found_one, by=request.user, at=now())
        text, way = gettext("The allotment is taken back."), to(place, "allotment_restore", order, row.pk)
        undo.offer(request, act=f"orders.allotment.{row.pk}", address=way, text=text, values=values)

    return _do(request, row, act)


@page(see=ALLOT, do=ALLOT)
def allotment_restore(request: Request, place: Establishment, order: int, line: int) -> HttpResponse:
    row = _found(request, order, line, ALLOT)
    if request.method != "POST":
        return redirect(to(place, "order", order))
    values = undo.redeem(request, f"orders.allotment.{row.pk}")
    person = Person.objects.filter(pk=values["person"]).first()
    group = WorkGroup.objects.filter(pk=values["group"]).first()
    starts_on = date.fromisoformat(values["starts_on"])
    ends_before = date.fromisoformat(values["ends_before"]) if values["ends_before"] else None

    def act() -> None:
        days = {"starts_on": starts_on, "ends_before": ends_before, "share": values["share"]}
        actions.allot(line=row, person=person, group=group, **days, by=request.user, at=now())

    return _do(request, row, act, gettext("The allotment is back."))
