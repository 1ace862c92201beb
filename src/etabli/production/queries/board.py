"""The order lines of workshops as a reader sees them: how far each is, and who is on it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from etabli.core.prices import standard_minutes
from etabli.kit.texts import fold
from etabli.orders.access import OrdersRight
from etabli.orders.models import Allotment, OrderLine
from etabli.orders.queries import Progress, open_lines, progress_of, shares_of
from etabli.org.models import Establishment, User, Workshop
from etabli.people.models import WorkGroup
from etabli.people.reach import Reach
from etabli.production.access import ProductionRight
from etabli.production.models import Operation
from etabli.production.queries.lines import (
    GROUP,
    PERSON,
    UNATTRIBUTED,
    Contribution,
    Who,
    Worked,
    codes_for_clients,
    contributions,
    worked,
)


@dataclass(frozen=True)
class Called:
    """How a reader calls a person or a group: by name, else by the code that the client knows. Both empty: by nothing."""

    who: Who
    name: str
    code: str

    @property
    def words(self) -> str:
        return self.name or self.code or "—"


@dataclass(frozen=True)
class OnIt:
    """Who is allotted to a line, with a share in ten-thousandths."""

    called: Called
    share: int


@dataclass(frozen=True)
class LineShown:
    """A line on the board of its workshop. `late`: its day is past and something of it is left to deliver."""

    line: OrderLine
    progress: Progress
    worked: Worked
    on_it: tuple[OnIt, ...]
    late: bool

    @property
    def to_make(self) -> int | None:
        """Thousandths still to be made; None when nothing bounds them."""
        if self.progress.planned is None:
            return None
        return max(0, self.progress.planned + self.progress.redo - self.worked.good)


@dataclass(frozen=True)
class Brought:
    """What someone contributed to a line, as a reader sees it."""

    called: Called
    row: Contribution


@dataclass(frozen=True)
class SheetShown:
    """The production sheet of a line. `standard`: minutes of all operations for the quantity ordered."""

    shown: LineShown
    operations: tuple[Operation, ...]
    brought: tuple[Brought, ...]
    standard: int

    @property
    def persons(self) -> list[int]:
        """Those who are named."""
        called = [row.called for row in self.brought] + [row.called for row in self.shown.on_it]
        return sorted({one.who[1] for one in called if one.who[0] == PERSON and one.name})


def lines_in(user: User, establishment: Establishment, workshops: Collection[Workshop]) -> QuerySet[OrderLine]:
    """The open lines of these workshops that a reader may see, those due first first."""
    rows: QuerySet[OrderLine] = open_lines(establishment).visible_to(user, establishment, OrdersRight.READ)  # type: ignore[attr-defined]
    return rows.filter(workshop__in=workshops)


def shown_lines(user: User, establishment: Establishment, lines: Sequence[OrderLine], today: date) -> list[LineShown]:
    """As many queries for thirty lines as for one."""
    allotted = shares_of(lines, today)
    made, far = worked([line.pk for line in lines]), progress_of(lines)
    wanted = [(line, row) for line in lines for row, _ in allotted[line.pk]]
    names = _Names(user, establishment, today, ((line, _who(row)) for line, row in wanted))
    return [
        LineShown(
            line,
            far[line.pk],
            made[line.pk],
            tuple(OnIt(names.of(line, _who(row)), share) for row, share in allotted[line.pk]),
            line.due_on is not None and line.due_on < today and not far[line.pk].complete,
        )
        for line in lines
    ]


def sheet_of(user: User, establishment: Establishment, line: OrderLine, today: date) -> SheetShown:
    """A line that the reader may see, with its operations and who contributed to it."""
    rows = contributions([line.pk])
    names = _Names(user, establishment, today, ((line, row.who) for row in rows))
    operations = tuple(Operation.objects.filter(line=line))
    standard = sum(standard_minutes(line.quantity, row.minutes_per_thousand or 0) for row in operations)
    (shown,) = shown_lines(user, establishment, [line], today)
    brought = [Brought(names.of(line, row.who), row) for row in rows]
    # By name, not by minutes: nobody is ranked.
    brought.sort(key=lambda one: (one.called.who[0] == UNATTRIBUTED, fold(one.called.words)))
    return SheetShown(shown, operations, tuple(brought), standard)


def _who(row: Allotment) -> Who:
    return (PERSON, row.person_id) if row.person_id is not None else (GROUP, row.group_id or 0)


class _Names:
    """What a reader may call those who are on lines; five queries at most."""

    def __init__(
        self, user: User, establishment: Establishment, today: date, wanted: Iterable[tuple[OrderLine, Who]]
    ) -> None:
        pairs = [(line, who) for line, who in wanted if who[0] != UNATTRIBUTED]
        self._codes = codes_for_clients((line.order.client_id, who) for line, who in pairs)
        self._names: dict[Who, str] = {}
        if not pairs or not user.may(ProductionRight.READ, establishment):
            return
        persons = {key for _, (kind, key) in pairs if kind == PERSON}
        reach = Reach(user, ProductionRight.READ, establishment, persons)
        self._names = {(PERSON, key): reach.names[key] for key in persons if reach.holds(key, today)}
        groups = WorkGroup.objects.filter(pk__in={key for _, (kind, key) in pairs if kind == GROUP})
        self._names |= {(GROUP, key): name for key, name in groups.values_list("pk", "name")}

    def of(self, line: OrderLine, who: Who) -> Called:
        return Called(who, self._names.get(who, ""), self._codes.get((line.order.client_id, who), ""))
