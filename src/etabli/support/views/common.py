"""What the views of the room share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms as django_forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from etabli.kit.asking import Question, ask
from etabli.kit.pages import Request
from etabli.org.models import Establishment
from etabli.people.models import Registration
from etabli.people.queries import registration_of
from etabli.support import forms


def registration_or_404(request: Request, place: Establishment, pk: int, right: str) -> Registration:
    """Http404 unless the user holds the right over the person there."""
    registration = registration_of(request.user, place, pk, right)
    if registration is None:
        raise Http404
    return registration


def thread_url(registration: Registration) -> str:
    return reverse("support:thread", args=[registration.establishment.finess, registration.person_id])


def crumbs_of(registration: Registration) -> list[Mapping[str, Any]]:
    """The way to the pages of a person here."""
    finess = registration.establishment.finess
    return [
        {"label": gettext("People"), "url": reverse("people:list", args=[finess])},
        {"label": str(registration.person), "url": reverse("people:person", args=[finess, registration.person_id])},
        {"label": gettext("Observations and goals"), "url": thread_url(registration)},
    ]


def run(
    request: Request,
    registration: Registration,
    form: django_forms.Form,
    act: Callable[[], object],
    heading: str,
    done: str = "",
    note: str = "",
) -> HttpResponse:
    """The form shown, refused, or done and left for the thread; see `kit.asking`."""
    back, crumbs = thread_url(registration), crumbs_of(registration)
    question = Question(heading, back, done, str(registration.person), note, crumbs=crumbs, fields=forms.FIELDS)
    return ask(request, form, act, question)
