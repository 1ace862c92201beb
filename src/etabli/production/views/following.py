"""What follows from the work: quality of a month, and what presence went to week by week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext

from etabli.core.periods import Period, monday_of
from etabli.core.presence import Purpose, Use
from etabli.kit.asking import Question, ask
from etabli.kit.clock import now, today
from etabli.kit.localised import ratio
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.orders.access import OrdersRight
from etabli.org.models import Establishment, Workshop
from etabli.org.queries import rights_in
from etabli.production.access import ProductionRight
from etabli.production.actions import set_presence_target
from etabli.production.forms import MonthChoice, TargetForm, WorkshopChoice
from etabli.production.queries.presence import Week, presence_of
from etabli.production.queries.quality import rejects_of, returns_of
from etabli.production.rules import WHOLE
from etabli.production.views.common import tabs, workshops_with
from etabli.production.wording import PURPOSES, USES

WEEKS_SHOWN = 8
ROWS_A_PAGE = 50


@page(see=ProductionRight.TOTALS_READ)
def quality(request: Request, place: Establishment) -> HttpResponse:
    """Rejects by cause in a month, and what came back, for those who read orders."""
    choice = MonthChoice(request.GET, workshops_with(request, place, ProductionRight.TOTALS_READ), today())
    rights = rights_in(request.user, place)
    chosen = {row.pk for row in choice.chosen}
    found = paged(rejects_of(place, choice.month, chosen), request.GET.get("page"), ROWS_A_PAGE)
    context = {
        "place": place,
        "choice": choice,
        "page": found,
        "rows": [{"row": row, "rate": ratio(row.rate)} for row in found.object_list],
        "may_see_returns": OrdersRight.READ in rights,
        "returns": returns_of(request.user, place, choice.month, chosen),
        "tabs": tabs(rights, place, "production:quality"),
        **_around(place, choice),
    }
    return render(request, "production/quality.html", context)


def _around(place: Establishment, choice: MonthChoice) -> dict[str, Any]:
    """The addresses of the month before and of the one after."""
    workshop = WorkshopChoice.ALL if choice.workshop is None else str(choice.workshop.pk)

    def way(day: Any) -> str:
        query = urlencode({"month": f"{day:%Y-%m}", "workshop": workshop})
        return f"{reverse('production:quality', args=[place.finess])}?{query}"

    return {"before": way(choice.month.start - timedelta(days=1)), "after": way(choice.month.end)}


@page(see=ProductionRight.READ)
def presence(request: Request, place: Establishment) -> HttpResponse:
    """Minutes of presence of the last weeks, by workshop, by what they went to."""
    choice = WorkshopChoice(request.GET, workshops_with(request, place, ProductionRight.READ))
    rights = rights_in(request.user, place)
    names: dict[int | None, str] = {row.pk: row.name for row in choice.chosen}
    shown = [week for week in presence_of(place, _last_weeks()) if week.workshop in names]
    aimed = {purpose for week in shown for purpose in week.targets} | {Purpose.PRODUCTION}
    purposes = [purpose for purpose in Purpose if purpose in aimed]
    used = {use for week in shown for use in week.minutes} | {Use.ORDERS, Use.ACTIVITIES}
    uses = [use for use in Use if use in used]
    context = {
        "place": place,
        "choice": choice,
        "may_set": ProductionRight.SETTINGS_WRITE in rights and choice.workshop is not None,
        "uses": [str(USES[use]) for use in uses],
        "rows": [_week(week, names, uses, purposes) for week in shown],
        "purposes": [str(PURPOSES[purpose]) for purpose in purposes],
        "tabs": tabs(rights, place, "production:presence"),
    }
    return render(request, "production/presence.html", context)


def _last_weeks() -> Period:
    end = monday_of(today()) + timedelta(days=7)
    return Period(end - timedelta(weeks=WEEKS_SHOWN), end)


def _week(
    week: Week, names: Mapping[int | None, str], uses: Sequence[Use], purposes: Sequence[Purpose]
) -> dict[str, Any]:
    return {
        "week": week,
        "name": names[week.workshop],
        "minutes": [week.minutes.get(use, 0) for use in uses],
        "parts": [
            {
                "rate": ratio(week.rate(purpose)),
                "target": ratio(week.targets[purpose] / WHOLE) if purpose in week.targets else "",
                "is_met": week.is_met(purpose),
            }
            for purpose in purposes
        ],
    }


@page(see=ProductionRight.SETTINGS_WRITE, do=ProductionRight.SETTINGS_WRITE)
def presence_target(request: Request, place: Establishment, workshop: int) -> HttpResponse:
    """Which part of the presence in a workshop is meant for what, from a day on."""
    visible = Workshop.objects.visible_to(request.user, place, ProductionRight.SETTINGS_WRITE)
    row = get_object_or_404(visible, pk=workshop)
    form = TargetForm(request.POST or None, initial={"starts_on": monday_of(today()), "purpose": Purpose.PRODUCTION})
    back = f"{reverse('production:presence', args=[place.finess])}?{urlencode({'workshop': row.pk})}"
    crumbs = [{"label": gettext("Use of time"), "url": back}]

    def act() -> None:
        set_presence_target(workshop=row, **form.cleaned_data, by=request.user, at=now())

    fields = {"presence_target_wrong": "share"}
    question = Question(
        gettext("Set a target"), back, done=gettext("The target is set."), lead=row.name, crumbs=crumbs, fields=fields
    )
    return ask(request, form, act, question)
