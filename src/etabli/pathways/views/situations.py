"""What surveys ask of each person: one page a person, and the grid of what is not known, answered by one tap each."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext

from etabli.kit.asking import Question, ask, sent
from etabli.kit.clock import now, today
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.org.models import Establishment
from etabli.pathways.access import PathwaysRight
from etabli.pathways.actions import situations as actions
from etabli.pathways.forms import situations as forms
from etabli.pathways.models import Situation
from etabli.pathways.queries.situations import gaps_in, situation_of, situations_of
from etabli.pathways.rules.situations import ASKED, QUESTIONS
from etabli.pathways.views.common import ON_A_PAGE, PERSONS, registration_or_404
from etabli.pathways.views.ways import way_to
from etabli.pathways.wording import situations as words
from etabli.people.models import Person
from etabli.people.reach import rights_over

READ, WRITE = PathwaysRight.READ, PathwaysRight.WRITE


@page(see=READ, do=WRITE, sensitive=True)
def situation(request: Request, place: Establishment, pk: int) -> HttpResponse:
    """Of a person: read, and written by who may."""
    registration = registration_or_404(request, place, pk)
    request.note_read("pathways.situation", [pk], table=PERSONS)
    row, person = situation_of(place, pk), registration.person
    if WRITE not in rights_over(request.user, registration, today()):
        if request.method == "POST":
            raise Http404
        answers = [{"label": words.ASKED[name], "value": getattr(row, name, None), "name": name} for name in ASKED]
        crumbs = way_to(request, person, {"label": gettext("Situation")})
        return render(request, "pathways/situation.html", {"person": person, "answers": answers, "crumbs": crumbs})
    form = forms.SituationForm(sent(request), initial=forms.situation_initial(row))

    def act() -> None:
        known = {"establishment": place, "person": person, "spec": form.spec()}
        actions.save_situation(**known, by=request.user, at=now())

    note = gettext("Surveys ask for it once a year. What nobody asked stays open, and is never counted as a no.")
    said = {"done": gettext("The situation is saved."), "note": note, "fields": forms.FIELDS}
    back = reverse("pathways:situation_gaps", args=[place.finess])
    return ask(
        request,
        form,
        act,
        Question(gettext("Situation"), back, lead=str(person), crumbs=way_to(request, person), **said),
    )


@page(see=READ, sensitive=True)
def situation_gaps(request: Request, place: Establishment) -> HttpResponse:
    """Who lacks an answer; `missing` in the address names one question."""
    missing = request.GET.get("missing", "")
    missing = missing if missing in ASKED else ""
    gaps = gaps_in(request.user, place, today(), missing)
    found = paged(gaps.persons, request.GET.get("page"), ON_A_PAGE)
    persons = list(found.object_list)
    request.note_read("pathways.situation", [person.pk for person in persons], table=PERSONS)
    shown = [missing] if missing else list(ASKED)
    context = {
        "place": place,
        "crumbs": way_to(request, None, {"label": gettext("What is not known")}),
        "page": found,
        "everyone": gaps.everyone,
        "rows": _rows(place, persons, shown),
        "form": forms.GapFilter(initial={"missing": missing}, missing=gaps.missing),
        "missing": missing,
        "may_write": request.user.may(WRITE, place),
    }
    return render(request, "pathways/situation_gaps.html", context)


def _rows(place: Establishment, persons: list[Person], shown: list[str]) -> list[dict[str, Any]]:
    """The open questions of each person, of those that are shown."""
    known = situations_of(place, [person.pk for person in persons])
    rows = []
    for person in persons:
        cells = [cell_of(person, name, known.get(person.pk)) for name in shown]
        rows.append({"person": person, "cells": [cell for cell in cells if cell["value"] is None]})
    return rows


def cell_of(person: Person, name: str, row: Situation | None) -> dict[str, Any]:
    """An answer, or the question: days are asked on the page of the person."""
    return {
        "name": name,
        "label": words.ASKED[name],
        "person": person,
        "value": getattr(row, name, None),
        "is_day": name not in QUESTIONS,
    }


@page(see=READ, do=WRITE, sensitive=True)
def situation_answer(request: Request, place: Establishment, pk: int, question: str) -> HttpResponse:
    """One answer by one tap; without script, back to the grid."""
    registration = registration_or_404(request, place, pk, READ if request.method == "GET" else WRITE)
    if question not in QUESTIONS:
        raise Http404
    row = situation_of(place, pk)
    request.note_read("pathways.situation", [pk], table=PERSONS)
    told = request.POST.get("answer")
    if request.method == "POST" and told in ("yes", "no", ""):
        known = {"establishment": place, "person": registration.person, "question": question}
        row = actions.answer_question(**known, answer=forms.meant(told), by=request.user, at=now())
    if not request.htmx:
        asked = urlencode({name: request.POST[name] for name in ("missing", "page") if request.POST.get(name)})
        return redirect(reverse("pathways:situation_gaps", args=[place.finess]) + (f"?{asked}" if asked else ""))
    cell = cell_of(registration.person, question, row)
    return render(
        request, "pathways/situation_cell.html", {"place": place, "cell": cell, "may_write": True, "just": True}
    )
