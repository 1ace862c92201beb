"""Why the activity rates of one period differ: the same half-days counted otherwise, and what other assumptions would give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, Count, IntegerField, Value, When

from etabli.attendance.models import HalfDayFact
from etabli.core.facts import EngagementKind, Unpaid
from etabli.core.periods import Period, day_no
from etabli.core.rates import denominators
from etabli.indicators.queries import Figure, tidy
from etabli.org.models import CalendarDay, Establishment, EstablishmentYear

ASSUMABLE = (
    "paid_hours_activity_rate",
    "target_fulfilment_rate",
    "occupancy_rate",
    "occupancy_rate_adapted",
    "active_caseload_rate",
    "blended_occupancy_rate",
)
"""Rates whose denominator alone depends on places, opening days and target days."""
_IN_DAYS = frozenset({EngagementKind.ACCOMPANIMENT, EngagementKind.TRAINEE, EngagementKind.DISCOVERY})
_SAYS_MORE = frozenset({Unpaid.WAITING_DAYS, Unpaid.AWAITED_NOTE})
"""Reasons that say more than the kind of absence they stand beside."""


# ---------------------------------------------------------------- the same half-days


@dataclass(frozen=True)
class Counted:
    """Half-days of one nature. `in_hours`: in the paid hours of the ASP; `in_days`: in the days of the ARS.

    `nature`: a reason of `wording.REASONS`, or "attended".
    """

    nature: str
    in_hours: bool
    in_days: bool
    half_days: int


def half_days_by_measure(establishment: Establishment, period: Period) -> list[Counted]:
    """Every half-day of the period once, by its nature and by which measures count it; one query."""
    rows = HalfDayFact.objects.filter(establishment=establishment, day_no__gte=day_no(period.start))
    rows = rows.filter(day_no__lt=day_no(period.end or period.start))
    paid = Case(When(paid_minutes__gt=0, then=Value(1)), default=Value(0), output_field=IntegerField())
    keys = ("kind", "ars", "absence", "implied", "typed", "unpaid")
    counts: Counter[tuple[str, bool, bool]] = Counter()
    for row in rows.values(*keys, paid=paid).annotate(count=Count("pk")).order_by():
        in_hours = bool(row["paid"]) and row["kind"] == EngagementKind.ACCOMPANIMENT
        in_days = bool(row["ars"]) and row["kind"] in _IN_DAYS
        counts[_nature(row), in_hours, in_days] += row["count"]
    order = sorted(counts.items(), key=lambda item: (-(2 * item[0][1] + item[0][2]), -item[1], item[0][0]))
    return [Counted(nature, in_hours, in_days, count) for (nature, in_hours, in_days), count in order]


def _nature(row: Mapping[str, Any]) -> str:
    if row["implied"]:
        return "house_closed"
    if not row["typed"]:
        return "missing"
    if row["kind"] != EngagementKind.ACCOMPANIMENT:
        return str(row["kind"])
    if not row["paid"] and row["unpaid"] in _SAYS_MORE:
        return str(row["unpaid"])
    if row["ars"]:
        return "attended" if row["paid"] else str(row["unpaid"] or "attended")
    return str(row["absence"] or row["unpaid"] or "not_attended")


# ---------------------------------------------------------------- what if


@dataclass(frozen=True)
class Assumed:
    """A rate as it is, and with other places, opening days or target days."""

    figure: Figure
    den: float | int | None

    @property
    def value(self) -> float | None:
        return self.figure.num / self.den if self.figure.num is not None and self.den else None


def what_if(
    figures: Iterable[Figure], establishment: Establishment, period: Period, assumptions: Mapping[str, int]
) -> list[Assumed]:
    """The rates under assumptions (`places`, `opening_days`, `target_days`); two queries. Numerators stay as they are."""
    days = list(
        CalendarDay.objects.filter(
            establishment=establishment,
            day_no__gte=day_no(period.start),
            day_no__lt=day_no(period.end or period.start),
        ).order_by("day_no")
    )
    years = {row.year: row for row in EstablishmentYear.objects.filter(establishment=establishment)}
    dens = denominators(days, years, assumptions)
    return [Assumed(row, tidy(dens.get(row.definition.code))) for row in figures if row.definition.code in ASSUMABLE]
