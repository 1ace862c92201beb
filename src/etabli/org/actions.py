"""Writes of the organisation. Each takes `by` (a user or None for the operator) and `at` (the moment), in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from django.db import models, transaction

from etabli.core import facts
from etabli.core.calendars import HouseCalendar
from etabli.core.periods import Period, day_no, month_start, next_month
from etabli.kit.changes import announce
from etabli.org import rules
from etabli.org.models import (
    ApprovedPlaces,
    Association,
    CalendarDay,
    ClosurePeriod,
    DeclaredYear,
    DirectoryEntry,
    Establishment,
    EstablishmentYear,
    Opening,
    Scope,
    User,
    WorkedHoliday,
    Workshop,
)
from etabli.org.queries import (
    association_named,
    check_subdivision,
    house_of,
    parameter_rows,
    places_by_day,
    places_on,
    scope_ids_of,
)
from etabli.org.states import DEFAULT_OPENING_DAYS

ASP_YEARLY_HOURS = "asp_yearly_hours"
CALENDAR_CHANGED = "org.calendar"
"""Announced with establishment and at, so that higher rooms derive what depends on the calendar."""

Row = TypeVar("Row", bound=models.Model)


class Change(StrEnum):
    """What a declarative write did."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


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
    return _save(Association, {"name": name}, {"siren": siren} if siren else {})


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
    establishment, change = _save(Establishment, {"finess": spec.finess}, values)
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
        changed.append(_replace(WorkedHoliday, {"establishment": establishment}, "day", rows))
    if spec.opening_days is not None or spec.target_days is not None:
        changed.append(replace_years(establishment, spec.opening_days, spec.target_days))
    for workshop in spec.workshops or ():
        row, change = _save(Workshop, {"establishment": establishment, "code": workshop.code}, {"name": workshop.name})
        changed += [change != Change.UNCHANGED, _replace_openings(establishment, row, workshop.openings)]
    return changed


def replace_places(establishment: Establishment, places: Iterable[tuple[date, int]]) -> bool:
    """The approved places become these (valid from, value). True when something changed."""
    rows = {day: {"places": value} for day, value in places}
    return _replace(ApprovedPlaces, {"establishment": establishment}, "valid_from", rows)


def _replace_openings(
    establishment: Establishment, workshop: Workshop | None, rows: Iterable[tuple[date, str]]
) -> bool:
    where = {"establishment": establishment, "workshop": workshop}
    return _replace(Opening, where, "valid_from", {day: {"week": week} for day, week in rows})


def replace_closures(establishment: Establishment, closures: Iterable[ClosureSpec]) -> bool:
    rows = {
        closure.starts_on: {"ends_before": closure.ends_before, "reason": closure.reason, "paid": closure.paid}
        for closure in closures
    }
    return _replace(ClosurePeriod, {"establishment": establishment}, "starts_on", rows)


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
    return _replace(DeclaredYear, {"establishment": establishment}, "year", rows)


def _save(model: type[Row], key: Mapping[str, Any], values: Mapping[str, Any]) -> tuple[Row, Change]:
    row = model._default_manager.filter(**key).first()
    if row is None:
        return model._default_manager.create(**key, **values), Change.CREATED
    different = [name for name, value in values.items() if getattr(row, name) != value]
    if not different:
        return row, Change.UNCHANGED
    for name in different:
        setattr(row, name, values[name])
    row.save(update_fields=different)
    return row, Change.UPDATED


def _replace(
    model: type[models.Model], where: Mapping[str, Any], key: str, rows: Mapping[Any, Mapping[str, Any]]
) -> bool:
    """The rows of `model` under `where` become exactly these, by their key. True when something changed."""
    gone = model._default_manager.filter(**where).exclude(**{f"{key}__in": list(rows)})
    changed = bool(gone.delete()[0])
    for value, values in rows.items():
        changed |= _save(model, {**where, key: value}, values)[1] != Change.UNCHANGED
    return changed


