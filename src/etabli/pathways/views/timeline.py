"""The way of a person on one page, and the choice of the next step."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from etabli.kit import undo
from etabli.kit.clock import today
from etabli.kit.links import address
from etabli.kit.pages import Request, page
from etabli.org.models import Establishment
from etabli.pathways.access import PathwaysRight
from etabli.pathways.queries.placements import limits_in
from etabli.pathways.queries.timeline import steps_of
from etabli.pathways.rules.placements import Limit
from etabli.pathways.rules.timeline import LANES, Lane
from etabli.pathways.showing.limits import limit_told
from etabli.pathways.showing.timeline import band_of, step_rows
from etabli.pathways.states import Device
from etabli.pathways.views.common import PERSONS, crumbs_to, owed_in, pathways_crumb, registration_or_404
from etabli.pathways.wording import DEVICES
from etabli.pathways.wording import timeline as words
from etabli.people.reach import rights_over


@page(see=PathwaysRight.READ, sensitive=True)
def timeline(request: Request, place: Establishment, pk: int) -> HttpResponse:
    """From waiting to exit and return: every step, drawn and in words."""
    registration = registration_or_404(request, place, pk)
    request.note_read("pathways.timeline", [pk], table=PERSONS)
    rights = rights_over(request.user, registration, today())
    steps = steps_of(request.user, place, pk)
    context = {
        "place": place,
        "person": registration.person,
        "crumbs": [pathways_crumb(place), {"label": str(registration.person)}],
        "band": band_of(steps, today()),
        "steps": step_rows(steps, place, today()),
        "owed": [one for one in owed_in(request, place) if one["pk"] == pk],
        "add": address(request, "pathways:step_add", pk=pk) if PathwaysRight.WRITE in rights else "",
        "links": _links(request, pk),
        "undo": undo.offered(request),
    }
    return render(request, "pathways/timeline.html", context)


def _links(request: Request, pk: int) -> list[dict[str, Any]]:
    """Ways to what else is known of the person, for who may see it."""
    ways = (
        ("pathways:exit_add", gettext("Leaves the ESAT"), "door-open"),
        ("pathways:person_recognitions", gettext("Recognised skills"), "award"),
        ("pathways:situation", gettext("Situation"), "id-card"),
        ("support:diagnosis", gettext("Plan and support"), "file-text"),
        ("people:person", gettext("Person"), "user"),
    )
    found = [{"url": address(request, name, pk=pk), "label": label, "icon": icon} for name, label, icon in ways]
    return [way for way in found if way["url"]]


@page(see=PathwaysRight.WRITE)
def step_add(request: Request, place: Establishment, pk: int) -> HttpResponse:
    """Each device with what it is and what limits it."""
    person = registration_or_404(request, place, pk, PathwaysRight.WRITE).person
    limit = limits_in(place)
    context = {
        "place": place,
        "person": person,
        "crumbs": [*crumbs_to(place, person), {"label": gettext("Add a step")}],
        "groups": [
            {"label": words.LANES[lane], "devices": _choices(place, pk, lane, limit)}
            for lane in (Lane.TRIAL, Lane.OUTSIDE, Lane.JOB)
        ],
    }
    return render(request, "pathways/step_add.html", context)


def _choices(place: Establishment, pk: int, lane: Lane, limit: Limit) -> list[dict[str, Any]]:
    return [
        {
            "label": DEVICES[device],
            "told": words.TOLD[device],
            "limit": limit_told(device, limit, today()),
            "url": reverse("pathways:placement_add", args=[place.finess, pk, device.value]),
        }
        for device in Device
        if LANES[device] == lane
    ]
