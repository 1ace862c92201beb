"""The settings of an establishment, changed one at a time from a screen.

Each derives the calendar anew, and with it every half-day counted: places, opening, closures, holidays and years are all
denominators of some figure. Rows are made, or (`row`) corrected. Refusal `day_taken`: another row begins the same day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.db import models, transaction

from etabli.core.periods import Period
from etabli.core.refusal import Refusal
from etabli.org import rules
from etabli.org.actions.calendars import ASP_YEARLY_HOURS, rebuild_calendar
from etabli.org.models import (
    ApprovedPlaces,
    ClosurePeriod,
    DeclaredYear,
    Establishment,
    Opening,
    Parameter,
    User,
    WorkedHoliday,
    Workshop,
)
from etabli.org.queries import check_subdivision

COUNTED_PARAMETERS = frozenset({ASP_YEARLY_HOURS, "sickness_waiting_days"})
"""Those that half-days and calendar are counted with; the others are read when they are wanted."""


def _keep(row: models.Model, values: Mapping[str, Any], where: Mapping[str, Any], key: str) -> None:
    """Write the values, unless another row of `where` has the same `key`."""
    model = type(row)
    if model._default_manager.filter(**where, **{key: values[key]}).exclude(pk=row.pk).exists():
        raise Refusal("day_taken", value=str(values[key]) if key == "year" else values[key])
    for name, value in {**where, **values}.items():
        setattr(row, name, value)
    row.save()


@transaction.atomic
def save_identity(
    *,
    establishment: Establishment,
    name: str,
    siret: str,
    subdivision: str,
    full_time_weekly_minutes: int,
    by: User | None,
    at: datetime,
) -> None:
    """Name, SIRET, subdivision (its public holidays) and full time of the house."""
    rules.check_siret(siret, establishment.country)
    rules.check_full_time(full_time_weekly_minutes)
    check_subdivision(subdivision, establishment.country)
    counted = (establishment.subdivision, establishment.full_time_weekly_minutes)
    establishment.name, establishment.siret, establishment.subdivision = name, siret, subdivision
    establishment.full_time_weekly_minutes = full_time_weekly_minutes
    establishment.save()
    if counted != (subdivision, full_time_weekly_minutes):
        rebuild_calendar(establishment=establishment, at=at)


@transaction.atomic
def save_places(
    *,
    establishment: Establishment,
    valid_from: date,
    places: int,
    row: ApprovedPlaces | None = None,
    by: User | None,
    at: datetime,
) -> None:
    """Approved places from a day on."""
    values = {"valid_from": valid_from, "places": places}
    _keep(row or ApprovedPlaces(), values, {"establishment": establishment}, "valid_from")
    rebuild_calendar(establishment=establishment, at=at)


@transaction.atomic
def save_opening(
    *,
    establishment: Establishment,
    workshop: Workshop | None,
    valid_from: date,
    week: str,
    row: Opening | None = None,
    by: User | None,
    at: datetime,
) -> None:
    """The weekly opening of the establishment, or of one workshop, from a day on. Refusals `never_open`,
    `opening_first` (the house keeps one opening of its own)."""
    rules.check_open_somewhere(week)
    if row is not None and row.workshop_id is None and workshop is not None:
        _check_not_last_opening(row)
    where = {"establishment": establishment, "workshop": workshop}
    _keep(row or Opening(), {"valid_from": valid_from, "week": week}, where, "valid_from")
    rebuild_calendar(establishment=establishment, at=at)


@transaction.atomic
def save_closure(
    *,
    establishment: Establishment,
    starts_on: date,
    ends_before: date,
    reason: str,
    paid: bool,
    row: ClosurePeriod | None = None,
    by: User | None,
    at: datetime,
) -> None:
    """Refusals `closure_backwards`, `closure_overlap`."""
    rules.check_closure(starts_on, ends_before)
    others = establishment.closures.exclude(pk=row.pk if row else None)
    periods = [Period(other.starts_on, other.ends_before) for other in others]
    rules.check_closures_apart(Period(starts_on, ends_before), periods)
    values = {"starts_on": starts_on, "ends_before": ends_before, "reason": reason, "paid": paid}
    _keep(row or ClosurePeriod(), values, {"establishment": establishment}, "starts_on")
    rebuild_calendar(establishment=establishment, at=at)


@transaction.atomic
def save_worked_holidays(
    *, establishment: Establishment, year: int, days: Iterable[date], by: User | None, at: datetime
) -> None:
    """The public holidays of a year on which the establishment is open become these."""
    wanted = {day for day in days if day.year == year}
    present = establishment.worked_holidays.filter(day__year=year)
    gone = present.exclude(day__in=wanted)
    made = wanted - set(present.values_list("day", flat=True))
    if not made and not gone.exists():
        return
    gone.delete()
    WorkedHoliday.objects.bulk_create(WorkedHoliday(establishment=establishment, day=day) for day in sorted(made))
    rebuild_calendar(establishment=establishment, at=at)


@transaction.atomic
def save_year(
    *,
    establishment: Establishment,
    year: int,
    opening_days: int,
    target_days: int | None,
    row: DeclaredYear | None = None,
    by: User | None,
    at: datetime,
) -> None:
    """Declared opening days and target days of a year. Refusal `opening_days_wrong`."""
    rules.check_opening_days(year, opening_days)
    values = {"year": year, "opening_days": opening_days, "target_days": target_days}
    _keep(row or DeclaredYear(), values, {"establishment": establishment}, "year")
    rebuild_calendar(establishment=establishment, at=at)


@transaction.atomic
def save_workshop(
    *,
    establishment: Establishment,
    code: str,
    name: str,
    row: Workshop | None = None,
    by: User | None,
    at: datetime,
) -> None:
    """A workshop made, or given another code or name. Nothing is counted with either. Refusal `workshop_code_taken`."""
    same = [other for other in establishment.workshops.exclude(pk=row.pk if row else None) if other.code == code]
    if same:
        raise Refusal("workshop_code_taken", value=code, name=same[0].name)
    row = row or Workshop(establishment=establishment)
    row.code, row.name = code, name
    row.save()


@transaction.atomic
def save_parameter(
    *,
    establishment: Establishment,
    code: str,
    valid_from: date,
    value: int,
    source: str,
    row: Parameter | None = None,
    by: User | None,
    at: datetime,
) -> None:
    """A value of this establishment from a day on, which prevails over the one for everyone. Refusals
    `parameter_unknown`, `parameter_negative`."""
    general = Parameter.objects.filter(code=code, establishment=None).first()
    if general is None:
        raise Refusal("parameter_unknown", value=code)
    rules.check_parameter(value)
    values = {"valid_from": valid_from, "value": value, "unit": general.unit, "source": source}
    _keep(row or Parameter(), values, {"establishment": establishment, "code": code}, "valid_from")
    if code in COUNTED_PARAMETERS:
        rebuild_calendar(establishment=establishment, at=at)


Removable = ApprovedPlaces | Opening | ClosurePeriod | DeclaredYear | Parameter


@transaction.atomic
def remove_row(*, row: Removable, by: User | None, at: datetime) -> None:
    """Take a dated row back; what was before it holds again. Refusals `places_first`, `opening_first`."""
    establishment = row.establishment
    if establishment is None:
        raise LookupError("a parameter for everyone is removed by no establishment")
    if isinstance(row, ApprovedPlaces) and establishment.approved_places.count() == 1:
        raise Refusal("places_first")
    if isinstance(row, Opening) and row.workshop_id is None:
        _check_not_last_opening(row)
    row.delete()
    if not isinstance(row, Parameter) or row.code in COUNTED_PARAMETERS:
        rebuild_calendar(establishment=establishment, at=at)


def _check_not_last_opening(row: Opening) -> None:
    if row.establishment.openings.filter(workshop=None).count() == 1:
        raise Refusal("opening_first")
