"""Work elsewhere, and the hours of all paid work together. Each takes `by` (a user or None for the operator) and `at`."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from etabli.core.periods import Period
from etabli.org.models import User
from etabli.org.queries import parameter_on
from etabli.people import rules
from etabli.people.models import OutsideEngagement, Person
from etabli.people.queries import days_of_change, weekly_work

WEEKLY_CAP = "weekly_cap_minutes"


def check_weekly_cap(person: Person, on: date) -> None:
    """Refusal `weekly_hours_over_cap` when someone who works elsewhere too has over 35 hours of paid work a week."""
    parts = weekly_work(person, on)
    if any(part.establishment is None for part in parts):
        rules.check_weekly_minutes(sum(part.minutes for part in parts), parameter_on(WEEKLY_CAP, on))


def check_weekly_cap_over(person: Person, days: Period) -> None:
    """The same on each day of a period at which some work begins or changes."""
    for day in days_of_change(person, days.start):
        if day in days:
            check_weekly_cap(person, day)


@transaction.atomic
def save_outside_engagement(
    *,
    person: Person,
    employer: str,
    weekly_minutes: int,
    starts_on: date,
    ends_before: date | None,
    row: OutsideEngagement | None = None,
    by: User | None,
    at: datetime,
) -> OutsideEngagement:
    """Work of the person elsewhere, made or (`row`) corrected. Refused over 35 hours a week in all."""
    rules.check_days(starts_on, ends_before)
    row = row or OutsideEngagement(person=person)
    row.employer, row.weekly_minutes = employer, weekly_minutes
    row.starts_on, row.ends_before = starts_on, ends_before
    row.save()
    check_weekly_cap_over(person, Period(starts_on, ends_before))
    return row


@transaction.atomic
def remove_outside_engagement(*, row: OutsideEngagement, by: User | None, at: datetime) -> None:
    row.delete()
