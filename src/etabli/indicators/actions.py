"""Writes of figures: the monthly cache, in the action that changes a fact; targets; what others tell of their effort."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from etabli.attendance.models import HalfDayFact
from etabli.core.periods import Period, day_no, day_of, month_start, next_month
from etabli.core.refusal import Refusal
from etabli.indicators import rules
from etabli.indicators.definitions import Definition, Grain, definitions
from etabli.indicators.effort_files import EffortTold
from etabli.indicators.models import EffortFile, FigureMonth, Target
from etabli.indicators.queries import scope_of
from etabli.indicators.sums import Sum, first_spell_start, sums_of_months, sums_together
from etabli.kit.bulk import bring, update
from etabli.kit.prepared import prepared
from etabli.kit.statistics import renew_statistics
from etabli.kit.texts import fold
from etabli.org.models import Association, CalendarDay, Establishment, Scope, User
from etabli.org.queries import calendar_span
from etabli.people.models import EngagementFact

SHORT_DAYS = 7
"""Longest change followed by its difference."""
LONG_DAYS = 100
"""Longer changes are loads: the database counts its tables before they are summed."""
NIL: Sum = (0.0, 0.0)
_FIGURE = ("code", "version", "establishment", "month", "num", "den")
FACT_TABLES = (HalfDayFact, CalendarDay, EngagementFact, Scope)


@contextmanager
def follow_facts(
    *, establishment: Establishment, days: Period, persons: Collection[int] | None = None
) -> Iterator[None]:
    """The monthly cache follows the facts of these days, which change inside.

    After a change of a few days of one month, figures that add up day by day change by what those days were and are;
    everything else is summed anew over the months concerned, unless nothing of it can have changed: spells where those days
    hold none, what counts only above a rate of 1 where the rate is not.
    """
    cache = _Months(establishment)
    kept = cache.keep(days) if _is_short(days) else None
    first_spells = [first_spell_start(establishment, days)]
    yield
    first_spells.append(first_spell_start(establishment, days))
    spells = [min(day, days.start) for day in first_spells if day is not None]
    since_spell = Period(min(spells), days.end) if spells else None
    above = None if kept is None else cache.carry(kept, days)
    if above is None:
        cache.fill(since_spell or days, cache.definitions)
        return
    cache.fill(days, [row for row in cache.of_months if not row.only_above or row.only_above in above])
    if since_spell is not None:
        cache.fill(since_spell, cache.of_spells)


def _is_short(days: Period) -> bool:
    return days.end is not None and days.days <= SHORT_DAYS and month_start(days.start) == month_start(days.last_day)


class _Months:
    """The monthly cache of one establishment: a row for each month of its calendar and each additive definition it has."""

    def __init__(self, establishment: Establishment) -> None:
        self._establishment, self._scope = establishment, scope_of(establishment)
        self.definitions = [
            definition
            for definition in definitions().values()
            if definition.additive and establishment.kind in definition.kinds
        ]
        self.of_days = [definition for definition in self.definitions if definition.grain == Grain.DAY]
        self.of_months = [definition for definition in self.definitions if definition.grain == Grain.MONTH]
        self.of_spells = [definition for definition in self.definitions if definition.grain == Grain.SPELL]

    def keep(self, days: Period) -> dict[str, Sum]:
        """What the days make before they change."""
        return sums_together(self.of_days, self._scope, days)

    def carry(self, before: dict[str, Sum], days: Period) -> set[str] | None:
        """Add what the days make now less what they made; None, and nothing done, when the month is not all there.

        Answers the rates that are above 1 that month, or were.
        """
        versions = {definition.code: definition.version for definition in self.of_days}
        kept = {
            code: (key, num, den)
            for code, version, _, _, num, den, key in self._kept(Period(month_start(days.start), days.end), versions)
            if version == versions[code]
        }
        if len(kept) < len(versions):
            return None
        changed, above = [], set()
        for code, (num, den) in sums_together(self.of_days, self._scope, days).items():
            key, old_num, old_den = kept[code]
            new_num, new_den = old_num + (num - before[code][0]), old_den + (den - before[code][1])
            if (new_num, new_den) != (old_num, old_den):
                changed.append((new_num, new_den, key))
            if old_num > old_den or new_num > new_den:
                above.add(code)
        update(FigureMonth, ("num", "den"), changed)
        return above

    def fill(self, days: Period, wanted: Sequence[Definition]) -> None:
        """Sum these definitions anew over the months that hold the days, as far as the calendar goes."""
        months = self._whole_months(days) if wanted else None
        if months is None:
            return
        if months.days > LONG_DAYS:
            renew_statistics(FACT_TABLES)
        sums = sums_of_months(wanted, self._scope, months)
        codes = [definition.code for definition in wanted]
        summed = (
            (
                definition.code,
                definition.version,
                self._establishment.pk,
                first,
                *sums.get((definition.code, first), NIL),
            )
            for definition in wanted
            for first in (day_no(month.start) for month in months.months())
        )
        standing = self._kept(months if days.end else Period(months.start), codes)
        bring(FigureMonth, _FIGURE, ("code", "version", "month"), standing, summed)

    def _kept(self, months: Period, codes: Iterable[str]) -> Iterable[tuple[Any, ...]]:
        """The rows of these months: values of `_FIGURE`, and the key."""
        start, end = day_no(months.start), None if months.end is None else day_no(months.end)
        return _figures(establishment=self._establishment.pk, start=start, end=end, codes=frozenset(codes))

    def _whole_months(self, days: Period) -> Period | None:
        span = calendar_span(self._establishment)
        if span is None:
            return None
        known = Period(day_of(span[0]), day_of(span[1] + 1))
        end = None if days.end is None else next_month(month_start(days.last_day))
        return Period(month_start(days.start), end).cut(known)


@prepared
def _figures(establishment: Any, start: Any, end: Any, codes: Any) -> QuerySet[FigureMonth, Any]:
    rows = FigureMonth.objects.filter(establishment=establishment, month__gte=start, code__among=codes)
    return (rows if end is None else rows.filter(month__lt=end)).values_list(*_FIGURE, "pk")


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


# ---------------------------------------------------------------- effort of others


@transaction.atomic
def take_effort_file(*, association: Association, told: EffortTold, by: User | None, at: datetime) -> EffortFile:
    """Keep what another association tells of a year, in the place of what it told of it before.

    Refusal `effort_file_own`: it is one's own.
    """
    if fold(told.organisation) == fold(association.name):
        raise Refusal("effort_file_own", name=told.organisation)
    days = {"starts_on": date(told.year, 1, 1), "ends_before": date(told.year + 1, 1, 1)}
    row, _ = EffortFile.objects.update_or_create(
        association=association,
        organisation=told.organisation,
        **days,
        defaults={"content": told.content, "imported_at": at, "imported_by": by},
    )
    return row


@transaction.atomic
def remove_effort_file(*, row: EffortFile, by: User | None, at: datetime) -> None:
    """The journal keeps it."""
    row.delete()
