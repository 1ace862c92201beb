"""The way of a person as bands on a line of years: which band, how long the line, where each stretch stands on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from etabli.core.periods import Period
from etabli.pathways.states import Device

MOST_YEARS_NAMED = 6
"""More names than that touch each other on a narrow screen."""
WHOLE = 100.0


class Lane(StrEnum):
    """A band of the line, in the order of the way."""

    WAITING = "waiting"
    HERE = "here"
    """Engaged in the establishment."""
    TRIAL = "trial"
    OUTSIDE = "outside"
    """Works elsewhere and stays a worker of the ESAT."""
    JOB = "job"
    AGREEMENT = "agreement"
    LEAVING = "leaving"
    """Exits and returns."""
    RECOGNITION = "recognition"


LANES: dict[Device, Lane] = {
    Device.MISPE: Lane.TRIAL,
    Device.PMSMP: Lane.TRIAL,
    Device.INTERNSHIP: Lane.TRIAL,
    Device.MAD_INDIVIDUAL: Lane.OUTSIDE,
    Device.MAD_COLLECTIVE: Lane.OUTSIDE,
    Device.SERVICE: Lane.OUTSIDE,
    Device.SUPPORTED_EMPLOYMENT: Lane.JOB,
    Device.DUAL_ACTIVITY: Lane.JOB,
    Device.SPRINGBOARD: Lane.JOB,
    Device.JOB: Lane.JOB,
}


@dataclass(frozen=True)
class Stretch:
    """Where something stands on the line, in percent of its length."""

    offset: float
    width: float


def last_day(ends_before: date | None) -> date | None:
    """The last day of a period as it is shown: the day before the one on which it no longer holds."""
    return None if ends_before is None else ends_before - timedelta(days=1)


def line_of(days: Iterable[tuple[date, date | None]], today: date) -> Period:
    """Whole years that hold all the days and today. `days`: (first, first day after, or None while it goes on)."""
    known = list(days)
    first = min([today, *(start for start, _end in known)])
    last = max([today, *(end - timedelta(days=1) for _start, end in known if end is not None)], default=today)
    last = max([last, *(start for start, _end in known)])
    return Period(date(first.year, 1, 1), date(last.year + 1, 1, 1))


def stretch_of(starts_on: date, ends_before: date | None, line: Period) -> Stretch:
    """What goes on reaches the end of the line. Never outside the line."""
    if ends_before is not None and ends_before <= starts_on:
        return Stretch(stretch_of(starts_on, None, line).offset, 0)
    seen = Period(starts_on, ends_before).cut(line)
    if seen is None:
        return Stretch(0, 0)
    return Stretch(WHOLE * (seen.start - line.start).days / line.days, WHOLE * seen.days / line.days)


def years_of(line: Period) -> list[tuple[int, float]]:
    """(year, where its first day stands in percent), every so many-th year so that the names do not touch."""
    years = range(line.start.year, line.last_day.year + 1)
    step = -(-len(years) // MOST_YEARS_NAMED)
    return [(year, stretch_of(date(year, 1, 1), None, line).offset) for year in years[::step]]
