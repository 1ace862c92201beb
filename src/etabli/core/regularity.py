"""How regularly a person worked on production, of the half-days on which she could."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from etabli.core.facts import Absence


class Kind(StrEnum):
    """What a half-day of a person was, as her regularity sees it."""

    WORKED = "worked"
    """Work is written down on it."""
    WAITING = "waiting"
    """At work, and nothing is written down for her though it is for others of her workshop."""
    UNJUSTIFIED = "unjustified"
    ILLNESS = "illness"
    ACCIDENT = "accident"
    LEAVE = "leave"
    OTHER = "other"
    """A family event, a justified absence, the other employer."""
    USEFUL = "useful"
    """Support, training, her own project."""
    UNWRITTEN = "unwritten"
    """At work, and no work is written down for anyone of her workshop."""
    UNKNOWN = "unknown"
    """Nothing was typed."""


COUNTED = frozenset({Kind.WORKED, Kind.WAITING, Kind.UNJUSTIFIED})
"""All others are left out: neither for nor against."""

_ABSENCES = {
    Absence.SICKNESS: Kind.ILLNESS,
    Absence.HOSPITAL: Kind.ILLNESS,
    Absence.ACCIDENT: Kind.ACCIDENT,
    Absence.LEAVE: Kind.LEAVE,
    Absence.FAMILY: Kind.OTHER,
    Absence.JUSTIFIED: Kind.OTHER,
    Absence.OTHER_EMPLOYER: Kind.OTHER,
    Absence.UNJUSTIFIED: Kind.UNJUSTIFIED,
}


@dataclass(frozen=True, slots=True)
class HalfDay:
    """A half-day that was due. `at_work`: attended, and not for support, training or a project. `worked`: on a task.

    `written`: work is written down for someone of her workshop.
    """

    typed: bool
    attended: bool
    at_work: bool
    worked: bool
    written: bool = True
    absence: Absence = Absence.NONE


def kind_of(half_day: HalfDay) -> Kind | None:
    """None for what is neither presence nor absence, such as a public holiday that was typed.

    >>> kind_of(HalfDay(typed=True, attended=True, at_work=True, worked=False))
    <Kind.WAITING: 'waiting'>
    """
    if half_day.worked:
        return Kind.WORKED
    if half_day.absence:
        return _ABSENCES[half_day.absence]
    if half_day.at_work:
        return Kind.WAITING if half_day.written else Kind.UNWRITTEN
    if half_day.attended:
        return Kind.USEFUL
    return None if half_day.typed else Kind.UNKNOWN


@dataclass(frozen=True, slots=True)
class Regularity:
    """Half-days that were due, by what they were."""

    half_days: Mapping[Kind, int]

    @property
    def worked(self) -> int:
        return self.half_days.get(Kind.WORKED, 0)

    @property
    def counted(self) -> int:
        return sum(self.half_days.get(kind, 0) for kind in COUNTED)

    @property
    def rate(self) -> float | None:
        """Half-days worked on production ÷ half-days due less those left out; None when none is left."""
        return self.worked / self.counted if self.counted else None


def regularity(half_days: Iterable[HalfDay]) -> Regularity:
    """The regularity over half-days that were due.

    >>> regularity([HalfDay(True, True, True, True), HalfDay(True, False, False, False, absence=Absence.SICKNESS)]).rate
    1.0
    """
    kinds = Counter(kind for half_day in half_days if (kind := kind_of(half_day)) is not None)
    return Regularity(dict(kinds))
