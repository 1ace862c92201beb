"""The targets of a year."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from etabli.indicators.access import IndicatorsRight
from etabli.indicators.actions import TargetSpec, save_targets
from etabli.indicators.definitions import Definition, definitions
from etabli.indicators.forms import TargetsForm
from etabli.indicators.models import Target
from etabli.indicators.presenting import language
from etabli.indicators.rules import TARGETED
from etabli.indicators.views.choice import tabs
from etabli.kit import undo
from etabli.kit.clock import now, today
from etabli.kit.links import address
from etabli.kit.pages import Request, page
from etabli.org.models import Establishment

UNDO = "indicators.targets"
YEARS_BACK, YEARS_AHEAD = 2, 5


@page(see=IndicatorsRight.TARGET_WRITE, do=IndicatorsRight.TARGET_WRITE)
def targets(request: Request, place: Establishment) -> HttpResponse:
    """What the contract or the house wants of each figure, a year at a time."""
    years = range(today().year + YEARS_AHEAD, today().year - YEARS_BACK - 1, -1)
    year = _year(request, years)
    present = {row.code: row for row in Target.objects.filter(establishment=place, year=year)}
    form = TargetsForm(request.POST or None, definitions=_targeted(place), targets=present, language=language())
    if request.method == "POST" and form.is_valid():
        return _save(request, place, year, present, form)
    context = {
        "place": place,
        "year": str(year),
        "years": [{"label": str(one), "url": f"?year={one}", "current": one == year} for one in years],
        "form": form,
        "settings": address(request, "org:settings"),
        "undo": undo.offered(request) if request.method == "GET" else None,
        "tabs": tabs(request, place, "targets", ""),
    }
    return render(request, "indicators/targets.html", context)


def _year(request: Request, years: range) -> int:
    text = request.GET.get("year", "") or str(today().year)
    if not (text.isascii() and text.isdigit() and len(text) == 4 and int(text) in years):
        raise Http404
    return int(text)


def _targeted(place: Establishment) -> list[Definition]:
    known = definitions()
    return [known[code] for code in TARGETED if place.kind in known[code].kinds]


def _address(place: Establishment, year: int) -> str:
    return f"{reverse('indicators:targets', kwargs={'finess': place.finess})}?year={year}"


def _save(
    request: Request, place: Establishment, year: int, present: dict[str, Target], form: TargetsForm
) -> HttpResponse:
    before = {
        code: [present[code].value, present[code].source] if code in present else [None, ""] for code in form.specs
    }
    changed = save_targets(establishment=place, year=year, targets=form.specs, by=request.user, at=now())
    if changed:
        undo.offer(
            request,
            act=UNDO,
            address=reverse("indicators:targets_restore", kwargs={"finess": place.finess}),
            text=gettext("The targets of %(year)s are saved.") % {"year": year},
            values={"place": place.pk, "year": year, "targets": before},
        )
    else:
        messages.info(request, gettext("Nothing was changed."))
    return redirect(_address(place, year))


@page(see=IndicatorsRight.TARGET_WRITE, do=IndicatorsRight.TARGET_WRITE)
def targets_restore(request: Request, place: Establishment) -> HttpResponse:
    """The targets as they were before the last change."""
    if request.method != "POST":
        return redirect("indicators:targets", finess=place.finess)
    values: dict[str, Any] = undo.redeem(request, UNDO)
    if values["place"] != place.pk:
        raise Http404
    specs = {code: TargetSpec(value, source) for code, (value, source) in values["targets"].items()}
    save_targets(establishment=place, year=values["year"], targets=specs, by=request.user, at=now())
    messages.success(request, gettext("The targets are as they were."))
    return redirect(_address(place, values["year"]))
