"""Half-days, weekly patterns and the opening of a house.

A *week* is written as fourteen characters, `1` or `0`, Monday morning first, Sunday afternoon last. A *pattern* is one to
four such weeks and the Monday its first week began on; it repeats in both directions of time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from functools import lru_cache

from etabli.core.periods import Period, monday_of

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LONGEST_PATTERN = 4
_WEEK = re.compile(r"^[01]{14}$")
_OPENING_WORDS = {"": "00", "-": "00", "M": "10", "A": "01", "MA": "11"}


class Half(IntEnum):
    """A half of a day. The values are those of the fact tables."""

    MORNING = 0
    AFTERNOON = 1


def week_of(opening: Mapping[str, str]) -> str:
    """The fourteen characters of `{"mon": "MA", "fri": "M"}`; a day left out is closed.

    ValueError names the first key or value that is not one of mon…sun, M, A, MA or empty.
    """
    for day, halves in opening.items():
        if day not in WEEKDAYS:
            raise ValueError(day)
        if halves.upper() not in _OPENING_WORDS:
            raise ValueError(halves)
    return "".join(_OPENING_WORDS[opening.get(day, "").upper()] for day in WEEKDAYS)


@lru_cache(maxsize=4096)
def halves_of(week: str, weekday: int) -> tuple[Half, ...]:
    """The half-days marked in a week on a weekday (0 is Monday)."""
    return tuple(half for half in Half if week[weekday * 2 + half] == "1")


@dataclass(frozen=True)
class WeeklyPattern:
    """Half-days that come back every one to four weeks. `anchor` is a Monday on which the first week begins."""

    weeks: tuple[str, ...]
    anchor: date

    def __post_init__(self) -> None:
        if not 1 <= len(self.weeks) <= LONGEST_PATTERN:
            raise ValueError(f"a pattern has one to four weeks, not {len(self.weeks)}")
        if any(not _WEEK.match(week) for week in self.weeks):
            raise ValueError(f"a week has fourteen half-days written 1 or 0: {self.weeks}")
        if self.anchor.weekday() != 0:
            raise ValueError(f"a pattern begins on a Monday: {self.anchor}")

    @classmethod
    def parse(cls, text: str, anchor: date) -> WeeklyPattern:
        """The inverse of `text`: weeks separated by `|`."""
        return cls(tuple(text.split("|")), monday_of(anchor))

    @property
    def text(self) -> str:
        return "|".join(self.weeks)

    @property
    def phase(self) -> tuple[tuple[str, ...], int]:
        """What two patterns have in common that mark the same half-days: their weeks, and where in them they begin."""
        return self.weeks, self.anchor.toordinal() // 7 % len(self.weeks)

    def week_on(self, day: date) -> str:
        return self.weeks[(monday_of(day) - self.anchor).days // 7 % len(self.weeks)]

    def halves_on(self, day: date) -> tuple[Half, ...]:
        return halves_of(self.week_on(day), day.weekday())


@dataclass(frozen=True)
class Closure:
    """Days on which the house is closed. `paid` says whether the half-days due are paid without being typed."""

    period: Period
    paid: bool


@dataclass(frozen=True)
class HouseCalendar:
    """When a house, or one of its workshops, is open.

    `openings`: (valid from, week) in order of date; before the first the first holds. `holidays`: public holidays, worked
    ones left out; `worked_holidays`: those. A public holiday prevails over a closure on the same day.
    """

    openings: tuple[tuple[date, str], ...]
    closures: tuple[Closure, ...] = ()
    holidays: frozenset[date] = field(default_factory=frozenset)
    worked_holidays: frozenset[date] = field(default_factory=frozenset)

    def week_on(self, day: date) -> str:
        """The weekly opening valid on a day, holidays and closures not taken off."""
        week = self.openings[0][1]
        for start, candidate in self.openings:
            if start > day:
                break
            week = candidate
        return week

    def halves_on(self, day: date) -> tuple[Half, ...]:
        """The half-days the weekly calendar opens that weekday, holidays and closures included."""
        return halves_of(self.week_on(day), day.weekday())

    def is_holiday(self, day: date) -> bool:
        return day in self.holidays

    def is_worked_holiday(self, day: date) -> bool:
        """A public holiday on which the house works: a day like any other, but for who asks about holidays."""
        return day in self.worked_holidays

    def closure_on(self, day: date) -> Closure | None:
        """The closure of a day; None on a public holiday, which prevails."""
        if self.is_holiday(day):
            return None
        return next((closure for closure in self.closures if day in closure.period), None)

    def is_shut(self, day: date) -> bool:
        """True on a public holiday or a closure."""
        return self.is_holiday(day) or self.closure_on(day) is not None

    def is_open_day(self, day: date) -> bool:
        """An *open day*: at least one open half-day, holidays and closures excluded."""
        return bool(self.halves_on(day)) and not self.is_shut(day)

    def open_days(self, days: Iterable[date]) -> int:
        return sum(self.is_open_day(day) for day in days)
