"""Writes of months: closing, reopening, the hours of a slip already sent."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from etabli.attendance import rules
from etabli.attendance.deriving import one_at_a_time
from etabli.attendance.models import ClosedMonth, Reopening, SentHours
from etabli.core.periods import month_start
from etabli.org.models import Establishment, User


@transaction.atomic
def close_month(*, establishment: Establishment, month: date, by: User | None, at: datetime) -> ClosedMonth:
    """Close a month: its attendance no longer changes."""
    rules.check_month_over(month, at.date())
    one_at_a_time(establishment)
    row, _ = ClosedMonth.objects.get_or_create(
        establishment=establishment, month=month_start(month), defaults={"closed_at": at, "closed_by": by}
    )
    return row


@transaction.atomic
def reopen_month(*, establishment: Establishment, month: date, reason: str = "", by: User | None, at: datetime) -> None:
    """Open a closed month again. Who did it, when and why is kept; a month that is open stays as it is."""
    one_at_a_time(establishment)
    gone, _ = ClosedMonth.objects.filter(establishment=establishment, month=month_start(month)).delete()
    if gone:
        Reopening.objects.create(
            establishment=establishment, month=month_start(month), reopened_at=at, reopened_by=by, reason=reason
        )


@transaction.atomic
def save_sent_hours(
    *, establishment: Establishment, month: date, centihours: Mapping[int, int], by: User | None, at: datetime
) -> int:
    """Hours of a slip already sent, by person (key), in hundredths of an hour; how many were written."""
    one_at_a_time(establishment)
    SentHours.objects.filter(establishment=establishment, month=month).delete()
    rows = SentHours.objects.bulk_create(
        SentHours(establishment=establishment, person_id=person, month=month, centihours=value)
        for person, value in centihours.items()
    )
    return len(rows)
