"""Load against capacity of the workshops over the coming weeks, how each week is made, and where work queues."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from etabli.core.load import SAME_WEEKS_BEFORE, WEEKS_AHEAD, Balance, mondays
from etabli.core.prices import WHOLE
from etabli.kit import charts, localised
from etabli.kit.charts import Picture, Stack
from etabli.kit.clock import today
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.orders.access import OrdersRight
from etabli.org.models import Establishment, Workshop
from etabli.org.queries import rights_in
from etabli.production.access import ProductionRight
from etabli.production.forms import WorkshopChoice
from etabli.production.queries.load import LEAST_PEOPLE, Outlook, Week, outlook
from etabli.production.queries.load_queue import Queue, pressures_of, queues_of
from etabli.production.views.common import load_pages, tabs, workshops_with
from etabli.production.wording import BALANCES

LINES_A_PAGE = 50
APART_SHOWN = 20
"""Lines in no week that are named; the others are counted."""
NAMES_SHOWN = 6
STATUS = {Balance.PEAK: "watch", Balance.FITS: "ok", Balance.SLACK: "info", Balance.SHUT: "off"}


def _choice(request: Request, place: Establishment) -> WorkshopChoice:
    return WorkshopChoice(request.GET, workshops_with(request, place, OrdersRight.READ))


def _found(request: Request, place: Establishment, workshops: Iterable[Workshop]) -> Outlook:
    return outlook(request.user, place, [row.pk for row in workshops], today())


@page(see=OrdersRight.READ)
def load(request: Request, place: Establishment) -> HttpResponse:
    """Thirteen weeks of load against capacity, of a workshop or of all of them together."""
    charts.warm()
    choice = _choice(request, place)
    found = _found(request, place, choice.chosen)
    weeks = found.together
    context = {
        "place": place,
        "choice": choice,
        "weeks": [_week(place, choice.workshop, week) for week in weeks],
        "peaks": [week for week in weeks if week.balance == Balance.PEAK],
        "slack": [week for week in weeks if week.balance == Balance.SLACK],
        "workshops": _workshops(choice, found) if choice.is_all else [],
        "undated": found.undated[:APART_SHOWN],
        "untimed": found.untimed[:APART_SHOWN],
        "apart_left": max(len(found.undated) - APART_SHOWN, 0) + max(len(found.untimed) - APART_SHOWN, 0),
        "least": LEAST_PEOPLE,
        **_frame(request, place, "production:load"),
    }
    return render(request, "production/load.html", context)


def _frame(request: Request, place: Establishment, current: str) -> dict[str, Any]:
    rights = rights_in(request.user, place)
    return {"tabs": tabs(rights, place, "production:load"), "pages": load_pages(rights, place, current)}


def _week(place: Establishment, workshop: Workshop | None, week: Week) -> dict[str, Any]:
    url = ""
    if workshop is not None:
        keys = {"finess": place.finess, "workshop": workshop.pk, "day": week.monday.isoformat()}
        url = reverse("production:load_week", kwargs=keys)
    return {
        "week": week,
        "url": url,
        "free": -week.over,
        "rate": localised.ratio(week.rate, 0) if week.capacity else "—",
        "absence": "—" if week.absence is None else localised.ratio(week.absence),
        "status": STATUS[week.balance],
        "label": BALANCES[week.balance],
        "monday_before": week.monday - SAME_WEEKS_BEFORE,
    }


def _workshops(choice: WorkshopChoice, found: Outlook) -> list[dict[str, Any]]:
    """Each workshop over all the weeks."""
    rows = []
    for workshop in choice.chosen:
        weeks = found.weeks[workshop.pk]
        load_, capacity = sum(week.load for week in weeks), sum(week.capacity for week in weeks)
        rows.append(
            {
                "workshop": workshop,
                "load": load_,
                "capacity": capacity,
                "rate": localised.ratio(load_ / capacity, 0) if capacity else "—",
                "peaks": sum(week.balance == Balance.PEAK for week in weeks),
                "slack": sum(week.balance == Balance.SLACK for week in weeks),
            }
        )
    return rows


@page(see=OrdersRight.READ)
def load_chart(request: Request, place: Establishment) -> HttpResponse:
    """The drawing of the weeks, see `charts.answer`."""
    choice = _choice(request, place)
    if not choice.chosen:
        raise Http404
    return charts.answer(request, _picture(choice, _found(request, place, choice.chosen).together))


def _picture(choice: WorkshopChoice, weeks: Sequence[Week]) -> Picture:
    """In hours."""
    name = choice.workshop.name if choice.workshop else gettext("All workshops")
    peaks = [localised.day(week.monday) for week in weeks if week.balance == Balance.PEAK]
    told = gettext("More load than capacity in the weeks of: %(weeks)s.") % {"weeks": ", ".join(peaks)}
    return Picture(
        title=gettext("Load and capacity of %(name)s, in hours a week") % {"name": name},
        description=told if peaks else gettext("No week has more load than capacity."),
        signs=charts.signs(),
        stacks=tuple(
            Stack(
                f"{week.monday:%d/%m}",
                min(week.load, week.capacity) / 60,
                max(week.over, 0) / 60,
                max(-week.over, 0) / 60,
            )
            for week in weeks
        ),
    )


@page(see=OrdersRight.READ)
def load_week(request: Request, place: Establishment, workshop: int, day: date) -> HttpResponse:
    """How the load and the capacity of one week of a workshop are made: what is multiplied, and the lines behind."""
    row = get_object_or_404(Workshop.objects.visible_to(request.user, place, OrdersRight.READ), pk=workshop)
    if day not in mondays(today(), WEEKS_AHEAD):
        raise Http404
    found = _found(request, place, [row])
    week = next(week for week in found.weeks[row.pk] if week.monday == day)
    (capacity,) = week.capacities
    lines = [(line, line.by_week[day]) for line in found.lines if line.by_week.get(day)]
    shown = paged(lines, request.GET.get("page"), LINES_A_PAGE)
    context = {
        "place": place,
        "workshop": row,
        "sunday": day + timedelta(days=6),
        "is_first": day == mondays(today())[0],
        "capacity": capacity,
        "useful": localised.ratio(capacity.useful / WHOLE),
        "page": shown,
        "crumbs": [
            {"label": gettext("Load and capacity"), "url": reverse("production:load", args=[place.finess])},
            {"label": gettext("Week of %(day)s") % {"day": localised.day(day)}},
        ],
        **_week(place, None, week),
    }
    return render(request, "production/load_week.html", context)


# ---------------------------------------------------------------- where work queues


@page(see=OrdersRight.READ)
def bottlenecks(request: Request, place: Establishment) -> HttpResponse:
    """Open hours before each workstation, and why, for those of the workshops whose lines the reader sees."""
    choice = WorkshopChoice(
        {"workshop": request.GET.get("workshop", WorkshopChoice.ALL)}, workshops_with(request, place, OrdersRight.READ)
    )
    found = _found(request, place, choice.chosen)
    names = {row.pk: row for row in choice.chosen}
    sees_presence = ProductionRight.READ in rights_in(request.user, place)
    queues, pressures = queues_of(place, found, today()), pressures_of(place, found, today())
    context = {
        "place": place,
        "choice": choice,
        "groups": [
            {
                "workshop": names[key],
                "queues": [_queue(row) for row in queues if row.workshop == key],
                "pressure": pressure,
                "total": _queued(queues, key),
                "sees_absence": sees_presence and pressure.away_is_why,
            }
            for key, pressure in pressures.items()
            if pressure.peaks or any(row.workshop == key for row in queues)
        ],
        **_frame(request, place, "production:bottlenecks"),
    }
    return render(request, "production/bottlenecks.html", context)


def _queue(row: Queue) -> dict[str, Any]:
    return {
        "row": row,
        "missing": ", ".join(row.missing),
        "unready": _few(row.unready),
        "without_goods": _few(row.without_goods),
    }


def _few(names: Sequence[str]) -> str:
    """The first names, and how many more."""
    shown, more = ", ".join(names[:NAMES_SHOWN]), len(names) - NAMES_SHOWN
    if more <= 0:
        return shown
    return ngettext("%(names)s and %(number)s more", "%(names)s and %(number)s more", more) % {
        "names": shown,
        "number": more,
    }


def _queued(queues: Iterable[Queue], workshop: int) -> int:
    return sum(row.minutes for row in queues if row.workshop == workshop)
