"""Engagements: added, corrected, ended, and an end taken back."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from etabli.kit import localised, undo
from etabli.kit.clock import now
from etabli.kit.pages import Request, page
from etabli.org.models import Establishment
from etabli.people import actions, forms
from etabli.people.access import PeopleRight
from etabli.people.models import Engagement
from etabli.people.views.editing import Editor


@page(see=PeopleRight.WRITE, do=PeopleRight.WRITE)
def engagement_add(request: Request, place: Establishment, pk: int) -> HttpResponse:
    editor = Editor(request, pk)
    form = editor.form(forms.NewEngagementForm, forms.terms_initial(None, editor.opening))

    def act() -> None:
        spec, terms, who = form.spec(), form.terms(), editor.registration.person
        actions.add_engagement(establishment=place, person=who, spec=spec, terms=terms, by=request.user, at=now())

    heading, done = gettext("Add an engagement"), gettext("The engagement is added.")
    return editor.run(form, act, heading=heading, done=done)


@page(see=PeopleRight.WRITE, do=PeopleRight.WRITE)
def engagement(request: Request, place: Establishment, pk: int, engagement: int) -> HttpResponse:
    editor = Editor(request, pk)
    row = editor.engagement(engagement)
    form = editor.form(forms.EngagementForm, forms.engagement_initial(row))

    def act() -> None:
        actions.correct_engagement(engagement=row, spec=form.spec(), by=request.user, at=now())

    heading, done = gettext("Correct an engagement"), gettext("The engagement is corrected.")
    note = gettext("Every half-day of the person is counted anew, those of closed months too. What was typed stays.")
    return editor.run(form, act, heading=heading, done=done, note=note)


@page(see=PeopleRight.WRITE, do=PeopleRight.WRITE)
def engagement_end(request: Request, place: Establishment, pk: int, engagement: int) -> HttpResponse:
    editor = Editor(request, pk)
    row = editor.engagement(engagement)
    before = {"ends_before": row.ends_before and row.ends_before.isoformat(), "end_reason": row.end_reason}
    form = editor.form(forms.EndForm, forms.engagement_initial(row))

    def act() -> None:
        end, reason = form.ends_before, form.cleaned_data["end_reason"]
        actions.end_engagement(engagement=row, ends_before=end, end_reason=reason, by=request.user, at=now())
        text = gettext("The last day of the engagement is %(day)s.")
        _offer_undo(request, pk, row, text % {"day": localised.day(form.cleaned_data["last_day"])}, before)

    note = gettext("Half-days after the last day no longer count. What was typed stays, and the end can be taken back.")
    return editor.run(form, act, heading=gettext("End an engagement"), note=note)


@page(see=PeopleRight.WRITE, do=PeopleRight.WRITE)
def engagement_resume(request: Request, place: Establishment, pk: int, engagement: int) -> HttpResponse:
    """Take an end back: to what it was before, when that is known (undo), else to no end at all."""
    editor = Editor(request, pk)
    row = editor.engagement(engagement)
    if request.method != "POST":
        return editor.do(lambda: None)
    values = undo.redeem(request, f"people.end.{row.pk}") if "token" in request.POST else {}
    end = date.fromisoformat(values["ends_before"]) if values.get("ends_before") else None
    before = {"ends_before": row.ends_before and row.ends_before.isoformat(), "end_reason": row.end_reason}

    def act() -> None:
        reason = values.get("end_reason", "")
        actions.end_engagement(engagement=row, ends_before=end, end_reason=reason, by=request.user, at=now())
        _offer_undo(request, pk, row, gettext("The end is taken back."), before)

    return editor.do(act)


def _offer_undo(request: Request, pk: int, row: Engagement, text: str, before: dict[str, Any]) -> None:
    way = reverse("people:engagement_resume", args=[request.place.finess, pk, row.pk])
    undo.offer(request, act=f"people.end.{row.pk}", address=way, text=text, values=before)
