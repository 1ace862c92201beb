"""Reads of support plans, of what is done and of the events around a person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from etabli.kit.rights import roles_with
from etabli.org.models import Establishment, User
from etabli.org.queries import grants_in
from etabli.support.access import SupportRight
from etabli.support.models import (
    ActionKind,
    Adaptation,
    Assessment,
    Goal,
    Meeting,
    Plan,
    PlanSection,
    SupportAction,
    Training,
)
from etabli.support.rules.plans import PlanFacts
from etabli.support.states import AGREED, OPEN_STATES, SECTIONS, PlanKind, Section
from etabli.support.wording import plans as words


@dataclass(frozen=True)
class SectionTold:
    """A section as it is shown."""

    code: str
    title: Any
    hint: str


def template_of(establishment: Establishment, kind: str) -> list[SectionTold]:
    """The sections of the plans of a kind there: its own, else those of the house; one query."""
    own = PlanSection.objects.filter(establishment=establishment, kind=kind).order_by("position", "pk")
    told = [SectionTold(row.code, row.title, row.hint) for row in own]
    return told or [SectionTold(str(one), words.SECTIONS[one], "") for one in SECTIONS[PlanKind(kind)]]


def sections_of(plan: Plan) -> list[SectionTold]:
    """The sections of a plan: those of its template, then those that it was written with and that the template lost."""
    told = template_of(plan.establishment, plan.kind)
    known = {one.code for one in told}
    written = plan.texts.order_by("pk").values_list("section", flat=True)
    return told + [SectionTold(code, _title(code), "") for code in written if code not in known]


def _title(code: str) -> Any:
    return words.SECTIONS[Section(code)] if code in set(Section) else code


def plans_of(user: User, establishment: Establishment, person: int) -> QuerySet[Plan]:
    """Those that the user may read, the newest first."""
    rows = Plan.objects.visible_to(user, establishment).filter(person=person)
    return rows.select_related("referent", "amends").order_by("-number")


def current_plan(rows: Iterable[Plan]) -> Plan | None:
    """Of the plans of a person, the newest first: the one that is open, else the last."""
    known = list(rows)
    return next((plan for plan in known if plan.state in OPEN_STATES), known[0] if known else None)


def open_goals_of(plan: Plan) -> QuerySet[Goal]:
    """What a plan aims at: its goals that did not end, those of the plan that it amends, and those without a plan."""
    whose = Q(plan=plan) | Q(plan=None) | (Q(plan=plan.amends_id) if plan.amends_id else Q(pk=None))
    rows = Goal.objects.filter(whose, establishment=plan.establishment_id, person=plan.person_id)
    return rows.filter(outcome="", ends_before=None).order_by("starts_on", "pk")


def goals_in(plan: Plan) -> QuerySet[Goal]:
    """The goals of a plan; while it is written, also those that it will take on."""
    rows = plan.goals.order_by("starts_on", "pk")
    if plan.state not in AGREED and plan.state in OPEN_STATES:
        rows = rows | open_goals_of(plan)
    return rows.select_related("plan")


def actions_of(user: User, establishment: Establishment, person: int) -> QuerySet[SupportAction]:
    """Those of a person, the newest first, with the dose done: `done_minutes` (None for none) and `done_sessions`."""
    rows = SupportAction.objects.visible_to(user, establishment).filter(person=person)
    rows = rows.annotate(done_minutes=Sum("sessions__minutes"), done_sessions=Count("sessions"))
    return rows.select_related("kind", "goal", "led_by").order_by("-starts_on", "-pk")


def meetings_of(user: User, establishment: Establishment, person: int) -> QuerySet[Meeting]:
    """Those about the plans of a person, the newest first, with who was there."""
    rows = Meeting.objects.visible_to(user, establishment).filter(plan__person=person)
    return rows.select_related("led_by").prefetch_related("present").order_by("-day", "-pk")


def assessments_of_last_days(
    user: User, establishment: Establishment, person: int, *, days: int
) -> QuerySet[Assessment]:
    """Those of a person that stand, of the last `days` on which she was assessed, the newest first and each act together;
    with competence, level and rater."""
    rows = Assessment.objects.visible_to(user, establishment).standing().filter(person=person)
    assessed = rows.order_by("-day").values("day").distinct()[:days]
    rows = rows.filter(day__in=assessed).select_related("competence", "level", "rater")
    return rows.order_by("-day", "-acted_at", "by_person", "rater_id", "competence__position", "pk")


def trainings_of(user: User, establishment: Establishment, person: int) -> QuerySet[Training]:
    rows = Training.objects.visible_to(user, establishment).filter(person=person)
    return rows.select_related("certificate").order_by("-starts_on", "-pk")


def adaptations_in(user: User, establishment: Establishment, person: int | None = None) -> QuerySet[Adaptation]:
    """The register that the user may read, the newest first; of one person when she is named."""
    rows = Adaptation.objects.visible_to(user, establishment).select_related("person", "workshop", "establishment")
    rows = rows if person is None else rows.filter(person=person)
    return rows.order_by("-starts_on", "-pk")


def kinds_in(user: User, establishment: Establishment) -> QuerySet[ActionKind]:
    """The catalogue of an establishment, retired kinds last, for who may plan there."""
    if not user.may(SupportRight.PLAN_READ, establishment):
        return ActionKind.objects.none()
    return ActionKind.objects.filter(establishment=establishment).order_by("retired", "name", "pk")


def referents_in(establishment: Establishment, on: date) -> list[User]:
    """Who may follow a plan there: those who may write plans on a day, by name."""

    grants = grants_in(establishment, on).filter(role__in=roles_with(SupportRight.PLAN_WRITE))
    return list({grant.user.pk: grant.user for grant in grants}.values())


def facts_of(plans: Iterable[Plan]) -> dict[int, PlanFacts]:
    """What each of these plans of one establishment holds, by plan (key); as many queries for one as for a hundred."""
    known = {plan.pk: plan for plan in plans}
    if not known:
        return {}
    first = next(iter(known.values()))
    sections = tuple(one.code for one in template_of(first.establishment, first.kind))
    texts: dict[int, dict[str, str]] = {key: {} for key in known}
    rows = Plan.objects.filter(pk__in=known)
    for key, section, text in rows.filter(texts__isnull=False).values_list("pk", "texts__section", "texts__text"):
        texts[key][section] = text
    measured = Q(goals__due_on__isnull=False) & ~Q(goals__measure="")
    counted = rows.annotate(
        aims=Count("goals", distinct=True),
        measured=Count("goals", filter=measured, distinct=True),
        done=Count("actions", distinct=True),
    )
    counts = {row.pk: (row.aims, row.measured, row.done) for row in counted}
    signers: dict[int, list[str]] = {key: [] for key in known}
    for key, who in rows.filter(signatures__isnull=False).values_list("pk", "signatures__who"):
        signers[key].append(who)
    return {
        key: PlanFacts(
            kind=PlanKind(plan.kind),
            sections=sections,
            texts=texts[key],
            goals=counts[key][0],
            measured_goals=counts[key][1],
            actions=counts[key][2],
            wants_ordinary_work=plan.wants_ordinary_work,
            has_review_day=plan.review_on is not None,
            signers=tuple(signers[key]),
        )
        for key, plan in known.items()
    }
