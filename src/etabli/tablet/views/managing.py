"""The tablets of an establishment: who is on each, one-time codes, temporary staff."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from etabli.kit import localised, undo
from etabli.kit.asking import Question, ask, do, sent
from etabli.kit.clock import now, today
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.org.actions import add_temporary
from etabli.org.models import Establishment, Grant, User
from etabli.tablet import actions, forms, queries
from etabli.tablet.access import TabletRight
from etabli.tablet.bundle import told_author
from etabli.tablet.models import Device, Enrolment
from etabli.tablet.tokens import spaced

CODE_KEY = "tablet_code"
FIELDS = {
    "tablet_not_for_you": "user",
    "code_not_yours_to_give": "user",
    "temporary_backwards": "last_day",
    "temporary_over": "last_day",
}


def _back(place: Establishment) -> str:
    return reverse("tablets:list", args=[place.finess])


@page(see=TabletRight.MANAGE)
def tablets(request: Request, place: Establishment) -> HttpResponse:
    """Every tablet known here, and who may come on one by a code or for some days."""
    found = paged(queries.devices_in(place), request.GET.get("page"))
    context = {
        "place": place,
        "page": found,
        "devices": [_device(row) for row in found.object_list],
        "codes": queries.codes_open(place, today()),
        "temporary": [_temporary(row) for row in queries.temporary_in(place, today())],
        # Shown once: what the session held is gone with this answer.
        "code": request.session.pop(CODE_KEY, None),
        "undo": undo.offered(request),
    }
    return render(request, "tablet/tablets.html", context)


def _device(row: Device) -> dict[str, Any]:
    return {
        "pk": row.pk,
        "name": row.name,
        "authors": [{"enrolment": one.pk, "name": told_author(one.user)["name"]} for one in row.enrolments.all()],
        "enrolled_by": told_author(row.enrolled_by)["name"],
        "enrolled_at": row.enrolled_at,
        "seen_at": row.sighting.seen_at,
    }


def _temporary(row: Grant) -> dict[str, Any]:
    last_day = row.ends_before - timedelta(days=1) if row.ends_before else None
    where = row.workshop.name if row.workshop else ""
    return {"name": told_author(row.user)["name"], "where": where, "starts_on": row.starts_on, "last_day": last_day}


@page(see=TabletRight.MANAGE, do=TabletRight.MANAGE)
def revoke(request: Request, place: Establishment, device: Any) -> HttpResponse:
    """The tablet is unknown from now on."""
    row = queries.devices_in(place).filter(pk=device).first()
    if row is None:
        raise Http404

    def act() -> None:
        actions.revoke_device(device=row, by=request.user, at=now())
        text = gettext("The tablet %(name)s is revoked: it gets nothing any more, and nothing of it is taken.")
        way = reverse("tablets:restore", args=[place.finess])
        values = {"device": str(row.pk)}
        undo.offer(request, act=f"tablet.device.{place.pk}", address=way, text=text % {"name": row.name}, values=values)

    return do(request, act, _back(place))


@page(see=TabletRight.MANAGE, do=TabletRight.MANAGE)
def restore(request: Request, place: Establishment) -> HttpResponse:
    """Make a tablet just revoked known again."""

    def act() -> None:
        values = undo.redeem(request, f"tablet.device.{place.pk}")
        row = Device.objects.filter(establishment=place, pk=values["device"]).first()
        if row is not None:
            actions.restore_device(device=row, by=request.user, at=now())

    return do(request, act, _back(place), gettext("The tablet is known again."))


@page(see=TabletRight.MANAGE, do=TabletRight.MANAGE)
def take_off(request: Request, place: Establishment, enrolment: int) -> HttpResponse:
    """Take one author off a tablet."""
    row = Enrolment.objects.filter(pk=enrolment, device__establishment=place, ended_at=None).first()
    if row is None:
        raise Http404

    def act() -> None:
        actions.leave(device=row.device, user=row.user, by=request.user, at=now())

    names = {"user": told_author(row.user)["name"], "device": row.device.name}
    return do(request, act, _back(place), gettext("%(user)s is no longer on the tablet %(device)s.") % names)


# ---------------------------------------------------------------- one-time codes, temporary staff


@page(see=TabletRight.MANAGE, do=TabletRight.MANAGE)
def code_make(request: Request, place: Establishment) -> HttpResponse:
    """A one-time code for someone of the house."""
    day = today()
    people = queries.may_be_given_a_code(place, request.user, day)
    form = forms.CodeForm(sent(request), people=people, earliest=day, initial={"valid_on": day})

    def act() -> None:
        _offer_code(request, place, **form.values())

    note = gettext("The code is shown once. Whoever types it on a tablet of the house is on it in this name.")
    return ask(request, form, act, _question(place, gettext("Make a one-time code"), note))


@page(see=TabletRight.MANAGE, do=TabletRight.MANAGE)
def temporary_add(request: Request, place: Establishment) -> HttpResponse:
    """Someone who replaces an instructor for some days, without an account of her own."""
    day = today()
    form = forms.TemporaryForm(
        sent(request), place=place, earliest=day, initial={"starts_on": day, "last_day": day, "language": "fr"}
    )

    def act() -> None:
        values = form.values()
        user = add_temporary(establishment=place, **values, by=request.user, at=now())
        _offer_code(request, place, user, values["starts_on"])

    note = gettext(
        "Temporary staff have the team of one workshop on these days. They come in on a tablet by a one-time code, which is shown"
        " once and is good on the first day."
    )
    return ask(request, form, act, _question(place, gettext("Add temporary staff"), note))


def _question(place: Establishment, heading: str, note: str) -> Question:
    crumbs = [{"label": gettext("Tablets"), "url": _back(place)}]
    return Question(heading, _back(place), "", place.name, note, "", crumbs, FIELDS)


def _offer_code(request: Request, place: Establishment, user: User, valid_on: Any) -> None:
    """The code is shown by the next page, once."""
    code = actions.make_code(establishment=place, user=user, valid_on=valid_on, by=request.user, at=now())
    name = told_author(user)["name"]
    request.session[CODE_KEY] = {"name": name, "code": spaced(code), "day": localised.day(valid_on, "weekday")}
