"""Goals of a person: made, corrected, ended. Each takes `by` (a user or None for the operator) and `at`."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db import transaction

from etabli.org.models import Establishment, User
from etabli.org.turns import one_at_a_time
from etabli.people.models import Person
from etabli.support import rules
from etabli.support.actions.deriving import derive_goals
from etabli.support.models import Competence, Goal, Observation, Plan
from etabli.support.rules import plans
from etabli.support.states import BEING_SIGNED, OPEN_STATES


@dataclass(frozen=True)
class GoalSpec:
    """What is worked towards, as `Goal`. `due_on`: included."""

    wording: str
    starts_on: date
    ends_before: date | None = None
    measure: str = ""
    target: str = ""
    due_on: date | None = None
    weekly_half_days: int | None = None
    activity_code: str = ""
    competence: Competence | None = None

    def values(self) -> dict[str, Any]:
        """By the names that `save_goal` gives them."""
        return {one.name: getattr(self, one.name) for one in fields(self)}


@transaction.atomic
def save_goal(
    *,
    establishment: Establishment,
    person: Person,
    wording: str,
    starts_on: date,
    ends_before: date | None = None,
    row: Goal | None = None,
    plan: Plan | None = None,
    observation: Observation | None = None,
    by: User | None,
    at: datetime,
    **more: Any,
) -> Goal:
    """Made, or (`row`) corrected. `more`: the other values of a `GoalSpec`; those not given stay as they are.

    A goal made while a plan is open belongs to it. What a goal says is part of what is signed: it changes in a draft alone.
    Refusals: `goal_empty`, `goal_backwards`, `goal_practice_wrong`, `goal_due_backwards`, `plan_not_writable`.
    """
    one_at_a_time(establishment)
    rules.check_goal_worded(wording)
    rules.check_goal_days(starts_on, ends_before)
    plans.check_goal_practice(more.get("weekly_half_days"))
    plans.check_goal_due(starts_on, more.get("due_on"))
    if row is None:
        row = Goal(establishment=establishment, person=person, observation=observation)
        row.plan = plan or _open_plan(establishment, person)
    said = {"wording": wording, "starts_on": starts_on, **more}
    said = {name: value.strip() if isinstance(value, str) else value for name, value in said.items()}
    if row.pk is not None and row.plan is not None and any(getattr(row, name) != value for name, value in said.items()):
        plans.check_plan_writable(row.plan.state)
    check_not_being_signed(row)
    row.ends_before = ends_before
    for name, value in said.items():
        setattr(row, name, value)
    row.save()
    derive_goals(establishment.pk, {person.pk})
    return row


def check_not_being_signed(goal: Goal) -> None:
    """Between the proposal of a plan and the day it takes effect, the goals of the person are those that are signed, also
    those that it takes on then. Refusal `plan_not_writable`."""
    rows = Plan.objects.filter(establishment=goal.establishment_id, person=goal.person_id, state__in=BEING_SIGNED)
    for state in rows.values_list("state", flat=True):
        plans.check_plan_writable(state)


def _open_plan(establishment: Establishment, person: Person) -> Plan | None:
    """The draft that is being written, else the plan in force."""
    rows = Plan.objects.filter(establishment=establishment, person=person, state__in=OPEN_STATES)
    return rows.order_by("-number").first()


@transaction.atomic
def end_goal(*, goal: Goal, ends_before: date | None, by: User | None, at: datetime) -> None:
    """Ended before a day, or (None) worked towards again. Refusals: `goal_backwards`, `plan_not_writable`."""
    one_at_a_time(goal.establishment)
    rules.check_goal_days(goal.starts_on, ends_before)
    check_not_being_signed(goal)
    goal.ends_before = ends_before
    goal.save(update_fields=["ends_before"])
    derive_goals(goal.establishment_id, {goal.person_id})
