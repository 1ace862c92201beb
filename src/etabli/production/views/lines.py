"""Order lines in the workshops: the board of a workshop, and the production sheet of a line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from etabli.kit import undo
from etabli.kit.asking import Question, ask, do
from etabli.kit.clock import now, today
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.orders.access import OrdersRight
from etabli.orders.models import OrderLine
from etabli.org.models import Establishment
from etabli.org.queries import rights_in
from etabli.people.models import Person
from etabli.people.reach import Reach
from etabli.production.access import ProductionRight
from etabli.production.actions import OperationSpec, remove_operation, save_operation
from etabli.production.forms import OperationForm, WorkshopChoice, operation_initial
from etabli.production.models import Operation
from etabli.production.queries.board import SheetShown, lines_in, sheet_of, shown_lines
from etabli.production.queries.lines import PERSON, contributed_to
from etabli.production.queries.suiting import doers_of, warnings_on
from etabli.production.views.common import tabs, workshops_with
from etabli.production.wording import restriction_worded, warning_worded

LINES_A_PAGE = 30
FIELDS = {"name_wrong": "name", "standard_time_wrong": "minutes_per_thousand"}
"""The field beside which the sentence of each refusal stands."""


@page(see=OrdersRight.READ)
def lines(request: Request, place: Establishment) -> HttpResponse:
    """The open lines of a workshop by due date. Who may not see names sees the codes of the clients."""
    choice = WorkshopChoice(request.GET, workshops_with(request, place, OrdersRight.READ))
    found = paged(lines_in(request.user, place, choice.chosen), request.GET.get("page"), LINES_A_PAGE)
    rows = shown_lines(request.user, place, list(found.object_list), today())
    named = {one.called.who[1] for row in rows for one in row.on_it if one.called.who[0] == PERSON and one.called.name}
    if named:
        request.note_read("production.lines", sorted(named), table=Person._meta.db_table)
    context = {
        "place": place,
        "choice": choice,
        "page": found,
        "rows": rows,
        "tabs": tabs(rights_in(request.user, place), place, "production:lines"),
    }
    return render(request, "production/lines.html", context)


def _line(request: Request, place: Establishment, line: int, right: str = OrdersRight.READ) -> OrderLine:
    """A line of a workshop in which the reader holds the right."""
    rows = OrderLine.objects.visible_to(request.user, place, OrdersRight.READ).select_related(
        "order__client", "workshop"
    )
    row: OrderLine = get_object_or_404(rows, pk=line)
    if right != OrdersRight.READ and row.workshop not in workshops_with(request, place, right):
        raise Http404
    return row


@page(see=OrdersRight.READ)
def line(request: Request, place: Establishment, line: int) -> HttpResponse:
    """The production sheet: what is to be done, how far it is, who is on it, who could do it and who did what."""
    row = _line(request, place, line)
    sheet = sheet_of(request.user, place, row, today())
    doers = doers_of(request.user, place, row, today())
    named = {*sheet.persons, *(person for one in doers for person in one.persons)}
    if named:
        request.note_read("production.line", sorted(named), table=Person._meta.db_table)
    context = {
        "place": place,
        "line": row,
        "sheet": sheet,
        "doers": doers,
        "on_it": _on_it(request, place, row, sheet),
        "operations": [
            {"row": step, "restriction": restriction_worded(step.restriction) if step.restriction else ""}
            for step in sheet.operations
        ],
        "may_write": row.workshop in workshops_with(request, place, ProductionRight.WRITE),
        "undo": undo.offered(request),
        "crumbs": [*_crumbs(place), {"label": row.reference}],
    }
    return render(request, "production/line.html", context)


def _on_it(request: Request, place: Establishment, line: OrderLine, sheet: SheetShown) -> list[dict[str, Any]]:
    """Who is on a line, and what stands against it."""
    called = [one.called for one in sheet.shown.on_it]
    against = warnings_on(request.user, place, [(line.pk, one.who) for one in called], today())
    worded = {
        who: [warning_worded(one.names, one.concern) for one in warnings] for (_, who), warnings in against.items()
    }
    return [{"called": one, "against": worded.get(one.who, [])} for one in called]


def _crumbs(place: Establishment) -> list[dict[str, Any]]:
    return [{"label": gettext("Order lines"), "url": reverse("production:lines", args=[place.finess])}]


def _address(place: Establishment, line: OrderLine) -> str:
    return reverse("production:line", kwargs={"finess": place.finess, "line": line.pk})


def _ask(
    request: Request,
    place: Establishment,
    line: OrderLine,
    form: OperationForm,
    act: Callable[[], object],
    heading: str,
) -> HttpResponse:
    back = _address(place, line)
    crumbs = [*_crumbs(place), {"label": line.reference, "url": back}]
    question = Question(
        heading, back, done=gettext("The operation is saved."), lead=line.text, crumbs=crumbs, fields=FIELDS
    )
    return ask(request, form, act, question)


@page(see=ProductionRight.WRITE, do=ProductionRight.WRITE)
def operation_add(request: Request, place: Establishment, line: int) -> HttpResponse:
    row = _line(request, place, line, ProductionRight.WRITE)
    form = OperationForm(request.POST or None)

    def act() -> None:
        save_operation(line=row, spec=form.spec, by=request.user, at=now())

    return _ask(request, place, row, form, act, gettext("Add an operation"))


@page(see=ProductionRight.WRITE, do=ProductionRight.WRITE)
def operation(request: Request, place: Establishment, line: int, operation: int) -> HttpResponse:
    row = _line(request, place, line, ProductionRight.WRITE)
    step = get_object_or_404(Operation, line=row, pk=operation)
    form = OperationForm(request.POST or None, initial=operation_initial(step))

    def act() -> None:
        save_operation(line=row, spec=form.spec, operation=step, by=request.user, at=now())

    return _ask(request, place, row, form, act, gettext("Change an operation"))


@page(see=ProductionRight.WRITE, do=ProductionRight.WRITE)
def operation_remove(request: Request, place: Establishment, line: int, operation: int) -> HttpResponse:
    """Take a step off the sheet; the next page offers to put it back."""
    row = _line(request, place, line, ProductionRight.WRITE)
    step = get_object_or_404(Operation, line=row, pk=operation)

    def act() -> None:
        said = remove_operation(operation=step, by=request.user, at=now())
        text = gettext("%(name)s is off the sheet.") % {"name": said.name}
        address = reverse("production:operation_restore", kwargs={"finess": place.finess, "line": row.pk})
        undo.offer(request, act="operation", address=address, text=text, values=vars(said))

    return do(request, act, _address(place, row))


@page(see=ProductionRight.WRITE, do=ProductionRight.WRITE)
def operation_restore(request: Request, place: Establishment, line: int) -> HttpResponse:
    """Put back the step that was just removed."""
    row = _line(request, place, line, ProductionRight.WRITE)
    if request.method != "POST":
        return redirect(_address(place, row))
    spec = OperationSpec(**undo.redeem(request, "operation"))

    def act() -> None:
        save_operation(line=row, spec=spec, by=request.user, at=now())

    return do(request, act, _address(place, row), gettext("The operation is back on the sheet."))


@page(see=ProductionRight.READ, sensitive=True)
def person_lines(request: Request, place: Establishment, pk: int) -> HttpResponse:
    """The order lines that a person contributed to, latest first: for those who may see who worked on what."""
    reach = Reach(request.user, ProductionRight.READ, place, [pk])
    if not reach.holds(pk, today()):
        raise Http404
    request.note_read("production.person", [pk], table=Person._meta.db_table)
    shown, rest = contributed_to(request.user, place, pk)
    found = paged(shown, request.GET.get("page"), LINES_A_PAGE)
    way = _crumbs(place) if OrdersRight.READ in rights_in(request.user, place) else []
    context = {
        "place": place,
        "name": reach.names[pk],
        "page": found,
        "rows": found.object_list,
        "rest": rest,
        "may_see_contribution": ProductionRight.CONTRIBUTION_READ in rights_in(request.user, place),
        "person": pk,
        "crumbs": [*way, {"label": reach.names[pk]}],
    }
    return render(request, "production/person_lines.html", context)
