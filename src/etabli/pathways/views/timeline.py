"""The way of a person on one page, and the choice of the next step."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from etabli.kit import undo
from etabli.kit.clock import today
from etabli.kit.links import address
from etabli.kit.pages import Request, page
from etabli.org.models import Establishment
from etabli.pathways.access import PathwaysRight
from etabli.pathways.queries.timeline import steps_of
from etabli.pathways.showing.timeline import band_of, step_rows
from etabli.pathways.views.common import PERSONS, pathways_crumb, registration_or_404
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
        "owed": [],
        "add": address(request, "pathways:step_add", pk=pk) if PathwaysRight.WRITE in rights else "",
        "links": _links(request, pk),
        "undo": undo.offered(request),
    }
    return render(request, "pathways/timeline.html", context)


def _links(request: Request, pk: int) -> list[dict[str, Any]]:
    """Ways to what else is known of the person, for who may see it."""
    ways = (
        ("pathways:situation", gettext("Situation"), "id-card"),
        ("support:diagnosis", gettext("Plan and support"), "file-text"),
        ("people:person", gettext("Person"), "user"),
    )
    found = [{"url": address(request, name, pk=pk), "label": label, "icon": icon} for name, label, icon in ways]
    return [way for way in found if way["url"]]
