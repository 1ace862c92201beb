"""The board of open lines: when each is next due, how much of it is left and how many hours that is, week by week.

Days come from the line; of an open-ended order, from what was called off; of a recurring one, from the end of each of its
periods.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from etabli.core.periods import Period, monday_of, months_after
from etabli.orders.left_rules import kept, left_of_time, minutes_of
from etabli.orders.models import CallOff, OrderLine
from etabli.orders.queries import Progress, progress_of
from etabli.orders.states import OrderKind, Recurrence
from etabli.org.models import Establishment


@dataclass(frozen=True)
class Due:
    """An open line as the board shows it. `due`: None when no day is known. `left`: to deliver, in thousandths, None when
    nothing bounds it; `minutes`: quoted ones of what is left."""

    line: OrderLine
    due: date | None
    left: int | None
    progress: Progress
    minutes: int
    late: bool

    @property
    def establishment(self) -> Establishment:
        return self.line.establishment

    @property
    def pk(self) -> int:
        """That of the order, whose page it is found on."""
        return int(self.line.order_id)

    @property
    def monday(self) -> date | None:
        """The week it is due in."""
        return None if self.due is None else monday_of(self.due)


@dataclass(frozen=True)
class Week:
    """Lines due in a week, or late (`monday` None and `late`), or without a day. `minutes`: of all of them."""

    monday: date | None
    late: bool
    rows: tuple[Due, ...]

    @property
    def minutes(self) -> int:
        return sum(row.minutes for row in self.rows)


def due_lines(lines: Iterable[OrderLine], today: date) -> list[Due]:
    """Those late first, then by day, those without a day last. Four queries, however many lines."""
    rows = list(lines)
    progress = progress_of(rows)
    called: dict[int, list[tuple[date, int]]] = {}
    waiting = [row.pk for row in rows if row.order.kind != OrderKind.SINGLE]
    for line, day, quantity in (
        CallOff.objects.filter(line__in=waiting).order_by("due_on", "pk").values_list("line", "due_on", "quantity")
    ):
        called.setdefault(line, []).append((day, quantity))
    found = [_due(row, progress[row.pk], called.get(row.pk, []), today) for row in rows]
    return sorted(found, key=lambda row: (not row.late, row.due or date.max, row.line.order.number, row.line.position))


def _due(line: OrderLine, progress: Progress, called: Sequence[tuple[date, int]], today: date) -> Due:
    due, left, has = line.due_on, progress.left, kept(progress.delivered, progress.redo)
    if line.order.kind == OrderKind.OPEN_ENDED:
        due = _next_call(called, has) or due
    elif line.order.kind == OrderKind.RECURRING:
        times, left = left_of_time(line.quantity, has)
        due = occurrence(line, times)
    late = due is not None and due < today
    return Due(line, due, left, progress, line_minutes(line, left or 0), late)


def _next_call(called: Sequence[tuple[date, int]], delivered: int) -> date | None:
    """The day of the first call that is not wholly delivered yet."""
    total = 0
    for day, quantity in called:
        total += quantity
        if total > delivered:
            return day
    return None


def occurrence(line: OrderLine, number: int) -> date | None:
    """The last day of the week or month of that number, from 0, of a recurring line: until then its quantity is due.

    None past the end of its order, which ends its last period.
    """
    order = line.order
    start = order.starts_on
    if start is None:
        return None
    first, after = (_turn(start, order.recurrence, count) for count in (number, number + 1))
    period = Period(start, order.ends_before).cut(Period(first, after))
    return None if period is None or period.end is None else period.end - timedelta(days=1)


def _turn(start: date, recurrence: str, number: int) -> date:
    """The first day of the week or month of that number."""
    return start + timedelta(days=7 * number) if recurrence == Recurrence.WEEK else months_after(start, number)


def line_minutes(line: OrderLine, left: int) -> int:
    """The minutes of what is left of a line (thousandths); reads its product."""
    per_thousand = line.product.minutes_per_thousand if line.product else None
    return minutes_of(left, line.minutes, line.quantity, per_thousand)


def by_week(rows: Iterable[Due]) -> list[Week]:
    """Lines in the order of `due_lines`, gathered: the late ones together, then each week, then those without a day."""
    gathered = groupby(rows, key=lambda row: (row.late, None if row.late else row.monday))
    return [Week(monday, late, tuple(found)) for (late, monday), found in gathered]
