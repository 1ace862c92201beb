"""The papers of a placement: what is missing in one, told before it is made, and the PDF."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext

from etabli.core.refusal import Refusal
from etabli.kit.clock import today
from etabli.kit.links import address
from etabli.kit.pages import Request, page
from etabli.kit.wording import sentence
from etabli.org.models import Establishment
from etabli.pathways.access import PathwaysRight
from etabli.pathways.models import Placement
from etabli.pathways.papers.common import pdf_of
from etabli.pathways.papers.placements import paper_of
from etabli.pathways.rules.papers import PaperKind, check_paper
from etabli.pathways.showing.timeline import is_over
from etabli.pathways.views.common import PERSONS, crumbs_to, placement_or_404
from etabli.pathways.wording.papers import GAPS, PAPERS


def _found(request: Request, place: Establishment, placement: int, paper: str) -> tuple[Placement, PaperKind]:
    """Http404 unless the reader may see the placement, and there is such a paper."""
    row = placement_or_404(request, place, placement)
    if paper not in list(PaperKind):
        raise Http404
    return row, PaperKind(paper)


@page(see=PathwaysRight.READ, sensitive=True)
def paper(request: Request, place: Establishment, placement: int, paper: str) -> HttpResponse:
    """What the paper will leave to be filled in by hand, and the way to make it."""
    row, kind = _found(request, place, placement, paper)
    request.note_read("pathways.paper", [row.person_id], table=PERSONS)
    refused, gaps = _judged(row, kind)
    back = reverse("pathways:placement", args=[place.finess, row.pk])
    context = {
        "place": place,
        "row": row,
        "kind": kind.value,
        "name": PAPERS[kind],
        "crumbs": [
            *crumbs_to(place, row.person),
            {"label": gettext("Placement"), "url": back},
            {"label": PAPERS[kind]},
        ],
        "gaps": gaps,
        "refused": refused,
        "back": back,
        "change": address(request, "pathways:placement_change", placement=row.pk),
        "change_host": address(request, "pathways:host_change", host=row.host_id) if row.host_id else "",
    }
    return render(request, "pathways/paper.html", context)


def _judged(row: Placement, kind: PaperKind) -> tuple[str, list[Any]]:
    """(why it is not made, what it leaves to be filled in): the first is empty when it may be made."""
    try:
        check_paper(kind, row.device, over=is_over(row, today()))
    except Refusal as refusal:
        return sentence(refusal), []
    return "", [GAPS[code] for code in paper_of(kind, row, today()).gaps()]


@page(see=PathwaysRight.READ, sensitive=True)
def paper_file(request: Request, place: Establishment, placement: int, paper: str) -> HttpResponse:
    """The paper as PDF, in French."""
    row, kind = _found(request, place, placement, paper)
    if _judged(row, kind)[0]:
        raise Http404
    request.note_read("pathways.paper", [row.person_id], table=PERSONS)
    made = paper_of(kind, row, today())
    name = slugify(f"{made.title} {row.person}")
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(pdf_of(made), content_type="application/pdf", headers=headers)
