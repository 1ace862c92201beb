"""Lists of persons: one line an engagement, or a change of one."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import product

from etabli.core.facts import EngagementKind
from etabli.exchange.reading import values, words
from etabli.exchange.reading.headers import Header, find_header, header_problems, lines_above, names
from etabli.exchange.reading.problems import BadValue, Place, Problem
from etabli.exchange.reading.rows import Line, LineReader, Reading, is_blank, unknown_columns
from etabli.exchange.reading.sheets import Cell, Sheet, Workbook
from etabli.exchange.reading.words import folded

HALF_DAYS = 14
REQUIRED = ("staff_number", "last_name", "first_name", "starts_on")
"""A list without these columns is no list of persons."""

LONGEST = {"staff_number": 30, "last_name": 100, "first_name": 100, "end_reason": 200, "groups": 100}
"""Most characters of a text. They are those of the tables it goes to."""

_TWO_DAYS = frozenset({"ma", "di"})
"""Short names of one day in French and of another in Dutch."""

STAFF_NUMBER = (
    "matricule|n° matricule|no matricule|num matricule|numéro matricule|numéro de matricule|stamnummer|personeelsnummer|"
    "personeelsnr|staff number|staff no|employee number|employee id|personnel number"
)
WEAK_STAFF_NUMBER = "n°|numéro|no|nr|identifiant|id|nummer|number"
LAST_NAME = "nom|nom de famille|nom usuel|nom d'usage|naam|familienaam|achternaam|last name|surname|family name|name"
FIRST_NAME = "prénom|prénoms|voornaam|first name|given name|forename"
WORKSHOP = "atelier|ateliers|atelier principal|code atelier|afdeling|werkplaats|werkhuis|workshop|department"
COLUMNS = names(
    {"staff_number": f"{WEAK_STAFF_NUMBER}|code|code personne"},
    staff_number=STAFF_NUMBER,
    last_name=LAST_NAME,
    first_name=FIRST_NAME,
    birth_date="date de naissance|date naissance|naissance|né le|née le|né(e) le|ddn|geboortedatum|geboren op|date of birth|"
    "birth date|birthdate|dob|born on",
    sex="sexe|genre|civilité|geslacht|sex|gender",
    workshop=WORKSHOP,
    groups="groupe|groupes|groupe de travail|équipe|groep|groepen|werkgroep|ploeg|team|group|groups|work group",
    kind="statut|type de contrat|nature du contrat|contrat|statuut|type contract|contracttype|contract|contract type|status|kind",
    starts_on="entrée|date d'entrée|date entrée|entré le|début|date de début|début de contrat|in dienst|datum in dienst|"
    "in dienst sinds|indiensttreding|startdatum|begindatum|start|start date|entry|entry date|date of entry",
    last_day="sortie|date de sortie|date sortie|sorti le|fin|date de fin|fin de contrat|dernier jour|uit dienst|"
    "datum uit dienst|uitdiensttreding|einddatum|end|end date|exit|exit date|leaving date|last day",
    end_reason="motif de sortie|motif sortie|motif de la sortie|motif|reden uit dienst|reden uitdiensttreding|"
    "reden van vertrek|reden|exit reason|end reason|reason for leaving|reason",
    fraction="quotité|quotité de travail|temps de travail|taux d'activité|taux de présence|taux|etp|tewerkstellingsbreuk|"
    "tewerkstellingspercentage|arbeidsbreuk|breuk|vte|work fraction|fraction|working time|fte",
    from_date="à partir du|à partir de|a compter du|date d'effet|effet|vanaf|met ingang van|ingangsdatum|as of|"
    "effective from|effective date|with effect from|from date",
)


def _half_day_columns() -> dict[str, frozenset[str]]:
    """`due_0` (Monday morning) to `due_13` (Sunday afternoon), each by the names of its day and half in three languages."""
    table: dict[str, set[str]] = {f"due_{number}": set() for number in range(HALF_DAYS)}
    for (day, weekday), (slot, halves) in product(words.WEEKDAYS.items(), words.SLOTS.items()):
        if len(halves) == 1 and day not in _TWO_DAYS:
            table[f"due_{weekday * 2 + halves[0]}"] |= {f"{day} {slot}", f"{day}{slot}"}
    return {key: frozenset(spellings) for key, spellings in table.items()}


HALF_DAY_COLUMNS = _half_day_columns()
_ALL = COLUMNS | HALF_DAY_COLUMNS


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One line of a list of persons. Text as written; `fraction` in ten-thousandths; `last_day` is inclusive.

    `kind`: None when the sheet has no such column.
    `week`: the half-days due, fourteen characters `1` or `0` from Monday morning, None when the sheet does not say.
    `from_date`: the day a change takes effect, None for the terms of the entry.
    `unread`: fields that could not be read, or that contradict others, of a row with errors.
    """

    line: Line
    staff_number: str
    last_name: str
    first_name: str
    birth_date: date | None
    sex: str
    workshop: str
    groups: tuple[str, ...]
    kind: EngagementKind | None
    starts_on: date
    last_day: date | None
    end_reason: str
    fraction: int | None
    from_date: date | None
    week: str | None
    unread: frozenset[str] = frozenset()

    def place(self, key: str = "") -> Place:
        """The cell of a column of the row, for a problem found later."""
        return self.line.place(key)


