"""Writes of figures: the monthly cache, in the action that changes a fact; targets."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from etabli.core.periods import Period, day_no, day_of, month_start, next_month
from etabli.core.refusal import Refusal
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


@transaction.atomic
def save_target(
    *, establishment: Establishment, code: str, year: int, value: int | None, source: str, by: User | None, at: datetime
) -> None:
    """Set the target of a figure for a year, or take it back with None. Rates are in ten-thousandths."""
    if code not in definitions():
        raise Refusal("figure_unknown", figure=code)
    rows = Target.objects.filter(establishment=establishment, code=code, year=year)
    if value is None:
        rows.delete()
    elif not rows.update(value=value, source=source):
        Target.objects.create(establishment=establishment, code=code, year=year, value=value, source=source)
