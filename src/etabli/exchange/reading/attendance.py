"""Attendance sheets: the long form (one line a half-day, or a day) and the month grid (`grid`)."""

from __future__ import annotations

from datetime import date

from etabli.core.calendars import Half
from etabli.exchange.reading import grid, values
from etabli.exchange.reading.headers import Header, find_header, header_problems, lines_above, names
from etabli.exchange.reading.items import AttendanceItem, Person
from etabli.exchange.reading.people import FIRST_NAME, LAST_NAME, STAFF_NUMBER, WEAK_STAFF_NUMBER
from etabli.exchange.reading.problems import Place, Problem
from etabli.exchange.reading.rows import Line, LineReader, Reading, is_blank, unknown_columns
from etabli.exchange.reading.sheets import Cell, Sheet, Workbook
from etabli.exchange.reading.words import SIGNATURES, TOTALS, first_word_in

REQUIRED = ("staff_number", "day", "slot", "code")
COLUMNS = names(
    {"staff_number": WEAK_STAFF_NUMBER},
    staff_number=STAFF_NUMBER,
    last_name=LAST_NAME,
    first_name=FIRST_NAME,
    day="date|jour|le|datum|dag|day",
    slot="créneau|créneau horaire|demi-journée|demi journée|période|moment|halve dag|dagdeel|tijdvak|tijdslot|slot|half-day|"
    "half day|part of day",
    code="code|code présence|code de présence|présence|motif|aanwezigheid|aanwezigheidscode|attendance|attendance code",
    minutes="minutes|nombre de minutes|nb minutes|durée (min)|durée en minutes|minuten|aantal minuten|duur (min)|"
    "number of minutes|duration (min)|min|mn",
    notice="prévenance|délai de prévenance|prévenu|préavis|verwittiging|verwittigd|voorafgaande verwittiging|notice|"
    "notice period|notice hours",
    document="justificatif|justificatif fourni|justifié|pièce justificative|bewijs|bewijsstuk|attest|verantwoordingsstuk|"
    "document|supporting document|proof|certificate",
)


def read_attendance(workbook: Workbook, month: date | None = None) -> Reading[AttendanceItem]:
    """Every item of every visible sheet, in either form.

    `month`: the first day of the month that day numbers belong to, for a grid whose header has no dates. A sheet named
    after a month is of that month.
    """
    reading: Reading[AttendanceItem] = Reading()
    reading.ignored += [Problem("hidden_sheet_ignored", Place(name)) for name in workbook.hidden]
    filled = [sheet for sheet in workbook.sheets if sheet.rows]
    unread = []
    for sheet in filled:
        header = find_header(sheet, COLUMNS)
        form = grid.find_grid(sheet)
        if header is not None and _is_long(header) and (form is None or not header.missing(REQUIRED)):
            _read_long(sheet, header, reading)
        elif form is not None:
            grid.read_grid(workbook, form, month, reading)
        else:
            unread.append(sheet)
    _refuse_nothing(reading)
    code = "no_attendance_in_sheet"
    problems = [Problem(code, sheet.place(), "", {"found": _labels(sheet)}) for sheet in unread]
    if len(unread) == len(filled):
        reading.errors += problems
    else:
        reading.ignored += [Problem("sheet_ignored", problem.place) for problem in problems]
    return reading


def _refuse_nothing(reading: Reading[AttendanceItem]) -> None:
    """Sheets left out for being of another month are an error when no other sheet was read."""
    if reading.lines == 0 and not reading.errors:
        reading.errors = [problem for problem in reading.ignored if problem.code == "sheet_of_other_month"]
        reading.ignored = [problem for problem in reading.ignored if problem not in reading.errors]


def _is_long(header: Header) -> bool:
    return "day" in header.columns and ("code" in header.columns or "slot" in header.columns)


def _labels(sheet: Sheet) -> str:
    header = find_header(sheet, COLUMNS)
    cells = sheet.rows[header.row] if header is not None else next((row for row in sheet.rows if not is_blank(row)), ())
    return ", ".join(values.text_of(cell) for cell in cells[:12] if values.text_of(cell))


def _read_long(sheet: Sheet, header: Header, reading: Reading[AttendanceItem]) -> None:
    reading.ignored += lines_above(sheet, header.row) + unknown_columns(sheet, header)
    problems = header_problems(sheet, header, REQUIRED)
    if problems:
        reading.errors += problems
        return
    for row in range(header.row + 1, len(sheet.rows)):
        line = Line(sheet, row, header.columns)
        if is_blank(sheet.rows[row]):
            continue
        ignored = _not_an_entry(line)
        if ignored is not None:
            reading.ignored.append(ignored)
            continue
        reading.lines += 1
        _read_entry(line, reading)


def _not_an_entry(line: Line) -> Problem | None:
    """A total, a signature or a note; None for an entry."""
    cells = line.sheet.rows[line.row]
    column, first = next((column, values.shown(cell)) for column, cell in enumerate(cells) if values.shown(cell))
    for code, choice in (("total_ignored", TOTALS), ("signature_ignored", SIGNATURES)):
        if first_word_in(first, choice):
            return Problem(code, line.sheet.place(line.row, column), first)
    filled = sum(bool(values.shown(line.cell(key))) for key in REQUIRED)
    if filled == 0 or (filled == 1 and not values.shown(line.cell("code"))):
        return Problem("note_ignored", line.sheet.place(line.row, column), first)
    return None


def _read_entry(line: Line, reading: Reading[AttendanceItem]) -> None:
    reader = LineReader(line)
    staff_number = reader.read("staff_number", values.required_text, "")
    day = reader.read("day", values.required_day, date.max)
    half = reader.read("slot", _half, None)
    code = reader.read("code", values.required_text, "")
    minutes = reader.read("minutes", values.minutes, None)
    notice = reader.read("notice", values.notice_hours, None)
    document = reader.read("document", values.yes_or_no, None)
    reading.errors += reader.errors
    if "day" not in reader.unread:
        reading.days.add(day)
    name = " ".join(values.text_of(line.cell(key)) for key in ("last_name", "first_name")).strip()
    person = Person(staff_number, name, line.place("staff_number"))
    unread = frozenset(reader.unread)
    item = AttendanceItem(line.place("code"), person, day, half, code, minutes, notice, document, unread)
    (reading.doubtful if unread else reading.rows).append(item)


def _half(cell: Cell) -> Half | None:
    halves = values.halves(cell)
    return halves[0] if len(halves) == 1 else None