def read_people(workbook: Workbook) -> Reading[PersonRow]:
    """Every engagement of every visible sheet that has the header line of a list of persons."""
    reading: Reading[PersonRow] = Reading()
    reading.ignored += [Problem("hidden_sheet_ignored", Place(name)) for name in workbook.hidden]
    headed = [(sheet, find_header(sheet, _ALL)) for sheet in workbook.sheets if sheet.rows]
    complete = any(header and not header.missing(REQUIRED) for _, header in headed)
    for sheet, header in headed:
        if header is None and not complete:
            reading.errors.append(Problem("header_missing", sheet.place()))
        elif header is None or (complete and len(header.columns) == 1):
            reading.ignored.append(Problem("sheet_ignored", sheet.place()))
        else:
            _read_sheet(sheet, header, reading)
    _refuse_doubles(reading, workbook.sheets)
    return reading


def _read_sheet(sheet: Sheet, header: Header, reading: Reading[PersonRow]) -> None:
    reading.ignored += lines_above(sheet, header.row) + unknown_columns(sheet, header)
    problems = header_problems(sheet, header, REQUIRED)
    if problems:
        reading.errors += problems
        return
    reading.warnings += [
        Problem(f"no_{key}_column", sheet.place(header.row))
        for key in ("kind", "fraction")
        if key not in header.columns
    ]
    for row in range(header.row + 1, len(sheet.rows)):
        line = Line(sheet, row, header.columns)
        ignored = _not_a_person(line)
        if ignored is not None:
            reading.ignored += ignored
            continue
        reading.lines += 1
        _read_line(line, reading)


def _not_a_person(line: Line) -> list[Problem] | None:
    """What to say of a line that is no person (blank, total, signature, note); None for a person."""
    cells = line.sheet.rows[line.row]
    if is_blank(cells):
        return []
    column, first = next((column, values.shown(cell)) for column, cell in enumerate(cells) if values.shown(cell))
    for code, choice in (("total_ignored", words.TOTALS), ("signature_ignored", words.SIGNATURES)):
        if words.first_word_in(first, choice) and not values.text_of(line.cell("first_name")):
            return [Problem(code, line.sheet.place(line.row, column), first)]
    keys = [key for key in line.columns if values.shown(line.cell(key))]
    if not keys or (len(keys) == 1 and not values.shown(line.cell("staff_number"))):
        return [Problem("note_ignored", line.sheet.place(line.row, column), first)]
    return None


def _read_line(line: Line, reading: Reading[PersonRow]) -> None:
    reader = LineReader(line)
    row = _row(line, reader)
    contradictions = list(_contradictions(row, reader.unread))
    reading.errors += reader.errors + [problem for _, problem in contradictions]
    if row.fraction is None and "fraction" in line.columns and "fraction" not in reader.unread:
        reading.warnings.append(line.problem("fraction_taken_as_whole", "fraction"))
    if reader.errors or contradictions:
        unread = reader.unread | {key for key, _ in contradictions}
        reading.doubtful.append(replace(row, unread=frozenset(unread)))
    else:
        reading.rows.append(row)


