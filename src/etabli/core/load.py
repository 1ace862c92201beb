"""Load and capacity: minutes still to be worked, week by week, and minutes that people will be there to work them.

A week is told by its Monday. Minutes are those of useful work; nothing is lost when they are spread, and none are negative.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from etabli.core.calendars import Half, HouseCalendar
from etabli.core.counting import Engagement
from etabli.core.periods import Period, monday_of
from etabli.core.prices import WHOLE
from etabli.core.rounding import half_up
from etabli.core.sharing_out import share_by_weight
from etabli.core.weeks import Week, Weeks

WEEKS_AHEAD = 13
"""A quarter of a year."""
SAME_WEEKS_BEFORE = timedelta(weeks=52)
"""To the same week, with the same days of the week, of the year before."""
SLACK_BELOW = 5_000
"""A week of which less than this part of the capacity is taken is slack, in ten-thousandths."""

ByWeek = Mapping[date, int]


@dataclass(frozen=True, slots=True)
class Demand:
    """Minutes to be worked from `start` to `due`, both included. `start` None: from now on; `due` None: no day is known."""

    minutes: int
    start: date | None
    due: date | None

    def is_late(self, today: date) -> bool:
        return self.due is not None and self.due < today


class Balance(StrEnum):
    """How the load of a week stands to its capacity."""

    PEAK = "peak"
    """More load than capacity."""
    FITS = "fits"
    SLACK = "slack"
    """Less than half of the capacity is taken."""
    SHUT = "shut"
    """Neither load nor capacity."""


# ---------------------------------------------------------------- load


def minutes_left(minutes: int, planned: int, left: int) -> int:
    """Minutes of what is left of a planned quantity for which so many were quoted; 0 when nothing is planned or left.

    >>> minutes_left(600, 1_000_000, 250_000)
    150
    """
    return half_up(minutes * max(left, 0), planned) if planned > 0 else 0


def calls_left(calls: Iterable[tuple[date, int]], done: int) -> list[tuple[date, int]]:
    """What is left of quantities called for days, the first ones served first; those wholly done are missing.

    `done` may be negative: what came back to be made anew is added to the first call.

    >>> calls_left([(date(2025, 3, 3), 100), (date(2025, 3, 10), 100)], 150)
    [(datetime.date(2025, 3, 10), 50)]
    """
    found = []
    for day, quantity in calls:
        left = max(0, quantity - done)
        done = max(0, done - quantity)
        if left:
            found.append((day, left))
    return found


class OpenWeeks:
    """Open half-days of a house by week, each worked out once."""

    def __init__(self, house: HouseCalendar) -> None:
        self._house = house
        self._days: dict[date, int] = {}

    def of_day(self, day: date) -> int:
        """Open half-days of a day; 0 on a holiday or a closure."""
        known = self._days.get(day)
        if known is None:
            known = self._days[day] = 0 if self._house.is_shut(day) else len(self._house.halves_on(day))
        return known

    def between(self, first: date, last: date) -> dict[date, int]:
        """By week, from one day to another, both included; weeks without one have 0."""
        found: dict[date, int] = {}
        for offset in range((last - first).days + 1):
            day = first + timedelta(days=offset)
            found[monday_of(day)] = found.get(monday_of(day), 0) + self.of_day(day)
        return found


def spread(demand: Demand, today: date, house: OpenWeeks) -> dict[date, int]:
    """Minutes by week: evenly over the open half-days until the day due; what is late, in the present week.

    Nothing for a demand without a day. Where the house is shut until then, all in the week of the last day.
    """
    if demand.due is None:
        return {}
    if demand.is_late(today):
        return {monday_of(today): demand.minutes}
    weights = house.between(max(demand.start or today, today), demand.due)
    if not any(weights.values()):
        return {monday_of(demand.due): demand.minutes}
    shares = share_by_weight(demand.minutes, list(weights.values()))
    return {monday: minutes for monday, minutes in zip(weights, shares, strict=True) if minutes}


def spread_by_day(minutes: int, start: date, due: date, house: OpenWeeks) -> dict[date, int]:
    """Minutes by day from one to another, both included, in proportion to the open half-days of each.

    Those of the days of a week add up to what `spread` puts into that week when it begins on the first day. All on the last
    day where the house is shut until then, and where it comes before the first.
    """
    start = min(start, due)
    weeks = spread(Demand(minutes, start, due), start, house)
    found: dict[date, int] = {}
    for monday, of_week in weeks.items():
        first, last = max(start, monday), min(due, monday + timedelta(days=6))
        days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
        weights = [house.of_day(day) for day in days]
        shares = share_by_weight(of_week, weights) if any(weights) else [*(0 for _ in days[1:]), of_week]
        found |= {day: share for day, share in zip(days, shares, strict=True) if share}
    return found


def summed(parts: Iterable[ByWeek]) -> dict[date, int]:
    """The minutes of all by week."""
    total: defaultdict[date, int] = defaultdict(int)
    for part in parts:
        for monday, minutes in part.items():
            total[monday] += minutes
    return dict(total)


# ---------------------------------------------------------------- capacity


@dataclass(frozen=True, slots=True)
class Capacity:
    """What makes the capacity of a week.

    `due`: minutes of the half-days due. `absent`, `typed`: minutes absent, of those typed in the same week of last year; both
    0 when nothing was typed then. `useful`: the part of presence meant to be production, in ten-thousandths. `adapted`: the
    minutes due at the rhythm of each person; None where nobody has one of her own.
    """

    due: int = 0
    absent: int = 0
    typed: int = 0
    useful: int = WHOLE
    adapted: int | None = None

    @property
    def minutes(self) -> int:
        """due × rhythm × (1 − absent ÷ typed) × useful, to the nearest minute.

        >>> Capacity(10_000, absent=100, typed=1_000, useful=8_000).minutes
        7200
        >>> Capacity(10_000, adapted=9_000).minutes
        9000
        """
        due = self.due if self.adapted is None else self.adapted
        if not self.typed:
            return half_up(due * self.useful, WHOLE)
        return half_up(due * (self.typed - self.absent) * self.useful, self.typed * WHOLE)

    @property
    def absence(self) -> float | None:
        """The rate of absence of last year; None when nothing was typed then."""
        return self.absent / self.typed if self.typed else None


def at_rhythm(weeks: ByWeek, rhythms: Sequence[tuple[date, int]]) -> dict[date, int]:
    """The minutes of each week at the rhythm of a person, in whole minutes.

    `rhythms`: (first day, part of the usual rhythm in ten-thousandths) in the order of the days. That of the last day of a
    week holds for the week; before the first one, the usual rhythm.

    >>> at_rhythm({date(2025, 3, 3): 2_100, date(2025, 3, 10): 2_100}, [(date(2025, 3, 10), 8_000)])
    {datetime.date(2025, 3, 3): 2100, datetime.date(2025, 3, 10): 1680}
    """

    def share(monday: date) -> int:
        begun = [part for start, part in rhythms if start < monday + timedelta(days=7)]
        return begun[-1] if begun else WHOLE

    return {monday: half_up(minutes * share(monday), WHOLE) for monday, minutes in weeks.items()}


class DueMinutes:
    """Minutes of the half-days due, week by week; a week is worked out once for all whose terms are alike."""

    def __init__(self, full_time_weekly_minutes: int) -> None:
        self._weeks = Weeks(full_time_weekly_minutes)
        self._whole: dict[tuple[int, int, date], int] = {}

    def of(self, engagement: Engagement, house: HouseCalendar, days: Period) -> dict[date, int]:
        """Of one engagement over some days, which have an end. Holidays and closures have none."""
        found: defaultdict[date, int] = defaultdict(int)
        counted = engagement.period.cut(days)
        if counted is None or counted.end is None:
            return {}
        day = counted.start
        while day < counted.end:
            monday = monday_of(day)
            following = min(monday + timedelta(days=7), counted.end)
            terms = [engagement.terms_on(day), engagement.terms_on(following - timedelta(days=1))]
            if day == monday and (following - day).days == 7 and terms[0] is terms[1]:
                found[monday] += self._of_week(house, self._weeks.of(house, terms[0]), monday)
            else:
                for one in Period(day, following).each_day():
                    week = self._weeks.of(house, engagement.terms_on(one))
                    found[monday] += _of_day(house, week, one)
            day = following
        return dict(found)

    def _of_week(self, house: HouseCalendar, week: Week, monday: date) -> int:
        key = (id(house), id(week), monday)
        if key not in self._whole:
            days = (monday + timedelta(days=offset) for offset in range(7))
            self._whole[key] = sum(_of_day(house, week, day) for day in days)
        return self._whole[key]


def _of_day(house: HouseCalendar, week: Week, day: date) -> int:
    if house.is_shut(day):
        return 0
    return sum(week.minutes((day, half)) or 0 for half in Half)


# ---------------------------------------------------------------- against each other


def balance(load: int, capacity: int) -> Balance:
    """
    >>> balance(100, 90), balance(50, 90), balance(40, 90)
    (<Balance.PEAK: 'peak'>, <Balance.FITS: 'fits'>, <Balance.SLACK: 'slack'>)
    """
    if load > capacity:
        return Balance.PEAK
    if not capacity:
        return Balance.SHUT
    return Balance.SLACK if load * WHOLE < capacity * SLACK_BELOW else Balance.FITS


def mondays(today: date, weeks: int = WEEKS_AHEAD) -> Sequence[date]:
    """The Mondays of the present week and of those that follow."""
    first = monday_of(today)
    return [first + timedelta(weeks=number) for number in range(weeks)]
