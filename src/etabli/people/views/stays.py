"""Stays of a person in other workshops: added, ended and put back."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext

from etabli.kit import undo
from etabli.kit.clock import now, today
from etabli.kit.pages import Request, page
from etabli.org.models import Establishment
from etabli.people import actions, forms
from etabli.people.access import PeopleRight
from etabli.people.models import WorkshopStay
from etabli.people.views.editing import Editor

RIGHT = PeopleRight.STAY_WRITE


@page(see=RIGHT, do=RIGHT)
def stay_add(request: Request, place: Establishment, pk: int) -> HttpResponse:
    editor = Editor(request, pk, RIGHT)
    home = editor.registration.workshop_id
    form = editor.form(forms.StayForm, {"starts_on": today(), "last_day": today()}, home=home)

    def act() -> None:
        person = editor.registration.person
        actions.save_workshop_stay(establishment=place, person=person, **form.values(), by=request.user, at=now())

    heading, done = gettext("Lend to another workshop"), gettext("The stay is saved.")
    note = gettext("On these days the instructors of that workshop see the person in their team, and write for them.")
    return editor.run(form, act, heading=heading, done=done, note=note, fields=forms.CARD_FIELDS)


@page(see=RIGHT, do=RIGHT)
def stay_end(request: Request, place: Establishment, pk: int, stay: int) -> HttpResponse:
    """The stay is over: from today on when it has begun, else as if it had never been."""
    editor = Editor(request, pk, RIGHT)
    rows = WorkshopStay.objects.select_related("workshop").filter(establishment=place)
    row = get_object_or_404(rows, pk=stay, person=editor.registration.person_id)
    if request.method != "POST":
        return editor.do(lambda: None)
    values = {
        "workshop": row.workshop_id,
        "starts_on": row.starts_on.isoformat(),
        "ends_before": row.ends_before.isoformat(),
    }

    def act() -> None:
        actions.end_workshop_stay(stay=row, ends_before=today(), by=request.user, at=now())
        text = gettext("The stay in %(workshop)s is over.") % {"workshop": row.workshop.name}
        way = reverse("people:stay_restore", args=[place.finess, pk])
        undo.offer(request, act=f"people.stay.{pk}", address=way, text=text, values=values)

    return editor.do(act)


@page(see=RIGHT, do=RIGHT)
def stay_restore(request: Request, place: Establishment, pk: int) -> HttpResponse:
    """Put a stay that was ended back; sent twice, it is put back once."""
    editor = Editor(request, pk, RIGHT)
    if request.method != "POST":
        return editor.do(lambda: None)
    values = undo.redeem(request, f"people.stay.{pk}")
    workshop = get_object_or_404(place.workshops, pk=values["workshop"])
    days = {name: date.fromisoformat(values[name]) for name in ("starts_on", "ends_before")}
    person = editor.registration.person

    def act() -> None:
        actions.save_workshop_stay(
            establishment=place, person=person, workshop=workshop, **days, by=request.user, at=now()
        )

    return editor.do(act, gettext("The stay is back."))
