"""The header line of a sheet, and its columns by any of their names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from etabli.exchange.reading.problems import Problem
from etabli.exchange.reading.sheets import Sheet
from etabli.exchange.reading.values import text_of
from etabli.exchange.reading.words import folded

HEADER_WITHIN = 10
"""The header line is one of so many first lines."""
WEAK = "?"
_BRACKETS = re.compile(r"[(\[].*?[)\]]")

Names = Mapping[str, frozenset[str]]
"""Key of a column to its names, folded. A key written `staff_number?` has names that mean it only when no better one is there."""


def names(weak: Mapping[str, str] | None = None, **columns: str) -> dict[str, frozenset[str]]:
    """A table of synonyms, written as one text a column, names separated by `|`; `weak` are second-best names."""
    written = columns | {key + WEAK: text for key, text in (weak or {}).items()}
    return {key: frozenset(folded(name) for name in text.split("|")) for key, text in written.items()}


@dataclass(frozen=True, slots=True)
class Header:
    """The header line of a sheet: its row, counted from 0, the column of each key, and the labels nothing is known of."""

    row: int
    columns: Mapping[str, int]
    unknown: Mapping[int, str] = field(default_factory=dict)
    twice: Sequence[tuple[int, str]] = ()

    def missing(self, required: Iterable[str]) -> list[str]:
        return [key for key in required if key not in self.columns]


def key_of(label: str, table: Names) -> str:
    """The key of a column label, with or without what it has in brackets; empty when it is none of the table."""
    for candidate in (folded(label), folded(_BRACKETS.sub(" ", label))):
        for key, spellings in table.items():
            if candidate in spellings:
                return key
    return ""


def find_header(sheet: Sheet, table: Names) -> Header | None:
    """The line, among the first ten, with the most columns of the table; the first when equal; None when no line has any."""
    headers = [_read_header(sheet, row, table) for row in range(min(HEADER_WITHIN, len(sheet.rows)))]
    best = max(headers, key=lambda header: len(header.columns), default=None)
    return best if best is not None and best.columns else None


def _read_header(sheet: Sheet, row: int, table: Names) -> Header:
    columns: dict[str, int] = {}
    labels = {column: text_of(cell) for column, cell in enumerate(sheet.rows[row]) if text_of(cell)}
    keys = {column: key_of(label, table) for column, label in labels.items()}
    twice: list[tuple[int, str]] = []
    for column, key in keys.items():
        if key and not key.endswith(WEAK):
            if key in columns:
                twice.append((column, labels[column]))
            columns.setdefault(key, column)
    for column, key in keys.items():
        if key.endswith(WEAK) and columns.setdefault(key.removesuffix(WEAK), column) != column:
            keys[column] = ""
    unknown = {column: labels[column] for column, key in keys.items() if not key}
    return Header(row, columns, unknown, tuple(twice))


def header_problems(sheet: Sheet, header: Header, required: Iterable[str]) -> list[Problem]:
    """One problem for all required columns that are missing, naming those found; one for each column named twice."""
    problems = [Problem("column_twice", sheet.place(header.row, column), label) for column, label in header.twice]
    missing = header.missing(required)
    if missing:
        labels = [text_of(cell) for cell in sheet.rows[header.row] if text_of(cell)]
        problems.append(
            Problem("columns_missing", sheet.place(header.row), "", {"missing": missing, "found": ", ".join(labels)})
        )
    return problems


def lines_above(sheet: Sheet, header_row: int) -> list[Problem]:
    """The filled cells above the header line (a title, a month, a signature), as ignored."""
    return [
        Problem("title_ignored", sheet.place(row, column), text_of(cell))
        for row in range(header_row)
        for column, cell in enumerate(sheet.rows[row])
        if text_of(cell)
    ]
