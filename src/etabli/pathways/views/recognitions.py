"""Recognitions of experience: of an establishment, of a person, written, corrected, taken out, taken as a file."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext

from etabli.kit import exports, undo
from etabli.kit.asking import Question, ask, do, sent
from etabli.kit.clock import now, today
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.org.models import Establishment
from etabli.pathways.access import PathwaysRight
from etabli.pathways.actions import recognitions as actions
from etabli.pathways.columns.recognitions import STATUS, recognition_columns, state_of
from etabli.pathways.forms import recognitions as forms
from etabli.pathways.models import Recognition
from etabli.pathways.queries.recognitions import recognitions_in
from etabli.pathways.views.common import PERSONS, registration_or_404
from etabli.pathways.views.ways import way_to
from etabli.people.models import Person, Registration

READ, WRITE = PathwaysRight.READ, PathwaysRight.WRITE


def _list_url(place: Establishment, pk: int | None = None) -> str:
    if pk is None:
        return reverse("pathways:recognitions", args=[place.finess])
    return reverse("pathways:person_recognitions", args=[place.finess, pk])


@page(see=READ, sensitive=True)
def recognitions(request: Request, place: Establishment, pk: int | None = None) -> HttpResponse:
    """Those of everyone, or of a person (`pk`), the last begun first."""
    registration = registration_or_404(request, place, pk) if pk else None
    chosen = forms.RecognitionFilter(request.GET)
    found = paged(recognitions_in(request.user, place, person=pk, **chosen.chosen()), request.GET.get("page"))
    rows = list(found.object_list)
    request.note_read("pathways.recognitions", {row.person_id for row in rows}, table=PERSONS)
    may_write = request.user.may(WRITE, place)
    context = {
        "place": place,
        "person": registration.person if registration else None,
        "crumbs": way_to(request, registration and registration.person, {"label": _title()}),
        "page": found,
        "table": _table(place, rows, may_write=may_write),
        "filter": chosen,
        "query": urlencode(chosen.chosen()),
        "may_write": may_write,
        "undo": undo.offered(request),
    }
    return render(request, "pathways/recognitions.html", context)


def _title() -> str:
    return gettext("Recognitions of experience")


def _table(place: Establishment, rows: list[Recognition], *, may_write: bool) -> dict[str, Any]:
    columns = recognition_columns(place.finess, may_write=may_write)
    table = exports.screen(columns, rows)
    where = [column.name for column in columns].index("state")
    for row, line in zip(rows, table["rows"], strict=True):
        line["cells"][where]["status"] = STATUS[state_of(row)]
    return table


@page(see=READ)
def recognitions_export(request: Request, place: Establishment, kind: str) -> HttpResponse:
    """The list as filtered, whole."""
    if kind not in exports.CONTENT_TYPES:
        raise Http404
    rows = list(recognitions_in(request.user, place, **forms.RecognitionFilter(request.GET).chosen()))
    known = {"what": "pathways.recognitions_export", "title": gettext("Recognitions %(place)s") % {"place": place.name}}
    columns = recognition_columns(place.finess, may_write=False)
    return exports.download(request, kind, columns, rows, **known, subjects={row.person_id for row in rows})


@page(see=WRITE, do=WRITE)
def recognition_add(request: Request, place: Establishment, pk: int | None = None) -> HttpResponse:
    """Of a person (`pk`), or of one who is chosen."""
    registration = registration_or_404(request, place, pk, WRITE) if pk else None
    persons = None if registration else Person.objects.visible_to(request.user, place, WRITE).filter(erased_on=None)
    form = forms.RecognitionForm(sent(request), persons=persons, initial=forms.recognition_initial(None, today()))

    def act() -> None:
        who = registration.person if registration else form.chosen()
        known = {"establishment": place, "person": who, "spec": form.spec(), "on": today()}
        actions.save_recognition(**known, by=request.user, at=now())

    return ask(request, form, act, _question(request, gettext("A recognition of experience"), registration))


def _question(
    request: Request, heading: str, registration: Registration | None, template: str = "kit/form.html"
) -> Question:
    person = registration.person if registration else None
    back = _list_url(request.place, person and person.pk)
    done, lead = gettext("The recognition is saved."), str(person or "")
    crumbs = way_to(request, person, {"label": _title(), "url": back})
    return Question(heading, back, done, lead, crumbs=crumbs, fields=forms.FIELDS, template=template)


def _found(request: Request, place: Establishment, recognition: int) -> tuple[Registration, Recognition]:
    rows = Recognition.objects.visible_to(request.user, place, WRITE).select_related("person", "establishment")
    row = get_object_or_404(rows, pk=recognition)
    return registration_or_404(request, place, row.person_id, WRITE), row


@page(see=WRITE, do=WRITE, sensitive=True)
def recognition(request: Request, place: Establishment, recognition: int) -> HttpResponse:
    registration, row = _found(request, place, recognition)
    request.note_read("pathways.recognitions", [row.person_id], table=PERSONS)
    form = forms.RecognitionForm(sent(request), initial=forms.recognition_initial(row, today()))

    def act() -> None:
        known = {"establishment": place, "person": row.person, "spec": form.spec(), "row": row, "on": today()}
        actions.save_recognition(**known, by=request.user, at=now())

    if request.POST.get("act") == "remove":
        return _remove(request, row)
    own = "pathways/recognition_form.html"
    return ask(request, form, act, _question(request, gettext("Correct a recognition"), registration, own))


def _remove(request: Request, row: Recognition) -> HttpResponse:
    """Taken out; the next page offers to put it back."""
    place, values = row.establishment, {"person": row.person_id, **forms.kept(row)}

    def act() -> None:
        actions.remove_recognition(recognition=row, by=request.user, at=now())
        done = gettext("“%(title)s” is taken out.") % {"title": row.title}
        way = reverse("pathways:recognition_restore", args=[place.finess])
        undo.offer(request, act="recognition_remove", address=way, text=done, values=values)

    return do(request, act, _list_url(place, row.person_id))


@page(see=WRITE, do=WRITE)
def recognition_restore(request: Request, place: Establishment) -> HttpResponse:
    if request.method != "POST":
        raise Http404
    values = undo.redeem(request, "recognition_remove")
    registration = registration_or_404(request, place, values["person"], WRITE)
    known = {"establishment": place, "person": registration.person, "spec": forms.spec_of(values), "on": today()}

    def act() -> None:
        actions.save_recognition(**known, by=request.user, at=now())

    return do(request, act, _list_url(place, registration.person_id), gettext("The recognition is back."))
