"""Goals of a person: added, corrected, ended, and an end taken back."""

from __future__ import annotations

from datetime import date

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext

from etabli.kit import localised, undo
from etabli.kit.asking import do, sent
from etabli.kit.clock import now, today
from etabli.kit.pages import Request, page
from etabli.org.models import Establishment
from etabli.people.models import Registration
from etabli.support import actions, forms
from etabli.support.access import SupportRight
from etabli.support.models import Goal
from etabli.support.views.common import registration_or_404, run, thread_url

RIGHT = SupportRight.GOAL_WRITE


def _found(request: Request, place: Establishment, pk: int, goal: int) -> tuple[Registration, Goal]:
    registration = registration_or_404(request, place, pk, RIGHT)
    return registration, get_object_or_404(Goal, pk=goal, establishment=place, person=pk)


@page(see=RIGHT, do=RIGHT)
def goal_add(request: Request, place: Establishment, pk: int) -> HttpResponse:
    registration = registration_or_404(request, place, pk, RIGHT)
    return _edit(request, registration, None)


@page(see=RIGHT, do=RIGHT)
def goal(request: Request, place: Establishment, pk: int, goal: int) -> HttpResponse:
    return _edit(request, *_found(request, place, pk, goal))


def _edit(request: Request, registration: Registration, row: Goal | None) -> HttpResponse:
    form = forms.GoalForm(sent(request), initial=forms.goal_initial(row, today()))

    def act() -> None:
        where = {"establishment": request.place, "person": registration.person}
        actions.save_goal(**where, **form.values(), row=row, by=request.user, at=now())

    heading = gettext("Correct a goal") if row else gettext("Add a goal")
    return run(request, registration, form, act, heading, gettext("The goal is saved."))


@page(see=RIGHT, do=RIGHT)
def goal_end(request: Request, place: Establishment, pk: int, goal: int) -> HttpResponse:
    registration, row = _found(request, place, pk, goal)
    before = row.ends_before
    form = forms.LastDayForm(sent(request), initial={"last_day": today()})

    def act() -> None:
        actions.end_goal(goal=row, ends_before=form.ends_before, by=request.user, at=now())
        words = {"wording": row.wording, "day": localised.day(form.cleaned_data["last_day"])}
        _offer_undo(request, row, gettext("“%(wording)s” holds until %(day)s.") % words, before)

    note = gettext("From the next day on, the workshop no longer sees it.")
    return run(request, registration, form, act, gettext("End a goal"), note=note)


@page(see=RIGHT, do=RIGHT)
def goal_resume(request: Request, place: Establishment, pk: int, goal: int) -> HttpResponse:
    """Take an end back: to what it was before, when that is known (undo), else to no end at all."""
    registration, row = _found(request, place, pk, goal)
    redeemed = request.method == "POST" and "token" in request.POST
    values = undo.redeem(request, f"support.goal.{row.pk}") if redeemed else {}
    end = date.fromisoformat(values["ends_before"]) if values.get("ends_before") else None
    before = row.ends_before

    def act() -> None:
        actions.end_goal(goal=row, ends_before=end, by=request.user, at=now())
        text = gettext("The end of “%(wording)s” is taken back.") % {"wording": row.wording}
        _offer_undo(request, row, text, before)

    return do(request, act, thread_url(registration))


def _offer_undo(request: Request, row: Goal, text: str, before: date | None) -> None:
    way = reverse("support:goal_resume", args=[request.place.finess, row.person_id, row.pk])
    values = {"ends_before": before and before.isoformat()}
    undo.offer(request, act=f"support.goal.{row.pk}", address=way, text=text, values=values)
