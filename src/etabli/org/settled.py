"""Months that are closed, as a higher room tells: the settings ask before they count such a month anew."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import date
from typing import Any

from etabli.core.periods import Period, next_month

Closed = Callable[[Any], Collection[date]]
"""The first days of the closed months of an establishment."""

_SOURCES: list[Closed] = []


def register(closed: Closed) -> None:
    if closed not in _SOURCES:
        _SOURCES.append(closed)


def months_reached(establishment: Any, reach: Iterable[Period]) -> list[date]:
    """The first days of the closed months that some days reach, in order."""
    periods = list(reach)
    if not periods:
        return []
    closed = {month for source in _SOURCES for month in source(establishment)}
    return sorted(
        month for month in closed if any(Period(month, next_month(month)).overlaps(period) for period in periods)
    )
