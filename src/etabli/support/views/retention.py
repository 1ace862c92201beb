"""What is kept longer than the establishment says: proposed here, and erased only when someone confirms it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from etabli.kit.asking import Question, ask, do, sent
from etabli.kit.clock import now, today
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.org.models import Establishment
from etabli.people.models import Person
from etabli.support.access import SupportRight
from etabli.support.actions.retention import drop_free_values, erase_confirmed
from etabli.support.forms.retention import ErasureForm
from etabli.support.queries.retention import Left, people_who_left
from etabli.support.wording.consents import FIELDS

RIGHT = SupportRight.SETTINGS_WRITE


def _back(place: Establishment) -> str:
    return reverse("support:retention", args=[place.finess])


def _left_or_404(request: Request, place: Establishment, pk: int) -> Left:
    for one in people_who_left(request.user, place, today()):
        if one.person.pk == pk:
            return one
    raise Http404


@page(see=RIGHT, sensitive=True)
def retention(request: Request, place: Establishment) -> HttpResponse:
    """Who has left, those whose time is over first."""
    found = paged(people_who_left(request.user, place, today()), request.GET.get("page"))
    request.note_read("support.retention", [one.person.pk for one in found], table=Person._meta.db_table)
    context: dict[str, Any] = {"place": place, "page": found, "crumbs": [{"label": gettext("End of retention")}]}
    return render(request, "support/retention.html", context)


@page(see=RIGHT, do=RIGHT)
def erase(request: Request, place: Establishment, pk: int) -> HttpResponse:
    """Asks once more, and says what goes and what stays."""
    one = _left_or_404(request, place, pk)
    name = str(one.person)
    note = gettext(
        "Names, texts, photos, restrictions and consents go, everywhere in the association and in the journal. Half-days, "
        "hours and quantities stay as counts of nobody in particular; sealed invoices stay. It cannot be taken back."
    )
    crumbs = [{"label": gettext("End of retention"), "url": _back(place)}]
    done = gettext("%(name)s is erased.") % {"name": name}
    words = (gettext("Erase a person"), _back(place), done, name, note, gettext("Erase for good"))
    form = ErasureForm(sent(request))

    def act() -> None:
        reason = form.cleaned_data["reason"]
        erase_confirmed(person=one.person, reason=reason, by=request.user, at=now())

    return ask(request, form, act, Question(*words, crumbs=crumbs, fields=FIELDS))


@page(see=RIGHT, do=RIGHT)
def free_drop(request: Request, place: Establishment, pk: int) -> HttpResponse:
    """Takes out the free data of a person who left, whose own time is over."""
    one = _left_or_404(request, place, pk)
    count = len(one.free_due)
    done = ngettext("%(count)s free datum is erased.", "%(count)s free data are erased.", count) % {"count": count}
    return do(request, lambda: drop_free_values(keys=one.free_due, by=request.user, at=now()), _back(place), done)
