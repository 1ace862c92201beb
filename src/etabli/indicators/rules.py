"""When a figure can be given. Each `check_x` raises a Refusal; nothing here reads a database or a clock."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from etabli.core.periods import Period
from etabli.core.refusal import Refusal
from etabli.indicators.definitions import Basis, Definition


def check_period(definition: Definition, period: Period) -> None:
    """ASP figures are monthly: their period begins and ends on a first day of a month."""
    if definition.basis == Basis.MONTHS and not period.on_month_boundaries:
        raise Refusal("month_boundaries", figure=definition.code, start=period.start, end=period.end)


def check_known_until(period: Period, known_until: date) -> None:
    """A period does not reach beyond the calendar derived so far. `known_until`: its first unknown day."""
    if period.end is not None and period.end > known_until:
        raise Refusal("beyond_calendar", end=period.end, known_until=known_until)


def check_kind(definition: Definition, kinds: Collection[str]) -> None:
    """A figure exists for the kinds of establishment its definition names."""
    if not set(kinds) & definition.kinds:
        raise Refusal("not_for_this_kind", figure=definition.code, kinds=", ".join(sorted(kinds)))


def check_targets(definition: Definition, years_without: Collection[int]) -> None:
    """A figure measured against target days needs them for every year of its period."""
    if definition.requires == "target_days" and years_without:
        raise Refusal(
            "target_missing", figure=definition.code, years=", ".join(str(year) for year in sorted(years_without))
        )
