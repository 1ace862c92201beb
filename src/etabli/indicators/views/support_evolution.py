"""How the competences of a person evolve, and the drawing of one of them over time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Max
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from etabli.indicators import evolutions
from etabli.indicators.evolutions import Evolution
from etabli.kit import charts
from etabli.kit.links import address
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.org.models import Establishment
from etabli.people.models import Person
from etabli.support.access import SupportRight
from etabli.support.models import Assessment, ScaleLevel
from etabli.support.queries import assessments_of, reliabilities


def person_or_404(request: Request, place: Establishment, pk: int) -> Person:
    """A person there whose support records the reader reads."""
    return get_object_or_404(Person.objects.visible_to(request.user, place, SupportRight.READ), pk=pk)


@page(see=SupportRight.READ, sensitive=True)
def support_evolution(request: Request, place: Establishment, pk: int) -> HttpResponse:
    """The last level of each competence against the first, and one of them over time. A fragment for htmx."""
    person = person_or_404(request, place, pk)
    request.note_read("indicators.support_evolution", [pk], table=Person._meta.db_table)
    rows = list(assessments_of(request.user, place, pk))
    found = evolutions.evolutions(rows)
    context = {
        "place": place,
        "person": person,
        "rows": evolutions.evolution_rows(rows, found, reliabilities(place)) if found else [],
        "unseen": sum(row.level is None for row in rows),
        "opens_person": address(request, "people:person", pk=pk),
        **_timeline(request, found),
    }
    part = "indicators/support_evolution.html#evolution" if request.htmx else "indicators/support_evolution.html"
    return render(request, part, context)


def _timeline(request: Request, found: Mapping[str, Evolution]) -> dict[str, Any]:
    """Of the competence asked for, else of the one assessed most."""
    most = max(found.values(), key=lambda one: len(one.rows), default=None)
    one = found.get(request.GET.get("line", ""), most)
    if one is None:
        return {"one": None}
    charts.warm()
    return {"one": one, "page": paged(evolutions.timeline_rows(one), request.GET.get("page"))}


@page(see=SupportRight.READ, sensitive=True)
def support_evolution_chart(request: Request, place: Establishment, pk: int) -> HttpResponse:
    """The drawing of one competence over time: a fragment for htmx, else a file of its own."""
    person_or_404(request, place, pk)
    one = evolutions.evolutions(list(assessments_of(request.user, place, pk))).get(request.GET.get("line", ""))
    if one is None:
        raise Http404
    request.note_read("indicators.support_evolution", [pk], table=Person._meta.db_table)
    return charts.answer(request, evolutions.picture_of(one, _highest(one.rows[-1])))


def _highest(row: Assessment) -> int:
    levels = ScaleLevel.objects.filter(framework=row.competence.framework_id)
    return levels.aggregate(highest=Max("rank"))["highest"] or 0
