"""Cohorts of entry, followed until they leave."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render

from etabli.indicators import cohorts as followed_cohorts
from etabli.indicators.access import IndicatorsRight
from etabli.indicators.forms import CohortForm
from etabli.indicators.states import Event
from etabli.indicators.views.choice import choose, tabs
from etabli.kit import charts
from etabli.kit.clock import today
from etabli.kit.pages import Request, page
from etabli.org.models import Establishment


@page(see=IndicatorsRight.READ)
def cohorts(request: Request, place: Establishment) -> HttpResponse:
    """How many of those who entered in a year had left after one year, two, five; numbers of persons, no names."""
    charts.warm()
    form, people = _asked(request, place)
    context = {
        "place": place,
        "form": form,
        "event": form.event_chosen,
        "board": followed_cohorts.board(people, form.year_chosen) if people else None,
        "chart_query": urlencode({"event": form.event_chosen, "year": form.year_chosen or ""}),
        "tabs": tabs(request, place, "cohorts", choose(request, [place]).whole_query),
    }
    return render(request, "indicators/cohorts.html", context)


@page(see=IndicatorsRight.READ)
def cohorts_chart(request: Request, place: Establishment) -> HttpResponse:
    """The drawing, see `charts.answer`."""
    form, people = _asked(request, place)
    picture = followed_cohorts.picture(people, form.year_chosen, form.event_chosen)
    if picture is None:
        raise Http404
    return charts.answer(request, picture)


def _asked(request: Request, place: Establishment) -> tuple[CohortForm, list[followed_cohorts.Followed]]:
    asked = request.GET.get("event")
    event = Event(asked) if asked in {*Event} else Event.ORDINARY
    people = followed_cohorts.followed(place, event, today())
    return CohortForm(request.GET, years=list(followed_cohorts.by_year(people))), people
