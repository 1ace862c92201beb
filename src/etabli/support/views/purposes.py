"""Purposes of sharing that an establishment defines."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext

from etabli.kit.asking import Question, ask, do, sent
from etabli.kit.clock import now, today
from etabli.kit.pages import Request, page
from etabli.org.models import Establishment
from etabli.support.access import SupportRight
from etabli.support.actions.consents import retire_purpose, save_purpose
from etabli.support.forms.sharing import PurposeForm
from etabli.support.models import SharePurpose
from etabli.support.queries.sharing import purposes_of
from etabli.support.wording import BASES, SHARED_FIELDS
from etabli.support.wording.consents import FIELDS

RIGHT = SupportRight.SETTINGS_WRITE


def _back(place: Establishment) -> str:
    return reverse("support:purposes", args=[place.finess])


@page(see=RIGHT)
def purposes(request: Request, place: Establishment) -> HttpResponse:
    rows = [
        {
            "row": row,
            "basis": BASES[row.basis],  # type: ignore[index]
            "fields": [SHARED_FIELDS[code] for code in row.fields],
        }
        for row in purposes_of(request.user, place)
    ]
    crumbs = [{"label": gettext("Purposes of sharing")}]
    return render(request, "support/purposes.html", {"place": place, "rows": rows, "crumbs": crumbs})


@page(see=RIGHT, do=RIGHT)
def purpose_add(request: Request, place: Establishment) -> HttpResponse:
    return _edit(request, place, None)


@page(see=RIGHT, do=RIGHT)
def purpose(request: Request, place: Establishment, purpose: int) -> HttpResponse:
    return _edit(request, place, get_object_or_404(purposes_of(request.user, place), pk=purpose))


def _edit(request: Request, place: Establishment, row: SharePurpose | None) -> HttpResponse:
    form = PurposeForm(sent(request), row)

    def act() -> None:
        save_purpose(establishment=place, **form.values(), row=row, by=request.user, at=now())

    heading = gettext("Correct a purpose") if row else gettext("Add a purpose")
    crumbs = [{"label": gettext("Purposes of sharing"), "url": _back(place)}]
    done = gettext("The purpose is saved.")
    note = gettext("What you add later is shared only with those who agree to it anew.")
    return ask(request, form, act, Question(heading, _back(place), done, "", note, crumbs=crumbs, fields=FIELDS))


@page(see=RIGHT, do=RIGHT)
def purpose_retire(request: Request, place: Establishment, purpose: int) -> HttpResponse:
    """No longer offered; sent again, offered again (its links stay closed)."""
    row = get_object_or_404(purposes_of(request.user, place), pk=purpose)
    on = today() if row.retired_on is None else None
    words = (
        gettext("“%(name)s” is no longer offered; its links are closed.")
        if on
        else gettext("“%(name)s” is offered again.")
    )
    return do(
        request,
        lambda: retire_purpose(purpose=row, on=on, by=request.user, at=now()),
        _back(place),
        words % {"name": row.name},
    )
