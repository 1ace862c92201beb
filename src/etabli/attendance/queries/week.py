"""The grid of one week: people, half-days, and their cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from etabli.attendance.access import AttendanceRight
from etabli.attendance.models import Code
from etabli.attendance.queries.cells import Board, Cell
from etabli.attendance.queries.sight import Sight, sight_of
from etabli.core.calendars import Half, HouseCalendar
from etabli.core.periods import Period, month_start
from etabli.org.models import ClosurePeriod, Establishment, User, Workshop
from etabli.people.models import Person, Registration, WorkGroup
from etabli.people.queries import engagements_in

MOST_PEOPLE = 200
"""On one page of the grid."""


@dataclass(frozen=True)
class Choice:
    """Whom to show: a workshop, a work group, or everyone (both None)."""

    workshop: Workshop | None = None
    group: WorkGroup | None = None


@dataclass(frozen=True)
class Column:
    """One half-day of the grid. `shut`: a public holiday or a closure."""

    day: date
    half: int
    shut: bool = False


@dataclass(frozen=True)
class Day:
    """One day of the grid and the halves of it that are shown. `closure`: its reason, None when there is none."""

    day: date
    halves: tuple[int, ...]
    holiday: bool
    closure: str | None
    closed_month: bool

    @property
    def is_shut(self) -> bool:
        return self.holiday or self.closure is not None


@dataclass(frozen=True)
class Row:
    """A person of the grid. `may_write`: this reader may write what she did."""

    person: Person
    registration: Registration
    cells: tuple[Cell, ...]
    may_write: bool

    @property
    def attended(self) -> int:
        return sum(cell.attended for cell in self.cells)

    @property
    def due(self) -> int:
        return sum(cell.due for cell in self.cells)

    @property
    def present(self) -> int:
        """Minutes attended."""
        return sum(cell.present for cell in self.cells)


@dataclass(frozen=True)
class Grid:
    """People × half-days over some days."""

    days: tuple[Day, ...]
    rows: tuple[Row, ...]
    codes: dict[str, Code]
    sight: Sight

    @property
    def columns(self) -> list[Column]:
        return [Column(day.day, half, day.is_shut) for day in self.days for half in day.halves]

    @property
    def totals(self) -> list[tuple[int, int]]:
        """(attended, due) of each column."""
        columns = list(zip(*(row.cells for row in self.rows), strict=True)) or [()] * len(self.columns)
        return [(sum(cell.attended for cell in cells), sum(cell.due for cell in cells)) for cells in columns]


def people_in(
    user: User, establishment: Establishment, days: Period, choice: Choice, right: str = AttendanceRight.READ
) -> QuerySet[Registration]:
    """Registrations of those engaged at some time over the days whom the user may see, in order of name."""
    engaged = engagements_in(establishment, days).order_by().values("person")
    visible = Person.objects.visible_to(user, establishment, right).filter(pk__in=engaged).order_by().values("pk")
    rows = Registration.objects.filter(establishment=establishment, person__in=visible)
    if choice.workshop is not None:
        rows = rows.filter(workshop=choice.workshop)
    if choice.group is not None:
        rows = rows.filter(work_groups=choice.group)
    return rows.select_related("person").order_by("person__search_key", "person")


def grid_of(
    user: User, establishment: Establishment, days: Period, people: Sequence[Registration], today: date
) -> Grid:
    """The grid of these people; as many queries for one as for two hundred."""
    keys = [row.person_id for row in people]
    sight = sight_of(user, establishment, keys)
    board = Board(establishment, days, keys, sight, today)
    heads = _heads(establishment, board, days, keys)
    rows = tuple(
        Row(
            registration.person,
            registration,
            tuple(board.cell(registration.person_id, day.day, half) for day in heads for half in day.halves),
            registration.person_id in sight.writable,
        )
        for registration in people
    )
    return Grid(heads, rows, board.codes, sight)


def week_of(monday: date) -> Period:
    return Period(monday, monday + timedelta(days=7))


def _heads(establishment: Establishment, board: Board, days: Period, persons: Iterable[int]) -> tuple[Day, ...]:
    """The days shown: half-days that the calendars open, that somebody's pattern holds, or at which something is typed."""
    houses = {id(board.roster.house(person)): board.roster.house(person) for person in persons}
    calendars: list[HouseCalendar] = list(houses.values()) or [board.roster.houses[None]]
    typed = {(day, half) for _, day, half in board.typed}
    closures = list(ClosurePeriod.objects.filter(establishment=establishment, ends_before__gt=days.start))
    heads = []
    for day in days.each_day():
        halves = {half for house in calendars for half in house.halves_on(day)}
        halves |= {half for person in persons for half in board.roster.pattern(person, day)}
        halves |= {half for half in Half if (day, half) in typed}
        if not halves:
            continue
        holiday = any(house.is_holiday(day) for house in calendars)
        closure = next((row.reason for row in closures if row.starts_on <= day < row.ends_before), None)
        shown = tuple(sorted(int(half) for half in halves))
        heads.append(Day(day, shown, holiday, closure, month_start(day) in board.closed))
    return tuple(heads)
