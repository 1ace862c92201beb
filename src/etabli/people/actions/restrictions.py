"""What a person must not do at work: written, corrected, ended. Each takes `by` (a user or None for the operator) and `at`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from etabli.org.models import User
from etabli.people import rules
from etabli.people.models import Person, Restriction
from etabli.people.states import UNITS, RestrictionKind


@dataclass(frozen=True)
class RestrictionSpec:
    """A restriction as a form gives it. `limit`: the most allowed, in the unit of its kind; None allows nothing.

    `reason` None leaves that which stands: its writer may not have read it.
    """

    kind: str
    limit: int | None
    wording: str
    starts_on: date
    ends_before: date | None = None
    reason: str | None = None


@transaction.atomic
def save_restriction(
    *, person: Person, spec: RestrictionSpec, row: Restriction | None = None, by: User | None, at: datetime
) -> Restriction:
    """Made, or (`row`) corrected. Refusals: `restriction_backwards`, `restriction_not_measured`,
    `restriction_limit_wrong`, `words_missing`."""
    rules.check_worded(spec.wording)
    rules.check_restriction_limit(spec.kind, spec.limit)
    rules.check_restriction_days(spec.starts_on, spec.ends_before)
    row = row or Restriction(person=person)
    row.kind, row.limit = spec.kind, spec.limit
    row.unit = "" if spec.limit is None else UNITS[RestrictionKind(spec.kind)]
    row.wording, row.starts_on, row.ends_before = spec.wording.strip(), spec.starts_on, spec.ends_before
    columns = ["kind", "limit", "unit", "wording", "starts_on", "ends_before"]
    if row.pk is None or (spec.reason is not None and spec.reason != row.reason):
        row.reason = spec.reason or ""
        columns.append("reason")
    # What stays the same is not written: it would be encrypted anew, and the journal would say that it changed.
    row.save(update_fields=None if row.pk is None else columns)
    return row


@transaction.atomic
def end_restriction(*, restriction: Restriction, ends_before: date | None, by: User | None, at: datetime) -> None:
    """Ended before a day, or (None) in force again. Refusal `restriction_backwards`."""
    rules.check_restriction_days(restriction.starts_on, ends_before)
    restriction.ends_before = ends_before
    restriction.save(update_fields=["ends_before"])
