"""What stands behind a figure, as far as the reader may see it: one query groups the rows, the sums stay those of the figure.

The groups come from the very text of the definition, so an explanation cannot differ from its figure; the days of one
person are fetched when they are asked for.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from django.db import connection

from etabli.core.periods import Period, day_of
from etabli.indicators.definitions import Definition
from etabli.indicators.queries import Contribution, Exclusion, Figure, tidy
from etabli.indicators.rules import Keep, within
from etabli.indicators.sums import bounds

AGES = "age_"
"""How the code of a class of age begins."""
_COLUMNS = "k.establishment, k.subject, k.day_no, k.part, k.num, k.den, k.excluded"


@dataclass(frozen=True)
class Group:
    """Rows of one person (None: of the establishment), of one part, counted or left out for one reason."""

    establishment: int
    subject: int | None
    part: str
    excluded: str
    count: int
    num: float | int
    den: float | int


@dataclass(frozen=True)
class Line:
    """The rows that one person brings to a figure, or several persons, or the establishment."""

    key: Any
    count: int
    num: float | int
    den: float | int


class Summable(Protocol):
    @property
    def key(self) -> Any: ...
    @property
    def count(self) -> int: ...
    @property
    def num(self) -> float | int: ...
    @property
    def den(self) -> float | int: ...


Row = TypeVar("Row", bound=Summable)


def merged(rows: Iterable[Row], visible: Collection[Any]) -> tuple[list[Row], Line | None]:
    """The rows whose key may be seen, and one line for all the others; None when there are none.

    The sums of rows and line together are those of all rows.
    """
    shown, hidden = [], []
    for row in rows:
        (shown if row.key in visible else hidden).append(row)
    return shown, total(hidden, key=len(hidden)) if hidden else None


def total(rows: Iterable[Summable], key: Any = None) -> Line:
    """One line for all the rows."""
    held = list(rows)
    num, den = sum(row.num for row in held), sum(row.den for row in held)
    return Line(key, sum(row.count for row in held), tidy(num) or 0, tidy(den) or 0)


@dataclass(frozen=True)
class Summary:
    """A figure taken apart. `figure` is the sum of `groups`."""

    figure: Figure
    groups: tuple[Group, ...]

    @property
    def persons(self) -> list[Line]:
        """One line a person (key: person), those left out for every reason too, with what was counted."""
        return self._lines(lambda group: group.subject, lambda group: group.subject is not None)

    @property
    def places(self) -> list[Line]:
        """One line an establishment (key: establishment), its persons and its own rows together."""
        return self._lines(lambda group: group.establishment, lambda group: True)

    @property
    def own(self) -> Line:
        """The rows that are of no person: places, opening days."""
        return total(Line(None, row.count, row.num, row.den) for row in self._counted() if row.subject is None)

    def _counted(self) -> list[Group]:
        return [group for group in self.groups if not group.excluded]

    def _lines(self, key_of: Any, wanted: Any) -> list[Line]:
        groups: defaultdict[Any, list[Line]] = defaultdict(list)
        for group in filter(wanted, self.groups):
            count = 0 if group.excluded else group.count
            groups[key_of(group)].append(Line(None, count, group.num, group.den))
        return [total(lines, key) for key, lines in groups.items()]

    @property
    def exclusions(self) -> list[Exclusion]:
        """Rows left out, the most frequent reason first."""
        counts: Counter[str] = Counter()
        for group in self.groups:
            if group.excluded:
                counts[group.excluded] += group.count
        return [
            Exclusion(reason, count, 0) for reason, count in sorted(counts.items(), key=lambda row: (-row[1], row[0]))
        ]

    @property
    def parts(self) -> list[Line]:
        """The numerator by part (key), largest first, ages in their order; empty when the definition has no parts.

        Rows of no part, where others have one, are the part "".
        """
        groups: defaultdict[str, list[Line]] = defaultdict(list)
        for group in self._counted():
            if group.num:
                groups[group.part].append(Line(None, group.count, group.num, group.den))
        lines = [total(rows, part) for part, rows in groups.items()] if set(groups) - {""} else []
        return sorted(lines, key=lambda line: (line.key if line.key.startswith(AGES) else "", -line.num, line.key))


def summary_of(definition: Definition, scope: str, period: Period, keep: Keep | None = None) -> Summary:
    """The figure and its groups, in one query. The figure must not be refused: see `queries.figure`.

    `keep`: who is inside the perimeter; None is everybody.
    """
    text = definition.bound("%({})s")
    keys = "k.establishment, k.subject, k.part, k.excluded"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {keys}, COUNT(*), SUM(k.num), SUM(k.den) FROM ({text}) AS k GROUP BY {keys}"
            " ORDER BY k.establishment, k.subject, k.part, k.excluded",
            bounds(scope, period),
        )
        groups = [
            Group(place, subject, part, excluded, count, num or 0, den or 0)
            for place, subject, part, excluded, count, num, den in cursor.fetchall()
        ]
    return summed_up(definition, scope, period, groups, keep)


def summed_up(definition: Definition, scope: str, period: Period, rows: Iterable[Group], keep: Keep | None) -> Summary:
    """The figure that these groups make within a perimeter."""
    groups = tuple(within(rows, keep))
    num, den = sum(group.num for group in groups), sum(group.den for group in groups)
    figure = Figure(definition, scope, period, tidy(num), tidy(den) if definition.is_ratio else None)
    return Summary(figure, groups)


def rows_of_subject(
    definition: Definition, scope: str, period: Period, subject: int | None, keep: Keep | None = None
) -> list[Contribution]:
    """The rows of one person, or those of no person when None, left-out ones too, in order of time."""
    text = definition.bound("%({})s")
    where = "k.subject IS NULL" if subject is None else "k.subject = %(subject)s"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} FROM ({text}) AS k WHERE {where} ORDER BY k.day_no, k.excluded, k.part",
            {**bounds(scope, period), "subject": subject},
        )
        return within(contributions(cursor.fetchall()), keep)


def all_rows(definition: Definition, scope: str, period: Period, keep: Keep | None = None) -> list[Contribution]:
    """Every row, counted or left out, in order of establishment, person and time."""
    text = definition.bound("%({})s")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_COLUMNS} FROM ({text}) AS k ORDER BY k.establishment, k.subject, k.day_no, k.excluded, k.part",
            bounds(scope, period),
        )
        return within(contributions(cursor.fetchall()), keep)


def contributions(rows: Iterable[Sequence[Any]]) -> list[Contribution]:
    return [
        Contribution(place, subject, day_of(day), part, tidy(num) or 0, tidy(den) or 0, excluded)
        for place, subject, day, part, num, den, excluded in rows
    ]
