"""An establishment as a configuration says, idempotent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from etabli.org import rules
from etabli.org.actions.calendars import rebuild_calendar
from etabli.org.actions.saving import Change, replace_rows, save_row
from etabli.org.models import (
    ApprovedPlaces,
    Association,
    ClosurePeriod,
    DeclaredYear,
    Establishment,
    Opening,
    User,
    WorkedHoliday,
    Workshop,
)
from etabli.org.queries import association_named, check_subdivision
from etabli.org.states import DEFAULT_OPENING_DAYS


@dataclass(frozen=True)
class ClosureSpec:
    starts_on: date
    ends_before: date
    reason: str
    paid: bool


@dataclass(frozen=True)
class WorkshopSpec:
    """`openings`: (valid from, week) where the workshop opens otherwise than the establishment."""

    code: str
    name: str
    openings: tuple[tuple[date, str], ...] = ()


@dataclass(frozen=True)
class EstablishmentSpec:
    """All that a configuration says of an establishment. None leaves what is there as it is."""

    finess: str
    name: str
    kind: str
    country: str
    full_time_weekly_minutes: int
    places: tuple[tuple[date, int], ...]
    openings: tuple[tuple[date, str], ...]
    siret: str = ""
    subdivision: str = ""
    opening_days: Mapping[int, int] | None = None
    target_days: Mapping[int, int] | None = None
    closures: tuple[ClosureSpec, ...] | None = None
    worked_holidays: tuple[date, ...] | None = None
    workshops: tuple[WorkshopSpec, ...] | None = None


@transaction.atomic
def save_association(*, name: str, siren: str, by: User | None, at: datetime) -> tuple[Association, Change]:
    """The association of that name, made or brought up to date."""
    rules.check_siren(siren)
    return save_row(Association, {"name": name}, {"siren": siren} if siren else {})


@transaction.atomic
def save_establishment(
    *, spec: EstablishmentSpec, association: Association | None, by: User | None, at: datetime
) -> tuple[Establishment, Change]:
    """The establishment as the spec says, idempotent; its calendar is derived anew when something changed.

    Without an association the establishment keeps its own, or begins one with its name.
    """
    check_spec(spec)
    present = Establishment.objects.filter(finess=spec.finess).first()
    if association is None:
        association = present.association if present else _association_for(spec, by, at)
    values = {
        "association": association,
        "siret": spec.siret,
        "name": spec.name,
        "kind": spec.kind,
        "country": spec.country,
        "subdivision": spec.subdivision,
        "full_time_weekly_minutes": spec.full_time_weekly_minutes,
    }
    establishment, change = save_row(Establishment, {"finess": spec.finess}, values)
    changed = [change != Change.UNCHANGED, *_save_parts(establishment, spec)]
    if any(changed):
        rebuild_calendar(establishment=establishment, at=at)
    if change == Change.UNCHANGED and any(changed):
        change = Change.UPDATED
    return establishment, change


def check_spec(spec: EstablishmentSpec) -> None:
    """Every rule of the room on a spec; raises the first Refusal."""
    rules.check_kind(spec.kind)
    rules.check_country(spec.country)
    rules.check_finess(spec.finess, spec.country)
    rules.check_siret(spec.siret, spec.country)
    rules.check_full_time(spec.full_time_weekly_minutes)
    check_subdivision(spec.subdivision, spec.country)
    for _, week in spec.openings:
        rules.check_open_somewhere(week)
    for year, days in (spec.opening_days or {}).items():
        rules.check_opening_days(year, days)
    for closure in spec.closures or ():
        rules.check_closure(closure.starts_on, closure.ends_before)


def _association_for(spec: EstablishmentSpec, by: User | None, at: datetime) -> Association:
    return association_named(spec.name) or save_association(name=spec.name, siren="", by=by, at=at)[0]


def _save_parts(establishment: Establishment, spec: EstablishmentSpec) -> list[bool]:
    changed = [
        replace_places(establishment, spec.places),
        _replace_openings(establishment, None, spec.openings),
    ]
    if spec.closures is not None:
        changed.append(replace_closures(establishment, spec.closures))
    if spec.worked_holidays is not None:
        rows = {day: {} for day in spec.worked_holidays}
        changed.append(replace_rows(WorkedHoliday, {"establishment": establishment}, "day", rows))
    if spec.opening_days is not None or spec.target_days is not None:
        changed.append(replace_years(establishment, spec.opening_days, spec.target_days))
    for workshop in spec.workshops or ():
        row, change = save_row(
            Workshop, {"establishment": establishment, "code": workshop.code}, {"name": workshop.name}
        )
        changed += [change != Change.UNCHANGED, _replace_openings(establishment, row, workshop.openings)]
    return changed


def replace_places(establishment: Establishment, places: Iterable[tuple[date, int]]) -> bool:
    """The approved places become these (valid from, value). True when something changed."""
    rows = {day: {"places": value} for day, value in places}
    return replace_rows(ApprovedPlaces, {"establishment": establishment}, "valid_from", rows)


def _replace_openings(
    establishment: Establishment, workshop: Workshop | None, rows: Iterable[tuple[date, str]]
) -> bool:
    where = {"establishment": establishment, "workshop": workshop}
    return replace_rows(Opening, where, "valid_from", {day: {"week": week} for day, week in rows})


def replace_closures(establishment: Establishment, closures: Iterable[ClosureSpec]) -> bool:
    rows = {
        closure.starts_on: {"ends_before": closure.ends_before, "reason": closure.reason, "paid": closure.paid}
        for closure in closures
    }
    return replace_rows(ClosurePeriod, {"establishment": establishment}, "starts_on", rows)


def replace_years(
    establishment: Establishment, opening_days: Mapping[int, int] | None, target_days: Mapping[int, int] | None
) -> bool:
    """Declared opening days and target days by year. A mapping left out keeps what is there."""
    present = {row.year: row for row in establishment.declared_years.all()}
    years = {*present, *(opening_days or {}), *(target_days or {})}
    rows = {}
    for year in years:
        row = present.get(year)
        opening = (
            row.opening_days if opening_days is None and row else (opening_days or {}).get(year, DEFAULT_OPENING_DAYS)
        )
        target = row.target_days if target_days is None and row else (target_days or {}).get(year)
        rows[year] = {"opening_days": opening, "target_days": target}
    return replace_rows(DeclaredYear, {"establishment": establishment}, "year", rows)
