"""Sickness spells and the notes that cover them.

A *spell* is the run of sick half-days of a person, broken only by a half-day typed with another code: not by missing
half-days, days off, holidays or closures.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from etabli.core.calendars import Half
from etabli.core.periods import Period


@dataclass(frozen=True, slots=True)
class TypedHalfDay:
    """A typed half-day as far as spells are concerned."""

    day: date
    half: Half
    sick: bool
    attended: bool


@dataclass(frozen=True, slots=True)
class Spell:
    """A run of sick half-days from `first_day` to `last_day`, both included."""

    first_day: date
    last_day: date

    @property
    def period(self) -> Period:
        return Period(self.first_day, self.last_day + timedelta(days=1))


def spells_of(half_days: Iterable[TypedHalfDay]) -> list[Spell]:
    """The spells of a person, in order of time.

    `half_days`: every typed half-day of the person, in any order.
    """
    spells: list[Spell] = []
    running = False
    for typed in sorted(half_days, key=lambda typed: (typed.day, typed.half)):
        if not typed.sick:
            running = False
        elif running:
            spells[-1] = Spell(spells[-1].first_day, typed.day)
        else:
            spells.append(Spell(typed.day, typed.day))
            running = True
    return spells


def day_one_of(spell: Period, half_days: Iterable[TypedHalfDay]) -> date | None:
    """Day 1 of the waiting days: the first calendar day of the spell with no attended half-day.

    `half_days`: the typed half-days of those days at least. None when every day of the spell was attended.
    """
    attended = {typed.day for typed in half_days if typed.attended}
    return next((day for day in spell.each_day() if day not in attended), None)


class Cover(StrEnum):
    """How a stretch of a spell is covered by notes."""

    FIXED = "fixed"
    RECEIVED = "received"
    AWAITED = "awaited"


@dataclass(frozen=True, slots=True)
class Standing:
    """A note that stands. `fixed`: a person entered or confirmed it, so it is never moved by what is typed."""

    period: Period
    fixed: bool
    received: bool

    @property
    def cover(self) -> Cover:
        if self.fixed:
            return Cover.FIXED
        return Cover.RECEIVED if self.received else Cover.AWAITED


@dataclass(frozen=True, slots=True)
class NoteStretch:
    """A note that has to stand so that a spell is covered. `extension`: another note of the spell comes before it."""

    period: Period
    received: bool
    extension: bool


def stretches_of(spell: Spell, standing: Sequence[Standing], received: bool) -> list[NoteStretch]:
    """The notes a spell needs besides the fixed ones.

    Days covered by a note that stands keep its state; the others take `received` (True for imports of past sheets, False
    for what is typed, which opens awaited notes).
    """
    fresh = Cover.RECEIVED if received else Cover.AWAITED
    groups: list[tuple[Cover, date, date]] = []
    for day in spell.period.each_day():
        cover = next((note.cover for note in standing if day in note.period), fresh)
        if groups and groups[-1][0] == cover:
            groups[-1] = (cover, groups[-1][1], day)
        else:
            groups.append((cover, day, day))
    return [
        NoteStretch(Period(start, last + timedelta(days=1)), cover == Cover.RECEIVED, index > 0)
        for index, (cover, start, last) in enumerate(groups)
        if cover != Cover.FIXED
    ]
