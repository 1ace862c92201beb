"""The page of a person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from etabli.kit import undo
from etabli.kit.clock import now, today
from etabli.kit.links import address
from etabli.kit.pages import Request, page
from etabli.org.access import OrgRight
from etabli.org.models import Establishment
from etabli.people import actions, forms, showing
from etabli.people.access import PeopleRight
from etabli.people.models import Person, Registration
from etabli.people.queries import registrations_elsewhere
from etabli.people.reach import rights_over
from etabli.people.views.editing import Editor, person_url, registration_or_404
from etabli.people.wording import SEXES


@page(see=PeopleRight.READ, sensitive=True)
def person(request: Request, place: Establishment, pk: int) -> HttpResponse:
    """All that the reader may know of a person here."""
    registration = registration_or_404(request, place, pk, PeopleRight.READ)
    request.note_read("people.person", [pk], table=Person._meta.db_table)
    rights = rights_over(request.user, registration, today())
    reads_identity = PeopleRight.IDENTITY_READ in rights
    context = {
        "place": place,
        "registration": registration,
        "person": registration.person,
        "reads_identity": reads_identity,
        "sex": SEXES.get(registration.person.sex, "") if reads_identity else "",
        "elsewhere": registrations_elsewhere(request.user, registration.person, place),
        "may_write": PeopleRight.WRITE in rights,
        "may_trace": OrgRight.JOURNAL_READ in rights and reads_identity,
        "calendar": address(request, "attendance:calendar", pk=pk, year=today().year),
        "notes": address(request, "attendance:notes"),
        "observed": address(request, "support:thread", pk=pk),
        "way": address(request, "pathways:timeline", pk=pk),
        "undo": undo.offered(request),
    }
    return render(request, "people/person.html", context | _parts(registration, rights))


def _parts(registration: Registration, rights: frozenset[str]) -> dict[str, Any]:
    """The panels, None for each that the reader may not see."""
    day = today()

    def part(right: str, cards: Callable[[Registration, date], Any]) -> Any:
        return cards(registration, day) if right in rights else None

    return {
        "engagements": part(PeopleRight.ENGAGEMENT_READ, showing.engagement_cards),
        "work": part(PeopleRight.ENGAGEMENT_READ, showing.work_over_all),
        "restrictions": part(PeopleRight.RESTRICTION_READ, showing.restriction_cards),
        "certifications": part(PeopleRight.CERTIFICATION_READ, showing.certification_cards),
        "stays": part(PeopleRight.STAY_WRITE, showing.stay_cards),
        "may_restrict": PeopleRight.RESTRICTION_WRITE in rights,
        "may_certify": PeopleRight.CERTIFICATION_WRITE in rights,
    }


@page(see=PeopleRight.WRITE, do=PeopleRight.WRITE)
def add(request: Request, place: Establishment) -> HttpResponse:
    """A person and her first engagement."""
    editor = Editor(request)
    form = editor.form(forms.NewPersonForm, forms.terms_initial(None, editor.opening))
    made: list[Registration] = []

    def act() -> None:
        row, terms = form.row(), form.terms()
        made.append(actions.add_person(establishment=place, row=row, terms=terms, by=request.user, at=now()))

    heading, done = gettext("Add a person"), gettext("The person is added.")
    return editor.run(form, act, heading=heading, done=done, then=lambda: person_url(made[0]))


@page(see=PeopleRight.WRITE, do=PeopleRight.WRITE, sensitive=True)
def identity(request: Request, place: Establishment, pk: int) -> HttpResponse:
    editor = Editor(request, pk)
    request.note_read("people.person", [pk], table=Person._meta.db_table)
    form = editor.form(forms.IdentityForm, forms.identity_of(editor.registration))

    def act() -> None:
        actions.save_identity(registration=editor.registration, identity=form.identity(), by=request.user, at=now())

    heading, done = gettext("Identity, workshop and groups"), gettext("The identity is saved.")
    return editor.run(form, act, heading=heading, done=done)
