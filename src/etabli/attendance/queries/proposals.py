"""Half-days that one act is to fill: proposed here, written by the operations that come back."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from etabli.attendance.queries.captured import codes_of, roster_of, standing_entries
from etabli.core.periods import Period
from etabli.org.models import Establishment

WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Proposal:
    """A half-day to write. `base`: its current entry; `like`: the entry whose segments it takes over, if any."""

    person: int
    day: date
    half: int
    base: UUID | None
    like: UUID | None = None


def copies_of_last_week(establishment: Establishment, monday: date, persons: Collection[int]) -> list[Proposal]:
    """What was attended on the same half-day a week before, for the due half-days at which nothing is typed.

    Absences are not copied: nobody knows them in advance.
    """
    two_weeks = Period(monday - WEEK, monday + WEEK)
    codes = codes_of(establishment)
    roster = roster_of(establishment, two_weeks, persons)
    standing = standing_entries(establishment, two_weeks, persons)
    proposals = []
    for person in persons:
        for day in Period(monday, monday + WEEK).each_day():
            for half in roster.due(person, day):
                now, then = standing.get((person, day, half)), standing.get((person, day - WEEK, half))
                if then is None or (now is not None and now.segments):
                    continue
                if any(codes[code].ars for code, _, _ in then.segments):
                    base = now.entry if now else None
                    proposals.append(Proposal(person, day, int(half), base, then.entry))
    return proposals


def due_half_days(establishment: Establishment, person: int, days: Period) -> list[Proposal]:
    """The due half-days of a person over some days, written or not."""
    roster = roster_of(establishment, days, [person])
    standing = standing_entries(establishment, days, [person])
    slots = [(day, half) for day in days.each_day() for half in roster.due(person, day)]
    entries = {(day, half): standing.get((person, day, half)) for day, half in slots}
    return [Proposal(person, day, int(half), entry.entry if entry else None) for (day, half), entry in entries.items()]
