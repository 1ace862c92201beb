"""Writes of what surrounds the contract: regional targets and the job basin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from etabli.core.refusal import Refusal
from etabli.cpom import rules
from etabli.cpom.models import BasinRow, RegionalTarget
from etabli.indicators.definitions import definitions
from etabli.indicators.formats import is_percentage
from etabli.org.actions import Change
from etabli.org.models import Establishment, User


@dataclass(frozen=True)
class RegionalSpec:
    """See `models.RegionalTarget`."""

    code: str
    value: int
    direction: str
    starts_on: date
    source: str
    ends_before: date | None = None


@transaction.atomic
def save_regional_target(
    *, establishment: Establishment, spec: RegionalSpec, row: RegionalTarget | None, by: User | None, at: datetime
) -> RegionalTarget:
    """Set a target of the region, or correct one.

    Refusals `cpom_measure_unknown`, `cpom_target_negative`, `cpom_rate_too_high`, `cpom_source_empty`,
    `cpom_ends_before_it_starts`, `cpom_regional_overlap`.
    """
    known = {code: one for code, one in definitions().items() if establishment.kind in one.kinds}
    rules.check_figure(spec.code, known)
    rules.check_target(spec.value, is_percentage(known[spec.code]))
    rules.check_source(spec.source)
    rules.check_regional_days(spec.starts_on, spec.ends_before)
    others = RegionalTarget.objects.filter(establishment=establishment, code=spec.code)
    held = others.exclude(pk=row.pk if row else None).values_list("starts_on", "ends_before")
    rules.check_no_overlap(spec.starts_on, spec.ends_before, list(held))
    target = row or RegionalTarget(establishment=establishment)
    target.code, target.value, target.direction = spec.code, spec.value, spec.direction
    target.starts_on, target.ends_before, target.source = spec.starts_on, spec.ends_before, spec.source.strip()
    target.save()
    return target


@transaction.atomic
def remove_regional_target(*, row: RegionalTarget, by: User | None, at: datetime) -> None:
    """The journal keeps it."""
    row.delete()


@dataclass(frozen=True)
class BasinSpec:
    """A number on the job basin. `value`: thousandths of its unit."""

    indicator: str
    year: int
    value: int
    unit: str
    source: str


@transaction.atomic
def save_basin(
    *, establishment: Establishment, rows: Sequence[BasinSpec], by: User | None, at: datetime
) -> list[Change | Refusal]:
    """Keep numbers on the job basin, one a year of each indicator; a row already there takes the new number and source.

    One answer a row: what changed, or the Refusal `cpom_basin_value_wrong`.
    """
    present = {(row.indicator, row.year): row for row in BasinRow.objects.filter(establishment=establishment)}
    answers: list[Change | Refusal] = []
    for spec in rows:
        if not (spec.indicator.strip() and spec.source.strip() and 1900 <= spec.year <= 2100):
            answers.append(Refusal("cpom_basin_value_wrong"))
            continue
        key = (spec.indicator.strip(), spec.year)
        row = present.get(key) or BasinRow(establishment=establishment, indicator=key[0], year=key[1])
        wanted = (spec.value, spec.unit.strip(), spec.source.strip())
        if row.pk and (row.value, row.unit, row.source) == wanted:
            answers.append(Change.UNCHANGED)
            continue
        answers.append(Change.UPDATED if row.pk else Change.CREATED)
        row.value, row.unit, row.source = wanted
        row.save()
        present[key] = row
    return answers


@transaction.atomic
def remove_basin_row(*, row: BasinRow, by: User | None, at: datetime) -> None:
    """The journal keeps it."""
    row.delete()
