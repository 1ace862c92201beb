"""Licences and trainings that a person holds. Each takes `by` (a user or None for the operator) and `at`."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from etabli.org.models import User
from etabli.people import rules
from etabli.people.models import Certification, Person


@transaction.atomic
def save_certification(
    *,
    person: Person,
    name: str,
    issued_on: date,
    expires_on: date | None,
    row: Certification | None = None,
    by: User | None,
    at: datetime,
) -> Certification:
    """Made, or (`row`) corrected. `expires_on`: the last day on which it counts. Refusals: `words_missing`,
    `certification_backwards`."""
    rules.check_worded(name)
    rules.check_certification_days(issued_on, expires_on)
    row = row or Certification(person=person)
    row.name, row.issued_on, row.expires_on = name.strip(), issued_on, expires_on
    row.save()
    return row


@transaction.atomic
def remove_certification(*, certification: Certification, by: User | None, at: datetime) -> None:
    certification.delete()
