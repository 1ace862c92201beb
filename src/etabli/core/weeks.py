"""Minutes of the half-days of a week, under the terms of an engagement.

The minutes of a week (full time of the house × work fraction) are spread over the half-days due in whole minutes that sum
exactly to it, the earlier half-days taking the odd ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from etabli.core.calendars import Half, HouseCalendar, WeeklyPattern
from etabli.core.periods import Period, monday_of, next_month
from etabli.core.sharing_out import share_by_weight, share_out

WHOLE = 10_000
"""A work fraction of 1: the full time of the house."""

Slot = tuple[date, Half]


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms of an engagement from `start` until the next ones.

    `pattern` None with `follows_opening`: due at every half-day the house opens. Without either the pattern is still to be
    confirmed: nothing is due, only typed facts count.
    """

    start: date
    fraction: int
    pattern: WeeklyPattern | None = None
    follows_opening: bool = True


class Week:
    """Minutes of each half-day of the pattern, week by week and month by month, under one set of terms."""

    def __init__(self, house: HouseCalendar, terms: Terms, full_time_weekly_minutes: int) -> None:
        self._house, self._terms = house, terms
        self._full_time = full_time_weekly_minutes
        self._weeks: dict[date, dict[Slot, int]] = {}
        self._months: dict[date, int] = {}

    def minutes(self, slot: Slot) -> int | None:
        """Minutes of a half-day of the pattern; None for one that is not in it."""
        return self._week(monday_of(slot[0])).get(slot)

    def usual_minutes(self, slot: Slot) -> int:
        """Minutes of the half-day for a full-timer due at every open half-day: what an unconfirmed pattern is measured by."""
        return _full_timer(self._house, self._full_time).minutes(slot) or 0

    @property
    def confirmed(self) -> bool:
        return self._terms.follows_opening or self._terms.pattern is not None

    def month_minutes(self, month: date) -> int:
        """Pattern minutes of every day of the month, holidays and closures included."""
        if month not in self._months:
            days = Period(month, next_month(month)).each_day()
            self._months[month] = sum(self.minutes((day, half)) or 0 for day in days for half in Half)
        return self._months[month]

    def reference_minutes(self, month: date) -> int:
        """The month by which paid minutes are divided."""
        if self.confirmed:
            return self.month_minutes(month)
        whole = _full_timer(self._house, self._full_time).month_minutes(month)
        return (whole * self._terms.fraction + WHOLE // 2) // WHOLE

    def _week(self, monday: date) -> dict[Slot, int]:
        if monday not in self._weeks:
            self._weeks[monday] = self._spread(monday)
        return self._weeks[monday]

    def _spread(self, monday: date) -> dict[Slot, int]:
        slots = self._slots(monday)
        if not slots:
            return {}
        return dict(zip(slots, share_out(self._minutes_of_week(monday, len(slots)), len(slots)), strict=True))

    def _slots(self, monday: date) -> list[Slot]:
        if not self.confirmed:
            return []
        source = self._house if self._terms.pattern is None else self._terms.pattern
        days = [monday + timedelta(days=offset) for offset in range(7)]
        return [(day, half) for day in days for half in source.halves_on(day)]

    def _minutes_of_week(self, monday: date, here: int) -> int:
        weekly = (self._full_time * self._terms.fraction + WHOLE // 2) // WHOLE
        pattern = self._terms.pattern
        if pattern is None or len(pattern.weeks) == 1:
            return weekly
        # Weeks of a longer pattern differ in half-days: the minutes of the whole pattern follow the half-days.
        counts = [week.count("1") for week in pattern.weeks]
        shares = share_by_weight(weekly * len(counts), counts)
        return shares[(monday - pattern.anchor).days // 7 % len(counts)]


MOST_WEEKS = 1_000
"""Patterns remembered at once; above, all are forgotten and worked out again."""


class Weeks:
    """The weeks of every pattern met, worked out once for all persons who have it."""

    def __init__(self, full_time_weekly_minutes: int) -> None:
        self._full_time = full_time_weekly_minutes
        self._known: dict[tuple[object, ...], Week] = {}

    def of(self, house: HouseCalendar, terms: Terms) -> Week:
        # By identity: a house is long to compare. The week keeps it, so that no other takes its place.
        key = (id(house), terms.fraction, terms.follows_opening, terms.pattern and terms.pattern.phase)
        week = self._known.get(key)
        if week is None:
            if len(self._known) >= MOST_WEEKS:
                self._known.clear()
            week = self._known[key] = Week(house, terms, self._full_time)
        return week


@lru_cache(maxsize=32)
def weeks_of(full_time_weekly_minutes: int) -> Weeks:
    """The weeks remembered from one call to the next: of the houses that are remembered too."""
    return Weeks(full_time_weekly_minutes)


@lru_cache(maxsize=64)
def _full_timer(house: HouseCalendar, full_time_weekly_minutes: int) -> Week:
    return Week(house, Terms(date.min, WHOLE), full_time_weekly_minutes)
