"""The half-days of a team: when the house is open, who is due, and what is written of it, as one author may see it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from etabli.attendance.queries.cells import Board, Cell
from etabli.attendance.queries.sight import sight_of
from etabli.attendance.states import CellState
from etabli.core.calendars import Half, HouseCalendar
from etabli.core.periods import Period, month_start
from etabli.core.weeks import weeks_of
from etabli.org.models import Establishment, User
from etabli.org.queries import house_of

MOST_DAYS_SHUT = 60


def next_open_day(establishment: Establishment, today: date) -> date:
    """The next day that the house is open; tomorrow when it stays shut for long."""
    house = house_of(establishment)
    days = (today + timedelta(days=number) for number in range(1, MOST_DAYS_SHUT))
    return next((day for day in days if house.is_open_day(day)), today + timedelta(days=1))


def days_of(
    author: User, establishment: Establishment, persons: Sequence[int], days: Period, today: date
) -> dict[str, Any]:
    """`open`, `closed_months` and `half_days` of the bundle."""
    sight = sight_of(author, establishment, persons)
    board = Board(establishment, days, persons, sight, today)
    house = board.roster.houses[None]
    months = {month_start(day) for day in days.each_day()}
    return {
        "open": {day.isoformat(): _open(house, day) for day in days.each_day()},
        "closed_months": sorted(f"{month:%Y-%m}" for month in months & set(board.closed)),
        "half_days": {
            f"{cell.person}/{cell.day.isoformat()}/{cell.half}": _told(cell, minutes)
            for cell, minutes in _cells(board, establishment, persons, days)
        },
    }


def _open(house: HouseCalendar, day: date) -> list[int]:
    halves = () if house.is_shut(day) else house.halves_on(day)
    return [int(half in halves) for half in Half]


def _cells(
    board: Board, establishment: Establishment, persons: Sequence[int], days: Period
) -> Iterator[tuple[Cell, int]]:
    """Each half-day with its minutes; those on which nobody is engaged, or nothing is due in a shut house, left out."""
    weeks = weeks_of(establishment.full_time_weekly_minutes)
    for person in persons:
        house = board.roster.house(person)
        for day in days.each_day():
            engagement = board.roster.engagement(person, day)
            if engagement is None:
                continue
            week = weeks.of(house, engagement.terms_on(day))
            for half in Half:
                cell = board.cell(person, day, half)
                if cell.state == CellState.NOT_DUE and half not in house.halves_on(day):
                    continue
                due = week.minutes((day, half))
                usual = week.usual_minutes((day, half)) if due is None and not week.confirmed else 0
                yield cell, cell.minutes or (usual if due is None else due)


def _told(cell: Cell, minutes: int) -> dict[str, Any]:
    """`minutes`: of the whole half-day. `like`: the entry to name when this is copied, seen or not."""
    parts = [{"code": part.code.code, "minutes": part.minutes, "workshop": part.workshop} for part in cell.parts]
    written = cell.state == CellState.WRITTEN
    told: dict[str, Any] = {
        "due": cell.due,
        "minutes": minutes,
        "state": cell.state.value,
        "segments": parts,
        "hidden": cell.hidden,
        "entry": str(cell.entry) if cell.entry else None,
        "like": str(cell.entry) if cell.entry and written else None,
    }
    if written:
        told |= {"attended": cell.attended, "present_minutes": cell.present}
    if cell.notice_hours is not None or cell.has_document is not None:
        told |= {"notice_hours": cell.notice_hours, "has_document": cell.has_document}
    return told
