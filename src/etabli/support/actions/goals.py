"""Goals of a person: made, corrected, ended. Each takes `by` (a user or None for the operator) and `at`."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db import transaction

from etabli.org.models import Establishment, User
from etabli.people.models import Person
from etabli.support import rules
from etabli.support.models import Competence, Goal, Observation, Plan
from etabli.support.rules import plans
from etabli.support.states import OPEN_STATES


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

    A goal made while a plan is open belongs to it. Refusals: `goal_empty`, `goal_backwards`, `goal_practice_wrong`,
    `goal_due_backwards`.
    """
    rules.check_goal_worded(wording)
    rules.check_goal_days(starts_on, ends_before)
    plans.check_goal_practice(more.get("weekly_half_days"))
    plans.check_goal_due(starts_on, more.get("due_on"))
    if row is None:
        row = Goal(establishment=establishment, person=person, observation=observation)
        row.plan = plan or _open_plan(establishment, person)
    row.wording, row.starts_on, row.ends_before = wording.strip(), starts_on, ends_before
    for name, value in more.items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    row.save()
    return row


def _open_plan(establishment: Establishment, person: Person) -> Plan | None:
    """The draft that is being written, else the plan in force."""
    rows = Plan.objects.filter(establishment=establishment, person=person, state__in=OPEN_STATES)
    return rows.order_by("-number").first()


@transaction.atomic
def end_goal(*, goal: Goal, ends_before: date | None, by: User | None, at: datetime) -> None:
    """Ended before a day, or (None) worked towards again. Refusal `goal_backwards`."""
    rules.check_goal_days(goal.starts_on, ends_before)
    goal.ends_before = ends_before
    goal.save(update_fields=["ends_before"])
