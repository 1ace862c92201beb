"""The tables of figures, for screen and XLSX."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from etabli.kit.exports import Column, Kind

PersonUrl = Callable[[Any], str | None]


def export_columns() -> list[Column]:
    """Every row behind a figure: who, when, what it adds, or why it adds nothing."""
    return [
        Column("establishment", _("Establishment"), "establishment"),
        Column("number", _("Staff number"), "number", nominative=True),
        Column("name", _("Name"), "name", nominative=True, heads_row=True),
        Column("day", _("Day"), "day", Kind.DATE),
        Column("part", _("Part"), "part"),
        Column("excluded", _("Left out because"), "excluded"),
        Column("num", _("Numerator"), "num", Kind.DECIMAL),
        Column("den", _("Denominator"), "den", Kind.DECIMAL),
    ]


def rows_columns(has_parts: bool, has_den: bool, first: Any) -> list[Column]:
    """The days of one person, or the rows of the establishment. `first`: what the first column is called."""
    columns = [Column("day", first, "day", heads_row=True)]
    if has_parts:
        columns.append(Column("part", _("Part, or why left out"), "part"))
    columns.append(Column("num", _("Numerator"), "num", Kind.DECIMAL))
    if has_den:
        columns.append(Column("den", _("Denominator"), "den", Kind.DECIMAL))
    return columns


def months_columns(labels: list[str]) -> list[Column]:
    """Months down, each figure twice: the month, and the months so far. `labels`: of the figures, in order."""
    columns = [Column("month", _("Month"), "month", heads_row=True)]
    for index, label in enumerate(labels):
        columns.append(Column(f"value_{index}", label, _cell(index, 0), Kind.RATIO))
        columns.append(
            Column(f"so_far_{index}", _("%(figure)s, months so far") % {"figure": label}, _cell(index, 1), Kind.RATIO)
        )
    return columns


def _cell(index: int, which: int) -> Callable[[Any], Any]:
    return lambda row: row["figures"][index][which]
