"""What the activity rates are divided by, over some days of a calendar, as it is or as it is assumed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from math import fsum
from typing import Any

MINUTES, HALF_DAYS_OF_A_FULL_WEEK = 60, 10


def denominators(
    days: Collection[Any], years: Mapping[int, Any], assumptions: Mapping[str, int]
) -> dict[str, float | None]:
    """The denominator of each rate over some days of the calendar. With no assumption, those of the definitions.

    `days`: rows of the fact table `calendar`, in order; `years`: rows of `establishment_year`.
    """
    places = assumptions.get("places")

    def places_on(day: Any) -> int:
        return int(day.places) if places is None else places

    hours = fsum(places_on(day) * day.month_minutes / (MINUTES * day.month_days) for day in days)
    theoretical = adapted = target = 0.0
    lacks_target = False
    for day in days:
        if not day.open_day:
            continue
        year = years[day.year]
        declared = assumptions.get("opening_days", year.declared_days) / year.open_days
        wanted = assumptions.get("target_days", year.target_days)
        lacks_target = lacks_target or wanted is None
        theoretical += declared * places_on(day)
        adapted += declared * places_on(day) * day.week_open_half_days / HALF_DAYS_OF_A_FULL_WEEK
        target += (wanted or 0) / year.open_days
    last = places_on(max(days, key=lambda day: day.day_no)) if days else 0
    return {
        "paid_hours_activity_rate": hours,
        "target_fulfilment_rate": None if lacks_target else target,
        "occupancy_rate": theoretical,
        "occupancy_rate_adapted": adapted,
        "active_caseload_rate": last,
        "blended_occupancy_rate": last,
    }
