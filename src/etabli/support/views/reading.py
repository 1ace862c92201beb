"""The thread of a person: what was seen of her, newest first; and one observation more."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from uuid_utils.compat import uuid7

from etabli.kit import undo
from etabli.kit.clock import now, today
from etabli.kit.files import keep_photo, photo_response
from etabli.kit.inputs import attempt
from etabli.kit.links import address
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.org.access import OrgRight
from etabli.org.models import Establishment
from etabli.people.models import Person, Registration
from etabli.people.reach import rights_over
from etabli.support import actions, forms, showing
from etabli.support.access import SupportRight
from etabli.support.models import Observation
from etabli.support.queries import Choice, goals_in_force, goals_of, thread_of
from etabli.support.views.common import crumbs_of, registration_or_404, thread_url

ON_A_PAGE, LATEST = 20, 3


@page(see=SupportRight.OBSERVE, sensitive=True)
def thread(request: Request, place: Establishment, pk: int) -> HttpResponse:
    """All that the reader may read of a person; the latest alone, as a part of the page of the person (htmx)."""
    registration = registration_or_404(request, place, pk, SupportRight.OBSERVE)
    request.note_read("support.thread", [pk], table=Person._meta.db_table)
    if request.htmx:
        return render(request, "support/panel.html", _latest(request, registration))
    rights = rights_over(request.user, registration, today())
    context = {
        "place": place,
        "person": registration.person,
        "goals": showing.goal_cards(goals_of(place, pk, agreed=SupportRight.PLAN_READ not in rights), today()),
        "reads_all": SupportRight.READ in rights,
        "may_set_goals": SupportRight.GOAL_WRITE in rights,
        "may_trace": OrgRight.JOURNAL_READ in rights and SupportRight.READ in rights,
    }
    return render(request, "support/thread.html", context | _whole(request, registration))


def _latest(request: Request, registration: Registration) -> dict[str, object]:
    place, key = request.place, registration.person_id
    rows = list(thread_of(request.user, place, key, Choice())[:LATEST])
    return {
        "place": place,
        "person": registration.person,
        "running": goals_in_force(place, [key], today()).get(key, []),
        "observations": showing.observation_cards(rows, place),
        "support_page": address(request, "support:diagnosis", pk=key),
    }


def _whole(request: Request, registration: Registration) -> dict[str, object]:
    form = forms.ThreadFilter(request.GET)
    rows = thread_of(request.user, request.place, registration.person_id, form.choice)
    found = paged(rows, request.GET.get("page"), ON_A_PAGE)
    return {
        "form": form,
        "is_narrow": form.choice.is_narrow,
        "page": found,
        "observations": showing.observation_cards(list(found.object_list), request.place),
        "crumbs": [*crumbs_of(registration)[:-1], {"label": gettext("Observations and goals")}],
        "undo": undo.offered(request),
        "support_page": address(request, "support:diagnosis", pk=registration.person_id),
    }


@page(see=SupportRight.OBSERVE, do=SupportRight.OBSERVE)
def observe(request: Request, place: Establishment, pk: int) -> HttpResponse:
    """Write an observation from a desk; on the move it is the tablet's."""
    registration = registration_or_404(request, place, pk, SupportRight.OBSERVE)
    form = forms.ObservationForm(request.POST or None, request.FILES or None, today=today())

    def act() -> None:
        photo = None if form.sent_photo is None else uuid7()
        if photo is not None and form.sent_photo is not None:
            keep_photo(place=place.pk, key=photo, content=form.sent_photo)
        operation = form.operation(pk, photo, now())
        actions.add_observation(establishment=place, operation=operation, by=request.user, at=now())

    if request.method == "POST" and form.is_valid() and attempt(form, act, forms.FIELDS):
        messages.success(request, gettext("The observation is saved."))
        return redirect(thread_url(registration))
    context = {"form": form, "person": registration.person, "back": thread_url(registration)}
    crumbs = [*crumbs_of(registration), {"label": gettext("Add an observation")}]
    return render(request, "support/observe.html", context | {"crumbs": crumbs})


@page(see=SupportRight.OBSERVE, sensitive=True)
def photo(request: Request, place: Establishment, observation: UUID) -> HttpResponse:
    """The photo of an observation that the reader may read."""
    rows = Observation.objects.visible_to(request.user, place)
    row = get_object_or_404(rows, pk=observation)
    if row.photo is None:
        raise Http404
    request.note_read("support.photo", [row.person_id], table=Person._meta.db_table)
    return photo_response(place.pk, row.photo)
