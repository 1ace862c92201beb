"""What order lines still ask to be worked, and until when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from etabli.core.load import ByWeek, Demand, OpenWeeks, calls_left, minutes_left, spread, summed
from etabli.core.prices import standard_minutes
from etabli.orders.board import occurrence
from etabli.orders.models import CallOff, OrderLine
from etabli.orders.queries import Progress, open_lines, progress_of
from etabli.orders.states import OrderKind
from etabli.org.models import Establishment, User
from etabli.org.queries import houses_of
from etabli.production.queries.lines import Worked, worked

MOST_TIMES = 1_000
"""Of a recurring line, so that one that never ends does: nineteen years of weeks."""


@dataclass(frozen=True)
class LineLoad:
    """What a line weighs. `by_week`: minutes by Monday, what is late in the present one, and `late` the minutes of that.

    `undated`: minutes in no week, for no day is known. `left`: thousandths to be made, of a recurring line within the weeks
    looked at. `timed`: hours are quoted, or the product has a standard time.
    """

    line: OrderLine
    by_week: ByWeek
    late: int
    undated: int
    left: int
    timed: bool

    @property
    def minutes(self) -> int:
        return sum(self.by_week.values()) + self.undated


def loads_of(
    user: User, establishment: Establishment, workshops: Sequence[int], today: date, until: date
) -> list[LineLoad]:
    """Every open line of these workshops (keys) that a reader may see, those due first first.

    `until` (excluded): how far recurring lines are repeated. Six queries besides the rights, however many lines.
    """
    visible = open_lines(establishment).visible_to(user, establishment)  # type: ignore[attr-defined]
    lines = list(visible.filter(workshop__in=workshops))
    progress, made = progress_of(lines), worked([line.pk for line in lines])
    called = _called(lines)
    houses = houses_of(establishment)
    open_weeks = {key: OpenWeeks(houses[key]) for key in workshops}
    return [
        _load(
            line,
            list(_asked(line, _done(progress[line.pk], made[line.pk]), called.get(line.pk, ()), until)),
            open_weeks[line.workshop_id],
            today,
        )
        for line in lines
    ]


def _called(lines: Sequence[OrderLine]) -> Mapping[int, Sequence[tuple[date, int]]]:
    open_ended = [line.pk for line in lines if line.order.kind == OrderKind.OPEN_ENDED]
    rows = CallOff.objects.filter(line__in=open_ended).order_by("due_on", "pk")
    found: defaultdict[int, list[tuple[date, int]]] = defaultdict(list)
    for line, day, quantity in rows.values_list("line", "due_on", "quantity"):
        found[line].append((day, quantity))
    return found


def _done(progress: Progress, made: Worked) -> int:
    """What needs no more work: what was made, delivered or not, and what was delivered, written down or not."""
    return max(progress.delivered, made.good) - progress.redo


Asked = tuple[int, date | None, date | None]
"""What is left to be made (thousandths), from when and until when."""


def _load(line: OrderLine, asked: Sequence[Asked], house: OpenWeeks, today: date) -> LineLoad:
    demands = [Demand(_minutes(line, left), start, due) for left, start, due in asked]
    late = sum(demand.minutes for demand in demands if demand.is_late(today))
    undated = sum(demand.minutes for demand in demands if demand.due is None)
    by_week = summed(spread(demand, today, house) for demand in demands)
    timed = bool(line.minutes and line.quantity) or bool(line.product and line.product.minutes_per_thousand)
    return LineLoad(line, by_week, late, undated, sum(left for left, *_ in asked), timed)


def _asked(line: OrderLine, done: int, called: Sequence[tuple[date, int]], until: date) -> Iterator[Asked]:
    if line.order.kind == OrderKind.RECURRING:
        yield from _times(line, done, until)
    elif line.order.kind == OrderKind.OPEN_ENDED:
        yield from ((left, None, day) for day, left in calls_left(called, done))
    elif line.quantity > done:
        yield line.quantity - done, None, line.due_on


def _times(line: OrderLine, done: int, until: date) -> Iterator[Asked]:
    """Each week or month of a recurring line that begins before `until`: it is worked within it."""
    if not line.quantity or line.order.starts_on is None:
        return
    times, rest = divmod(max(done, 0), line.quantity)
    before = occurrence(line, times - 1) if times else None
    start = before + timedelta(days=1) if before else line.order.starts_on
    for number in range(times, times + MOST_TIMES):
        due = occurrence(line, number)
        if due is None or start >= until:
            return
        yield line.quantity - rest, start, due
        start, rest = due + timedelta(days=1), 0


def _minutes(line: OrderLine, left: int) -> int:
    """Quoted minutes of what is left, in proportion; by the standard of the product where none are quoted."""
    if line.minutes and line.quantity:
        return minutes_left(line.minutes, line.quantity, left)
    return standard_minutes(left, (line.product.minutes_per_thousand or 0) if line.product else 0)
