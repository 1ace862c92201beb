"""Half-days as a grid shows them to one reader: what is typed, what is missing, and never a reason she may not see."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from etabli.attendance.models import Code, HalfDayFact, SickNote
from etabli.attendance.queries.captured import (
    Roster,
    Standing,
    closed_months,
    codes_of,
    notes_over,
    roster_of,
    standing_entries,
)
from etabli.attendance.queries.sight import Sight
from etabli.attendance.states import CellState
from etabli.core.calendars import Half
from etabli.core.periods import Period, day_no, day_of, month_start
from etabli.core.sharing_out import share_out
from etabli.org.models import Establishment

Key = tuple[int, date, int]
"""Person (key), day, half."""


@dataclass(frozen=True, slots=True)
class Part:
    """A segment as captured. `minutes` None takes what is left of the half-day. `workshop`: key."""

    code: Code
    minutes: int | None
    workshop: int | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One half-day of one person. `minutes`: of the half-day; `present`: those attended.

    `hidden`: the reason is not for this reader; `parts`, `notice_hours`, `has_document` and `awaited` are then empty.
    """

    person: int
    day: date
    half: int
    state: CellState
    due: bool = False
    closed: bool = False
    entry: UUID | None = None
    attended: bool = False
    minutes: int = 0
    present: int = 0
    hidden: bool = False
    parts: tuple[Part, ...] = ()
    notice_hours: int | None = None
    has_document: bool | None = None
    awaited: bool = False
    """The sick note that covers it is not received yet."""

    @property
    def key(self) -> Key:
        return self.person, self.day, self.half

    @property
    def is_typable(self) -> bool:
        return not self.closed and self.state != CellState.AWAY


class Board:
    """What is known of some persons over some days; makes their cells for a reader."""

    def __init__(
        self, establishment: Establishment, days: Period, persons: Collection[int], sight: Sight, today: date
    ) -> None:
        self._sight, self._today = sight, today
        self.codes = codes_of(establishment)
        self.closed = closed_months(establishment)
        self.roster: Roster = roster_of(establishment, days, persons)
        self._standing = standing_entries(establishment, days, persons)
        self._counted = _counted(establishment, days, persons)
        self._notes = _awaited(establishment, days, sight.reasons)

    @property
    def typed(self) -> Iterable[Key]:
        """The half-days at which something is typed."""
        return (key for key, standing in self._standing.items() if standing.segments)

    def cell(self, person: int, day: date, half: int) -> Cell:
        standing = self._standing.get((person, day, half))
        pattern = Half(half) in self.roster.pattern(person, day)
        shut = self.roster.house(person).is_shut(day)
        due, closed = pattern and not shut, month_start(day) in self.closed
        entry = standing.entry if standing else None
        if standing is not None and standing.segments:
            return self._written((person, day, half), standing, due, closed)
        if self.roster.engagement(person, day) is None:
            state = CellState.AWAY
        elif due:
            state = CellState.MISSING if day <= self._today else CellState.EXPECTED
        else:
            state = CellState.SHUT if pattern else CellState.NOT_DUE
        return Cell(person, day, half, state, due, closed, entry)

    def _written(self, key: Key, standing: Standing, due: bool, closed: bool) -> Cell:
        person, day, half = key
        parts = tuple(Part(self.codes[code], minutes, place) for code, minutes, place in standing.segments)
        minutes = self._counted.get((person, day_no(day), half), 0)
        hidden = person not in self._sight.reasons and any(part.code.private for part in parts)
        return Cell(
            person,
            day,
            half,
            CellState.WRITTEN,
            due,
            closed,
            standing.entry,
            attended=any(part.code.ars for part in parts),
            minutes=minutes,
            present=attended_minutes(parts, minutes),
            hidden=hidden,
            parts=() if hidden else parts,
            notice_hours=None if hidden else standing.notice_hours,
            has_document=None if hidden else standing.has_document,
            awaited=any(part.code.spell for part in parts) and self._is_awaited(person, day),
        )

    def _is_awaited(self, person: int, day: date) -> bool:
        return any(day in period for period in self._notes.get(person, ()))


def attended_minutes(parts: Iterable[Part], whole: int) -> int:
    """Minutes attended of a half-day of `whole` minutes: those of the parts that count as attended.

    Parts without minutes share what the others leave, as counting does.
    """
    known = tuple(parts)
    left = max(0, whole - sum(part.minutes or 0 for part in known))
    open_ended = sum(part.minutes is None for part in known)
    shares = iter(share_out(left, open_ended) if open_ended else ())
    lengths = [next(shares) if part.minutes is None else part.minutes for part in known]
    return sum(length for part, length in zip(known, lengths, strict=True) if part.code.ars)


def _counted(
    establishment: Establishment, days: Period, persons: Collection[int]
) -> Mapping[tuple[int, int, int], int]:
    """Minutes of each typed half-day, as counted, by person (key), day number and half."""
    rows = HalfDayFact.objects.filter(establishment=establishment, subject__in=list(persons), typed=1)
    rows = rows.filter(day_no__gte=day_no(days.start))
    if days.end is not None:
        rows = rows.filter(day_no__lt=day_no(days.end))
    columns = ("subject", "day_no", "half", "minutes")
    return {(person, day, half): minutes for person, day, half, minutes in rows.values_list(*columns)}


def _awaited(establishment: Establishment, days: Period, persons: Collection[int]) -> Mapping[int, list[Period]]:
    rows: Iterable[SickNote] = notes_over(establishment, days).filter(received_on=None, person__in=list(persons))
    periods: dict[int, list[Period]] = {}
    for note in rows:
        periods.setdefault(note.person_id, []).append(Period(note.starts_on, note.ends_before))
    return periods


def cells_of(establishment: Establishment, keys: Iterable[Key], sight: Sight, today: date) -> dict[Key, Cell]:
    """The cells of some half-days, by key; as many queries however many there are."""
    wanted = list(dict.fromkeys(keys))
    if not wanted:
        return {}
    numbers = [day_no(day) for _, day, _ in wanted]
    days = Period(day_of(min(numbers)), day_of(max(numbers) + 1))
    board = Board(establishment, days, {person for person, _, _ in wanted}, sight, today)
    return {key: board.cell(*key) for key in wanted}
