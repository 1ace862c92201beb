"""Two computations that are the client's own: what it keeps of its deduction, and the units of the years up to 2019."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from etabli.billing.access import BillingRight
from etabli.billing.forms import SimulatorForm, UnitForm
from etabli.billing.queries.certificates import simulation_rules, unit_hours, wage_of
from etabli.billing.views.common import check_obligation
from etabli.core.obligation import WHOLE, historical_units, least_contract, simulate
from etabli.kit import localised
from etabli.kit.clock import today
from etabli.kit.pages import Request, page
from etabli.org.models import Establishment


@page(see=BillingRight.READ)
def simulator(request: Request, place: Establishment) -> HttpResponse:
    """What a client keeps of a deduction after the caps of D5212-22."""
    check_obligation(place)
    year = today().year - 1
    cents = request.GET.get("cents", "")
    initial = {"wage": wage_of(place, year), "deduction": int(cents) if _is_amount(cents) else None}
    form = SimulatorForm(request.GET if "headcount" in request.GET else None, initial=initial)
    rows: list[tuple[str, str]] = []
    if form.is_valid():
        values = form.cleaned_data
        before_cap = values.pop("deduction")
        rows = _simulated(simulate(**values, before_cap=before_cap, rules=simulation_rules(place, year)))
    context = {"place": place, "form": form, "rows": rows, "crumbs": _crumbs(place, gettext("Simulator of the cap"))}
    return render(request, "billing/simulator.html", context)


def _is_amount(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 12


def _simulated(found: Any) -> list[tuple[str, str]]:
    return [
        (gettext("Disabled workers it must employ"), localised.number(found.required)),
        (gettext("Disabled workers missing"), localised.number(found.missing / 100, 2)),
        (gettext("Hourly minimum wages for each one missing"), localised.number(found.coefficient)),
        (gettext("Gross contribution"), localised.money(found.contribution)),
        (
            gettext("Cap: %(rate)s of the gross contribution") % {"rate": localised.ratio(found.cap_rate / WHOLE, 0)},
            localised.money(found.cap),
        ),
        (gettext("Deduction kept"), localised.money(found.kept)),
        (gettext("Contribution left"), localised.money(found.left)),
    ]


@page(see=BillingRight.READ)
def units(request: Request, place: Establishment) -> HttpResponse:
    """The equivalent beneficiaries of a contract, as the declarations up to 2019 counted them."""
    check_obligation(place)
    form = UnitForm(request.GET if "year" in request.GET else None)
    rows: list[tuple[str, str]] = []
    if form.is_valid():
        rows = _units(place, form.cleaned_data)
    context = {"place": place, "form": form, "rows": rows, "crumbs": _crumbs(place, gettext("Historical unit"))}
    return render(request, "billing/units.html", context)


def _units(place: Establishment, values: dict[str, Any]) -> list[tuple[str, str]]:
    labour = values["price"] - values["costs"]
    hours = unit_hours(place, date(values["year"], 12, 31), values["nature"] == "secondment")
    found = historical_units(labour, values["wage"], hours)
    least = least_contract(400, values["wage"])
    return [
        (gettext("Labour: price without the costs"), localised.money(labour)),
        (
            gettext("One unit: %(hours)s hourly minimum wages") % {"hours": localised.number(hours)},
            localised.money(hours * values["wage"]),
        ),
        (gettext("Beneficiary units"), localised.number(found / WHOLE, 4)),
        (gettext("Least value of contracts over four years, at 400 hourly minimum wages"), localised.money(least)),
    ]


def _crumbs(place: Establishment, label: str) -> list[dict[str, Any]]:
    back = reverse("billing:certificates", args=[place.finess])
    return [{"label": gettext("Certificates"), "url": back}, {"label": label}]
