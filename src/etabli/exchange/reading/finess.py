"""The official export of the FINESS directory: one line an establishment, up to five groups of approved places.

The file circulates damaged: every cell is written `="…"`, the lines are in Latin-1 and the header line was decoded and
encoded again, so that some of its accents are lost. Columns are therefore found by what survived of their names, and by
their usual position when nothing did. Damage is a warning: the establishment is still written.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from etabli.core.identifiers import compact, department_of, is_finess, is_siret
from etabli.exchange.reading import values
from etabli.exchange.reading.problems import BadValue, Place, Problem
from etabli.exchange.reading.rows import Line, Reading, is_blank
from etabli.exchange.reading.sheets import Sheet, Workbook

GROUPS = 5
WIDTH = 22 + 6 * GROUPS
_EXCEL_TEXT = re.compile(r'^="(.*)"$', re.DOTALL)
_MOJIBAKE = re.compile("[\u00c2\u00c3][\u0080-\u00bf\u20ac\u2018-\u2122?]|\ufffd")

_NAMED: Mapping[str, tuple[int, str]] = {
    "finess": (0, r"^num.*finess$"),
    "siret": (1, r"^siret$"),
    "name": (3, r"^raison sociale$"),
    "address_extra": (4, r"distribution$"),
    "address": (5, r"^adresse$"),
    "locality": (6, r"^lieudit"),
    "postal_code": (7, r"^code postal$"),
    "city": (8, r"^libelle routage$"),
    "phone": (9, r"^tel$"),
    "opened_on": (11, r"^date ouvert"),
    "category": (12, r"^code cat"),
    "category_label": (13, r"^lib cat"),
    "legal_finess": (20, r"^finess juridique$"),
}
"""Key of a column to its usual position, counted from 0, and what survives of its name."""


@dataclass(frozen=True, slots=True)
class FinessRow:
    """One establishment of the directory. `places`: the sum of its approved places. Numbers without spaces."""

    place: Place
    finess: str
    siret: str
    name: str
    address: str
    postal_code: str
    city: str
    phone: str
    opened_on: date | None
    legal_finess: str
    category: str
    category_label: str
    places: int
    department: str


def read_finess(workbook: Workbook) -> Reading[FinessRow]:
    """The establishments of the first sheet. An error only where there is no establishment to write."""
    reading: Reading[FinessRow] = Reading()
    sheet = _unwrapped(workbook.sheets[0])
    columns = _columns(sheet, reading)
    if columns is None:
        return reading
    seen: dict[str, Place] = {}
    for row in range(1, len(sheet.rows)):
        if is_blank(sheet.rows[row]):
            continue
        reading.lines += 1
        line = Line(sheet, row, columns)
        found = _read_line(line, reading)
        if found is None:
            continue
        first = seen.setdefault(found.finess, line.place("finess"))
        if first == line.place("finess"):
            reading.rows.append(found)
        else:
            reading.errors.append(line.problem("row_twice", "finess", other=str(first)))
    return reading


def _unwrapped(sheet: Sheet) -> Sheet:
    """The sheet without the `="…"` around its cells, cells that are then empty left empty."""
    rows = [[_unwrap(cell) if isinstance(cell, str) else cell for cell in row] for row in sheet.rows]
    return Sheet(sheet.name, rows)


def _unwrap(cell: str) -> str | None:
    found = _EXCEL_TEXT.match(cell.strip())
    return (found[1].replace('""', '"') if found else cell).strip() or None


def _columns(sheet: Sheet, reading: Reading[FinessRow]) -> dict[str, int] | None:
    """Where each column is; None, with an error, when the first line is no header of this export."""
    written = [values.text_of(cell) for cell in sheet.rows[0]]
    found = {key: _where(written, pattern) for key, (_, pattern) in _NAMED.items()}
    if sum(map(len, found.values())) < len(_NAMED) // 2 or len(written) < WIDTH:
        reading.errors.append(Problem("not_a_finess_export", sheet.place(0), "", {"found": ", ".join(written[:8])}))
        return None
    columns = {}
    for key, (usual, _) in _NAMED.items():
        columns[key] = found[key][0] if len(found[key]) == 1 else usual
        if len(found[key]) != 1:
            reading.warnings.append(Problem("column_by_position", sheet.place(0, usual), written[usual]))
    totals = _where(written, "^capac.*total")
    if len(totals) != GROUPS:
        totals = [27 + 6 * group for group in range(GROUPS)]
        reading.warnings.append(Problem("places_by_position", sheet.place(0, totals[0]), written[totals[0]]))
    columns |= {f"places_{group}": column for group, column in enumerate(totals)}
    damaged = [column for column, label in enumerate(written) if _is_damaged(label)]
    if damaged:
        place, facts = sheet.place(0, damaged[0]), {"count": len(damaged)}
        reading.warnings.append(Problem("header_damaged", place, written[damaged[0]], facts))
    return columns


def _where(labels: Sequence[str], pattern: str) -> list[int]:
    return [column for column, label in enumerate(labels) if re.search(pattern, label.casefold())]


def _is_damaged(text: str) -> bool:
    return bool(_MOJIBAKE.search(text))


def _read_line(line: Line, reading: Reading[FinessRow]) -> FinessRow | None:
    text = {key: values.text_of(line.cell(key)) for key in line.columns}
    finess = compact(text["finess"])
    if not finess or not text["name"]:
        reading.errors.append(line.problem("value_missing", "name" if finess else "finess"))
        return None
    _warn(line, text, finess, reading)
    return FinessRow(
        place=line.place("finess"),
        finess=finess,
        siret=compact(text["siret"]),
        name=text["name"],
        address=", ".join(text[key] for key in ("address_extra", "address", "locality") if text[key]),
        postal_code=text["postal_code"],
        city=text["city"],
        phone=text["phone"],
        opened_on=_opened_on(line, reading),
        legal_finess=compact(text["legal_finess"]),
        category=text["category"],
        category_label=text["category_label"],
        places=sum(_places(line, f"places_{group}", reading) for group in range(GROUPS)),
        department=department_of(text["postal_code"]),
    )


def _warn(line: Line, text: Mapping[str, str], finess: str, reading: Reading[FinessRow]) -> None:
    """Numbers whose key is wrong, and text with signs of a wrong decoding."""
    if not is_finess(finess):
        reading.warnings.append(line.problem("finess_key_wrong", "finess"))
    if text["legal_finess"] and not is_finess(text["legal_finess"]):
        reading.warnings.append(line.problem("finess_key_wrong", "legal_finess"))
    if text["siret"] and not is_siret(text["siret"]):
        reading.warnings.append(line.problem("siret_key_wrong", "siret"))
    if not any(text[f"places_{group}"] for group in range(GROUPS)):
        reading.warnings.append(line.problem("no_places", "finess"))
    reading.warnings += [line.problem("text_damaged", key) for key, written in text.items() if _is_damaged(written)]


def _opened_on(line: Line, reading: Reading[FinessRow]) -> date | None:
    try:
        return values.day(line.cell("opened_on"))
    except BadValue as bad:
        reading.warnings.append(line.problem(bad.code, "opened_on", **bad.facts))
        return None


def _places(line: Line, key: str, reading: Reading[FinessRow]) -> int:
    written = values.text_of(line.cell(key))
    if not written:
        return 0
    if not written.isdecimal():
        reading.warnings.append(line.problem("not_a_number_of_places", key))
        return 0
    return int(written)
