"""A support plan as a versioned JSON file for another service: who it is of, competences now and to come, improvement actions.

Source of what it holds: what the Flemish authority asks of a persoonlijk ontwikkelingsplan (personal data, current and future
generic and technical competences, improvement actions). No body has a published format for it: this one is ours, see
docs/pop-schema.md, and it is filed with nobody.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django.db.models import QuerySet, Sum

from etabli.core.refusal import Refusal
from etabli.people.models import Engagement, Person, Registration
from etabli.support.models import Assessment, Competence, Goal, Plan, SupportAction
from etabli.support.queries import latest
from etabli.support.states import AGREED, PlanState, Section

SCHEMA, VERSION = "etabli-pop", 1
NOTE = "Exported for a person or a service that she agrees to. Not filed with VDAB or any other body."
"""In the file itself, in one language: it is read by software."""


def registration_for(person: Person, finess: str) -> Registration:
    """Where her plan is. Refusals `pop_nowhere`, `pop_which_place` when she is in several and none is named."""
    rows = person.registrations.select_related("establishment", "person").order_by("pk")
    found = list(rows.filter(establishment__finess=finess) if finess else rows)
    if not found:
        raise Refusal("pop_nowhere", name=str(person))
    if len(found) > 1:
        raise Refusal("pop_which_place", name=str(person), known=", ".join(row.establishment.finess for row in found))
    return found[0]


def written(registration: Registration, on: date) -> bytes:
    """The file itself, UTF-8. Refusal `pop_no_plan`."""
    return json.dumps(document(registration, on), ensure_ascii=False, indent=2).encode() + b"\n"


def document(registration: Registration, on: date) -> dict[str, Any]:
    """The plan that holds, as plain values. The caller holds the right to read it.

    Refusal `pop_no_plan`: what is still written was agreed by nobody.
    """
    place, person = registration.establishment, registration.person
    plan = _agreed(Plan.objects.filter(establishment=place, person=person))
    if plan is None:
        raise Refusal("pop_no_plan", name=str(person))
    goals = list(plan.goals.select_related("competence__framework").order_by("starts_on", "pk"))
    sections = (Section.CURRENT_COMPETENCES, Section.FUTURE_COMPETENCES)
    texts = dict(plan.texts.filter(section__in=sections).values_list("section", "text"))
    return {
        "schema": SCHEMA,
        "version": VERSION,
        "note": NOTE,
        "made_on": on.isoformat(),
        "establishment": {"finess": place.finess, "name": place.name},
        "person": _person(registration),
        "plan": _plan(plan),
        "competences": {
            "current": _current(registration, on),
            "current_text": texts.get(Section.CURRENT_COMPETENCES, ""),
            "future": [_competence(goal.competence) | {"goal": goal.wording} for goal in goals if goal.competence],
            "future_text": texts.get(Section.FUTURE_COMPETENCES, ""),
        },
        "goals": [_goal(goal) for goal in goals],
        "actions": [_action(action) for action in _actions_of(plan)],
    }


def _agreed(plans: QuerySet[Plan]) -> Plan | None:
    """The last that took effect, else the one that is signed for later."""
    known = list(plans.filter(state__in=AGREED).order_by("-number"))
    return next((plan for plan in known if plan.state != PlanState.SIGNED), known[0] if known else None)


def _person(registration: Registration) -> dict[str, Any]:
    person = registration.person
    stays = Engagement.objects.filter(person=person, establishment=registration.establishment)
    first = stays.order_by("starts_on").values_list("starts_on", flat=True).first()
    return {
        "staff_number": registration.staff_number,
        "last_name": person.last_name,
        "first_name": person.first_name,
        "birth_date": _day(person.birth_date),
        "engaged_since": _day(first),
    }


def _plan(plan: Plan) -> dict[str, Any]:
    return {
        "number": plan.number,
        "kind": plan.kind,
        "state": plan.state,
        "starts_on": plan.starts_on.isoformat(),
        "review_on": _day(plan.review_on),
    }


def _current(registration: Registration, on: date) -> list[dict[str, Any]]:
    """The last level of each that others saw."""
    where = {"establishment": registration.establishment, "person": registration.person, "day__lte": on}
    rows = Assessment.objects.filter(**where, corrected_by__isnull=True, withdrawn=False)
    rows = rows.select_related("level", "competence__framework").order_by("day", "acted_at", "pk")
    return [
        _competence(row.competence) | {"rank": row.level.rank, "level": row.level.label, "day": row.day.isoformat()}
        for row in latest(rows).values()
        if row.level
    ]


def _competence(competence: Competence) -> dict[str, Any]:
    framework = competence.framework
    return {
        "framework": framework.code,
        "framework_version": framework.version,
        "code": competence.code,
        "external_code": competence.external_code,
        "kind": competence.kind,
        "title": competence.title,
    }


def _goal(goal: Goal) -> dict[str, Any]:
    return {
        "wording": goal.wording,
        "measure": goal.measure,
        "starts_on": goal.starts_on.isoformat(),
        "due_on": _day(goal.due_on),
        "outcome": goal.outcome,
    }


def _actions_of(plan: Plan) -> Any:
    rows = SupportAction.objects.filter(plan=plan).annotate(done=Sum("sessions__minutes"))
    return rows.select_related("kind", "goal").order_by("starts_on", "pk")


def _action(action: Any) -> dict[str, Any]:
    return {
        "kind": action.kind.code,
        "name": action.kind.name,
        "goal": action.goal.wording if action.goal else "",
        "starts_on": action.starts_on.isoformat(),
        "state": action.state,
        "minutes_planned": action.dose_planned,
        "minutes_done": action.done or 0,
    }


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None
