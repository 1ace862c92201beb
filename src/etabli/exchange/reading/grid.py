"""The month grid: one line a person, one or two columns a day."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from etabli.core.calendars import Half
from etabli.exchange.reading import values, words
from etabli.exchange.reading.headers import HEADER_WITHIN, Header, find_header, lines_above, names
from etabli.exchange.reading.items import AttendanceItem, Person
from etabli.exchange.reading.labels import DayLabel, half_label, month_in, read_label
from etabli.exchange.reading.people import FIRST_NAME, LAST_NAME, STAFF_NUMBER, WEAK_STAFF_NUMBER
from etabli.exchange.reading.problems import BadValue, Problem
from etabli.exchange.reading.rows import Line, Reading, is_blank
from etabli.exchange.reading.sheets import Cell, Sheet, Workbook

PERSON = names(
    {"staff_number": WEAK_STAFF_NUMBER},
    staff_number=STAFF_NUMBER,
    last_name=LAST_NAME,
    first_name=FIRST_NAME,
    full_name="nom et prénom|nom prénom|noms et prénoms|nom & prénom|travailleur|travailleurs|personne|usager|"
    "naam en voornaam|naam voornaam|werknemer|medewerker|full name|person|worker|name and first name",
)
FEW_LABELS = 3
"""Bare numbers that are no line of days unless there are more, or the names of the person columns stand beside them."""
FEW_CELLS = 2
MONTH_NEEDED, PERSON_MISSING = "month_needed", "person_missing"
NONE = frozenset({"-", "–", "—", ""})
_BETWEEN_HALVES = re.compile(r"\s*/\s*|\s+")


@dataclass(frozen=True, slots=True)
class DayColumn:
    """The day a column stands for, the half of it when the sheet has two columns a day, and the column of its label."""

    label: DayLabel
    half: Half | None
    column: int


@dataclass(frozen=True, slots=True)
class Form:
    """Where things stand in the sheet of a grid: person columns, day columns, first line below the header lines."""

    sheet: Sheet
    header: Header
    days: Mapping[int, DayColumn]
    day_row: int
    first_row: int


def find_grid(sheet: Sheet) -> Form | None:
    """The form of a month grid; None when the first lines show no days, or nothing that tells the persons."""
    header = find_header(sheet, PERSON)
    if header is None:
        return None
    rows = range(min(HEADER_WITHIN, len(sheet.rows)))
    day_row, labels = max(((row, _labels(sheet, row, header)) for row in rows), key=lambda found: len(found[1]))
    if not labels:
        return None
    below = max(day_row, header.row) + 1
    halves = _halves(sheet, below, header, labels)
    days = _with_halves(labels, halves) if halves else _as_labelled(labels)
    first_row = below + bool(halves)
    if _are_weekdays(sheet, first_row, header, days):
        first_row += 1
    return Form(sheet, header, days, day_row, first_row)


def _labels(sheet: Sheet, row: int, header: Header) -> dict[int, DayLabel]:
    """The day labels of a line; none when it is a line of data that merely looks like days."""
    persons = header.columns.values()
    if row > header.row and any(values.shown(sheet.cell(row, column)) for column in persons):
        return {}
    cells = enumerate(sheet.rows[row])
    labels = {column: label for column, cell in cells if column not in persons and (label := read_label(cell))}
    if row != header.row and len(labels) < FEW_LABELS:
        return {}
    most = max(Counter(label.key for label in labels.values()).values(), default=0)
    return labels if most <= len(Half) else {}


def _halves(sheet: Sheet, row: int, header: Header, labels: Mapping[int, DayLabel]) -> dict[int, Half]:
    """The halves named on the line under the days, by column; none when that line is anything else."""
    if row >= len(sheet.rows) or any(values.shown(sheet.cell(row, column)) for column in header.columns.values()):
        return {}
    columns = [column for column, cell in enumerate(sheet.rows[row]) if values.shown(cell) and column >= min(labels)]
    halves = {column: half for column in columns if (half := half_label(sheet.cell(row, column))) is not None}
    return halves if set(halves.values()) == set(Half) and len(halves) >= len(labels) else {}


def _with_halves(labels: Mapping[int, DayLabel], halves: Mapping[int, Half]) -> dict[int, DayColumn]:
    """Each half under the day at or left of it: the cell of a day spans its two columns."""
    days = {}
    for column, half in sorted(halves.items()):
        at = max((start for start in labels if start <= column), default=None)
        if at is not None:
            days[column] = DayColumn(labels[at], half, at)
    return days


def _as_labelled(labels: Mapping[int, DayLabel]) -> dict[int, DayColumn]:
    """`3 M` and `3 A` are two halves of a day only where days come twice; elsewhere the letter is that of a weekday."""
    counts = Counter(label.key for label in labels.values())
    days = {}
    seen: set[tuple[int | None, int | None, int]] = set()
    for column, label in labels.items():
        half = label.half
        if counts[label.key] == len(Half) and half is None:
            half = Half(int(label.key in seen))
        seen.add(label.key)
        says = counts[label.key] == len(Half) or _says_half(label)
        days[column] = DayColumn(label, half if says else None, column)
    return days


def _says_half(label: DayLabel) -> bool:
    return label.half is not None and label.month is not None


def _are_weekdays(sheet: Sheet, row: int, header: Header, days: Mapping[int, DayColumn]) -> bool:
    if row >= len(sheet.rows) or any(values.shown(sheet.cell(row, column)) for column in header.columns.values()):
        return False
    written = [values.text_of(sheet.cell(row, column)) for column in days]
    return any(written) and all(words.is_weekday(word) for word in written if word)


def read_grid(workbook: Workbook, form: Form, month: date | None, reading: Reading[AttendanceItem]) -> None:
    """Read the items of a grid. `month`: the first day of the month that bare day numbers belong to."""
    sheet = form.sheet
    found = None
    try:
        found = _month(workbook, form, month, reading)
    except BadValue as bad:
        problem = Problem(bad.code, sheet.place(form.day_row), sheet.name, bad.facts)
        if bad.code == "sheet_of_other_month":
            reading.ignored.append(problem)
            return
        reading.errors.append(problem)
    reading.ignored += lines_above(sheet, min(form.day_row, form.header.row))
    reading.ignored += _other_columns(form)
    reading.days |= set(_days(form, found))
    for row in range(form.first_row, len(sheet.rows)):
        if not is_blank(sheet.rows[row]):
            _read_line(Line(sheet, row, form.header.columns), form, found, reading)


def _read_line(line: Line, form: Form, month: date | None, reading: Reading[AttendanceItem]) -> None:
    problem = _not_a_person(line, form)
    if problem is None:
        reading.lines += 1
        _read_cells(line, form, month, _person(line), reading)
    elif problem.code == PERSON_MISSING:
        reading.errors.append(problem)
        _read_cells(line, form, month, None, reading)
    else:
        reading.ignored.append(problem)


def _month(workbook: Workbook, form: Form, month: date | None, reading: Reading[AttendanceItem]) -> date | None:
    """The month of the bare day numbers: the one asked for, else the one the sheet is named after or its title names.

    BadValue: `month_needed`, `sheet_of_other_month` (the sheet is named after another month than the one asked for).
    """
    if all(day.label.year is not None and day.label.month is not None for day in form.days.values()):
        return None
    year, number = month_in(form.sheet.name)
    if month is not None:
        other = (number is not None and number != month.month) or (
            number is not None and year not in (None, month.year)
        )
        if other and not workbook.delimited:
            raise BadValue("sheet_of_other_month", month=month)
        reading.warnings += _titles_of_another_month(form, month)
        return month
    for title in _titles(form):
        title_year, title_number = month_in(title.value)
        year, number = year or title_year, number or title_number
    if year is None or number is None:
        raise BadValue(MONTH_NEEDED)
    return date(year, number, 1)


def _titles(form: Form) -> list[Problem]:
    return lines_above(form.sheet, max(form.day_row, form.header.row))


def _titles_of_another_month(form: Form, month: date) -> Iterator[Problem]:
    for title in _titles(form):
        year, number = month_in(title.value)
        if number is not None and (number != month.month or year not in (None, month.year)):
            yield Problem("title_of_other_month", title.place, title.value, {"month": f"{month:%Y-%m}"})


def _days(form: Form, month: date | None) -> Iterator[date]:
    """The days of the columns; those a short month does not have are left out."""
    for day in form.days.values():
        with suppress(BadValue):
            yield day.label.day(month)


def _other_columns(form: Form) -> Iterator[Problem]:
    """Columns that are neither a person's nor a day's, as ignored, by the cell of their label or their first filled cell."""
    known = {*form.header.columns.values(), *form.days}
    width = max(len(row) for row in form.sheet.rows)
    for column in range(width):
        if column in known:
            continue
        top = min(form.day_row, form.header.row)
        filled = [row for row in range(top, len(form.sheet.rows)) if values.shown(form.sheet.cell(row, column))]
        if filled:
            label = values.shown(form.sheet.cell(filled[0], column))
            code = "column_ignored"
            if words.first_word_in(label, words.TOTALS):
                code = "total_ignored"
            elif words.first_word_in(label, words.SIGNATURES):
                code = "signature_ignored"
            yield Problem(code, form.sheet.place(filled[0], column), label)


def _not_a_person(line: Line, form: Form) -> Problem | None:
    """What to say of a line that is no person: a total, a signature, a note, or codes without a person; None for a person."""
    cells = line.sheet.rows[line.row]
    filled = [(column, values.shown(cell)) for column, cell in enumerate(cells) if values.shown(cell)]
    column, first = filled[0]
    place = line.sheet.place(line.row, column)
    for code, choice in (("total_ignored", words.TOTALS), ("signature_ignored", words.SIGNATURES)):
        if words.first_word_in(first, choice):
            return Problem(code, place, first)
    if any(values.shown(line.cell(key)) for key in form.header.columns):
        marked = any(values.shown(line.sheet.cell(line.row, day)) for day in form.days)
        return None if marked else Problem("nothing_on_line", place, first)
    if all(_is_number(line.sheet.cell(line.row, number)) for number, _ in filled):
        return Problem("total_ignored", place, first)
    if len(filled) <= FEW_CELLS or not any(number in form.days for number, _ in filled):
        return Problem("note_ignored", place, first)
    return Problem(PERSON_MISSING, place, first)


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, int | float) or bool(re.match(r"^\d+([.,]\d+)?$", values.shown(cell)))


def _person(line: Line) -> Person:
    key = next(key for key in ("staff_number", "full_name", "last_name", "first_name") if values.shown(line.cell(key)))
    name = values.text_of(line.cell("full_name")) or " ".join(
        values.text_of(line.cell(part)) for part in ("last_name", "first_name")
    )
    return Person(values.text_of(line.cell("staff_number")), name.strip(), line.place(key))


def _read_cells(
    line: Line, form: Form, month: date | None, person: Person | None, reading: Reading[AttendanceItem]
) -> None:
    """The items of a line; what of a cell could not be read does not keep the rest of it from being checked."""
    of_whom = person or Person("", "", line.place())
    for column, day in form.days.items():
        cell, place = line.sheet.cell(line.row, column), line.sheet.place(line.row, column)
        codes, unread, problems = _codes(cell, day.half)
        if not codes:
            continue
        on = date.max
        try:
            on = day.label.day(month)
        except BadValue as bad:
            unread.add("day")
            _tell_day(bad, form, day, reading)
        if person is None:
            unread.add("staff_number")
        reading.errors += [Problem(bad.code, place, values.shown(cell), bad.facts) for bad in problems]
        kept = reading.doubtful if unread else reading.rows
        kept += [AttendanceItem(place, of_whom, on, half, code, unread=frozenset(unread)) for half, code in codes]


def _tell_day(bad: BadValue, form: Form, day: DayColumn, reading: Reading[AttendanceItem]) -> None:
    """A day that the month does not have is told of its label, once; that the month is needed was said for the sheet."""
    label = values.shown(form.sheet.cell(form.day_row, day.column))
    problem = Problem(bad.code, form.sheet.place(form.day_row, day.column), label, bad.facts)
    if bad.code != MONTH_NEEDED and problem not in reading.errors:
        reading.errors.append(problem)


def _codes(cell: Cell, half: Half | None) -> tuple[list[tuple[Half | None, str]], set[str], list[BadValue]]:
    """The codes of a cell with the half of the day each is for; what of them could not be read, and why.

    BadValue: `too_many_codes`, and those of a lost cell.
    """
    try:
        parts = _BETWEEN_HALVES.split(values.text(cell))
    except BadValue as lost:
        return [(half, "")], {"code"}, [lost]
    if len(parts) > (1 if half is not None else len(Half)):
        return [(half, code) for code in parts if code not in NONE], {"slot"}, [BadValue("too_many_codes")]
    if len(parts) == 1:
        return [(half, code) for code in parts if code not in NONE], set(), []
    return [(part, code) for part, code in zip(Half, parts, strict=True) if code not in NONE], set(), []