@transaction.atomic
def rebuild_calendar(*, establishment: Establishment, at: datetime, first_year: int | None = None) -> None:
    """Derive the fact tables `calendar` and `establishment_year`.

    From the year of the first approved places (or `first_year` when earlier) to the end of the year after `at`, and never
    shorter than it was.
    """
    house = house_of(establishment)
    places = places_by_day(establishment)
    minutes = parameter_rows(ASP_YEARLY_HOURS, establishment)
    present = EstablishmentYear.objects.filter(establishment=establishment).values_list("year", flat=True)
    years = {*present, at.year + 1, *(day.year for day, _ in places), *([first_year] if first_year else [])}
    span = range(min(years), max(years) + 1)
    days = [_calendar_day(day, house, places, minutes) for year in span for day in _year(year).each_day()]
    CalendarDay.objects.filter(establishment=establishment).delete()
    CalendarDay.objects.bulk_create(
        (CalendarDay(establishment=establishment, **_values(day)) for day in days), batch_size=2000
    )
    _rebuild_years(establishment, span, days)
    rebuild_scopes()
    announce(CALENDAR_CHANGED, establishment=establishment, at=at)


def _year(year: int) -> Period:
    return Period(date(year, 1, 1), date(year + 1, 1, 1))


def _values(row: facts.CalendarDay) -> dict[str, Any]:
    return {name: getattr(row, name) for name in row.__slots__}


def _calendar_day(
    day: date, house: HouseCalendar, places: list[tuple[date, int]], yearly_hours: list[tuple[date, int]]
) -> facts.CalendarDay:
    month = month_start(day)
    return facts.CalendarDay(
        day_no=day_no(day),
        year=day.year,
        month=day_no(month),
        month_days=(next_month(day) - month).days,
        weekday=day.weekday(),
        open_half_days=len(house.halves_on(day)),
        week_open_half_days=house.week_on(day).count("1"),
        open_day=int(house.is_open_day(day)),
        holiday=int(house.is_holiday(day)),
        closure=int(house.closure_on(day) is not None),
        places=places_on(places, day),
        month_minutes=places_on(yearly_hours, day) * 60 // 12,
    )


def _rebuild_years(establishment: Establishment, years: Iterable[int], days: list[facts.CalendarDay]) -> None:
    declared = {row.year: row for row in establishment.declared_years.all()}
    EstablishmentYear.objects.filter(establishment=establishment).delete()
    open_days: dict[int, int] = dict.fromkeys(years, 0)
    for day in days:
        open_days[day.year] += day.open_day
    EstablishmentYear.objects.bulk_create(
        EstablishmentYear(
            establishment=establishment,
            year=year,
            declared_days=declared[year].opening_days if year in declared else DEFAULT_OPENING_DAYS,
            target_days=declared[year].target_days if year in declared else None,
            open_days=count,
        )
        for year, count in open_days.items()
    )


def rebuild_scopes() -> None:
    """Derive the fact table `scope`."""
    rows = [
        Scope(scope_id=scope_id, establishment=establishment)
        for establishment in Establishment.objects.order_by("pk")
        for scope_id in scope_ids_of(establishment)
    ]
    Scope.objects.all().delete()
    Scope.objects.bulk_create(rows)


@transaction.atomic
def save_directory(*, entries: Iterable[Mapping[str, Any]], by: User | None, at: datetime) -> dict[Change, int]:
    """Directory entries made or brought up to date, by their `finess`; how many of each."""
    present = {row.finess: row for row in DirectoryEntry.objects.all()}
    made: list[DirectoryEntry] = []
    changed: list[DirectoryEntry] = []
    same = 0
    names = [column.name for column in DirectoryEntry._meta.fields if not column.primary_key]
    for values in entries:
        row = DirectoryEntry(**values)
        known = present.get(row.finess)
        if known is None:
            made.append(row)
        elif any(getattr(known, name) != getattr(row, name) for name in names):
            changed.append(row)
        else:
            same += 1
    DirectoryEntry.objects.bulk_create(made, batch_size=500)
    DirectoryEntry.objects.bulk_update(changed, names, batch_size=200)
    rebuild_scopes()
    return {Change.CREATED: len(made), Change.UPDATED: len(changed), Change.UNCHANGED: same}
