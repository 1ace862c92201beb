"""Targets of the region, and numbers on the job basin."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from etabli.cpom import boards, showing
from etabli.cpom.access import CpomRight
from etabli.cpom.actions.context import (
    BasinSpec,
    RegionalSpec,
    remove_basin_row,
    remove_regional_target,
    save_basin,
    save_regional_target,
)
from etabli.cpom.forms.context import REGIONAL_FIELDS, RegionalForm
from etabli.cpom.models import RegionalTarget
from etabli.cpom.queries.contracts import basin_rows, regional_targets
from etabli.cpom.views.common import crumbs, link, redeemed, row_or_404, tabs
from etabli.indicators.wording import figure_named
from etabli.kit import localised, undo
from etabli.kit.asking import Question, ask, sent
from etabli.kit.clock import now, today
from etabli.kit.links import address
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.org.models import Establishment

UNDO_REGIONAL, UNDO_BASIN = "cpom.regional", "cpom.basin"


@page(see=CpomRight.READ)
def regional(request: Request, place: Establishment) -> HttpResponse:
    """Targets of the regional health scheme, which prevail over those of the contract."""
    found = paged(regional_targets(request.user, place), request.GET.get("page"))
    context = {
        "place": place,
        "rows": [_regional_shown(row) for row in found],
        "page": found,
        "may_write": request.user.may(CpomRight.WRITE, place),
        "undo": undo.offered(request),
        "crumbs": crumbs(place, (gettext("Targets of the region"), "")),
        "tabs": tabs(place, "regional"),
    }
    return render(request, "cpom/regional.html", context)


def _regional_shown(row: RegionalTarget) -> dict[str, Any]:
    last = localised.day(date.fromordinal(row.ends_before.toordinal() - 1)) if row.ends_before else ""
    return {
        "pk": row.pk,
        "label": figure_named(row.code),
        "target": showing.regional_shown(row),
        "first": localised.day(row.starts_on),
        "last": last,
        "source": row.source,
        "holds": row.starts_on <= today() and (row.ends_before is None or today() < row.ends_before),
    }


@page(see=CpomRight.WRITE, do=CpomRight.WRITE)
def regional_add(request: Request, place: Establishment) -> HttpResponse:
    return _edit_regional(request, place, None)


@page(see=CpomRight.WRITE, do=CpomRight.WRITE)
def regional_edit(request: Request, place: Establishment, regional: int) -> HttpResponse:
    return _edit_regional(request, place, row_or_404(regional_targets(request.user, place, CpomRight.WRITE), regional))


def _edit_regional(request: Request, place: Establishment, row: RegionalTarget | None) -> HttpResponse:
    form = RegionalForm(sent(request), place=place, row=row)

    def act() -> None:
        save_regional_target(establishment=place, spec=form.spec(), row=row, by=request.user, at=now())

    heading = gettext("Correct a target of the region") if row else gettext("Add a target of the region")
    done, note = (
        gettext("The target is saved."),
        gettext("Where the contract has a target too, that of the region prevails."),
    )
    way = crumbs(place, (gettext("Targets of the region"), link(place, "regional")))
    question = Question(heading, link(place, "regional"), done, "", note, crumbs=way, fields=REGIONAL_FIELDS)
    return ask(request, form, act, question)


@page(see=CpomRight.WRITE, do=CpomRight.WRITE)
def regional_remove(request: Request, place: Establishment, regional: int) -> HttpResponse:
    row = row_or_404(regional_targets(request.user, place, CpomRight.WRITE), regional)
    if request.method == "POST":
        columns = ("code", "value", "direction", "starts_on", "ends_before", "source")
        values = {name: getattr(row, name) for name in columns}
        remove_regional_target(row=row, by=request.user, at=now())
        undo.offer(
            request,
            act=UNDO_REGIONAL,
            address=link(place, "regional_restore"),
            text=gettext("The target is removed."),
            values={"place": place.pk, **{name: _plain(value) for name, value in values.items()}},
        )
    return redirect(link(place, "regional"))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


@page(see=CpomRight.WRITE, do=CpomRight.WRITE)
def regional_restore(request: Request, place: Establishment) -> HttpResponse:
    """The target that was removed, as it was."""
    if request.method == "POST":
        values = redeemed(request, place, UNDO_REGIONAL)
        values["starts_on"] = date.fromisoformat(values["starts_on"])
        values["ends_before"] = date.fromisoformat(values["ends_before"]) if values["ends_before"] else None
        spec = RegionalSpec(**values)
        save_regional_target(establishment=place, spec=spec, row=None, by=request.user, at=now())
    return redirect(link(place, "regional"))


# ---------------------------------------------------------------- the job basin


@page(see=CpomRight.READ)
def basin(request: Request, place: Establishment) -> HttpResponse:
    """Numbers on the job basin, each with where it was published."""
    found = paged(basin_rows(request.user, place), request.GET.get("page"))
    context = {
        "place": place,
        "rows": [{"pk": row.pk, **boards.basin_shown(row)} for row in found],
        "page": found,
        "may_write": request.user.may(CpomRight.WRITE, place),
        "imports": address(request, "exchange:imports"),
        "undo": undo.offered(request),
        "crumbs": crumbs(place, (gettext("The job basin"), "")),
        "tabs": tabs(place, "basin"),
    }
    return render(request, "cpom/basin.html", context)


@page(see=CpomRight.WRITE, do=CpomRight.WRITE)
def basin_remove(request: Request, place: Establishment, basin: int) -> HttpResponse:
    row = row_or_404(basin_rows(request.user, place, CpomRight.WRITE), basin)
    if request.method == "POST":
        values = {name: getattr(row, name) for name in ("indicator", "year", "value", "unit", "source")}
        remove_basin_row(row=row, by=request.user, at=now())
        undo.offer(
            request,
            act=UNDO_BASIN,
            address=link(place, "basin_restore"),
            text=gettext("The number is removed."),
            values={"place": place.pk, **values},
        )
    return redirect(link(place, "basin"))


@page(see=CpomRight.WRITE, do=CpomRight.WRITE)
def basin_restore(request: Request, place: Establishment) -> HttpResponse:
    """The number that was removed, as it was."""
    if request.method == "POST":
        spec = BasinSpec(**redeemed(request, place, UNDO_BASIN))
        save_basin(establishment=place, rows=[spec], by=request.user, at=now())
    return redirect(link(place, "basin"))
