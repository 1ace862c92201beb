"""How long people were at work in a half-day, as attendance has it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from etabli.attendance.models import HalfDayFact
from etabli.attendance.queries import codes_of, standing_entries
from etabli.attendance.states import TimeKind
from etabli.core.periods import Period, day_no
from etabli.core.work import minutes_at_work
from etabli.org.models import Establishment

HalfDayKey = tuple[int, date, int]
"""Person (key), day, half."""


@dataclass(frozen=True)
class AtWork:
    """Minutes at work of a half-day. `presumed`: attendance has nothing on it yet, and it is due."""

    minutes: int
    presumed: bool


NOT_THERE = AtWork(0, presumed=False)


def at_work(
    establishment: Establishment, days: Period, persons: Collection[int] | None = None
) -> dict[HalfDayKey, int]:
    """The minutes of `attended`."""
    return {key: found.minutes for key, found in attended(establishment, days, persons).items()}


def attended(
    establishment: Establishment, days: Period, persons: Collection[int] | None = None
) -> dict[HalfDayKey, AtWork]:
    """Minutes at work of each half-day: attended, and not for support, training or a project. Three queries.

    Where nothing is typed yet, those of the half-day that is due: she works, so she is there until someone says otherwise.
    """
    working = {name for name, code in codes_of(establishment).items() if code.ars and code.time == TimeKind.WORK}
    typed = standing_entries(establishment, days, persons)
    found = {}
    for key, minutes in _counted(establishment, days, persons).items():
        standing = typed.get(key)
        if standing is None or not standing.segments:
            found[key] = AtWork(minutes, presumed=minutes > 0)
        else:
            parts = [(code in working, length) for code, length, _ in standing.segments]
            found[key] = AtWork(minutes_at_work(parts, minutes), presumed=False)
    return found


def _counted(establishment: Establishment, days: Period, persons: Collection[int] | None) -> dict[HalfDayKey, int]:
    """Minutes of the half-days that are typed or due; a holiday that counts by itself has none at work."""
    rows = HalfDayFact.objects.filter(establishment=establishment, day_no__gte=day_no(days.start), implied=0)
    if days.end is not None:
        rows = rows.filter(day_no__lt=day_no(days.end))
    if persons is not None:
        rows = rows.filter(subject__in=list(persons))
    numbers = {day_no(day): day for day in days.each_day()}
    columns = ("subject", "day_no", "half", "minutes")
    return {(person, numbers[number], half): minutes for person, number, half, minutes in rows.values_list(*columns)}
