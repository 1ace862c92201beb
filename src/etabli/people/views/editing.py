"""One form, one act: what the forms of the person page share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, TypeVar

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext

from etabli.kit.asking import Question, ask, do, sent
from etabli.kit.clock import today
from etabli.kit.pages import Request
from etabli.kit.weeks import days_open
from etabli.org.models import Establishment
from etabli.org.queries import house_of
from etabli.people import forms
from etabli.people.access import PeopleRight
from etabli.people.models import Engagement, Registration
from etabli.people.queries import registration_of

Form = TypeVar("Form", bound=forms.PlacedForm)


def registration_or_404(
    request: Request, place: Establishment, pk: int, right: str = PeopleRight.WRITE
) -> Registration:
    """Http404 unless the user holds the right over the person here."""
    registration = registration_of(request.user, place, pk, right)
    if registration is None:
        raise Http404
    return registration


def person_url(registration: Registration) -> str:
    return reverse("people:person", args=[registration.establishment.finess, registration.person_id])


class Editor:
    """A form about a person (`pk`), or about someone who is not there yet (None)."""

    def __init__(self, request: Request, pk: int | None = None, right: str = PeopleRight.WRITE) -> None:
        self.request = request
        self._registration = None if pk is None else registration_or_404(request, request.place, pk, right)

    @property
    def registration(self) -> Registration:
        if self._registration is None:
            raise LookupError("nobody is registered yet")
        return self._registration

    def engagement(self, pk: int) -> Engagement:
        """Http404 unless it is one of this person here."""
        rows = Engagement.objects.select_related("establishment", "person")
        return get_object_or_404(
            rows, pk=pk, establishment=self.registration.establishment, person=self.registration.person_id
        )

    @cached_property
    def opening(self) -> str:
        """The week the workshop, or the house, opens today."""
        workshop = self._registration.workshop_id if self._registration else None
        return house_of(self.request.place, workshop).week_on(today())

    @property
    def back(self) -> str:
        if self._registration is None:
            return reverse("people:list", args=[self.request.place.finess])
        return person_url(self._registration)

    def form(self, kind: type[Form], initial: Mapping[str, Any] | None = None, **options: Any) -> Form:
        """The form, filled with what was sent. `options`: those of its own."""
        days = days_open([self.opening]) if issubclass(kind, forms.DueForm) else ()
        place = self.request.place
        return kind(sent(self.request), initial=initial, place=place, today=today(), days=days, **options)

    def run(
        self,
        form: forms.PlacedForm,
        act: Callable[[], object],
        *,
        heading: str,
        done: str = "",
        note: str = "",
        fields: Mapping[str, str] = forms.FIELDS,
        then: Callable[[], str] | None = None,
    ) -> HttpResponse:
        """The form shown, refused, or done and left for the page behind it; see `kit.asking`."""
        who = self._registration.person if self._registration else None
        crumbs = [{"label": gettext("People"), "url": reverse("people:list", args=[self.request.place.finess])}]
        crumbs += [{"label": str(who), "url": self.back}] if who else []
        lead = str(who) if who else ""
        question = Question(heading, self.back, done, lead, note, crumbs=crumbs, fields=fields)
        return ask(self.request, form, act, question, then)

    def do(self, act: Callable[[], object], done: str = "") -> HttpResponse:
        """An act without a form; a refusal is said above the page of the person."""
        return do(self.request, act, self.back, done)
