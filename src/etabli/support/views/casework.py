"""The caseload, the page of a person's support, the conformity sheet, and what these pages share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django import forms as django_forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from etabli.kit import undo
from etabli.kit.asking import Question, ask, sent
from etabli.kit.clock import now, today
from etabli.kit.links import address
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.org.models import Establishment
from etabli.people.access import PeopleRight
from etabli.people.cards import certifications_expiring, restrictions_in_words
from etabli.people.models import Person, Registration
from etabli.people.reach import rights_over
from etabli.support import actions, showing, showing_plans
from etabli.support import conformity as sheet
from etabli.support.access import SupportRight
from etabli.support.forms.plans import PLAN_FIELDS, TemplateForm
from etabli.support.models import Goal
from etabli.support.queries import Choice, goals_of, plans, thread_of
from etabli.support.queries.deadlines import RECENT, caseload, changes_since, deadlines_of
from etabli.support.rules import plans as rules
from etabli.support.states import AGREED
from etabli.support.views.common import registration_or_404
from etabli.support.wording import plans as words

ON_A_PAGE, EVENTS = 25, 30
PERSONS = Person._meta.db_table


def diagnosis_url(registration: Registration) -> str:
    return reverse("support:diagnosis", args=[registration.establishment.finess, registration.person_id])


def crumbs_to(registration: Registration) -> list[Mapping[str, Any]]:
    """The way to the pages of someone's plans."""
    finess = registration.establishment.finess
    return [
        {"label": gettext("Caseload"), "url": reverse("support:caseload", args=[finess])},
        {"label": str(registration.person), "url": diagnosis_url(registration)},
    ]


def asked(
    request: Request,
    registration: Registration,
    form: django_forms.Form,
    act: Callable[[], object],
    *,
    heading: str,
    done: str,
    back: str = "",
    note: str = "",
    fields: Mapping[str, str] = PLAN_FIELDS,
) -> HttpResponse:
    """The form shown, refused, or done and left for the page behind it (the page of the person's support)."""
    back, crumbs = back or diagnosis_url(registration), crumbs_to(registration)
    question = Question(heading, back, done, str(registration.person), note, crumbs=crumbs, fields=fields)
    return ask(request, form, act, question)


# ---------------------------------------------------------------- the caseload


@page(see=SupportRight.PLAN_READ, sensitive=True)
def cases(request: Request, place: Establishment) -> HttpResponse:
    """Everyone whose plans the reader may read: what is late, what is next, what changed; the most urgent first."""
    mine = request.GET.get("who") == "mine"
    found = paged(caseload(request.user, place, today(), mine=mine), request.GET.get("page"), ON_A_PAGE)
    keys = [case.registration.person_id for case in found.object_list]
    request.note_read("support.caseload", keys, table=PERSONS)
    changed = changes_since(request.user, place, keys, today() - timedelta(days=RECENT))
    context = {
        "place": place,
        "page": found,
        "cases": showing_plans.case_cards(list(found.object_list), changed, today()),
        "mine": mine,
        "days": RECENT,
        "tabs": _tabs(place, mine),
        "template": address(request, "support:template"),
    }
    return render(request, "support/caseload.html", context)


def _tabs(place: Establishment, mine: bool) -> list[dict[str, Any]]:
    way = reverse("support:caseload", args=[place.finess])
    return [
        {"label": gettext("Everyone"), "url": way, "current": not mine},
        {"label": gettext("Those I follow"), "url": f"{way}?who=mine", "current": mine},
    ]


# ---------------------------------------------------------------- one person


