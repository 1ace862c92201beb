"""What one person contributed: for those who follow her, and in plain words for herself."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext

from etabli.attendance.queries.sight import sight_of
from etabli.core.regularity import COUNTED, Kind, Regularity
from etabli.kit.asking import Question, ask
from etabli.kit.clock import now, today
from etabli.kit.localised import ratio
from etabli.kit.pages import Request, page
from etabli.org.models import Establishment
from etabli.people.models import Person
from etabli.people.reach import Reach
from etabli.production.access import ProductionRight
from etabli.production.actions import set_rhythm
from etabli.production.forms import RhythmForm, SpanChoice
from etabli.production.queries.contribution import PersonContribution, contribution_of
from etabli.production.queries.rhythms import rhythm_on
from etabli.production.rules import WHOLE
from etabli.production.wording import HALF_DAY_KINDS

WITH_A_REASON = (Kind.ILLNESS, Kind.ACCIDENT, Kind.LEAVE, Kind.OTHER)
"""Kinds that tell why someone was away."""


@page(see=ProductionRight.CONTRIBUTION_READ, sensitive=True)
def contribution(request: Request, place: Establishment, pk: int) -> HttpResponse:
    """Volume, regularity and quality of one person over a period, never beside those of others."""
    name, choice, found = _found(request, place, pk)
    tells_reasons = pk in sight_of(request.user, place, [pk]).reasons
    lines = reverse("production:person_lines", kwargs={"finess": place.finess, "pk": pk})
    context = {
        "place": place,
        "name": name,
        "choice": choice,
        "found": found,
        "tasks": _tasks(found),
        "kinds": _kinds(found.regularity, tells_reasons),
        "rate": ratio(found.regularity.rate),
        "rhythm_text": ratio(rhythm_on(place, pk, today()) / WHOLE, 0),
        "may_set": Reach(request.user, ProductionRight.RHYTHM_WRITE, place, [pk]).holds(pk, today()),
        "pk": pk,
        "plain": f"{_address('contribution_plain', place, pk)}?{urlencode(choice.query)}",
        "crumbs": [{"label": name, "url": lines}, {"label": gettext("Contribution")}],
    }
    return render(request, "production/contribution.html", context)


@page(see=ProductionRight.CONTRIBUTION_READ, sensitive=True)
def contribution_plain(request: Request, place: Establishment, pk: int) -> HttpResponse:
    """The same in plain words, to be printed and given to the person."""
    name, choice, found = _found(request, place, pk)
    back = f"{_address('contribution', place, pk)}?{urlencode(choice.query)}"
    context = {
        "place": place,
        "name": name,
        "choice": choice,
        "found": found,
        "tasks": _tasks(found),
        "crumbs": [{"label": gettext("Contribution"), "url": back}, {"label": gettext("In plain words")}],
    }
    return render(request, "production/contribution_plain.html", context)


@page(see=ProductionRight.RHYTHM_WRITE, do=ProductionRight.RHYTHM_WRITE, sensitive=True)
def rhythm(request: Request, place: Establishment, pk: int) -> HttpResponse:
    """At which part of the usual rhythm a person works, from a day on."""
    person = get_object_or_404(Person.objects.visible_to(request.user, place, ProductionRight.RHYTHM_WRITE), pk=pk)
    request.note_read("production.contribution", [pk], table=Person._meta.db_table)
    standing = rhythm_on(place, pk, today())
    form = RhythmForm(request.POST or None, initial={"starts_on": today(), "share": standing})
    back = _address("contribution", place, pk)

    def act() -> None:
        set_rhythm(establishment=place, person=person, **form.cleaned_data, by=request.user, at=now())

    question = Question(
        gettext("Set the rhythm"),
        back,
        done=gettext("The rhythm is set."),
        lead=str(person),
        crumbs=[{"label": gettext("Contribution"), "url": back}],
        fields={"rhythm_wrong": "share"},
    )
    return ask(request, form, act, question)


def _found(request: Request, place: Establishment, pk: int) -> tuple[str, SpanChoice, PersonContribution]:
    """404 for whoever is not in the reach of the reader."""
    day = today()
    reach = Reach(request.user, ProductionRight.CONTRIBUTION_READ, place, [pk])
    if not reach.holds(pk, day):
        raise Http404
    request.note_read("production.contribution", [pk], table=Person._meta.db_table)
    choice = SpanChoice(request.GET, day)
    return reach.names[pk], choice, contribution_of(request.user, place, pk, choice.days)


def _address(view: str, place: Establishment, pk: int) -> str:
    return reverse(f"production:{view}", kwargs={"finess": place.finess, "pk": pk})


def _tasks(found: PersonContribution) -> list[dict[str, Any]]:
    return [
        {
            "row": row,
            "name": row.task.called if row.task else gettext("Order lines"),
            "plain": row.task.name if row.task else gettext("Orders"),
            "rate": ratio(row.team_rate),
            "made": row.team_made,
        }
        for row in found.tasks
    ]


def _kinds(found: Regularity, tells_reasons: bool) -> dict[str, list[dict[str, Any]]]:
    """Half-days that count and half-days left out, by kind; absences in one where their reasons are not for the reader."""
    half_days = dict(found.half_days)
    words: dict[str, Any] = dict(HALF_DAY_KINDS)
    if not tells_reasons:
        words |= {Kind.WAITING: gettext("No work written down"), Kind.OTHER: gettext("absence")}
        half_days[Kind.WAITING] = half_days.get(Kind.WAITING, 0) + half_days.pop(Kind.UNJUSTIFIED, 0)
        half_days[Kind.OTHER] = sum(half_days.pop(kind, 0) for kind in WITH_A_REASON)
    shown = [(kind, {"label": words[kind], "count": half_days[kind]}) for kind in Kind if half_days.get(kind)]
    return {
        "counted": [row for kind, row in shown if kind in COUNTED],
        "left_out": [row for kind, row in shown if kind not in COUNTED],
    }
