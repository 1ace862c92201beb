"""The days of a month as a line of a signed sheet goes through them."""

from __future__ import annotations

from collections.abc import Collection

from etabli.attendance.lines import MonthDay
from etabli.attendance.queries.captured import roster_of
from etabli.core.periods import Period
from etabli.org.models import Establishment


def month_days(establishment: Establishment, days: Period, persons: Collection[int]) -> dict[int, list[MonthDay]]:
    """The days on which each person (key) is engaged, in order, with the half-days at which she is due."""
    roster = roster_of(establishment, days, persons)
    return {
        person: [
            MonthDay(
                day,
                tuple(int(half) for half in roster.due(person, day)),
                tuple(int(half) for half in roster.meant(person, day)),
            )
            for day in days.each_day()
            if roster.engagement(person, day) is not None
        ]
        for person in persons
    }
