"""What the pages of plans show: rows turned into plain values for their templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from django.utils.translation import gettext, ngettext

from etabli.kit import localised
from etabli.org.models import User
from etabli.support.models import Assessment, Goal, Meeting, OrdinaryWorkWill, Plan, Signature, SupportAction, Training
from etabli.support.queries.deadlines import Case, Changes
from etabli.support.queries.plans import SectionTold
from etabli.support.rules import goal_state
from etabli.support.rules.deadlines import Deadline
from etabli.support.rules.plans import last_day
from etabli.support.showing import GOAL_STATUS
from etabli.support.states import (
    PLAN_STEPS,
    ActionState,
    DueState,
    GoalOutcome,
    PlanState,
    TrainingFunder,
    TrainingGiver,
)
from etabli.support.wording import GOAL_STATES
from etabli.support.wording import plans as words
from etabli.support.wording.training import FUNDERS, GIVERS

DUE_STATUS = {
    DueState.LATE: "late",
    DueState.SOON: "watch",
    DueState.TO_COME: "info",
    DueState.DONE: "ok",
    DueState.DONE_LATE: "watch",
}
PLAN_STATUS = {
    PlanState.DRAFT: "watch",
    PlanState.PROPOSED: "watch",
    PlanState.SIGNED: "info",
    PlanState.IN_FORCE: "ok",
    PlanState.UNDER_REVIEW: "info",
    PlanState.CLOSED: "off",
    PlanState.REPLACED: "off",
}
ACTION_STATUS = {
    ActionState.PLANNED: "info",
    ActionState.RUNNING: "watch",
    ActionState.DONE: "ok",
    ActionState.DROPPED: "off",
}
"""How `components/status.html` shows each state."""
FEW = 3
"""Late things named on a line of the caseload; the others are counted."""


def named(user: User | None) -> str:
    return "" if user is None else user.get_full_name() or user.get_username()


# ---------------------------------------------------------------- deadlines and the caseload


def deadline_words(one: Deadline) -> str:
    duty = str(words.DUTIES[one.duty])
    return localised.colon(duty, one.words) if one.words else duty


def deadline_card(one: Deadline, on: date) -> dict[str, Any]:
    state = one.state(on)
    return {
        "words": deadline_words(one),
        "due_on": one.due_on,
        "done_on": one.done_on,
        "state": words.DUE_STATES[state],
        "status": DUE_STATUS[state],
    }


def plan_card(plan: Plan | None) -> dict[str, Any] | None:
    if plan is None:
        return None
    state = PlanState(plan.state)
    return {
        "pk": plan.pk,
        "number": plan.number,
        "kind": words.PLAN_KINDS[plan.kind],
        "state": words.PLAN_STATES[state],
        "status": PLAN_STATUS[state],
        "starts_on": plan.starts_on,
        "review_on": plan.review_on,
        "referent": named(plan.referent),
    }


def case_cards(cases: Sequence[Case], changes: Mapping[int, Changes], on: date) -> list[dict[str, Any]]:
    """The lines of the caseload, in the order given."""
    return [_case(case, changes.get(case.registration.person_id, Changes()), on) for case in cases]


def _case(case: Case, changed: Changes, on: date) -> dict[str, Any]:
    registration = case.registration
    return {
        "pk": registration.person_id,
        "name": str(registration.person),
        "workshop": registration.workshop.name if registration.workshop else "",
        "plan": plan_card(case.plan),
        "late": [deadline_card(one, on) for one in case.late[:FEW]],
        "more": max(len(case.late) - FEW, 0),
        "next": deadline_card(case.coming[0], on) if case.coming else None,
        "changes": change_words(changed),
        "changed_on": changed.last_on,
    }


def change_words(changed: Changes) -> list[str]:
    said = (
        (changed.observations, ngettext("%(n)s observation", "%(n)s observations", changed.observations)),
        (changed.assessments, ngettext("%(n)s assessment", "%(n)s assessments", changed.assessments)),
        (changed.sessions, ngettext("%(n)s session", "%(n)s sessions", changed.sessions)),
        (changed.meetings, ngettext("%(n)s meeting", "%(n)s meetings", changed.meetings)),
    )
    return [text % {"n": count} for count, text in said if count]


# ---------------------------------------------------------------- the plan


def section_cards(sections: Sequence[SectionTold], plan: Plan) -> list[dict[str, Any]]:
    """Each section with its text, its revision (0 for none yet) and when it was saved."""
    texts = {row.section: row for row in plan.texts.all()}
    cards = []
    for one in sections:
        row = texts.get(one.code)
        cards.append(
            {
                "code": one.code,
                "title": one.title,
                "hint": one.hint,
                "text": row.text if row else "",
                "revision": row.revision if row else 0,
                "saved_at": row.saved_at if row else None,
            }
        )
    return cards


def goal_rows(rows: Iterable[Goal], on: date) -> list[dict[str, Any]]:
    """Goals with what they are measured by and how they ended."""
    return [
        {
            "pk": row.pk,
            "wording": row.wording,
            "measure": row.measure,
            "target": row.target,
            "due_on": row.due_on,
            "practice": row.weekly_half_days,
            "state": words.GOAL_OUTCOMES[GoalOutcome(row.outcome)] if row.outcome else _goal_state(row, on),
            "status": _goal_status(row, on),
            "is_open": not row.outcome and row.ends_before is None,
        }
        for row in rows
    ]


def _is_talked_over(row: Goal) -> bool:
    """Its plan is not agreed yet, so the workshop is not told of it."""
    return row.plan is not None and row.plan.state in (PlanState.DRAFT, PlanState.PROPOSED)


def _is_late(row: Goal, on: date) -> bool:
    return row.due_on is not None and row.due_on < on and row.ends_before is None


def _goal_state(row: Goal, on: date) -> Any:
    if _is_talked_over(row):
        return gettext("Being talked over")
    if _is_late(row, on):
        return words.DUE_STATES[DueState.LATE]
    return GOAL_STATES[goal_state(row.starts_on, row.ends_before, on)]


def _goal_status(row: Goal, on: date) -> str:
    if row.outcome:
        return "ok" if row.outcome == GoalOutcome.REACHED else "off"
    if _is_talked_over(row):
        return "info"
    if _is_late(row, on):
        return "late"
    return GOAL_STATUS[goal_state(row.starts_on, row.ends_before, on)]


def step_cards(plan: Plan) -> list[dict[str, Any]]:
    """The acts that bring a plan on, the usual one first."""
    order = list(words.PLAN_ACTS)
    steps = [state for state in PLAN_STEPS[PlanState(plan.state)] if state in words.PLAN_ACTS]
    return [{"state": str(state), "label": words.PLAN_ACTS[state]} for state in sorted(steps, key=_ranked(order))]


def _ranked(order: Sequence[PlanState]) -> Any:
    return lambda state: (state in (PlanState.CLOSED, PlanState.DRAFT), order.index(state))


def signature_cards(rows: Iterable[Signature]) -> list[dict[str, Any]]:
    return [
        {"name": row.name, "who": words.SIGNERS[row.who], "signed_on": row.signed_on, "means": words.MEANS[row.means]}
        for row in rows
    ]


def will_cards(rows: Iterable[OrdinaryWorkWill]) -> list[dict[str, Any]]:
    """What she said of ordinary work, with the plan that says it."""
    return [
        {
            "pk": row.pk,
            "said_on": row.said_on,
            "withdrawn_on": row.withdrawn_on,
            "seeker_since": row.job_seeker_since,
            "words": row.words,
            "plan": row.plan.number,
            "state": gettext("The person wants to") if row.withdrawn_on is None else gettext("Taken back"),
            "status": "ok" if row.withdrawn_on is None else "off",
        }
        for row in rows
    ]


def participant_cards(rows: Iterable[Any]) -> list[dict[str, Any]]:
    return [
        {
            "pk": row.pk,
            "name": row.name,
            "role": words.PARTICIPANT_ROLES[row.role],
            "contact": row.contact,
            "needed_for": row.needed_for,
        }
        for row in rows
    ]


# ---------------------------------------------------------------- what is done


def action_cards(rows: Iterable[SupportAction]) -> list[dict[str, Any]]:
    """Actions with the dose planned and done (`queries.plans.actions_of`)."""
    return [_action(row) for row in rows]


def _action(row: Any) -> dict[str, Any]:
    state = ActionState(row.state)
    return {
        "pk": row.pk,
        "name": row.kind.name,
        "goal": row.goal.wording if row.goal else "",
        "starts_on": row.starts_on,
        "last_day": last_day(row.ends_before),
        "led_by": row.led_by_words or named(row.led_by),
        "group_size": row.group_size,
        "planned": localised.hours(row.dose_planned),
        "planned_sessions": row.planned_sessions,
        "done": localised.hours(row.done_minutes or 0),
        "done_sessions": row.done_sessions,
        "note": row.note,
        "state": words.ACTION_STATES[state],
        "status": ACTION_STATUS[state],
        "may_run": state in (ActionState.PLANNED, ActionState.RUNNING),
        "may_resume": state in (ActionState.DONE, ActionState.DROPPED),
        "resumes_to": "running" if state == ActionState.DONE else "planned",
    }


def training_cards(rows: Iterable[Training]) -> list[dict[str, Any]]:
    return [
        {
            "pk": row.pk,
            "title": row.title,
            "starts_on": row.starts_on,
            "last_day": last_day(row.ends_before),
            "hours": localised.hours(row.minutes),
            "given_by": GIVERS[TrainingGiver(row.given_by)] if row.given_by else "",
            "funding": FUNDERS[TrainingFunder(row.funding)] if row.funding else "",
            "funder": row.funder,
            "cost": localised.money(row.cost_cents) if row.cost_cents else "",
            "certificate": row.certificate.name if row.certificate else "",
        }
        for row in rows
    ]


# ---------------------------------------------------------------- the thread of events


@dataclass(frozen=True)
class Event:
    """Something that happened to a person on a day. `words`: one line; `text`: what was written, for who may read it;
    `lines`: its parts."""

    day: date
    icon: str
    words: str
    text: str = ""
    who: str = ""
    key: str = field(default="", compare=False)
    lines: tuple[str, ...] = ()


def meeting_event(row: Meeting) -> Event:
    there = [one.name for one in row.present.all()]
    beside = gettext("Beside the person: %(names)s") % {"names": ", ".join(there)} if there else ""
    absent = "" if row.person_present else gettext("The person was not there.")
    text = "\n".join(part for part in (row.notes, beside, absent) if part)
    return Event(row.day, "users", str(words.MEETING_KINDS[row.kind]), text, named(row.led_by))


def plan_events(plans: Iterable[Plan]) -> list[Event]:
    """When each plan began to hold, and when it ended."""
    found = []
    for plan in plans:
        facts = {"number": plan.number}
        if plan.state not in (PlanState.DRAFT, PlanState.PROPOSED):
            found.append(Event(plan.starts_on, "file-check", gettext("Plan %(number)s begins") % facts))
        if plan.ends_before is not None:
            found.append(Event(plan.ends_before, "file-x", gettext("Plan %(number)s ends") % facts))
    return found


def goal_events(rows: Iterable[Goal]) -> list[Event]:
    """When each goal ended, and how."""
    return [
        Event(
            day,
            "target",
            localised.colon(words.GOAL_OUTCOMES[GoalOutcome(row.outcome)], row.wording),
        )
        for row in rows
        if row.outcome and (day := last_day(row.ends_before)) is not None
    ]


def observation_events(cards: Iterable[Mapping[str, Any]]) -> list[Event]:
    """`cards`: of `showing.observation_cards`."""
    return [
        Event(
            card["day"],
            card["icon"],
            str(card["word"]) or gettext("Observation"),
            card["text"],
            card["author"],
            str(card["pk"]),
        )
        for card in cards
    ]


def assessment_events(rows: Iterable[Assessment]) -> list[Event]:
    """One entry for each act of assessing, however many competences it rated. `rows`: those of an act one after another."""
    return [_assessed(list(act)) for _, act in groupby(rows, key=_act)]


def _act(row: Assessment) -> tuple[Any, ...]:
    return row.day, row.acted_at, row.by_person, row.rater_id


def _assessed(rows: Sequence[Assessment]) -> Event:
    rated = [
        localised.colon(row.competence.title, row.level.label if row.level else gettext("could not be seen"))
        for row in rows
    ]
    who = gettext("Self-assessment") if rows[0].by_person else named(rows[0].rater)
    if len(rows) == 1:
        return Event(rows[0].day, "graduation-cap", rated[0], rows[0].comment, who)
    words = gettext("%(count)s competences assessed") % {"count": len(rows)}
    lines = tuple(
        " · ".join(part for part in (told, row.comment) if part) for told, row in zip(rated, rows, strict=True)
    )
    return Event(rows[0].day, "graduation-cap", words, who=who, lines=lines)


def thread_of_events(*parts: Iterable[Event]) -> list[Event]:
    """All of them, the newest first."""
    return sorted((one for part in parts for one in part), key=lambda one: one.day, reverse=True)
