"""The tables of figures, for screen and XLSX."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from etabli.kit.exports import Column, Kind


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
    columns = [Column("day", first, "day", heads_row=True, url=lambda row: row["url"])]
    if has_parts:
        columns.append(Column("part", _("Part, or why left out"), "part"))
    columns.append(Column("num", _("Numerator"), "num", Kind.DECIMAL))
    if has_den:
        columns.append(Column("den", _("Denominator"), "den", Kind.DECIMAL))
    return columns


def figures_columns() -> list[Column]:
    """Figures one under the other, each opening its explanation."""
    return [
        Column("label", _("Figure"), "label", heads_row=True, url=lambda row: row["url"]),
        Column("value", _("Value"), "value"),
    ]


def cohort_columns(horizons: Sequence[int]) -> list[Column]:
    """Those who entered in one year, and how many of them had left after so many years."""
    return [
        Column("label", _("Entered in"), "label", heads_row=True),
        Column("persons", _("Persons"), "persons", Kind.INTEGER),
        Column("happened", _("Left"), "happened", Kind.INTEGER),
        Column("otherwise", _("Left otherwise"), "otherwise", Kind.INTEGER),
        Column("there", _("Still there"), "there", Kind.INTEGER),
        *(
            Column(
                f"within_{years}",
                ngettext("Left within %(number)s year", "Left within %(number)s years", years) % {"number": years},
                f"within_{years}",
            )
            for years in horizons
        ),
    ]


def benchmark_columns(places: Sequence[tuple[int, str]]) -> list[Column]:
    """Establishments (key, name) side by side: the value of each, and its position among those told."""
    columns = [
        Column("code", _("Code"), "code"),
        Column("label", _("Figure"), "label", heads_row=True),
        Column("unit", _("Unit"), "unit"),
        Column("whole", _("The whole"), "whole"),
        Column("middle", _("Median"), "middle"),
    ]
    for key, name in places:
        columns.append(Column(f"value_{key}", name, f"value_{key}"))
        columns.append(Column(f"place_{key}", gettext("%(name)s: position") % {"name": name}, f"place_{key}"))
    return columns
