"""What is counted of placements, leavings and persons. Pure; the columns are those of `core.facts`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from etabli.core.periods import Period, day_no
from etabli.pathways.states import ORDINARY, Destination, Device

FOR_EVER = 9_999_999
"""The day number of an end that nobody said."""


@dataclass(frozen=True)
class Stay:
    """An engagement of a person, keys and days; `ends_before` is excluded, None while it goes on."""

    engagement: int
    person: int
    starts_on: date
    ends_before: date | None


@dataclass(frozen=True)
class Told:
    """What was said of a leaving. `orientation_until`: the last day of the orientation."""

    destination: str
    contract: str = ""
    orientation_until: date | None = None


_UNTOLD = Told(Destination.UNKNOWN)


def end_no(day: date | None) -> int:
    """The day number of an excluded end."""
    return FOR_EVER if day is None else day_no(day)


def collective(device: str) -> int:
    return int(device == Device.MAD_COLLECTIVE)


def is_ordinary(destination: str) -> int:
    """1 for the four destinations that are work outside the protected sector."""
    return int(destination in ORDINARY)


def of_the_house(days: Period, stays: Iterable[Period]) -> Period | None:
    """The days of a placement until the person leaves; None when she is not there on the first. `stays`: her engagements."""
    end = days.start
    for stay in sorted(stays, key=lambda one: one.start):
        if stay.start <= end and stay.end is None:
            return days
        if stay.start <= end:
            end = max(end, stay.end or end)
    return days.cut(Period(days.start, end)) if end > days.start else None


def answer(value: bool | None) -> int:
    """-1 while nobody asked."""
    return -1 if value is None else int(value)


def exits(stays: Iterable[Stay], known: Mapping[int, Told]) -> Iterator[tuple[Stay, date, Told]]:
    """Those that ended, each with its first day after it and what is known of it.

    A leaving that somebody wrote down (`known`, by engagement) counts as she wrote it. Of the others, an engagement counts
    that no other of the person goes on from on that very day: its destination is unknown.
    """
    by_person: defaultdict[int, list[Stay]] = defaultdict(list)
    for row in stays:
        by_person[row.person].append(row)
    for hers in by_person.values():
        for row in hers:
            end = row.ends_before
            if end is not None and (row.engagement in known or not any(_goes_on(other, end) for other in hers)):
                yield row, end, known.get(row.engagement, _UNTOLD)


def _goes_on(stay: Stay, day: date) -> bool:
    return stay.starts_on <= day and (stay.ends_before is None or stay.ends_before > day)


def entries(stays: Iterable[Stay]) -> dict[int, date]:
    """The first day ever of each person (key)."""
    first: dict[int, date] = {}
    for row in stays:
        first[row.person] = min(row.starts_on, first.get(row.person, row.starts_on))
    return first
