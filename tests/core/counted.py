"""Weeks, codes, terms and engagements, and the half-days that are counted of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from etabli.core.calendars import Half, HouseCalendar, WeeklyPattern, week_of
from etabli.core.counting import (
    CodeFlags,
    Engagement,
    Fact,
    Note,
    Segment,
    Slot,
    Terms,
    Window,
    count_half_days,
)
from etabli.core.facts import PersonHalfDay
from etabli.core.periods import Period

M, A = Half
FULL = week_of(dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "MA"))
SHORT_FRIDAY = week_of({"mon": "MA", "tue": "MA", "wed": "MA", "thu": "MA", "fri": "M"})
MORNINGS = week_of(dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "M"))
START = date(2025, 1, 1)
MARCH = Period(date(2025, 3, 1), date(2025, 4, 1))
APRIL = Period(date(2025, 4, 1), date(2025, 5, 1))
MONDAY = date(2025, 3, 3)
EASTER = date(2025, 4, 21)
HOUSE = HouseCalendar(((START, FULL),), holidays=frozenset({EASTER}))

PRE = CodeFlags("PRE", paid=True, ars=True)
SO2 = CodeFlags("SO2", paid=False, ars=True)
CP = CodeFlags("CP", paid=True, ars=False, absence="leave")
INJ = CodeFlags("INJ", paid=False, ars=False, absence="unjustified")
AT = CodeFlags("AT", paid=True, ars=False, absence="accident")
MAL = CodeFlags("MAL", paid=True, ars=False, absence="sickness", spell=True)
HOS = CodeFlags("HOS", paid=True, ars=False, absence="hospital", spell=True)
CODES = {flags.code: flags for flags in (PRE, SO2, CP, INJ, AT, MAL, HOS)}


def fact(*parts: CodeFlags | tuple[CodeFlags, int]) -> Fact:
    return Fact(tuple(Segment(*item) if isinstance(item, tuple) else Segment(item) for item in parts))


def terms(
    start: date = START, fraction: int = 10_000, weeks: tuple[str, ...] | None = None, *, follows_opening: bool = True
) -> Terms:
    pattern = WeeklyPattern(weeks, date(2025, 1, 6)) if weeks else None
    return Terms(start, fraction, pattern, follows_opening)


def engagement(*rows: Terms, start: date = START, end: date | None = None, kind: str = "accompaniment") -> Engagement:
    return Engagement(7, kind, Period(start, end), rows or (terms(),))


def rows(
    facts: Mapping[Slot, Fact] | None = None,
    *notes: Note,
    who: Engagement | None = None,
    house: HouseCalendar = HOUSE,
    days: Period = MARCH,
    followed_from: date = START,
    today: date = date(2026, 1, 1),
) -> dict[Slot, PersonHalfDay]:
    """Counted half-days by day and half."""
    window = Window(days, implied_from=followed_from, implied_to=date(2030, 1, 1), due_to=today)
    counted = list(count_half_days(who or engagement(), facts or {}, notes, house, 2100, window))
    found = {(date.fromordinal(date(1970, 1, 1).toordinal() + row.day_no), Half(row.half)): row for row in counted}
    assert len(found) == len(counted), "a half-day stands twice"
    assert [(row.day_no, row.half) for row in counted] == sorted((row.day_no, row.half) for row in counted)
    return found


def received(
    first: date, last: date, *, waiting: bool = True, day_one: date | None = None, start: date | None = None
) -> Note:
    return Note(Period(first, last + timedelta(days=1)), True, waiting, start or first, day_one or first)
