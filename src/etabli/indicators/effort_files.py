"""The file that associations compare themselves by: sums of a year, nobody in it. See docs/evaluation.md.

    {"schema": "etabli-support-effort", "version": 1, "organisation": "…", "year": 2025, "establishments": 2,
     "measures": {"persons": 84, …}, "support_minutes_by_category": {"skills": 5400, …}}

A measure is null when fewer than `effort.LEAST` people stand behind it. What is not of this shape is refused, all at once, so
that nothing about a person comes in by a column nobody looked at.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from etabli.core.refusal import Refusal
from etabli.indicators.effort import LEAST, REST, Effort, Measure, totals
from etabli.support.states import ActionCategory

SCHEMA, VERSION = "etabli-support-effort", 1
OTHERS = "joined"
"""Categories too small to stand alone, together."""
FIRST_YEAR, LAST_YEAR = 2000, 2100
LONGEST_NAME = 200
MOST_BYTES = 100_000
_KEYS = frozenset(
    {"schema", "version", "organisation", "year", "establishments", "measures", "support_minutes_by_category"}
)
_COUNTED = (Measure.PERSONS, Measure.SUPPORTED)


@dataclass(frozen=True)
class EffortTold:
    """What an association tells. `content`: the document as it came."""

    organisation: str
    year: int
    content: dict[str, Any]

    @property
    def measures(self) -> dict[str, int | None]:
        found: dict[str, int | None] = self.content["measures"]
        return found


def check_year_over(year: int, this_year: int) -> None:
    """A year is told once it is over: two sums of one year, told at two times, would differ by a few people."""
    if year >= this_year:
        raise Refusal("effort_year_not_over", year=year)


def document_of(effort: Effort, organisation: str, establishments: int) -> dict[str, Any]:
    by_category = effort.by_category()
    return {
        "schema": SCHEMA,
        "version": VERSION,
        "organisation": organisation,
        "year": effort.year,
        "establishments": establishments,
        "measures": totals(effort),
        "support_minutes_by_category": {(name if name != REST else OTHERS): sum_ for name, sum_ in by_category.items()},
    }


def read_document(content: bytes) -> EffortTold:
    """Refusal `effort_file_wrong` names every place that is wrong."""
    if len(content) > MOST_BYTES:
        raise Refusal("effort_file_wrong", places="file")
    try:
        document = json.loads(content)
    except (ValueError, RecursionError):
        raise Refusal("effort_file_wrong", places="file") from None
    wrong = list(_wrong(document)) if isinstance(document, dict) else ["file"]
    if wrong:
        raise Refusal("effort_file_wrong", places=", ".join(wrong))
    return EffortTold(document["organisation"].strip(), document["year"], document)


def _wrong(document: Mapping[str, Any]) -> Iterator[str]:
    yield from sorted(set(document) - _KEYS)
    if document.get("schema") != SCHEMA:
        yield "schema"
    if document.get("version") != VERSION:
        yield "version"
    name = document.get("organisation")
    if not isinstance(name, str) or not name.strip() or len(name) > LONGEST_NAME:
        yield "organisation"
    if not _whole(document.get("year"), FIRST_YEAR, LAST_YEAR):
        yield "year"
    if not _whole(document.get("establishments"), 1):
        yield "establishments"
    yield from _wrong_measures(document.get("measures"))
    yield from _wrong_categories(document.get("support_minutes_by_category"))


def _wrong_measures(measures: Any) -> Iterator[str]:
    if not isinstance(measures, dict) or set(measures) != {str(measure) for measure in Measure}:
        yield "measures"
        return
    for measure in Measure:
        value = measures[measure]
        if value is not None and not _whole(value, LEAST if measure in _COUNTED else 0):
            yield f"measures.{measure}"


def _wrong_categories(sums: Any) -> Iterator[str]:
    known = {str(category) for category in ActionCategory} | {OTHERS}
    if not isinstance(sums, dict) or not set(sums) <= known or not all(_whole(value, 0) for value in sums.values()):
        yield "support_minutes_by_category"


def _whole(value: Any, least: int, most: int = 10**12) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
