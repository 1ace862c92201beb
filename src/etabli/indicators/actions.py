"""Writes of figures: the monthly cache, in the action that changes a fact; targets."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from etabli.core.periods import Period, day_no, day_of, month_start, next_month
from etabli.core.refusal import Refusal
from etabli.indicators import rules
from etabli.indicators.definitions import definitions
from etabli.indicators.models import FigureMonth, Target
from etabli.indicators.queries import monthly_sums, scope_of
from etabli.org.models import Establishment, User
from etabli.org.queries import calendar_span


def refresh_months(*, establishment: Establishment, days: Period, persons: Collection[int] | None = None) -> None:
    """Run every additive definition again over the months that hold these days, and keep the sums."""
    span = calendar_span(establishment)
    if span is None:
        return
    start = max(month_start(days.start), day_of(span[0]))
    last = day_of(span[1] + 1)
    end = last if days.end is None else min(next_month(month_start(Period(days.start, days.end).last_day)), last)
    if start >= end:
        return
    months = Period(start, end)
    rows = FigureMonth.objects.filter(establishment=establishment, month__gte=day_no(start))
    (rows.filter(month__lt=day_no(end)) if days.end is not None else rows).delete()
    FigureMonth.objects.bulk_create(
        [
            FigureMonth(code=code, version=definition.version, establishment_id=place, month=month, num=num, den=den)
            for code, definition in definitions().items()
            if definition.additive and establishment.kind in definition.kinds
            for place, month, num, den in monthly_sums(definition, scope_of(establishment), months)
        ],
        batch_size=1000,
    )


@dataclass(frozen=True)
class TargetSpec:
    """`value`: ten-thousandths of a rate, whole persons; None takes the target back. `source`: which contract or letter."""

    value: int | None
    source: str = ""


@transaction.atomic
def save_targets(
    *, establishment: Establishment, year: int, targets: Mapping[str, TargetSpec], by: User | None, at: datetime
) -> int:
    """Set the targets of a year, by figure; how many were set or taken back. Figures left out keep theirs."""
    rules.check_target_year(year)
    changed = 0
    for code, spec in targets.items():
        changed += save_target(
            establishment=establishment, code=code, year=year, value=spec.value, source=spec.source, by=by, at=at
        )
    return changed


@transaction.atomic
def save_target(
    *, establishment: Establishment, code: str, year: int, value: int | None, source: str, by: User | None, at: datetime
) -> bool:
    """Set the target of a figure for a year, or take it back with None; True when something changed.

    Rates, and means such as days a person, are in ten-thousandths. Refusals `figure_unknown`, `target_not_for`,
    `target_rate_wrong`, `target_count_wrong`, `target_without_source`.
    """
    definition = definitions().get(code)
    if definition is None:
        raise Refusal("figure_unknown", figure=code)
    rows = Target.objects.filter(establishment=establishment, code=code, year=year)
    if value is None:
        return bool(rows.delete()[0])
    rules.check_targeted(definition)
    rules.check_target_value(value, definition.is_ratio and definition.unit != "days/persons")
    rules.check_target_source(source)
    if rows.filter(value=value, source=source.strip()).exists():
        return False
    Target.objects.update_or_create(
        establishment=establishment, code=code, year=year, defaults={"value": value, "source": source.strip()}
    )
    return True
