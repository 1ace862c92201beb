"""Where the objectives stand: the page, its drawings, and the paper for the management dialogue."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from etabli.cpom import papers, showing
from etabli.cpom.access import CpomRight
from etabli.cpom.boards import progress_board
from etabli.cpom.queries.contracts import objectives_of
from etabli.cpom.queries.figures import of_few
from etabli.cpom.queries.progress import progress_of
from etabli.cpom.views.common import (
    contract_crumbs,
    contract_or_404,
    explained,
    made_by,
    note_named,
    objective_or_404,
    pdf,
)
from etabli.kit import charts
from etabli.kit.clock import today
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.org.models import Establishment

A_PAGE = 20


@page(see=CpomRight.READ)
def progress(request: Request, place: Establishment, contract: int) -> HttpResponse:
    """Each objective: target, value, where it stands, year by year and over the contract."""
    row = contract_or_404(request, place, contract)
    charts.warm()
    found = paged(objectives_of(request.user, place).filter(contract=row), request.GET.get("page"), A_PAGE)
    objectives = list(found)
    note_named(request, objectives)
    context: dict[str, Any] = {
        "place": place,
        "contract": row,
        "shown": showing.contract_shown(row, today()),
        "board": progress_board(row, objectives, explained(request), today()),
        "page": found,
        "legend": showing.legend(),
        "may_write": request.user.may(CpomRight.WRITE, place),
        "crumbs": contract_crumbs(place, row),
    }
    return render(request, "cpom/progress.html", context)


@page(see=CpomRight.READ)
def chart(request: Request, place: Establishment, objective: int) -> HttpResponse:
    """The drawing of an objective, see `charts.answer`."""
    row = objective_or_404(request, place, objective)
    note_named(request, [row])
    (one,) = progress_of(row.contract, [row], today(), [])
    if one.definition is None:
        raise Http404
    return charts.answer(request, showing.picture_of(one))


@page(see=CpomRight.READ)
def dialogue(request: Request, place: Establishment, contract: int) -> HttpResponse:
    """The paper for the management dialogue: no objective set for a person, or for few, is in it."""
    row = contract_or_404(request, place, contract)
    told = objectives_of(request.user, place).filter(contract=row, person=None)
    objectives = list(told.exclude(pk__in=of_few(place)))
    content = papers.dialogue(row, objectives, made_by=made_by(request), on=today())
    return pdf(content, f"{row.name} {place.name}")
