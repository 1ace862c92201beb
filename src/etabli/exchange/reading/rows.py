"""What reading a file yields, and how the cells of one line are read with every problem kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, TypeVar

from etabli.exchange.reading.headers import Header
from etabli.exchange.reading.problems import BadValue, Place, Problem
from etabli.exchange.reading.sheets import Cell, Sheet
from etabli.exchange.reading.values import shown

T = TypeVar("T")
U = TypeVar("U")
Row = TypeVar("Row")


@dataclass
class Reading(Generic[Row]):
    """Good rows, how many lines were read, good and bad, and what there is to say about them.

    `doubtful`: rows with an error, for the checks that need only what of them could be read.
    """

    rows: list[Row] = field(default_factory=list)
    doubtful: list[Row] = field(default_factory=list)
    lines: int = 0
    days: set[date] = field(default_factory=set)
    """Of attendance: every day the sheets have room for, filled or not."""
    errors: list[Problem] = field(default_factory=list)
    warnings: list[Problem] = field(default_factory=list)
    ignored: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a sheet below its header line, and where each of its columns stands."""

    sheet: Sheet
    row: int
    columns: Mapping[str, int]

    def cell(self, key: str) -> Cell:
        """The cell of a column; None when the sheet has no such column."""
        return self.sheet.cell(self.row, self.columns[key]) if key in self.columns else None

    def place(self, key: str = "") -> Place:
        """The cell of a column; the whole line for a column the sheet does not have."""
        return self.sheet.place(self.row, self.columns.get(key))

    def problem(self, code: str, key: str = "", **facts: object) -> Problem:
        return Problem(code, self.place(key), shown(self.cell(key)), facts)


class LineReader:
    """Reads the cells of one line; a cell that cannot be read becomes a problem, and the others are still read.

    `unread`: the keys of the columns that could not be.
    """

    def __init__(self, line: Line) -> None:
        self.line = line
        self.errors: list[Problem] = []
        self.unread: set[str] = set()

    def read(self, key: str, reader: Callable[[Cell], T], default: U) -> T | U:
        """The value of a column by `reader`, or `default` when the reader refuses it."""
        try:
            return reader(self.line.cell(key))
        except BadValue as bad:
            self.errors.append(self.line.problem(bad.code, key, **bad.facts))
            self.unread.add(key)
            return default


def unknown_columns(sheet: Sheet, header: Header) -> list[Problem]:
    """The labels of the header line that nothing is read from, as ignored."""
    return [
        Problem("column_ignored", sheet.place(header.row, column), label) for column, label in header.unknown.items()
    ]


def is_blank(cells: Sequence[Cell]) -> bool:
    """True for a line without any filled cell."""
    return not any(cell is not None and cell != "" for cell in cells)
