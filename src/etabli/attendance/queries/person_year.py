"""The attendance of one person over a year, month by month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from etabli.attendance.access import AttendanceRight
from etabli.attendance.queries.cells import Board, Cell
from etabli.attendance.queries.sight import sight_of
from etabli.attendance.states import Absence, CellState
from etabli.core.calendars import Half
from etabli.core.periods import Period, monday_of, next_month
from etabli.org.models import Establishment, User
from etabli.people.models import Person


@dataclass(frozen=True)
class Week:
    """A line of a month. `cells`: one for each column, None outside the month."""

    monday: date
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class Month:
    """A month. `columns`: (weekday, half) shown, 0 is Monday."""

    month: date
    columns: tuple[tuple[int, int], ...]
    weeks: tuple[Week, ...]


@dataclass(frozen=True)
class Year:
    """`absences`: half-days by kind of absence; those whose reason is not for the reader under None."""

    months: tuple[Month, ...]
    attended: int
    present: int
    """Minutes attended."""
    missing: int
    absences: dict[Absence | None, int]


def person_seen(user: User, establishment: Establishment, pk: int) -> Person | None:
    return Person.objects.visible_to(user, establishment, AttendanceRight.READ).filter(pk=pk).first()


def year_of(user: User, establishment: Establishment, person: Person, year: int, today: date) -> Year:
    """The year of a person as this reader may see it; as many queries whatever it holds."""
    days = Period(date(year, 1, 1), date(year + 1, 1, 1))
    board = Board(establishment, days, [person.pk], sight_of(user, establishment, [person.pk]), today)
    typed = {(day, half) for _, day, half in board.typed}
    cells = {
        (day, int(half)): board.cell(person.pk, day, half)
        for day in days.each_day()
        if board.roster.engagement(person.pk, day) is not None
        for half in Half
        if half in board.roster.house(person.pk).halves_on(day)
        or half in board.roster.pattern(person.pk, day)
        or (day, half) in typed
    }
    written = [cell for cell in cells.values() if cell.state == CellState.WRITTEN]
    months = tuple(_month(month.start, cells) for month in days.months())
    return Year(
        tuple(month for month in months if month.columns),
        sum(cell.attended for cell in written),
        sum(cell.present for cell in written),
        sum(cell.state == CellState.MISSING for cell in cells.values()),
        dict(Counter(_absence(cell) for cell in written if not cell.attended).most_common()),
    )


def _absence(cell: Cell) -> Absence | None:
    if cell.hidden:
        return None
    return next((Absence(part.code.absence) for part in cell.parts if part.code.absence), Absence.NONE)


def _month(month: date, cells: dict[tuple[date, int], Cell]) -> Month:
    days = Period(month, next_month(month))
    mine = [(day, half) for day, half in cells if day in days]
    columns = tuple(sorted({(day.weekday(), half) for day, half in mine}))
    mondays = sorted({monday_of(day) for day, _ in mine})
    return Month(month, columns, tuple(_week(monday, days, columns, cells) for monday in mondays))


def _week(monday: date, days: Period, columns: Sequence[tuple[int, int]], cells: dict[tuple[date, int], Cell]) -> Week:
    slots = [(monday + timedelta(days=weekday), half) for weekday, half in columns]
    return Week(monday, tuple(cells.get((day, half)) if day in days else None for day, half in slots))
