"""Half-open periods of days, and day numbers.

A *day number* (`day_no`) is the number of days since 1970-01-01, the integer the fact tables carry, so that definitions
need no date function.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_EPOCH = date(1970, 1, 1).toordinal()


def day_no(day: date) -> int:
    """Days since 1970-01-01; negative before."""
    return day.toordinal() - _EPOCH


def day_of(number: int) -> date:
    """The inverse of `day_no`."""
    return date.fromordinal(number + _EPOCH)


def month_start(day: date) -> date:
    return day.replace(day=1)


def next_month(day: date) -> date:
    """The first day of the month after the one that holds `day`."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or the last of that month when it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


@dataclass(frozen=True, order=True)
class Period:
    """Days from `start` (included) to `end` (excluded). `end` None means without an end.

    >>> Period(date(2025, 1, 1), date(2025, 2, 1)).days
    31
    """

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end <= self.start:
            raise ValueError(f"a period ends after it starts: {self.start} … {self.end}")

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)

    @property
    def days(self) -> int:
        """Number of days. ValueError when the period has no end."""
        if self.end is None:
            raise ValueError("a period without an end has no number of days")
        return (self.end - self.start).days

    @property
    def last_day(self) -> date:
        """The last day that belongs to the period. ValueError when it has no end."""
        if self.end is None:
            raise ValueError("a period without an end has no last day")
        return self.end - timedelta(days=1)

    def overlaps(self, other: Period) -> bool:
        return (other.end is None or self.start < other.end) and (self.end is None or other.start < self.end)

    def cut(self, other: Period) -> Period | None:
        """The part common to both, None when there is none."""
        start = max(self.start, other.start)
        ends = [p.end for p in (self, other) if p.end is not None]
        end = min(ends) if ends else None
        return Period(start, end) if end is None or start < end else None

    def each_day(self) -> Iterator[date]:
        """Every day, in order. ValueError when the period has no end."""
        for offset in range(self.days):
            yield self.start + timedelta(days=offset)

    def months(self) -> list[Period]:
        """The period cut at each first day of a month."""
        return self._cut_at(next_month)

    def years(self) -> list[Period]:
        """The period cut at each first of January."""
        return self._cut_at(lambda day: date(day.year + 1, 1, 1))

    def _cut_at(self, following: Callable[[date], date]) -> list[Period]:
        if self.end is None:
            raise ValueError("a period without an end cannot be cut")
        parts, start = [], self.start
        while start < self.end:
            end = min(following(start), self.end)
            parts.append(Period(start, end))
            start = end
        return parts

    @property
    def on_month_boundaries(self) -> bool:
        return self.start.day == 1 and self.end is not None and self.end.day == 1
