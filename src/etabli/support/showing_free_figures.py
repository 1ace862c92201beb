"""Free data in figures, as plain values in the reader's language: a table, a drawing, the rows of a sheet."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext, gettext_lazy

from etabli.kit import localised
from etabli.kit.charts import Bar, Picture, signs
from etabli.kit.exports import Column, Kind
from etabli.org.models import Workshop
from etabli.support.models import FreeField
from etabli.support.queries.free_data import free_shown
from etabli.support.queries.free_figures import (
    EVERYWHERE,
    LEAST,
    NOTHING,
    NOWHERE,
    PRESENT,
    WRITTEN,
    FreeCell,
    FreeFigure,
)

_ROWS = {
    PRESENT: gettext_lazy("Persons present"),
    WRITTEN: gettext_lazy("A number is written"),
    NOTHING: gettext_lazy("Nothing is written"),
}


@dataclass(frozen=True)
class FreeLineTold:
    """One number of a sheet. `number` and `mean` None: not told, as `remark` says, or no number."""

    column: str
    row: str
    number: int | None
    mean: Decimal | None
    remark: str


COLUMNS = (
    Column("workshop", gettext_lazy("Workshop"), "column"),
    Column("value", gettext_lazy("What is written"), "row", heads_row=True),
    Column("persons", gettext_lazy("Persons"), "number", Kind.INTEGER),
    Column("mean", gettext_lazy("Mean of the numbers"), "mean", Kind.DECIMAL),
    Column("remark", gettext_lazy("Remark"), "remark"),
)


def table_of(figure: FreeFigure) -> dict[str, Any]:
    """The `columns` and `rows` of `components/table.html`: a row a value, a column a workshop, the whole first; of numbers
    their means in a row of their own."""
    names = _columns(figure)
    rows = [
        [row_worded(figure.field, row), *(_told(figure.cells[row, column].number) for column in names)]
        for row in figure.rows
    ]
    if WRITTEN in figure.rows:
        means = [_mean(figure.cells[WRITTEN, column]) for column in names]
        rows.insert(0, [gettext("Mean of the numbers"), *means])
    heads = [{"label": gettext("What is written")}, *({"label": name, "numeric": True} for name in names.values())]
    return {"columns": heads, "rows": [{"cells": list(_cells(row))} for row in rows]}


def _cells(texts: Iterable[str]) -> Iterable[dict[str, Any]]:
    for number, text in enumerate(texts):
        yield {"text": text, "header": number == 0, "numeric": number > 0, "url": None, "status": None}


def row_worded(field: FreeField, row: str) -> str:
    if row in _ROWS:
        return str(_ROWS[row])
    return free_shown(field.kind, row[1:]) if row.startswith("=") else row


def picture_of(figure: FreeFigure) -> Picture | None:
    """The values of all together that may be told, as bars; None when none may."""
    told = {row: figure.cells[row, EVERYWHERE].number for row in figure.rows if row != PRESENT}
    bars = tuple(
        Bar(row_worded(figure.field, row), float(number), localised.number(number))
        for row, number in told.items()
        if number is not None
    )
    if not any(bar.value for bar in bars):
        return None
    said = ", ".join(f"{bar.label} {bar.text}" for bar in bars)
    return Picture(title=figure.field.label, description=said, signs=signs(), bars=bars)


def lines_of(figure: FreeFigure) -> list[FreeLineTold]:
    """For a sheet: one line for each workshop and value."""
    few = _few()
    return [
        FreeLineTold(name, row_worded(figure.field, row), cell.number, cell.mean, few if cell.number is None else "")
        for column, name in _columns(figure).items()
        for row in figure.rows
        if (cell := figure.cells[row, column])
    ]


def _few() -> str:
    return gettext("fewer than %(least)s persons, or they could be found by taking off") % {"least": LEAST}


def _columns(figure: FreeFigure) -> dict[int, str]:
    """The names of the columns, all together first, then the workshops by name."""
    names = dict(Workshop.objects.filter(pk__in=figure.columns).order_by("name").values_list("pk", "name"))
    ends = {EVERYWHERE: gettext("All together"), NOWHERE: gettext("No workshop")}
    order = [EVERYWHERE, *names, NOWHERE]
    return {column: (names | ends)[column] for column in order if column in figure.columns}


def _told(number: int | None) -> str:
    return gettext("few persons") if number is None else localised.number(number)


def _mean(cell: FreeCell) -> str:
    if cell.number is None:
        return gettext("few persons")
    return "–" if cell.mean is None else localised.number(cell.mean, 2)
