"""Numbers on a job basin: one line an indicator and a year, with where the number was published."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from etabli.exchange.reading import amounts, values
from etabli.exchange.reading.headers import names
from etabli.exchange.reading.lists import read_list
from etabli.exchange.reading.problems import BadValue
from etabli.exchange.reading.rows import Line, LineReader, Reading
from etabli.exchange.reading.sheets import Cell, Workbook

REQUIRED = ("indicator", "year", "value", "source")
LONGEST = {"indicator": 200, "unit": 60, "source": 300}
"""Most characters of a text. They are those of the table it goes to."""
YEARS = range(1900, 2101)
_MINUS = "-−"
COLUMNS = names(
    indicator="indicateur|intitulé|libellé|mesure|indicator|maatstaf|measure",
    value="valeur|chiffre|nombre|waarde|cijfer|aantal|value|number|figure",
    unit="unité|eenheid|unit",
    year="année|an|millésime|jaar|year",
    source="source|origine|référence|bron|herkomst|reference",
)


@dataclass(frozen=True, slots=True)
class BasinLine:
    """A number as written. `value`: thousandths of its unit. `unread`: columns that could not be read."""

    line: Line
    indicator: str
    value: int
    unit: str
    year: int
    source: str
    unread: frozenset[str]


def read_basin(workbook: Workbook) -> Reading[BasinLine]:
    """Every line of every visible sheet that has the header line."""
    return read_list(workbook, COLUMNS, REQUIRED, _line)


def _line(line: Line, reader: LineReader) -> BasinLine:
    return BasinLine(
        line=line,
        indicator=reader.read("indicator", _upto("indicator", values.required_text), ""),
        value=reader.read("value", _value, 0),
        unit=reader.read("unit", _upto("unit", values.text), ""),
        year=reader.read("year", _year, 0),
        source=reader.read("source", _upto("source", values.required_text), ""),
        unread=frozenset(reader.unread),
    )


def _upto(key: str, read: Callable[[Cell], str]) -> Callable[[Cell], str]:
    def text(cell: Cell) -> str:
        written = read(cell)
        if len(written) > LONGEST[key]:
            raise BadValue("text_too_long", longest=LONGEST[key])
        return written

    return text


def _value(cell: Cell) -> int:
    """Up to three decimals; a percent sign is let be, and a number may be below 0."""
    written = values.required_text(cell).rstrip("% ")
    sign = -1 if written[:1] in _MINUS else 1
    try:
        found = amounts.quantity(written.lstrip(f"{_MINUS} "))
    except BadValue as error:
        raise BadValue("not_a_published_number") from error
    if found is None:
        raise BadValue("not_a_published_number")
    return sign * found


def _year(cell: Cell) -> int:
    values.required_text(cell)
    found = amounts.count(cell)
    if found not in YEARS:
        raise BadValue("not_a_year")
    return int(found or 0)
