"""What changed for those who had a kind of support action."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from etabli.indicators import effects
from etabli.indicators.effect_wording import correction_worded
from etabli.indicators.forms import EffectForm
from etabli.indicators.views.choice import choose, explained_to
from etabli.kit.links import address
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.org.models import Establishment
from etabli.people.models import Person
from etabli.people.queries import names_of
from etabli.support.access import SupportRight
from etabli.support.models import ActionKind
from etabli.support.queries import Effect, effect_of
from etabli.support.wording import RATERS

PERSON = Person._meta.db_table
EXPLAINED = ("change_observed_rate", "competences_progressed_rate")
"""The figures over all kinds of action and competences."""


@page(see=SupportRight.READ)
def support_effect(request: Request, place: Establishment) -> HttpResponse:
    """Before and after of those who had a kind of action: groups by competence, then each person."""
    kinds = list(ActionKind.objects.filter(establishment=place))
    context: dict[str, Any] = {"place": place, "form": None, "effect": None, "explained": _explained(request, place)}
    if kinds:
        form = EffectForm(request.GET, kinds=kinds)
        context["form"] = form
        if form.kind_chosen is not None:
            effect = effect_of(place, form.kind_chosen, reader=request.user, **form.choices_made)
            context |= _shown(request, place, effect)
    return render(request, "indicators/support_effect.html", context)


def _explained(request: Request, place: Establishment) -> list[dict[str, str]]:
    """Over the period that pages of figures begin with: this year so far, or the last one."""
    period = choose(request, [place]).period
    return explained_to(request, place, period, EXPLAINED) if period is not None else []


def _shown(request: Request, place: Establishment, effect: Effect) -> dict[str, Any]:
    found = paged(effect.persons, request.GET.get("page"))
    subjects = [one.person for one in effect.had]
    if subjects:
        request.note_read("indicators.support_effect", subjects, purpose=effect.kind.code, table=PERSON)
    names = names_of(request.user, place, [str(row.person) for row in found.object_list])
    return {
        "effect": effect,
        "rater": RATERS[effect.rater],
        "correction": correction_worded(effect.correction),
        "groups": effects.group_rows(effect),
        "page": found,
        "persons": effects.person_rows(found.object_list, {int(key): name for key, name in names.items()}),
        "opens_persons": bool(address(request, "people:person", pk=1)),
    }
