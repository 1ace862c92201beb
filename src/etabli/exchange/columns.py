"""The lists of a report: what is wrong, doubtful, ignored and missing."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from etabli.exchange.reading.problems import Problem
from etabli.exchange.report import Missing, Report
from etabli.exchange.states import OF_SHEETS, ImportKind
from etabli.exchange.wording import told
from etabli.kit.exports import Column, Kind
from etabli.kit.localised import half_day

MONTH_NEEDED = "month_needed"


def _message(problem: Problem) -> str:
    if problem.code == MONTH_NEEDED:
        # On a command line the sentence names an option; here there is a field.
        return str(_("The columns are days without a month. Choose the month on this page, or write dates."))
    return told(problem)


PROBLEM_COLUMNS = (
    Column("sheet", _("Sheet"), lambda problem: problem.place.sheet),
    Column("cell", _("Cell"), lambda problem: problem.place.cell, heads_row=True),
    Column("value", _("Value"), "value", nominative=True),
    Column("message", _("What to do"), _message),
)
PATH_COLUMNS = (
    Column("place", _("Place in the file"), lambda problem: str(problem.place), heads_row=True),
    *PROBLEM_COLUMNS[2:],
)
"""Of a file that is no sheet: a path stands where a cell would."""
MISSING_COLUMNS = (
    Column("staff_number", _("Staff number"), "staff_number", nominative=True),
    Column("name", _("Person"), "name", nominative=True, heads_row=True),
    Column("day", _("Day"), "day", Kind.DATE),
    Column("half", _("Half-day"), lambda row: half_day(row.half)),
)
LISTS = {
    "errors": _("Errors"),
    "warnings": _("To check"),
    "missing": _("Half-days with nothing written"),
    "ignored": _("Not read"),
}
"""The lists of a report in the order of the screen."""


def columns_of(name: str, kind: ImportKind) -> tuple[Column, ...]:
    if name == "missing":
        return MISSING_COLUMNS
    return PROBLEM_COLUMNS if kind in OF_SHEETS else PATH_COLUMNS


def rows_of(report: Report, name: str) -> list[Any]:
    """The rows of a list in the order of the file; those missing by person."""
    return report.missing if name == "missing" else report.in_order(getattr(report, name))


def texts_of(row: Problem | Missing) -> list[str]:
    """What in a row may name a person: a staff number or a name."""
    if isinstance(row, Missing):
        return [row.staff_number]
    return [str(text) for text in (row.value, row.facts.get("name"), row.facts.get("number")) if text]
