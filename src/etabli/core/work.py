"""From what was captured of work to what is counted: rows of the fact table `work`.

Minutes of a team and quantities of a team are split, never multiplied by the number of people, and nothing is lost: the
minutes of a half-day never exceed what was written and attended, the quantities of all rows sum exactly to those produced.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from etabli.core.facts import Work
from etabli.core.sharing_out import share_by_weight, share_out

Slot = tuple[int, int]
"""Day number and half."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a half-day on an activity (key). `minutes` None takes what is left of the minutes at work."""

    activity: int
    minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What one person did in a half-day. `at_work`: minutes she was there and at work. `author`: user (key), or None."""

    person: int
    day_no: int
    half: int
    parts: tuple[Part, ...]
    at_work: int
    author: int | None = None


@dataclass(frozen=True, slots=True)
class Share:
    """Of a quantity, in thousandths."""

    person: int
    good: int
    rejected: int


@dataclass(frozen=True, slots=True)
class Produced:
    """What came out of an activity in a half-day, in thousandths of its unit.

    `shares` empty: split over those who were on the activity then, by their minutes (`by_minutes`) or equally.
    """

    activity: int
    day_no: int
    half: int
    good: int
    rejected: int
    by_minutes: bool = False
    shares: tuple[Share, ...] = ()
    author: int | None = None


def lengths(parts: Sequence[Part], at_work: int) -> list[int]:
    """Minutes of each part: those stated, and what is left of the minutes at work shared equally over the others.

    >>> lengths([Part(1, 60), Part(2), Part(3)], 211)
    [60, 76, 75]
    """
    open_ended = sum(part.minutes is None for part in parts)
    if not open_ended:
        return [part.minutes or 0 for part in parts]
    left = max(0, at_work - sum(part.minutes or 0 for part in parts))
    shares = iter(share_out(left, open_ended))
    return [next(shares) if part.minutes is None else part.minutes for part in parts]


def minutes_at_work(segments: Iterable[tuple[bool, int | None]], whole: int) -> int:
    """Minutes at work of a half-day of `whole` minutes. `segments`: (at work, minutes or None for what is left)."""
    known = tuple(segments)
    parts = [Part(int(working), minutes) for working, minutes in known]
    return sum(length for length, (working, _) in zip(lengths(parts, whole), known, strict=True) if working)


def split(good: int, rejected: int, people: Sequence[int], weights: Sequence[int]) -> list[Share]:
    """Quantities over people, as near as possible to their weights (equally when all are 0), summing exactly to them."""
    goods, rejects = share_by_weight(good, weights), share_by_weight(rejected, weights)
    return [Share(*row) for row in zip(people, goods, rejects, strict=True)]


def work_rows(
    done: Iterable[Done],
    produced: Iterable[Produced],
    workshops: Mapping[int, int],
    lines: Mapping[int, int] | None = None,
) -> list[Work]:
    """The rows of the fact table, one for each person, half-day and activity.

    `workshops`: by activity. `lines`: the order line of the activities that stand for one. A quantity of which nobody is
    named, because nobody was on its activity, is a row without a subject: totals hold.
    """
    book = _Book(workshops, lines or {})
    for half_day in done:
        book.enter_minutes(half_day)
    for output in produced:
        book.enter_quantities(output)
    return book.rows()


@dataclass(slots=True)
class _Line:
    minutes: int = 0
    good: int = 0
    rejected: int = 0
    instructor: int | None = None


class _Book:
    def __init__(self, workshops: Mapping[int, int], lines: Mapping[int, int]) -> None:
        self._workshops, self._order_lines = workshops, lines
        self._lines: defaultdict[tuple[int | None, Slot, int], _Line] = defaultdict(_Line)
        self._on: defaultdict[tuple[Slot, int], dict[int, int]] = defaultdict(dict)
        """Minutes of each person on an activity in a half-day."""

    def enter_minutes(self, done: Done) -> None:
        slot = (done.day_no, done.half)
        for part, minutes in zip(done.parts, lengths(done.parts, done.at_work), strict=True):
            line = self._lines[done.person, slot, part.activity]
            line.minutes += minutes
            line.instructor = done.author
            on = self._on[slot, part.activity]
            on[done.person] = on.get(done.person, 0) + minutes

    def enter_quantities(self, output: Produced) -> None:
        slot = (output.day_no, output.half)
        for share in output.shares or self._split(output, slot):
            key = (share.person, slot, output.activity)
            fresh = key not in self._lines
            self._add(self._lines[key], share.good, share.rejected, output.author if fresh else None)
        if not output.shares and not self._on.get((slot, output.activity)):
            self._add(self._lines[None, slot, output.activity], output.good, output.rejected, output.author)

    def _split(self, output: Produced, slot: Slot) -> list[Share]:
        on = self._on.get((slot, output.activity), {})
        if not on:
            return []
        people = sorted(on)
        weights = [on[person] if output.by_minutes else 1 for person in people]
        return split(output.good, output.rejected, people, weights)

    @staticmethod
    def _add(line: _Line, good: int, rejected: int, author: int | None) -> None:
        line.good += good
        line.rejected += rejected
        line.instructor = author if author is not None else line.instructor

    def rows(self) -> list[Work]:
        return [
            Work(
                subject=person,
                day_no=day,
                half=half,
                minutes=line.minutes,
                good=line.good,
                rejected=line.rejected,
                order_line=self._order_lines.get(activity),
                task=activity,
                workshop=self._workshops[activity],
                instructor=line.instructor,
            )
            for (person, (day, half), activity), line in self._lines.items()
        ]
