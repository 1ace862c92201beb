"""Tables declared once, for the screen, XLSX and CSV.

A room's `columns.py` names each column, its label, how to get its value and its kind; the kind decides how each medium
shows it. Units are those of the house: minutes, cents, thousandths, fractions.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import xlsxwriter
from django.http import HttpResponse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext

from etabli.kit import localised

XLSX, CSV = "xlsx", "csv"
CONTENT_TYPES = {
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    CSV: "text/csv; charset=utf-8",
}
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


class Kind(StrEnum):
    """What a value is, and its unit."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    """A number shown with two decimals."""
    HOURS = "hours"
    """Minutes, shown as 7 h 30."""
    DECIMAL_HOURS = "decimal_hours"
    """Minutes, shown as 7,50 h."""
    RATIO = "ratio"
    """A fraction, shown as a percentage."""
    QUANTITY = "quantity"
    """Thousandths."""
    MONEY = "money"
    """Cents."""
    UNIT_PRICE = "unit_price"
    """Ten-thousandths of a euro."""
    DATE = "date"
    MOMENT = "moment"
    YES_NO = "yes_no"


_TEXTUAL = frozenset({Kind.TEXT, Kind.DATE, Kind.MOMENT, Kind.YES_NO})


@dataclass(frozen=True)
class Column:
    """`value`: the name of an attribute or key of the row, or a function of the row. `nominative`: tells who is meant."""

    name: str
    label: Any
    value: str | Callable[[Any], Any]
    kind: Kind = Kind.TEXT
    nominative: bool = False
    heads_row: bool = False
    url: Callable[[Any], str | None] | None = None

    def of(self, row: Any) -> Any:
        if callable(self.value):
            return self.value(row)
        return row[self.value] if isinstance(row, dict) else getattr(row, self.value)

    @property
    def numeric(self) -> bool:
        return self.kind not in _TEXTUAL


# ---------------------------------------------------------------- screen


def shown(value: Any, kind: Kind) -> str:
    """A value as the reader sees it. None is empty, save a ratio over nothing, which is "undefined"."""
    if kind == Kind.RATIO:
        return localised.ratio(value)
    if value is None:
        return ""
    show: dict[Kind, Callable[[Any], str]] = {
        Kind.INTEGER: localised.number,
        Kind.DECIMAL: lambda number: localised.number(number, 2),
        Kind.HOURS: localised.hours,
        Kind.DECIMAL_HOURS: localised.decimal_hours,
        Kind.QUANTITY: localised.quantity,
        Kind.MONEY: localised.money,
        Kind.UNIT_PRICE: localised.unit_price,
        Kind.DATE: lambda day: localised.day(day, "short"),
        Kind.MOMENT: localised.moment,
        Kind.YES_NO: _yes_no,
    }
    return show.get(kind, str)(value)


def _yes_no(value: Any) -> str:
    return gettext("yes") if value else gettext("no")


def screen(columns: Sequence[Column], rows: Iterable[Any]) -> dict[str, Any]:
    """The `columns` and `rows` of `components/table.html`."""
    return {
        "columns": [{"label": column.label, "numeric": column.numeric} for column in columns],
        "rows": [{"cells": [_cell(column, row) for column in columns]} for row in rows],
    }


def _cell(column: Column, row: Any) -> dict[str, Any]:
    return {
        "text": shown(column.of(row), column.kind),
        "numeric": column.numeric,
        "header": column.heads_row,
        "url": column.url(row) if column.url else None,
        "status": None,
    }


# ---------------------------------------------------------------- files

_FORMATS = {
    Kind.INTEGER: "#,##0",
    Kind.DECIMAL: "#,##0.00",
    Kind.HOURS: '[h]" h "mm',
    Kind.DECIMAL_HOURS: "#,##0.00",
    Kind.RATIO: "0.0%",
    Kind.QUANTITY: "#,##0.###",
    Kind.MONEY: '#,##0.00" €"',
    Kind.UNIT_PRICE: '#,##0.00##" €"',
    Kind.DATE: "dd/mm/yyyy",
    Kind.MOMENT: "dd/mm/yyyy hh:mm",
}
_DIVISORS = {Kind.HOURS: 1440, Kind.DECIMAL_HOURS: 60, Kind.QUANTITY: 1000, Kind.MONEY: 100, Kind.UNIT_PRICE: 10_000}
"""From our unit to that of a spreadsheet, where a duration is a fraction of a day."""


def to_xlsx(columns: Sequence[Column], rows: Iterable[Any], title: str = "") -> bytes:
    """A workbook of one sheet: numbers as numbers, hours as durations, dates as dates, text never as a formula."""
    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(file, options) as book:
        sheet = book.add_worksheet(_sheet_name(title))
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        formats = {kind: book.add_format({"num_format": code}) for kind, code in _FORMATS.items()}
        widths = [len(str(column.label)) for column in columns]
        for index, column in enumerate(columns):
            sheet.write_string(0, index, str(column.label), head)
        last = 0
        for last, row in enumerate(rows, start=1):
            for index, column in enumerate(columns):
                value = column.of(row)
                widths[index] = max(widths[index], len(shown(value, column.kind)))
                _write(sheet, last, index, value, column.kind, formats)
        for index, width in enumerate(widths):
            sheet.set_column(index, index, min(max(width + 2, 8), 60))
        sheet.freeze_panes(1, 0)
        if columns:
            sheet.autofilter(0, 0, last, len(columns) - 1)
    return file.getvalue()


def _sheet_name(title: str) -> str:
    """31 characters at most, without those that Excel refuses."""
    kept = "".join(char for char in title if char not in "[]:*?/\\").strip("' ")
    return kept[:31].strip("' ") or "Établi"


def _write(sheet: Any, row: int, column: int, value: Any, kind: Kind, formats: dict[Kind, Any]) -> None:
    if value is None:
        # An undefined ratio stays an empty cell: a word would break the sums of a spreadsheet.
        return
    if kind in (Kind.DATE, Kind.MOMENT):
        sheet.write_datetime(row, column, _naive(value), formats[kind])
    elif kind in _TEXTUAL:
        sheet.write_string(row, column, shown(value, kind))
    else:
        sheet.write_number(row, column, float(value) / _DIVISORS.get(kind, 1), formats[kind])


def _naive(value: date | datetime) -> date | datetime:
    """In the time of the workplace: a spreadsheet knows no time zone."""
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.make_naive(value)
    return value


def to_csv(columns: Sequence[Column], rows: Iterable[Any]) -> bytes:
    """`;` between columns, comma for decimals, dates as 2026-02-28, hours and ratios as decimals, UTF-8 with its mark.

    That is what a French or Belgian spreadsheet opens by a double click, and what our own imports read.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow([harmless(str(column.label)) for column in columns])
    for row in rows:
        writer.writerow([_in_csv(column.of(row), column.kind) for column in columns])
    return text.getvalue().encode("utf-8-sig")


