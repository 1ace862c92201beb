"""The competing activity rates side by side, and what other assumptions would give."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from etabli.indicators import boards
from etabli.indicators.access import IndicatorsRight
from etabli.indicators.forms import WhatIfForm
from etabli.indicators.views.choice import choose, explanations, tabs
from etabli.kit.pages import Request, page
from etabli.org.models import Establishment


@page(see=IndicatorsRight.READ)
def compare(request: Request, place: Establishment) -> HttpResponse:
    """The same period by each definition, the half-days that make them differ, and a what-if."""
    choice = choose(request, [place])
    form = WhatIfForm(request.GET)
    board = None
    if choice.period is not None and boards.has_people(place):
        board = boards.comparison(place, choice.period, form.assumptions, explanations(place, choice.query))
    context = {
        "place": place,
        "choice": choice,
        "form": form,
        "board": board,
        "tabs": tabs(request, place, "compare", choice.query),
    }
    return render(request, "indicators/compare.html", context)
