"""Plain lists: one header line, one thing a line. What every such sheet has in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from etabli.exchange.reading import values, words
from etabli.exchange.reading.headers import Header, Names, find_header, header_problems, lines_above
from etabli.exchange.reading.problems import Place, Problem
from etabli.exchange.reading.rows import Line, LineReader, Reading, is_blank, unknown_columns
from etabli.exchange.reading.sheets import Sheet, Workbook

Row = TypeVar("Row")
RowOf = Callable[[Line, LineReader], Row]
"""From a line to what it says; what cannot be read is told by the reader of the line."""


def read_list(workbook: Workbook, table: Names, required: Sequence[str], row_of: RowOf[Row]) -> Reading[Row]:
    """Every line of every visible sheet that has the header line. Rows with an error are doubtful."""
    reading: Reading[Row] = Reading()
    reading.ignored += [Problem("hidden_sheet_ignored", Place(name)) for name in workbook.hidden]
    headed = [(sheet, find_header(sheet, table)) for sheet in workbook.sheets if sheet.rows]
    complete = any(header and not header.missing(required) for _, header in headed)
    for sheet, header in headed:
        if header is None and not complete:
            reading.errors.append(Problem("header_missing", sheet.place()))
        elif header is None or (complete and len(header.columns) == 1):
            reading.ignored.append(Problem("sheet_ignored", sheet.place()))
        else:
            _read_sheet(sheet, header, required, row_of, reading)
    return reading


def _read_sheet(
    sheet: Sheet, header: Header, required: Sequence[str], row_of: RowOf[Row], reading: Reading[Row]
) -> None:
    reading.ignored += lines_above(sheet, header.row) + unknown_columns(sheet, header)
    problems = header_problems(sheet, header, required)
    if problems:
        reading.errors += problems
        return
    for row in range(header.row + 1, len(sheet.rows)):
        line = Line(sheet, row, header.columns)
        ignored = _ignored(line, required[0])
        if ignored is not None:
            reading.ignored += ignored
            continue
        reading.lines += 1
        reader = LineReader(line)
        found = row_of(line, reader)
        reading.errors += reader.errors
        (reading.doubtful if reader.errors else reading.rows).append(found)


def _ignored(line: Line, key: str) -> list[Problem] | None:
    """What to say of a line that is none (blank, total, note); None for one that counts."""
    cells = line.sheet.rows[line.row]
    if is_blank(cells):
        return []
    column, first = next((column, values.shown(cell)) for column, cell in enumerate(cells) if values.shown(cell))
    if not values.shown(line.cell(key)):
        if words.first_word_in(first, words.TOTALS):
            return [Problem("total_ignored", line.sheet.place(line.row, column), first)]
        if sum(1 for name in line.columns if values.shown(line.cell(name))) <= 1:
            return [Problem("note_ignored", line.sheet.place(line.row, column), first)]
    return None