def _in_csv(value: Any, kind: Kind) -> str:
    if value is None:
        return ""
    if kind in (Kind.DATE, Kind.MOMENT):
        naive = _naive(value)
        return naive.isoformat(sep=" ", timespec="minutes") if isinstance(naive, datetime) else naive.isoformat()
    if kind in _TEXTUAL:
        return harmless(shown(value, kind))
    if kind == Kind.INTEGER:
        return str(int(value))
    divisor = 60 if kind == Kind.HOURS else _DIVISORS.get(kind, 1)
    return f"{float(value) / divisor:.4f}".rstrip("0").rstrip(".").replace(".", ",")


def harmless(text: str) -> str:
    """Text that a spreadsheet would run as a formula is kept as text by an apostrophe before it."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def download(
    request: Any,
    kind: str,
    columns: Sequence[Column],
    rows: Sequence[Any],
    *,
    what: str,
    title: str,
    subjects: Iterable[object] | None = None,
    purpose: str = "",
    table: str = "",
) -> HttpResponse:
    """The file as an answer. `kind`: xlsx or csv. `what`: code of the export, for the access log.

    `subjects`: keys of the persons in it, or of the rows of `table` that name someone; ValueError without them when a
    column is nominative, so that none goes unlogged.
    """
    if subjects is None and any(column.nominative for column in columns):
        raise ValueError(f"the export {what} is nominative: say whom it names")
    if kind not in CONTENT_TYPES:
        raise ValueError(f"{kind} is neither xlsx nor csv")
    content = to_xlsx(columns, rows, title) if kind == XLSX else to_csv(columns, rows)
    if subjects is not None:
        request.note_read(what, subjects, purpose, table=table, rows=len(rows))
    name = slugify(title) or "etabli"
    headers = {"Content-Disposition": f'attachment; filename="{name}.{kind}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=CONTENT_TYPES[kind], headers=headers)
