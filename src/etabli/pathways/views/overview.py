"""The year of pathways at a glance, its chart, its sheet and its deadlines."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from etabli.kit import charts, exports, undo
from etabli.kit.clock import today
from etabli.kit.links import address
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.org.models import Establishment, Workshop
from etabli.pathways.access import PathwaysRight
from etabli.pathways.columns.placements import PLACEMENTS
from etabli.pathways.forms.overview import OverviewFilter
from etabli.pathways.models import Host
from etabli.pathways.queries.overview import has_any, left_in, months_of, placed_on
from etabli.pathways.showing.overview import devices_today, months_shown, picture_of
from etabli.pathways.views.common import ON_A_PAGE, PERSONS, owed_in, pathways_crumb

READ = PathwaysRight.READ
OWED = 8


def _filter(request: Request, place: Establishment) -> OverviewFilter:
    workshops = Workshop.objects.visible_to(request.user, place, READ)
    return OverviewFilter(
        request.GET, year=today().year, workshops=workshops, hosts=Host.objects.visible_to(request.user, place)
    )


@page(see=READ, sensitive=True)
def overview(request: Request, place: Establishment) -> HttpResponse:
    """Who is where today, what is late and next, who left and came back."""
    form = _filter(request, place)
    rows = placed_on(request.user, place, form.choice, today())
    found = paged(rows, request.GET.get("page"), ON_A_PAGE)
    request.note_read("pathways.overview", [row.person_id for row in found.object_list], table=PERSONS)
    owed = owed_in(request, place)
    context = {
        "place": place,
        "form": form,
        "query": request.GET.urlencode(),
        "is_narrow": any(form.cleaned_data.values()),
        "page": found,
        **exports.screen(PLACEMENTS, found.object_list),
        "devices": devices_today(rows),
        **_months(request, place, form),
        "links": _links(request),
        "owed": owed[:OWED],
        "owed_more": max(0, len(owed) - OWED),
        "events": _events(request, place, form.chosen_year),
        "is_empty": not has_any(request.user, place),
    }
    return render(request, "pathways/overview.html", context)


def _months(request: Request, place: Establishment, form: OverviewFilter) -> dict[str, Any]:
    """The chart of the year and the table beside it."""
    months = months_of(request.user, place, form.choice, form.chosen_year)
    drawing = reverse("pathways:pathways_chart", args=[place.finess])
    return {
        "year": str(form.chosen_year),
        "months": months_shown(months, form.chosen_year),
        "drawing": f"{drawing}?{request.GET.urlencode()}",
    }


def _events(request: Request, place: Establishment, year: int) -> list[dict[str, Any]]:
    left = left_in(request.user, place, year)
    exits, returns = address(request, "pathways:exits"), address(request, "pathways:returns")
    return [
        {"label": gettext("Exits"), "count": left.exits, "url": f"{exits}?year={year}" if exits else ""},
        {"label": gettext("of which to ordinary work"), "count": left.ordinary, "url": ""},
        {"label": gettext("Returns"), "count": left.returns, "url": returns},
    ]


def _links(request: Request) -> list[dict[str, Any]]:
    """Ways to the registers of the room, for who may see them."""
    ways = (
        ("pathways:hosts", gettext("Hosts"), "building-2"),
        ("pathways:exits", gettext("Exits"), "door-open"),
        ("pathways:agreements", gettext("Support agreements"), "handshake"),
        ("pathways:partnerships", gettext("Partnerships"), "waypoints"),
        ("pathways:recognitions", gettext("Recognised skills"), "award"),
        ("pathways:waiting", gettext("Waiting list"), "hourglass"),
        ("pathways:device_codes", gettext("Attendance codes of placements"), "tags"),
        ("pathways:situation_gaps", gettext("What is not known"), "circle-question-mark"),
    )
    found = [{"url": address(request, name), "label": label, "icon": icon} for name, label, icon in ways]
    return [way for way in found if way["url"]]


@page(see=READ)
def chart(request: Request, place: Establishment) -> HttpResponse:
    """The drawing of the months, see `charts.answer`."""
    form = _filter(request, place)
    months = months_of(request.user, place, form.choice, form.chosen_year)
    return charts.answer(request, picture_of(months, form.chosen_year))


@page(see=READ, sensitive=True)
def export(request: Request, place: Establishment, kind: str) -> HttpResponse:
    """Who is where today, as filtered, as a sheet."""
    if kind not in exports.CONTENT_TYPES:
        raise Http404
    rows = list(placed_on(request.user, place, _filter(request, place).choice, today()))
    subjects = [row.person_id for row in rows]
    title = gettext("Placements")
    return exports.download(
        request, kind, PLACEMENTS, rows, what="pathways.export", title=title, subjects=subjects, table=PERSONS
    )


@page(see=READ, sensitive=True)
def deadlines(request: Request, place: Establishment) -> HttpResponse:
    """Everything that is owed, the first due first."""
    found = paged(owed_in(request, place), request.GET.get("page"), ON_A_PAGE)
    request.note_read("pathways.overview", [one["pk"] for one in found.object_list], table=PERSONS)
    context = {
        "place": place,
        "page": found,
        "owed": list(found.object_list),
        "crumbs": [pathways_crumb(place), {"label": gettext("Deadlines")}],
        "undo": undo.offered(request),
    }
    return render(request, "pathways/deadlines.html", context)
