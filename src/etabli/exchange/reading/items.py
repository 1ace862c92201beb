"""What both forms of attendance sheet yield."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from etabli.core.calendars import Half
from etabli.exchange.reading.problems import Place


@dataclass(frozen=True, slots=True)
class Person:
    """Who a line is about, as written: a staff number, or, on a sheet without them, a name (last name first)."""

    staff_number: str
    name: str
    place: Place


@dataclass(frozen=True, slots=True)
class AttendanceItem:
    """One code of one person on one day.

    `half` None: the half-days due that day, or all open ones when none is due. `code`: as written, to be looked up among
    the codes and aliases of the establishment. `minutes` are those of the half-day, or of the day when `half` is None.
    `unread`: columns (`staff_number`, `day`, `slot`, `code`, `minutes`…) that could not be read, of an item with errors.
    """

    place: Place
    person: Person
    day: date
    half: Half | None
    code: str
    minutes: int | None = None
    notice_hours: int | None = None
    document: bool | None = None
    unread: frozenset[str] = frozenset()
