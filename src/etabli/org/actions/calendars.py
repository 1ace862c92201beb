"""Deriving the fact tables `calendar`, `establishment_year` and `scope`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from operator import attrgetter

from django.db import transaction

from etabli.core import facts
from etabli.core.calendars import HouseCalendar
from etabli.core.periods import Period, day_no, month_start, next_month
from etabli.kit.bulk import bring
from etabli.kit.changes import announce
from etabli.org.models import CalendarDay, Establishment, EstablishmentYear, Scope
from etabli.org.queries import house_of, parameter_rows, places_by_day, places_on, scope_ids_of
from etabli.org.states import DEFAULT_OPENING_DAYS
from etabli.org.turns import one_at_a_time

ASP_YEARLY_HOURS = "asp_yearly_hours"
_COLUMNS = tuple(facts.CalendarDay.__slots__)
_values = attrgetter(*_COLUMNS)
CALENDAR_CHANGED = "org.calendar"
"""Announced with establishment and at, so that higher rooms derive what depends on the calendar."""


@transaction.atomic
def rebuild_calendar(*, establishment: Establishment, at: datetime, first_year: int | None = None) -> None:
    """Derive the fact tables `calendar` and `establishment_year`.

    From the year of the first approved places (or `first_year` when earlier) to the end of the year after `at`, and never
    shorter than it was.
    """
    one_at_a_time(establishment)
    house = house_of(establishment)
    places = places_by_day(establishment)
    minutes = parameter_rows(ASP_YEARLY_HOURS, establishment)
    present = EstablishmentYear.objects.filter(establishment=establishment).values_list("year", flat=True)
    years = {*present, at.year + 1, *(day.year for day, _ in places), *([first_year] if first_year else [])}
    span = range(min(years), max(years) + 1)
    days = [_calendar_day(day, house, places, minutes) for year in span for day in _year(year).each_day()]
    standing = CalendarDay.objects.filter(establishment=establishment)
    names = ("establishment", *_COLUMNS)
    wanted = ((establishment.pk, *_values(day)) for day in days)
    bring(CalendarDay, names, ["day_no"], standing.values_list(*names, "pk"), wanted)
    _rebuild_years(establishment, span, days)
    rebuild_scopes()
    announce(CALENDAR_CHANGED, establishment=establishment, at=at)


def _year(year: int) -> Period:
    return Period(date(year, 1, 1), date(year + 1, 1, 1))


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
        worked_holiday=int(house.is_worked_holiday(day)),
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
    wanted = {
        (scope_id, establishment.pk, establishment.kind)
        for establishment in Establishment.objects.order_by("pk")
        for scope_id in scope_ids_of(establishment)
    }
    present = {tuple(row): key for key, *row in Scope.objects.values_list("pk", "scope_id", "establishment", "kind")}
    # Only what differs, and none is made twice: another establishment may be saved at the same moment.
    Scope.objects.filter(pk__in=[key for row, key in present.items() if row not in wanted]).delete()
    fresh = [
        Scope(scope_id=scope_id, establishment_id=place, kind=kind)
        for scope_id, place, kind in sorted(wanted - set(present))
    ]
    Scope.objects.bulk_create(fresh, ignore_conflicts=True)
