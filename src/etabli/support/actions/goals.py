"""Goals of a person: made, corrected, ended. Each takes `by` (a user or None for the operator) and `at`."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from etabli.org.models import Establishment, User
from etabli.people.models import Person
from etabli.support import rules
from etabli.support.models import Goal


@transaction.atomic
def save_goal(
    *,
    establishment: Establishment,
    person: Person,
    wording: str,
    starts_on: date,
    ends_before: date | None = None,
    row: Goal | None = None,
    by: User | None,
    at: datetime,
) -> Goal:
    """Made, or (`row`) corrected. Refusals: `goal_empty`, `goal_backwards`."""
    rules.check_goal_worded(wording)
    rules.check_goal_days(starts_on, ends_before)
    row = row or Goal(establishment=establishment, person=person)
    row.wording, row.starts_on, row.ends_before = wording.strip(), starts_on, ends_before
    row.save()
    return row


@transaction.atomic
def end_goal(*, goal: Goal, ends_before: date | None, by: User | None, at: datetime) -> None:
    """Ended before a day, or (None) worked towards again. Refusal `goal_backwards`."""
    rules.check_goal_days(goal.starts_on, ends_before)
    goal.ends_before = ends_before
    goal.save(update_fields=["ends_before"])
