"""Where a value stands, and what is wrong with it: codes and facts, worded elsewhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from etabli.core.refusal import Refusal

_LETTERS = 26


class BadValue(Refusal):
    """A cell that cannot be read as what its column says. The reader of the row adds the place."""


class Unreadable(Refusal):
    """A whole file, or a whole sheet, that cannot be read."""


def column_letters(column: int) -> str:
    """The letters of a column counted from 0.

    >>> [column_letters(number) for number in (0, 25, 26, 701, 702)]
    ['A', 'Z', 'AA', 'ZZ', 'AAA']
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A cell, its row and column counted from 0. Row or column None: the whole of the other; both None: the whole sheet."""

    sheet: str
    row: int | None = None
    column: int | None = None

    @property
    def cell(self) -> str:
        """The cell as the sheet shows it: `F12`, `12` for a line, `F` for a column, empty for a sheet."""
        letters = "" if self.column is None else column_letters(self.column)
        return letters + ("" if self.row is None else str(self.row + 1))

    def __str__(self) -> str:
        """`Mars!F12`; the bare sheet when there is no cell."""
        return "!".join(part for part in (self.sheet, self.cell) if part)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to tell about a place: `code` and `facts` make the sentence, `value` is what the cell shows."""

    code: str
    place: Place
    value: str = ""
    facts: Mapping[str, object] = field(default_factory=dict)
