"""Work elsewhere: added, corrected, removed and put back."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext

from etabli.kit import undo
from etabli.kit.clock import now
from etabli.kit.pages import Request, page
from etabli.org.models import Establishment
from etabli.people import actions, forms
from etabli.people.access import PeopleRight
from etabli.people.models import OutsideEngagement
from etabli.people.views.editing import Editor


@page(see=PeopleRight.WRITE, do=PeopleRight.WRITE)
def outside_add(request: Request, place: Establishment, pk: int) -> HttpResponse:
    return _edit(request, Editor(request, pk), None)


@page(see=PeopleRight.WRITE, do=PeopleRight.WRITE)
def outside(request: Request, place: Establishment, pk: int, outside: int) -> HttpResponse:
    editor = Editor(request, pk)
    return _edit(request, editor, _row(editor, outside))


def _row(editor: Editor, pk: int) -> OutsideEngagement:
    return get_object_or_404(OutsideEngagement, pk=pk, person=editor.registration.person_id)


def _edit(request: Request, editor: Editor, row: OutsideEngagement | None) -> HttpResponse:
    form = editor.form(forms.OutsideForm, forms.outside_initial(row) if row else None)

    def act() -> None:
        person, values = editor.registration.person, form.values()
        actions.save_outside_engagement(person=person, row=row, **values, by=request.user, at=now())

    heading = gettext("Correct work elsewhere") if row else gettext("Add work elsewhere")
    note = gettext("All paid work together may not be over 35 hours a week.")
    done = gettext("The work elsewhere is saved.")
    return editor.run(form, act, heading=heading, done=done, note=note, fields=forms.OUTSIDE_FIELDS)


@page(see=PeopleRight.WRITE, do=PeopleRight.WRITE)
def outside_remove(request: Request, place: Establishment, pk: int, outside: int) -> HttpResponse:
    editor = Editor(request, pk)
    row = _row(editor, outside)
    if request.method != "POST":
        return editor.do(lambda: None)
    values = {
        "employer": row.employer,
        "weekly_minutes": row.weekly_minutes,
        "starts_on": row.starts_on.isoformat(),
        "ends_before": row.ends_before and row.ends_before.isoformat(),
    }

    def act() -> None:
        actions.remove_outside_engagement(row=row, by=request.user, at=now())
        text = gettext("The work at %(employer)s is removed.") % {"employer": values["employer"]}
        way = reverse("people:outside_restore", args=[place.finess, pk])
        undo.offer(request, act=f"people.outside.{pk}", address=way, text=text, values=values)

    return editor.do(act)


@page(see=PeopleRight.WRITE, do=PeopleRight.WRITE)
def outside_restore(request: Request, place: Establishment, pk: int) -> HttpResponse:
    """Put removed work back."""
    editor = Editor(request, pk)
    if request.method != "POST":
        return editor.do(lambda: None)
    values = undo.redeem(request, f"people.outside.{pk}")
    values["starts_on"] = date.fromisoformat(values["starts_on"])
    values["ends_before"] = date.fromisoformat(values["ends_before"]) if values["ends_before"] else None
    person = editor.registration.person

    def act() -> None:
        # Sent twice, it is put back once.
        if not person.outside_engagements.filter(**values).exists():
            actions.save_outside_engagement(person=person, **values, by=request.user, at=now())

    return editor.do(act, gettext("The work elsewhere is back."))
