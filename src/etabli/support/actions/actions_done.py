"""What is done to support people: kinds of action, actions and sessions, adaptations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from etabli.org.models import Establishment, User, Workshop
from etabli.org.turns import one_at_a_time
from etabli.people.models import Person
from etabli.support.actions.deriving import derive_adaptations, derive_sessions
from etabli.support.models import (
    ActionKind,
    ActionSession,
    Adaptation,
    Goal,
    Plan,
    SupportAction,
)
from etabli.support.rules import plans as rules
from etabli.support.states import ActionState


@transaction.atomic
def save_action_kind(
    *,
    establishment: Establishment,
    code: str,
    name: str,
    category: str,
    default_minutes: int,
    retired: bool = False,
    row: ActionKind | None = None,
    by: User | None,
    at: datetime,
) -> ActionKind:
    """Made, or (`row`) corrected. Refusals: `action_kind_taken`, `support_words_missing`, `dose_wrong`."""
    one_at_a_time(establishment)
    rules.check_support_named(name)
    rules.check_dose(default_minutes, 1)
    others = ActionKind.objects.filter(establishment=establishment, code=code)
    rules.check_kind_code(code, others.exclude(pk=row.pk if row else None).exists())
    row = row or ActionKind(establishment=establishment)
    row.code, row.name, row.category = code, name.strip(), category
    row.default_minutes, row.retired = default_minutes, retired
    row.save()
    derive_sessions(establishment.pk)
    return row


@dataclass(frozen=True)
class ActionSpec:
    """What is planned, as `SupportAction`. `dose_planned`: minutes in all."""

    kind: ActionKind
    starts_on: date
    dose_planned: int
    ends_before: date | None = None
    planned_sessions: int = 1
    group_size: int = 1
    plan: Plan | None = None
    goal: Goal | None = None
    led_by: User | None = None
    led_by_words: str = ""
    note: str = ""


@transaction.atomic
def save_support_action(
    *,
    establishment: Establishment,
    person: Person,
    spec: ActionSpec,
    row: SupportAction | None = None,
    by: User | None,
    at: datetime,
) -> SupportAction:
    """Made, or (`row`) corrected. Refusals: `support_period_backwards`, `dose_wrong`, `group_size_wrong`,
    `sessions_wrong`, `action_led_twice`."""
    one_at_a_time(establishment)
    rules.check_action_days(spec.starts_on, spec.ends_before)
    rules.check_dose(spec.dose_planned, spec.group_size, spec.planned_sessions)
    rules.check_led(spec.led_by, spec.led_by_words)
    row = row or SupportAction(establishment=establishment, person=person)
    for name in ("kind", "starts_on", "ends_before", "planned_sessions", "dose_planned", "group_size", "plan", "goal"):
        setattr(row, name, getattr(spec, name))
    row.led_by, row.led_by_words, row.note = spec.led_by, spec.led_by_words.strip(), spec.note.strip()
    row.save()
    derive_sessions(establishment.pk, {person.pk})
    return row


@transaction.atomic
def move_action(*, action: SupportAction, state: str, by: User | None, at: datetime) -> None:
    """To another state. Refusal `action_step_refused`."""
    rules.check_action_step(action.state, state)
    action.state = state
    action.save(update_fields=["state"])


@transaction.atomic
def add_session(
    *, action: SupportAction, day: date, minutes: int, group_size: int, on: date, by: User | None, at: datetime
) -> ActionSession:
    """A session that took place; the first one starts the action. `on`: today.

    Refusals: `support_day_to_come`, `dose_wrong`, `group_size_wrong`, `action_step_refused` for what was given up.
    """
    one_at_a_time(action.establishment)
    rules.check_not_to_come(day, on)
    rules.check_dose(minutes, group_size)
    if action.state in (ActionState.PLANNED, ActionState.DROPPED):
        rules.check_action_step(action.state, ActionState.RUNNING)
        action.state = ActionState.RUNNING
        action.save(update_fields=["state"])
    session = ActionSession.objects.create(
        action=action, day=day, minutes=minutes, group_size=group_size, author=by, recorded_at=at
    )
    derive_sessions(action.establishment_id, {action.person_id})
    return session


@transaction.atomic
def remove_session(*, session: ActionSession, by: User | None, at: datetime) -> None:
    """One that was written down by mistake."""
    one_at_a_time(session.action.establishment)
    session.delete()
    derive_sessions(session.action.establishment_id, {session.action.person_id})


@dataclass(frozen=True)
class AdaptationSpec:
    """As `Adaptation`: cents, and minutes saved a week."""

    what: str
    starts_on: date
    person: Person | None = None
    workshop: Workshop | None = None
    post: str = ""
    cost_cents: int = 0
    minutes_saved: int = 0
    people_helped: int = 1
    ends_before: date | None = None


@transaction.atomic
def save_adaptation(
    *,
    establishment: Establishment,
    spec: AdaptationSpec,
    row: Adaptation | None = None,
    by: User | None,
    at: datetime,
) -> Adaptation:
    """Made, or (`row`) corrected. Refusals: `adaptation_for_nobody`, `support_words_missing`, `group_size_wrong`,
    `support_period_backwards`."""
    one_at_a_time(establishment)
    rules.check_for_someone(spec.person, spec.workshop)
    rules.check_support_named(spec.what)
    rules.check_action_days(spec.starts_on, spec.ends_before)
    rules.check_dose(1, spec.people_helped)
    row = row or Adaptation(establishment=establishment)
    row.what, row.post = spec.what.strip(), spec.post.strip()
    for name in ("person", "workshop", "cost_cents", "minutes_saved", "people_helped", "starts_on", "ends_before"):
        setattr(row, name, getattr(spec, name))
    row.save()
    derive_adaptations(establishment.pk)
    return row