def _row(line: Line, reader: LineReader) -> PersonRow:
    return PersonRow(
        line=line,
        staff_number=reader.read("staff_number", _named("staff_number"), ""),
        last_name=reader.read("last_name", _named("last_name"), ""),
        first_name=reader.read("first_name", _named("first_name"), ""),
        birth_date=reader.read("birth_date", values.day, None),
        sex=reader.read("sex", values.sex, ""),
        workshop=reader.read("workshop", values.text, ""),
        groups=reader.read("groups", _groups, ()),
        kind=reader.read("kind", _kind, None) if "kind" in line.columns else None,
        starts_on=reader.read("starts_on", values.required_day, date.max),
        last_day=reader.read("last_day", values.day, None),
        end_reason=reader.read("end_reason", _end_reason, ""),
        fraction=reader.read("fraction", values.fraction, None),
        from_date=reader.read("from_date", values.day, None),
        week=_week(reader),
    )


def _named(key: str) -> Callable[[Cell], str]:
    def read(cell: Cell) -> str:
        return _short(values.required_text(cell), key)

    return read


def _short(text: str, key: str) -> str:
    if len(text) > LONGEST[key]:
        raise BadValue("text_too_long", longest=LONGEST[key])
    return text


def _end_reason(cell: Cell) -> str:
    return _short(values.text(cell), "end_reason")


def _groups(cell: Cell) -> tuple[str, ...]:
    """Names of groups, cut at `,` `;` `/` `|` and `+`."""
    names = (name.strip() for name in re.split(r"[,;/|+]", values.text(cell)))
    return tuple(_short(name, "groups") for name in names if name)


def _kind(cell: Cell) -> EngagementKind | None:
    values.required_text(cell)
    return values.kind(cell)


def _week(reader: LineReader) -> str | None:
    """The half-days ticked; None when the sheet has no such columns or none is ticked on this line."""
    marks = [reader.read(f"due_{number}", values.mark, False) for number in range(HALF_DAYS)]
    return "".join("1" if marked else "0" for marked in marks) if any(marks) else None


def _contradictions(row: PersonRow, unread: Collection[str]) -> Iterator[tuple[str, Problem]]:
    """What the cells of a line say against each other, with the column it is told of."""
    line, start, last_day, change = row.line, row.starts_on, row.last_day, row.from_date
    if "starts_on" not in unread:
        if last_day is not None and last_day < start:
            yield "last_day", line.problem("ends_before_it_starts", "last_day", starts_on=start)
        if change is not None and change < start:
            yield "from_date", line.problem("changes_before_it_starts", "from_date", starts_on=start)
        if row.birth_date is not None and row.birth_date >= start:
            yield "birth_date", line.problem("born_after_entry", "birth_date", starts_on=start)
    if change is not None and last_day is not None and change > last_day:
        yield "from_date", line.problem("changes_after_it_ends", "from_date", last_day=last_day)


_KEY = frozenset({"staff_number", "starts_on", "from_date"})


def _refuse_doubles(reading: Reading[PersonRow], sheets: Sequence[Sheet]) -> None:
    """The key of a row is staff number, entry and day of change: a second row with the same key is an error."""
    order = {sheet.name: number for number, sheet in enumerate(sheets)}
    rows = sorted(reading.rows + reading.doubtful, key=lambda row: (order[row.line.sheet.name], row.line.row))
    seen: dict[tuple[str, date, date], PersonRow] = {}
    twice: set[int] = set()
    for row in rows:
        if row.unread & _KEY:
            continue
        first = seen.setdefault((folded(row.staff_number), row.starts_on, row.from_date or row.starts_on), row)
        if first is not row:
            other = str(first.place("staff_number"))
            reading.errors.append(row.line.problem("row_twice", "staff_number", other=other))
            twice.add(id(row))
    reading.doubtful += [row for row in reading.rows if id(row) in twice]
    reading.rows = [row for row in reading.rows if id(row) not in twice]
