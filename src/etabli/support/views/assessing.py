"""Assessments of a person: written, by others or by herself, corrected, taken back."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext, ngettext
from uuid_utils.compat import uuid7

from etabli.kit import undo
from etabli.kit.asking import Question, ask, do, sent
from etabli.kit.clock import now, today
from etabli.kit.files import keep_photo, photo_response
from etabli.kit.inputs import attempt
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.org.models import Establishment
from etabli.people.models import Person, Registration
from etabli.support import actions, forms, queries
from etabli.support.access import SupportRight
from etabli.support.models import Assessment, Framework
from etabli.support.states import Rater
from etabli.support.views.common import registration_or_404
from etabli.support.views.frameworks import to

RIGHT = SupportRight.ASSESS
ON_A_PAGE, QUESTIONS, RECENT = 25, 4, 30
"""Competences on a page of the grid; questions to the person at a time; observations offered as evidence."""


def scope_of(request: Request) -> forms.ScopeForm:
    """Which framework and profile the address asks for."""
    used = queries.frameworks_in_use(request.place)
    return forms.ScopeForm(request.GET, used, queries.profiles_of(request.user, request.place))


def crumbs_to(registration: Registration, *last: str) -> list[dict[str, Any]]:
    """The way to the competences of a person, and on."""
    place, key = registration.establishment, registration.person_id
    return [
        {"label": str(registration.person), "url": to(place, "thread", key)},
        {"label": gettext("Competences"), "url": to(place, "competences", key)},
        *({"label": label} for label in last),
    ]


def _page_of(request: Request, scope: forms.ScopeForm, size: int) -> Any:
    """The competences shown, page by page; none without a framework in use."""
    framework = scope.framework_chosen
    rows = queries.assessed_with(framework, scope.profile_chosen) if framework else []
    return paged(rows, request.GET.get("page"), size)


def _levels(framework: Framework | None) -> list[Any]:
    return list(framework.levels.all()) if framework else []


def _next(request: Request, found: Any) -> str:
    """The address of the next page of the same competences; empty after the last."""
    if not found.has_next():
        return ""
    asked = {name: request.GET[name] for name in ("framework", "profile") if request.GET.get(name)}
    return f"{request.path}?{urlencode({**asked, 'page': found.next_page_number()})}"


@page(see=RIGHT, do=RIGHT, sensitive=True)
def assess(request: Request, place: Establishment, pk: int) -> HttpResponse:
    """Several competences in one act: a grid of competences and levels with their anchors."""
    registration = registration_or_404(request, place, pk, RIGHT)
    # The words of observations stand among the evidence to choose from.
    request.note_read("support.thread", [pk], table=Person._meta.db_table)
    scope = scope_of(request)
    found = _page_of(request, scope, ON_A_PAGE)
    levels = _levels(scope.framework_chosen)
    form = _assess_form(request, pk, list(found.object_list), levels)
    if form.is_valid() and attempt(form, lambda: _write(request, registration, form), forms.FIELDS):
        following = _next(request, found) if request.POST.get("act") == "next" else ""
        return redirect(following or to(place, "competences", pk))
    context = {
        "place": place,
        "person": registration.person,
        "form": form,
        "scope": scope,
        "levels": levels,
        "page": found,
        "back": to(place, "competences", pk),
        "crumbs": crumbs_to(registration, gettext("Assess")),
        "undo": undo.offered(request),
    }
    return render(request, "support/assess.html", context)


def _assess_form(request: Request, pk: int, competences: list[Any], levels: list[Any]) -> forms.AssessForm:
    """Unbound until something is sent, and then never valid."""
    observed = queries.thread_of(request.user, request.place, pk, queries.Choice())[:RECENT]
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    chosen = request.GET.get("observation", "")
    return forms.AssessForm(data, files, competences, levels, observed, today(), chosen)


def _write(request: Request, registration: Registration, form: forms.AssessForm) -> None:
    photo = None if form.sent_photo is None else uuid7()
    if photo is not None and form.sent_photo is not None:
        keep_photo(place=request.place.pk, key=photo, content=form.sent_photo)
    ids = actions.assess(
        establishment=request.place,
        person=registration.person,
        act=form.act(photo),
        ratings=form.ratings(),
        by=request.user,
        at=now(),
    )
    _offer_undo(request, registration.person_id, ids)


def _offer_undo(request: Request, person: int, ids: list[UUID]) -> None:
    text = ngettext("%(count)s competence is assessed.", "%(count)s competences are assessed.", len(ids))
    undo.offer(
        request,
        act=f"support.assess.{person}",
        address=to(request.place, "assess_undo", person),
        text=text % {"count": len(ids)},
        values={"ids": [str(one) for one in ids]},
    )


@page(see=RIGHT, do=RIGHT)
def assess_undo(request: Request, place: Establishment, pk: int) -> HttpResponse:
    """Take back what was just written: the rows stay, taken back."""
    registration_or_404(request, place, pk, RIGHT)
    values = undo.redeem(request, f"support.assess.{pk}") if request.method == "POST" else {"ids": []}

    def act() -> None:
        ids = [UUID(one) for one in values["ids"]]
        actions.withdraw_assessments(establishment=place, ids=ids, by=request.user, at=now())

    return do(request, act, to(place, "competences", pk), gettext("The assessment is taken back."))


@page(see=RIGHT, do=RIGHT)
def self_assess(request: Request, place: Establishment, pk: int) -> HttpResponse:
    """What the person says of herself: few questions at a time, in easy words, with pictograms."""
    registration = registration_or_404(request, place, pk, RIGHT)
    scope = scope_of(request)
    found = _page_of(request, scope, QUESTIONS)
    form = forms.SelfForm(sent(request), list(found.object_list), _levels(scope.framework_chosen))

    def act() -> None:
        if form.ratings():
            who = {"establishment": place, "person": registration.person, "by": request.user, "at": now()}
            actions.assess(act=form.act(today()), ratings=form.ratings(), **who)

    if request.method == "POST" and form.is_valid() and attempt(form, act, forms.FIELDS):
        return redirect(_next(request, found) or to(place, "self_done", pk))
    context = {
        "place": place,
        "person": registration.person,
        "form": form,
        "scope": scope,
        "page": found,
        "crumbs": crumbs_to(registration, gettext("I say it myself")),
    }
    return render(request, "support/self_assess.html", context)


@page(see=RIGHT, sensitive=True)
def self_done(request: Request, place: Establishment, pk: int) -> HttpResponse:
    """Thank her, and show what she said last of each competence."""
    registration = registration_or_404(request, place, pk, RIGHT)
    request.note_read("support.assessments", [pk], table=Person._meta.db_table)
    rows = list(queries.assessments_of(request.user, place, pk).filter(by_person=True))
    said = queries.latest(rows, Rater.PERSON).values()
    context = {
        "place": place,
        "person": registration.person,
        "said": sorted(said, key=lambda row: (row.competence.framework_id, row.competence.position)),
        "crumbs": crumbs_to(registration, gettext("I say it myself")),
    }
    return render(request, "support/self_done.html", context)


def _row(request: Request, assessment: UUID) -> Assessment:
    rows = Assessment.objects.visible_to(request.user, request.place).standing()
    return get_object_or_404(rows.select_related("competence__framework", "person", "level"), pk=assessment)


@page(see=RIGHT, do=RIGHT)
def assessment_correct(request: Request, place: Establishment, assessment: UUID) -> HttpResponse:
    """One assessment put right by who wrote it; what stood there stays behind it."""
    row = _row(request, assessment)
    registration = registration_or_404(request, place, row.person_id, RIGHT)
    request.note_read("support.assessments", [row.person_id], table=Person._meta.db_table)
    form = forms.CorrectForm(sent(request), row, row.competence.framework.levels.all())

    def act() -> None:
        actions.correct_assessment(row=row, **form.values(), by=request.user, at=now())

    question = Question(
        gettext("Put an assessment right"),
        to(place, "competence_history", row.person_id, row.competence_id),
        gettext("The assessment is put right."),
        f"{row.person} · {row.competence.title}",
        gettext("What was written before stays in the history."),
        crumbs=crumbs_to(registration),
        fields=forms.FIELDS,
    )
    return ask(request, form, act, question)


@page(see=RIGHT, do=RIGHT)
def assessment_withdraw(request: Request, place: Establishment, assessment: UUID) -> HttpResponse:
    row = _row(request, assessment)
    registration_or_404(request, place, row.person_id, RIGHT)

    def act() -> None:
        actions.withdraw_assessments(establishment=place, ids=[row.pk], by=request.user, at=now())

    back = to(place, "competence_history", row.person_id, row.competence_id)
    return do(request, act, back, gettext("The assessment is taken back."))


@page(see=RIGHT, sensitive=True)
def assessment_photo(request: Request, place: Establishment, assessment: UUID) -> HttpResponse:
    row = _row(request, assessment)
    if row.photo is None:
        raise Http404
    request.note_read("support.assessment_photo", [row.person_id], table=Person._meta.db_table)
    return photo_response(place.pk, row.photo)