@page(see=SupportRight.PLAN_READ, sensitive=True)
def diagnosis(request: Request, place: Establishment, pk: int) -> HttpResponse:
    """All of a person's support on one page: the thread of events, the plan, what is late and next, what is done."""
    registration = registration_or_404(request, place, pk, SupportRight.PLAN_READ)
    request.note_read("support.diagnosis", [pk], table=PERSONS)
    rights = rights_over(request.user, registration, today())
    known = list(plans.plans_of(request.user, place, pk))
    current = plans.current_plan(known)
    goals = list(goals_of(place, pk).select_related("plan"))
    context = {
        "place": place,
        "person": registration.person,
        "registration": registration,
        "crumbs": crumbs_to(registration),
        "may_write": SupportRight.PLAN_WRITE in rights,
        "plan": showing_plans.plan_card(current),
        "older": [showing_plans.plan_card(one) for one in known if one is not current],
        "owed": [showing_plans.deadline_card(one, today()) for one in deadlines_of(place, [pk], today()).get(pk, [])],
        "goals": showing_plans.goal_rows(goals, today()),
        "events": _events(request, registration, known, goals),
        "work": address(request, "indicators:support_work", pk=pk),
        "passport": address(request, "exchange:passport", pk=pk),
        "plan_file": address(request, "exchange:plan_file", pk=pk) if any(one.state in AGREED for one in known) else "",
        "undo": undo.offered(request),
    }
    return render(request, "support/diagnosis.html", context | _card(registration, rights) | _done(request, pk))


def _card(registration: Registration, rights: frozenset[str]) -> dict[str, Any]:
    """Restrictions and certifications in words, for who may read them."""
    pk, on = registration.person_id, today()
    reads = PeopleRight.RESTRICTION_READ in rights, PeopleRight.CERTIFICATION_READ in rights
    return {
        "restrictions": restrictions_in_words([pk], on).get(pk, []) if reads[0] else None,
        "expiring": certifications_expiring([pk], on).get(pk, []) if reads[1] else None,
    }


def _done(request: Request, pk: int) -> dict[str, Any]:
    user, place = request.user, request.place
    return {
        "actions": showing_plans.action_cards(plans.actions_of(user, place, pk)),
        "trainings": showing_plans.training_cards(plans.trainings_of(user, place, pk)),
        "adaptations": list(plans.adaptations_in(user, place, pk)),
    }


def _events(
    request: Request, registration: Registration, known: Sequence[Any], goals: Sequence[Goal]
) -> list[showing_plans.Event]:
    place, pk = request.place, registration.person_id
    seen = list(thread_of(request.user, place, pk, Choice())[:EVENTS])
    meetings = plans.meetings_of(request.user, place, pk)[:EVENTS]
    return showing_plans.thread_of_events(
        showing_plans.observation_events(showing.observation_cards(seen, place)),
        [showing_plans.meeting_event(row) for row in meetings],
        showing_plans.assessment_events(plans.assessments_of_last_days(request.user, place, pk, days=EVENTS)),
        showing_plans.plan_events(known),
        showing_plans.goal_events(goals),
    )[:EVENTS]


# ---------------------------------------------------------------- the template of plans


@page(see=SupportRight.FRAMEWORK_WRITE, do=SupportRight.FRAMEWORK_WRITE)
def template(request: Request, place: Establishment) -> HttpResponse:
    """The sections of the plans of this workplace, one a line."""
    kind = rules.plan_kind(place.kind)
    known = plans.template_of(place, kind)
    form = TemplateForm(sent(request), known=known)

    def act() -> None:
        actions.save_sections(establishment=place, kind=kind, sections=form.sections(), by=request.user, at=now())

    back = reverse("support:caseload", args=[place.finess])
    note = gettext("What plans already say stays, under the title that it had.")
    said = {"lead": str(words.PLAN_KINDS[kind]), "note": note, "fields": {"plan_sections_wrong": "titles"}}
    crumbs = [{"label": gettext("Caseload"), "url": back}]
    heading, done = gettext("Sections of the plan"), gettext("The sections are saved.")
    return ask(request, form, act, Question(heading, back, done, crumbs=crumbs, **said))


# ---------------------------------------------------------------- the conformity sheet


@page(see=SupportRight.PLAN_READ, sensitive=True)
def conformity(request: Request, place: Establishment) -> HttpResponse:
    """Which plans, reviews and contents are due and done, for the authority that may ask."""
    found = sheet.conformity_of(request.user, place, today())
    rows = paged(found.people, request.GET.get("page"), ON_A_PAGE)
    request.note_read("support.conformity", [row.person for row in rows.object_list], table=PERSONS)
    context = {
        "place": place,
        "sheet": found,
        "page": rows,
        "today": today(),
        "authority": words.AUTHORITIES[found.authority],
    }
    return render(request, "support/conformity.html", context)
