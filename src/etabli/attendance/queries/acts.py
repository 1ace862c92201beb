"""Every act on some half-days, those that no longer stand or never did included."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from etabli.attendance.models import Entry, LateOperation
from etabli.attendance.states import Outcome
from etabli.org.models import Establishment

Part = tuple[str, int | None, int | None]
"""Code, minutes, key of the workshop."""


def acts_entered(
    establishment: Establishment, persons: Collection[int], days: Collection[date]
) -> list[tuple[Entry, tuple[Part, ...]]]:
    """Entries of these persons and days with their segments in order, in two queries."""
    rows = Entry.objects.filter(establishment=establishment, person__in=persons, day__in=days)
    found = rows.prefetch_related("segments__code")
    return [
        (entry, tuple((part.code.code, part.minutes, part.workshop_id) for part in entry.segments.all()))
        for entry in found
    ]


def acts_superseded(
    establishment: Establishment, persons: Collection[int], days: Collection[date]
) -> list[LateOperation]:
    """Operations that were older than what stood when they came."""
    rows = LateOperation.objects.filter(establishment=establishment, outcome=Outcome.SUPERSEDED)
    return list(rows.filter(payload__person__in=persons, payload__day__in=[day.isoformat() for day in days]))
