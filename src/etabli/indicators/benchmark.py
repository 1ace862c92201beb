"""The establishments of a scope side by side, every figure: what tells of few people is hidden, also from subtraction.

Limit: figures of the same people are compared with each other, not those of nearly the same people (a headcount of the
year and a caseload of its last day). Both are told, and who knows the definitions may learn how many make the difference.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.db import connection
from django.utils.translation import gettext

from etabli.core.periods import Period
from etabli.core.small_groups import Cell, parted, told_side_by_side
from etabli.indicators import presenting
from etabli.indicators.columns import benchmark_columns
from etabli.indicators.definitions import Definition, definitions
from etabli.indicators.explaining import Group, Summary, summed_up
from etabli.indicators.formats import is_percentage, shown_value, unit_worded
from etabli.indicators.queries import Known, establishments_by_scope, refusal_of, scope_of
from etabli.indicators.rules import LEAST
from etabli.indicators.sums import bounds
from etabli.kit.exports import Column
from etabli.org.models import Establishment


@dataclass(frozen=True)
class Standing:
    """One establishment (or the whole) in one figure. `value` None: hidden, refused or undefined, as `words` says.

    `position`: 1 is the highest of the values told; None without a value.
    """

    words: str
    value: float | None = None
    position: int | None = None
    is_hidden: bool = False


@dataclass(frozen=True)
class Row:
    """One figure. `middle`: the median of the values told; None when fewer than two are. `told`: how many are."""

    definition: Definition
    whole: Standing
    places: tuple[Standing, ...]
    middle: float | None
    told: int


def benchmark(scope: str, places: Sequence[Establishment], period: Period, least: int = LEAST) -> list[Row]:
    """Every figure that two of the establishments have; as many queries for twenty of them as for two."""
    scopes = [scope, *(scope_of(place) for place in places)]
    held, known = establishments_by_scope(scopes), Known.of(places, period)
    told: Told = {}
    rows = []
    for definition in definitions().values():
        if sum(place.kind in definition.kinds for place in places) < 2:
            continue
        given = [
            name
            for name in scopes
            if any(place.kind in definition.kinds for place in held[name])
            and refusal_of(definition, held[name], period, known) is None
        ]
        rows.append(_row(definition, scopes, _summaries(definition, given, period), least, told))
    return rows


def _summaries(definition: Definition, scopes: Sequence[str], period: Period) -> dict[str, Summary]:
    """The figure of each scope taken apart by person, in one query."""
    if not scopes:
        return {}
    texts, values = [], dict[str, Any]()
    for index, scope in enumerate(scopes):
        text = definition.bound(f"%({{}}_{index})s")
        texts.append(
            f"SELECT {index} AS i, k.establishment, k.subject, COUNT(*) AS n, SUM(k.num) AS num, SUM(k.den) AS den"
            f" FROM ({text}) AS k WHERE k.excluded = '' GROUP BY k.establishment, k.subject"
        )
        values |= {f"{name}_{index}": value for name, value in bounds(scope, period).items()}
    groups: list[list[Group]] = [[] for _ in scopes]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(texts), values)
        for index, place, subject, count, num, den in cursor.fetchall():
            groups[index].append(Group(place, subject, "", "", count, num or 0, den or 0))
    return {
        scope: summed_up(definition, scope, period, found, None) for scope, found in zip(scopes, groups, strict=True)
    }


Told = dict[frozenset[int], list[frozenset[int]]]
"""What figures told before, by the people they are of: figures of the same people are taken off each other."""


def _row(definition: Definition, scopes: Sequence[str], found: Mapping[str, Summary], least: int, before: Told) -> Row:
    cells = {scope: people_behind(summary) for scope, summary in found.items()}
    people = frozenset[int]().union(*(group for cell in cells.values() for group in cell))
    places = {scope: cell for scope, cell in cells.items() if scope != scopes[0]}
    known = before.get(people, [])
    told, with_whole = told_side_by_side(places, cells.get(scopes[0], ()), least, known)
    shown = told | ({scopes[0]} if with_whole else set())
    before[people] = parted([*known, *(group for scope in shown for group in cells.get(scope, ()))])
    values = sorted((float(value) for scope in told if (value := found[scope].figure.value) is not None), reverse=True)
    standings = [_standing(definition, found.get(scope), scope in shown, values) for scope in scopes]
    middle = median(values) if len(values) > 1 else None
    return Row(definition, standings[0], tuple(standings[1:]), middle, len(values))


def people_behind(summary: Summary) -> Cell:
    """Those whom a figure counts, and those whom it is divided by and does not count."""
    groups = [group for group in summary.groups if group.subject is not None]
    counted = {group.subject for group in groups if group.num}
    others = {group.subject for group in groups if group.den and group.subject not in counted}
    return [{key for key in people if key is not None} for people in (counted, others)]


def _standing(definition: Definition, summary: Summary | None, is_told: bool, values: Sequence[float]) -> Standing:
    if summary is None:
        return Standing(gettext("not given"))
    if not is_told:
        return Standing(gettext("few persons"), is_hidden=True)
    value = summary.figure.value
    if value is None:
        return Standing(gettext("undefined"))
    position = values.index(float(value)) + 1 if float(value) in values else None
    return Standing(shown_value(definition, value), float(value), position)


# ---------------------------------------------------------------- as shown


def shown_rows(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """For the screen: label, unit, whole, median and each establishment with its position among the values told."""
    return [
        {
            "code": row.definition.code,
            "label": row.definition.label(presenting.language()),
            "unit": "" if is_percentage(row.definition) else unit_worded(row.definition.unit),
            "whole": row.whole.words,
            "middle": "–" if row.middle is None else shown_value(row.definition, row.middle),
            "cells": [{"words": cell.words, "place": _position(cell, row)} for cell in row.places],
        }
        for row in rows
    ]


def _position(cell: Standing, row: Row) -> str:
    if cell.position is None or row.told < 2:
        return ""
    return gettext("%(place)s of %(told)s") % {"place": cell.position, "told": row.told}


def sheet(rows: Sequence[Row], places: Sequence[Establishment]) -> tuple[list[Column], list[dict[str, Any]]]:
    """Columns and rows of the workbook: the same words, so that what is hidden on the page is hidden in the file."""
    lines = []
    for shown in shown_rows(rows):
        line = {name: shown[name] for name in ("code", "label", "unit", "whole", "middle")}
        for place, cell in zip(places, shown["cells"], strict=True):
            line |= {f"value_{place.pk}": cell["words"], f"place_{place.pk}": cell["place"]}
        lines.append(line)
    return benchmark_columns([(place.pk, place.name) for place in places]), lines
