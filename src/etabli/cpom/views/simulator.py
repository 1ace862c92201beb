"""The simulator: a year under other assumptions. Nothing is written; the address holds the scenario."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from etabli.core.refusal import Refusal
from etabli.core.simulating import Scenario, simulate
from etabli.cpom.access import CpomRight
from etabli.cpom.forms.simulator import FIELDS, SimulatorForm
from etabli.cpom.queries.simulating import open_weekdays, simulated_years, year_facts
from etabli.cpom.simulating import Simulation, board, picture_of_cap, picture_of_rates
from etabli.cpom.views.common import tabs
from etabli.kit import charts
from etabli.kit.clock import today
from etabli.kit.pages import Request, page
from etabli.kit.wording import sentence
from etabli.org.models import Establishment
from etabli.org.queries import parameter_on
from etabli.org.states import EstablishmentKind

PICTURES = {"rates": picture_of_rates, "cap": picture_of_cap}


@page(see=CpomRight.READ)
def simulator(request: Request, place: Establishment) -> HttpResponse:
    """A form that asks, and beside it what the year would have been."""
    form = _form(request, place)
    found = _simulation(form, place) if form else None
    if found is not None:
        charts.warm()
    context = {
        "place": place,
        "form": form,
        "board": board(found, _explained(place, found)) if found else None,
        "year": form.chosen_year if form and found else None,
        "is_running": bool(form and found and form.chosen_year == today().year),
        "query": request.GET.urlencode(),
        "tabs": tabs(place, "simulator"),
    }
    return render(request, "cpom/simulator.html", context)


@page(see=CpomRight.READ)
def simulator_chart(request: Request, place: Establishment, kind: str) -> HttpResponse:
    """A drawing of the scenario of the address."""
    form = _form(request, place)
    found = _simulation(form, place) if form else None
    if found is None or kind not in PICTURES:
        raise Http404
    return charts.answer(request, PICTURES[kind](found))


def _form(request: Request, place: Establishment) -> SimulatorForm | None:
    """None where no year can be simulated: not an ESAT, or nobody was ever under contract."""
    years = simulated_years(place, today()) if place.kind == EstablishmentKind.ESAT else []
    return SimulatorForm(request.GET, years, open_weekdays(place)) if years else None


def _simulation(form: SimulatorForm, place: Establishment) -> Simulation | None:
    """None when what is asked is wrong: the form says so."""
    if not form.is_valid():
        return None
    facts, scenario = year_facts(place, form.chosen_year), form.scenario()
    try:
        after = simulate(facts, scenario)
    except Refusal as refusal:
        form.add_error(FIELDS.get(refusal.code), sentence(refusal))
        return None
    cap = parameter_on("subsidy_cap_period", date(form.chosen_year, 12, 31), place)
    return Simulation(facts, scenario, simulate(facts, Scenario()), after, cap)


def _explained(place: Establishment, found: Simulation) -> Callable[[str], str]:
    year = found.facts.year.year
    query = urlencode({"first": f"{year}-01", "last": f"{year}-12"})
    return lambda code: f"{reverse('indicators:explain', kwargs={'finess': place.finess, 'code': code})}?{query}"
