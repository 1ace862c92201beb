"""What is possible in an attendance sheet and yet unlikely: told as warnings, and written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from etabli.attendance.queries import active_codes
from etabli.core.calendars import Half, HouseCalendar
from etabli.exchange.reading.items import AttendanceItem
from etabli.exchange.reading.problems import Problem
from etabli.org.models import Establishment

DAYS_OF_A_WEEK = 5
"""A fifth of the full time of a week is a whole day: a half-day that is longer is unlikely."""


class Doubts:
    """The doubts of one import. What a whole day has in common is told once, at its first cell."""

    def __init__(self, establishment: Establishment, today: date) -> None:
        self._today = today
        self._present = {name for name, code in active_codes(establishment).items() if not code.absence}
        self._longest = establishment.full_time_weekly_minutes // DAYS_OF_A_WEEK
        self._told: set[tuple[str, date]] = set()

    def of(
        self, item: AttendanceItem, parts: Iterable[tuple[Half, int | None]], house: HouseCalendar
    ) -> Iterator[Problem]:
        """`parts`: the half-days of the item, each with its minutes; `house`: the calendar of the person."""
        shares = list(parts)
        opened = () if house.is_shut(item.day) else house.halves_on(item.day)
        if item.day > self._today and self._is_first("day_in_future", item.day):
            yield Problem("day_in_future", item.place, item.code, {"day": item.day})
        closed = item.code in self._present and any(half not in opened for half, _ in shares)
        if closed and self._is_first("present_when_closed", item.day):
            yield Problem("present_when_closed", item.place, item.code, {"day": item.day})
        longest = max((minutes or 0 for _, minutes in shares), default=0)
        if longest > self._longest:
            facts = {"minutes": longest, "longest": self._longest}
            yield Problem("half_day_very_long", item.place, item.code, facts)

    def _is_first(self, code: str, day: date) -> bool:
        fresh = (code, day) not in self._told
        self._told.add((code, day))
        return fresh
