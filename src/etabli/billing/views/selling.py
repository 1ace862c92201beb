"""Who sells, and the series in which documents are numbered."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from etabli.billing import actions
from etabli.billing.access import BillingRight
from etabli.billing.forms import SellerForm, SeriesForm, seller_initial, series_initial
from etabli.billing.models import Series
from etabli.billing.queries import seller_of
from etabli.billing.showing import party
from etabli.billing.snapshots import seller_kept
from etabli.billing.views.common import asked, crumb, found, tabs
from etabli.kit import localised
from etabli.kit.asking import sent
from etabli.kit.clock import now
from etabli.kit.pages import Request, page
from etabli.org.models import Establishment
from etabli.org.queries import rights_in

WRITE = BillingRight.SETTINGS_WRITE


@page(see=BillingRight.READ)
def seller(request: Request, place: Establishment) -> HttpResponse:
    """What invoices say of who sells, and how they are numbered."""
    row = seller_of(place)
    context = {
        "place": place,
        "row": row,
        "party": party(seller_kept(row), "legal_name") if row else None,
        "fee": localised.money(row.recovery_fee) if row else "",
        "series": Series.objects.visible_to(request.user, place).prefetch_related("years"),
        "may_write": WRITE in rights_in(request.user, place),
        "tabs": tabs(place, "seller"),
    }
    return render(request, "billing/seller.html", context)


@page(see=WRITE, do=WRITE)
def seller_edit(request: Request, place: Establishment) -> HttpResponse:
    form = SellerForm(sent(request), initial=seller_initial(seller_of(place)))

    def act() -> None:
        actions.save_seller(establishment=place, spec=form.spec, by=request.user, at=now())

    heading, done = gettext("Who sells"), gettext("The seller is saved.")
    crumbs = [crumb(place, gettext("Seller and series"), "seller")]
    note = gettext("What is issued already keeps what it says.")
    return asked(request, form, act, heading=heading, done=done, crumbs=crumbs, note=note)


def _series(request: Request, place: Establishment, row: Series | None) -> HttpResponse:
    form = SeriesForm(sent(request), initial=series_initial(row))

    def act() -> None:
        actions.save_series(establishment=place, spec=form.spec, series=row, by=request.user, at=now())

    heading = gettext("Change a series of numbers") if row else gettext("Add a series of numbers")
    crumbs = [crumb(place, gettext("Seller and series"), "seller")]
    return asked(request, form, act, heading=heading, done=gettext("The series is saved."), crumbs=crumbs)


@page(see=WRITE, do=WRITE)
def series_add(request: Request, place: Establishment) -> HttpResponse:
    return _series(request, place, None)


@page(see=WRITE, do=WRITE)
def series(request: Request, place: Establishment, series: int) -> HttpResponse:
    return _series(request, place, found(request, Series, series, WRITE))
