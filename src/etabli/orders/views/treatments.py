"""VAT treatments: how what an establishment sells is taxed, from a day on."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, pgettext

from etabli.kit.asking import sent
from etabli.kit.clock import now, today
from etabli.kit.pages import Request, page
from etabli.orders import actions, forms, showing
from etabli.orders.access import OrdersRight
from etabli.orders.models import VatTreatment
from etabli.orders.views.common import CATALOGUE, asked, crumb, found, may_trace, tabs
from etabli.org.models import Establishment
from etabli.org.queries import rights_in

SET = OrdersRight.SETTINGS_WRITE


@page(see=OrdersRight.PRICES_READ)
def treatments(request: Request, place: Establishment) -> HttpResponse:
    """Every treatment by code, the latest first."""
    rows = VatTreatment.objects.visible_to(request.user, place, OrdersRight.PRICES_READ).order_by("code", "-starts_on")
    rights = rights_in(request.user, place)
    context = {
        "place": place,
        "rows": [showing.treatment(row, today()) for row in rows],
        "may_write": SET in rights,
        "may_trace": may_trace(rights),
        "tabs": tabs(rights, place, CATALOGUE, "treatments"),
    }
    return render(request, "orders/treatments.html", context)


def _edit(request: Request, row: VatTreatment | None) -> HttpResponse:
    place = request.place
    form = forms.TreatmentForm(sent(request), initial=forms.treatment_initial(row, today()))

    def act() -> None:
        actions.save_vat(establishment=place, spec=form.spec, row=row, by=request.user, at=now())

    heading = gettext("Change a VAT treatment") if row else gettext("Add a VAT treatment")
    note = gettext("What is taxed, and what is not, is decided with your accountant: nothing is assumed here.")
    way = [crumb(place, pgettext("taxes", "VAT treatments"), "treatments")]
    done, lead = gettext("The VAT treatment is saved."), row.label if row else ""
    return asked(request, form, act, heading=heading, done=done, crumbs=way, lead=lead, note=note)


@page(see=SET, do=SET)
def treatment_add(request: Request, place: Establishment) -> HttpResponse:
    return _edit(request, None)


@page(see=SET, do=SET)
def treatment(request: Request, place: Establishment, vat: int) -> HttpResponse:
    return _edit(request, found(request, VatTreatment, vat, SET))
