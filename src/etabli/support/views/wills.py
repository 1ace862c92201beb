"""The will to go to ordinary work, written in the plan: said, corrected, taken back."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext

from etabli.kit import undo
from etabli.kit.asking import do, sent
from etabli.kit.clock import now, today
from etabli.kit.pages import Request, page
from etabli.org.models import Establishment
from etabli.people.models import Registration
from etabli.support import actions
from etabli.support.forms import wills as forms
from etabli.support.models import OrdinaryWorkWill
from etabli.support.views.casework import PERSONS, asked
from etabli.support.views.common import registration_or_404
from etabli.support.views.plans import WRITE, found, plan_url


def _found(request: Request, place: Establishment, pk: int, will: int) -> tuple[Registration, OrdinaryWorkWill]:
    """Http404 unless the user may write the plans of the person there."""
    registration = registration_or_404(request, place, pk, WRITE)
    rows = OrdinaryWorkWill.objects.visible_to(request.user, place, WRITE).select_related("plan__establishment")
    return registration, get_object_or_404(rows, pk=will, person=pk)


@page(see=WRITE, do=WRITE)
def will_add(request: Request, place: Establishment, pk: int, plan: int) -> HttpResponse:
    registration, row = found(request, place, pk, plan, WRITE)
    form = forms.WillForm(sent(request), initial=forms.will_initial(None, today()))

    def act() -> None:
        actions.say_will(plan=row, spec=form.spec(), on=today(), by=request.user, at=now())

    said = {
        "heading": gettext("The person wants to work in an ordinary workplace"),
        "done": gettext("What was said is saved."),
    }
    return asked(request, registration, form, act, **said, back=plan_url(row), fields=forms.WILL_FIELDS)


@page(see=WRITE, do=WRITE, sensitive=True)
def will(request: Request, place: Establishment, pk: int, will: int) -> HttpResponse:
    registration, row = _found(request, place, pk, will)
    request.note_read("support.plan", [pk], table=PERSONS)
    form = forms.WillForm(sent(request), initial=forms.will_initial(row, today()))

    def act() -> None:
        actions.correct_will(will=row, spec=form.spec(), on=today(), by=request.user, at=now())

    said = {"heading": gettext("Correct what was said"), "done": gettext("What was said is saved.")}
    return asked(request, registration, form, act, **said, back=plan_url(row.plan), fields=forms.WILL_FIELDS)


@page(see=WRITE, do=WRITE)
def will_withdraw(request: Request, place: Establishment, pk: int, will: int) -> HttpResponse:
    """She no longer wants it; the page of the plan offers to take that back."""
    registration, row = _found(request, place, pk, will)
    form = forms.WithdrawalForm(sent(request), initial={"withdrawn_on": today()})

    def act() -> None:
        actions.withdraw_will(will=row, **form.cleaned_data, on=today(), by=request.user, at=now())
        done, way = (
            gettext("It is noted that the person no longer wants it."),
            reverse("support:will_resume", args=_way(row)),
        )
        undo.offer(request, act="will_withdraw", address=way, text=done, values={"will": row.pk})

    note = gettext("What was said stays in the file; from that day on it no longer counts.")
    said = {"heading": gettext("The person no longer wants it"), "done": "", "note": note}
    return asked(request, registration, form, act, **said, back=plan_url(row.plan), fields=forms.WITHDRAWAL_FIELDS)


def _way(row: OrdinaryWorkWill) -> list[object]:
    return [row.plan.establishment.finess, row.person_id, row.pk]


@page(see=WRITE, do=WRITE)
def will_resume(request: Request, place: Establishment, pk: int, will: int) -> HttpResponse:
    _registration, row = _found(request, place, pk, will)

    def act() -> None:
        actions.resume_will(will=row, by=request.user, at=now())

    return do(request, act, plan_url(row.plan), gettext("What was said holds again."))
