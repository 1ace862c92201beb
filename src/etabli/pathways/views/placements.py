"""A placement: its page, and what is done with it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from etabli.kit import undo, weeks
from etabli.kit.clock import today
from etabli.kit.links import address
from etabli.kit.pages import Request, page
from etabli.org.models import Establishment
from etabli.pathways.access import PathwaysRight
from etabli.pathways.models import Placement
from etabli.pathways.rules.deadlines import JOBS
from etabli.pathways.showing.placements import facts_of, state_of
from etabli.pathways.showing.timeline import paper_links
from etabli.pathways.states import HELD, Device, PlacementState
from etabli.pathways.views.common import PERSONS, crumbs_to, owed_in, placement_or_404, placement_url
from etabli.pathways.wording import DEVICES
from etabli.pathways.wording.timeline import TOLD

READ, WRITE = PathwaysRight.READ, PathwaysRight.WRITE


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
        "besides": _besides(request, row),
        "owed": [one for one in owed_in(request, place) if one["placement"] == row.pk],
        "papers": paper_links(row, today()),
        **_chain(row),
        "acts": _acts(request, row),
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


def _acts(request: Request, row: Placement) -> list[dict[str, Any]]:
    """What may be done with it now, for who may write; the main act first."""
    if not Placement.objects.visible_to(request.user, row.establishment, WRITE).filter(pk=row.pk).exists():
        return []
    args = [row.establishment.finess, row.pk]
    return [
        {"url": reverse(name, args=args), "label": label, "icon": icon, "main": number == 0}
        for number, (name, label, icon) in enumerate(_ways(row))
    ]


def _ways(row: Placement) -> list[tuple[str, str, str]]:
    """(name of the page, label, icon) of each act that its state allows."""
    state = PlacementState(row.state)
    agreed, draft, over = state == PlacementState.AGREED, state == PlacementState.DRAFT, state == PlacementState.ENDED
    named = row.device == Device.MAD_INDIVIDUAL and state in HELD
    ways = (
        (draft, "pathways:placement_agree", gettext("Agree on it"), "check"),
        (agreed, "pathways:placement_end", gettext("End it"), "flag"),
        (over, "pathways:placement_reopen", gettext("It goes on"), "undo-2"),
        (agreed and row.ends_before is not None, "pathways:placement_renew", gettext("Renew it"), "repeat"),
        (draft or agreed, "pathways:placement_change", gettext("Edit"), "pencil"),
        (named, "pathways:placement_steps", gettext("MDPH and CDAPH"), "landmark"),
        (draft or agreed, "pathways:placement_cancel", gettext("Cancel it"), "circle-x"),
    )
    return [way[1:] for way in ways if way[0]]


def _besides(request: Request, row: Placement) -> list[dict[str, Any]]:
    """What goes with a job: the support agreement, the reinforced pathway."""
    if row.device not in JOBS or row.state not in HELD:
        return []
    ways = (
        ("pathways:agreement_add", gettext("Support agreement")),
        ("pathways:reinforced", gettext("Reinforced pathway")),
    )
    found = [{"url": address(request, name, job=row.pk), "label": label} for name, label in ways]
    return [way for way in found if way["url"]]
