"""Certifications of a person: added, corrected, removed and put back."""

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
from etabli.people.models import Certification
from etabli.people.views.editing import Editor

RIGHT = PeopleRight.CERTIFICATION_WRITE


def _row(editor: Editor, pk: int) -> Certification:
    return get_object_or_404(Certification, pk=pk, person=editor.registration.person_id)


@page(see=RIGHT, do=RIGHT)
def certification_add(request: Request, place: Establishment, pk: int) -> HttpResponse:
    return _edit(request, Editor(request, pk, RIGHT), None)


@page(see=RIGHT, do=RIGHT)
def certification(request: Request, place: Establishment, pk: int, certification: int) -> HttpResponse:
    editor = Editor(request, pk, RIGHT)
    return _edit(request, editor, _row(editor, certification))


def _edit(request: Request, editor: Editor, row: Certification | None) -> HttpResponse:
    form = editor.form(forms.CertificationForm, forms.certification_initial(row) if row else None)

    def act() -> None:
        person = editor.registration.person
        actions.save_certification(person=person, row=row, **form.values(), by=request.user, at=now())

    heading = gettext("Correct a certification") if row else gettext("Add a certification")
    note = gettext("A renewal is one more certification of the same name: the old one stays for the record.")
    done = gettext("The certification is saved.")
    return editor.run(form, act, heading=heading, done=done, note=note, fields=forms.CARD_FIELDS)


@page(see=RIGHT, do=RIGHT)
def certification_remove(request: Request, place: Establishment, pk: int, certification: int) -> HttpResponse:
    editor = Editor(request, pk, RIGHT)
    row = _row(editor, certification)
    if request.method != "POST":
        return editor.do(lambda: None)
    values = {
        "name": row.name,
        "issued_on": row.issued_on.isoformat(),
        "expires_on": row.expires_on and row.expires_on.isoformat(),
    }

    def act() -> None:
        actions.remove_certification(certification=row, by=request.user, at=now())
        text = gettext("The certification %(name)s is removed.") % {"name": values["name"]}
        way = reverse("people:certification_restore", args=[place.finess, pk])
        undo.offer(request, act=f"people.certification.{pk}", address=way, text=text, values=values)

    return editor.do(act)


@page(see=RIGHT, do=RIGHT)
def certification_restore(request: Request, place: Establishment, pk: int) -> HttpResponse:
    """Put a removed one back."""
    editor = Editor(request, pk, RIGHT)
    if request.method != "POST":
        return editor.do(lambda: None)
    values = undo.redeem(request, f"people.certification.{pk}")
    values["issued_on"] = date.fromisoformat(values["issued_on"])
    values["expires_on"] = date.fromisoformat(values["expires_on"]) if values["expires_on"] else None
    person = editor.registration.person

    def act() -> None:
        # Sent twice, it is put back once.
        if not person.certifications.filter(**values).exists():
            actions.save_certification(person=person, **values, by=request.user, at=now())

    return editor.do(act, gettext("The certification is back."))
