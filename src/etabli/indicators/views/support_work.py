"""Goals of a person beside her real work."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from etabli.indicators import real_work
from etabli.indicators.views.support_evolution import person_or_404
from etabli.kit.clock import today
from etabli.kit.links import address
from etabli.kit.pages import Request, page
from etabli.org.models import Establishment
from etabli.people.models import Person
from etabli.support.access import SupportRight


@page(see=SupportRight.READ, sensitive=True)
def support_work(request: Request, place: Establishment, pk: int) -> HttpResponse:
    """Half-days practised against planned, tasks of the year, and what is worth asking. A fragment for htmx, else a page."""
    person = person_or_404(request, place, pk)
    request.note_read("indicators.support_work", [pk], table=Person._meta.db_table)
    found = real_work.real_work(request.user, place, pk, today())
    context = {
        "place": place,
        "person": person,
        "work": found,
        "goals": real_work.goal_cards(found),
        "opens_person": address(request, "people:person", pk=pk),
    }
    part = "indicators/support_work.html#work" if request.htmx else "indicators/support_work.html"
    return render(request, part, context)
