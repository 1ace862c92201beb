"""A placement: its page, and what is done with it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from etabli.kit import undo, weeks
from etabli.kit.clock import today
from etabli.kit.pages import Request, page
from etabli.org.models import Establishment
from etabli.pathways.access import PathwaysRight
from etabli.pathways.models import Placement
from etabli.pathways.showing.placements import facts_of, state_of
from etabli.pathways.showing.timeline import paper_links
from etabli.pathways.states import Device
from etabli.pathways.views.common import PERSONS, crumbs_to, placement_or_404
from etabli.pathways.wording import DEVICES
from etabli.pathways.wording.timeline import TOLD

READ, WRITE = PathwaysRight.READ, PathwaysRight.WRITE


def placement_url(row: Placement) -> str:
    return reverse("pathways:placement", args=[row.establishment.finess, row.pk])


@page(see=READ, sensitive=True)
def placement(request: Request, place: Establishment, placement: int) -> HttpResponse:
    """What was agreed, its half-days and papers, and what may be done with it."""
    row = placement_or_404(request, place, placement)
    request.note_read("pathways.placement", [row.person_id], table=PERSONS)
    state, status = state_of(row, today())
    device = Device(row.device)
    context = {
        "place": place,
        "row": row,
        "device": DEVICES[device],
        "told": TOLD[device],
        "state": state,
        "status": status,
        "crumbs": [*crumbs_to(place, row.person), {"label": DEVICES[device]}],
        "facts": facts_of(row),
        "weeks": weeks.tables(row.pattern.split("|")) if row.pattern else [],
        "owed": [],
        "papers": paper_links(row, today()),
        **_chain(row),
        "acts": [],
        "undo": undo.offered(request),
    }
    return render(request, "pathways/placement.html", context)


def _chain(row: Placement) -> dict[str, Any]:
    """The periods before and after it."""
    before, after = row.renewal_of, Placement.objects.filter(renewal_of=row).select_related("establishment").first()
    return {
        "renewal_of": {
            "url": reverse("pathways:placement", args=[row.establishment.finess, before.pk]),
            "starts_on": before.starts_on,
        }
        if before
        else None,
        "renewed_by": {"url": placement_url(after), "starts_on": after.starts_on} if after else None,
    }
