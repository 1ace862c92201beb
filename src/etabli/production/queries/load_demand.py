"""What order lines still ask to be worked, and until when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from etabli.core.load import ByWeek, Demand, OpenWeeks, calls_left, spread, summed
from etabli.orders.board import line_minutes, occurrence
from etabli.orders.left_rules import done, left_of_time, left_to_make
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
    called = {key: [(due, quantity) for due, quantity, _ in calls] for key, calls in calls_of(lines).items()}
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


Call = tuple[date, int, date]
"""When it is due, how much (thousandths), and the day it was asked for."""


def calls_of(lines: Sequence[OrderLine]) -> Mapping[int, Sequence[Call]]:
    """What was called off of each open-ended line (key), in order of time; one query."""
    open_ended = [line.pk for line in lines if line.order.kind == OrderKind.OPEN_ENDED]
    rows = CallOff.objects.filter(line__in=open_ended).order_by("due_on", "pk")
    found: defaultdict[int, list[Call]] = defaultdict(list)
    for line, *call in rows.values_list("line", "due_on", "quantity", "asked_on"):
        found[line].append((call[0], call[1], call[2]))
    return found


def _done(progress: Progress, made: Worked) -> int:
    return done(progress.delivered, made.good, progress.redo)


Asked = tuple[int, date | None, date | None]
"""What is left to be made (thousandths), from when and until when."""


def _load(line: OrderLine, asked: Sequence[Asked], house: OpenWeeks, today: date) -> LineLoad:
    demands = [Demand(line_minutes(line, left), start, due) for left, start, due in asked]
    late = sum(demand.minutes for demand in demands if demand.is_late(today))
    undated = sum(demand.minutes for demand in demands if demand.due is None)
    by_week = summed(spread(demand, today, house) for demand in demands)
    timed = bool(line.minutes and line.quantity) or bool(line.product and line.product.minutes_per_thousand)
    return LineLoad(line, by_week, late, undated, sum(left for left, *_ in asked), timed)


def _asked(line: OrderLine, over: int, called: Sequence[tuple[date, int]], until: date) -> Iterator[Asked]:
    if line.order.kind == OrderKind.RECURRING:
        yield from _times(line, over, until)
    elif line.order.kind == OrderKind.OPEN_ENDED:
        yield from ((left, None, day) for day, left in calls_left(called, over))
    elif left := left_to_make(line.quantity, over):
        yield left, None, line.due_on


def _times(line: OrderLine, over: int, until: date) -> Iterator[Asked]:
    """Each week or month of a recurring line that begins before `until`: it is worked within it."""
    if not line.quantity or line.order.starts_on is None:
        return
    times, left = left_of_time(line.quantity, over)
    before = occurrence(line, times - 1) if times else None
    start = before + timedelta(days=1) if before else line.order.starts_on
    for number in range(times, times + MOST_TIMES):
        due = occurrence(line, number)
        if due is None or start >= until:
            return
        yield left, start, due
        start, left = due + timedelta(days=1), line.quantity


def planned_demands(line: OrderLine, calls: Sequence[Call], until: date) -> Iterator[tuple[int, date, date]]:
    """(Minutes, first day, last day) of a line as it was ordered, whatever was made of it since.

    From the day it was ordered, or called off, to the day it is due; of a recurring line, each of its weeks or months. Nothing
    without a day or a time. What `loads_of` counts on the day it is ordered is the same.
    """
    if line.order.kind == OrderKind.RECURRING:
        asked = _times(line, 0, until)
    elif line.order.kind == OrderKind.OPEN_ENDED:
        asked = iter([(quantity, asked_on, due) for due, quantity, asked_on in calls])
    else:
        asked = iter([(line.quantity, line.order.ordered_on, line.due_on)])
    for quantity, start, due in asked:
        if start is not None and due is not None:
            yield line_minutes(line, quantity), min(start, due), due
