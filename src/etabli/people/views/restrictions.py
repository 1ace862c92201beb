"""Restrictions of a person: added, corrected, ended, and an end taken back."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext

from etabli.kit import localised, undo
from etabli.kit.clock import now, today
from etabli.kit.pages import Request, page
from etabli.org.models import Establishment
from etabli.people import actions, forms
from etabli.people.access import PeopleRight
from etabli.people.models import Person, Restriction
from etabli.people.reach import rights_over
from etabli.people.views.editing import Editor

RIGHT = PeopleRight.RESTRICTION_WRITE


def _row(editor: Editor, pk: int) -> Restriction:
    return get_object_or_404(Restriction, pk=pk, person=editor.registration.person_id)


@page(see=RIGHT, do=RIGHT, sensitive=True)
def restriction_add(request: Request, place: Establishment, pk: int) -> HttpResponse:
    return _edit(request, Editor(request, pk, RIGHT), None)


@page(see=RIGHT, do=RIGHT, sensitive=True)
def restriction(request: Request, place: Establishment, pk: int, restriction: int) -> HttpResponse:
    editor = Editor(request, pk, RIGHT)
    return _edit(request, editor, _row(editor, restriction))


def _edit(request: Request, editor: Editor, row: Restriction | None) -> HttpResponse:
    """The only page that shows a reason, and to those alone who hold the right to it."""
    reasons = PeopleRight.REASON_READ in rights_over(request.user, editor.registration, today())
    form = editor.form(forms.RestrictionForm, forms.restriction_initial(row, today()), reasons=reasons)
    shows = "people.reason" if row is not None and reasons else "people.person"
    request.note_read(shows, [editor.registration.person_id], table=Person._meta.db_table)

    def act() -> None:
        person = editor.registration.person
        actions.save_restriction(person=person, spec=form.spec(), row=row, by=request.user, at=now())

    heading = gettext("Correct a restriction") if row else gettext("Add a restriction")
    done = gettext("The restriction is saved.")
    return editor.run(form, act, heading=heading, done=done, fields=forms.CARD_FIELDS)


@page(see=RIGHT, do=RIGHT)
def restriction_end(request: Request, place: Establishment, pk: int, restriction: int) -> HttpResponse:
    editor = Editor(request, pk, RIGHT)
    row = _row(editor, restriction)
    before = row.ends_before
    form = editor.form(forms.LastDayForm, {"last_day": today()})

    def act() -> None:
        actions.end_restriction(restriction=row, ends_before=form.ends_before, by=request.user, at=now())
        text = gettext("“%(wording)s” holds until %(day)s.")
        last_day = localised.day(form.cleaned_data["last_day"])
        _offer_undo(request, pk, row, text % {"wording": row.wording, "day": last_day}, before)

    note = gettext("From the next day on, the workshop no longer sees it.")
    heading = gettext("End a restriction")
    return editor.run(form, act, heading=heading, note=note, fields=forms.CARD_FIELDS)


@page(see=RIGHT, do=RIGHT)
def restriction_resume(request: Request, place: Establishment, pk: int, restriction: int) -> HttpResponse:
    """Take an end back: to what it was before, when that is known (undo), else to no end at all."""
    editor = Editor(request, pk, RIGHT)
    row = _row(editor, restriction)
    if request.method != "POST":
        return editor.do(lambda: None)
    values = undo.redeem(request, f"people.restriction.{row.pk}") if "token" in request.POST else {}
    end = date.fromisoformat(values["ends_before"]) if values.get("ends_before") else None
    before = row.ends_before

    def act() -> None:
        actions.end_restriction(restriction=row, ends_before=end, by=request.user, at=now())
        text = gettext("The end of “%(wording)s” is taken back.") % {"wording": row.wording}
        _offer_undo(request, pk, row, text, before)

    return editor.do(act)


def _offer_undo(request: Request, pk: int, row: Restriction, text: str, before: date | None) -> None:
    way = reverse("people:restriction_resume", args=[request.place.finess, pk, row.pk])
    values = {"ends_before": before and before.isoformat()}
    undo.offer(request, act=f"people.restriction.{row.pk}", address=way, text=text, values=values)
