"""From a sheet of numbers on the job basin to the room of the contract."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from etabli.core.refusal import Refusal
from etabli.cpom.actions.context import BasinSpec, save_basin
from etabli.exchange.planning_sales import Telling, in_order, tell_twice
from etabli.exchange.reading.basin import BasinLine
from etabli.exchange.reading.rows import Reading
from etabli.exchange.reading.words import folded
from etabli.exchange.report import Report
from etabli.org.actions import Change
from etabli.org.models import Establishment, User


def write_basin(
    reading: Reading[BasinLine], report: Report, *, establishment: Establishment, by: User | None, at: datetime
) -> None:
    """Numbers made or changed; the key of a line is its indicator and its year."""
    telling = Telling(report, "indicator", {})
    telling.doubt(reading.doubtful)
    tell_twice(in_order(reading), telling, lambda row: f"{folded(row.indicator)} {row.year}", "indicator")
    rows = [row for row in reading.rows if not telling.is_wrong(row)]
    specs = [BasinSpec(row.indicator, row.year, row.value, row.unit, row.source) for row in rows]
    answers = save_basin(establishment=establishment, rows=specs, by=by, at=at)
    for row, answer in zip(rows, answers, strict=True):
        if isinstance(answer, Refusal):
            telling.refuse(row, [answer])
    counts = Counter(answer for answer in answers if isinstance(answer, Change))
    report.created, report.updated = counts[Change.CREATED], counts[Change.UPDATED]
    report.unchanged = counts[Change.UNCHANGED]
    report.summary = {
        "indicators": len({folded(row.indicator) for row in rows}),
        "years": len({row.year for row in rows}),
    }
