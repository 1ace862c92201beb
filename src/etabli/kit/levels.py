"""Levels of a scale over time, drawn for `kit.charts`."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

TICKS = 3
"""Days named below the drawing, at most."""


@dataclass(frozen=True)
class Seen:
    """A level on a day (its number, and as it is read). `own`: what the person says of herself."""

    day_no: int
    label: str
    rank: int
    own: bool


def levels_over_time(altair: Any, levels: Sequence[Seen], highest: int, width: int, height: int) -> Any:
    """Days stand as far apart as they are; the person's own view has hollow points and a dashed line."""
    rows = [{"day": seen.day_no, "rank": seen.rank, "own": seen.own} for seen in levels]
    told = dict(sorted({seen.day_no: seen.label for seen in levels}.items()))
    days = list(told)
    ticks = sorted({days[place * (len(days) - 1) // (TICKS - 1)] for place in range(TICKS)})
    labels = json.dumps({str(day): told[day] for day in ticks}, ensure_ascii=False)
    x = altair.X(
        "day:Q",
        title=None,
        scale=altair.Scale(zero=False, nice=False, padding=24),
        axis=altair.Axis(values=ticks, labelExpr=f"({labels})[datum.value]", labelOverlap="greedy", grid=False),
    )
    ranks = list(range(highest + 1))
    y = altair.Y(
        "rank:Q",
        title=None,
        scale=altair.Scale(domain=[0, highest]),
        axis=altair.Axis(values=ranks, format="d"),
    )
    layers = []
    for own, dash, fill in ((False, [1, 0], "currentColor"), (True, [5, 4], "transparent")):
        series = altair.Chart(altair.Data(values=[row for row in rows if row["own"] == own])).encode(x=x, y=y)
        layers.append(series.mark_line(color="currentColor", strokeWidth=2, strokeDash=dash))
        layers.append(series.mark_point(color="currentColor", fill=fill, size=70))
    return altair.layer(*layers).properties(width=width, height=height)
