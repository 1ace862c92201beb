"""Reads of the organisation, for screens and for higher rooms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import Any

import holidays
from django.db.models import Max, Min, Q, QuerySet

from etabli.core.calendars import Closure, HouseCalendar
from etabli.core.identifiers import compact
from etabli.core.periods import Period
from etabli.core.refusal import Refusal
from etabli.kit.clock import today
from etabli.kit.prepared import prepared
from etabli.kit.rights import rights_of, roles_with
from etabli.org.access import grants_of
from etabli.org.models import (
    ApprovedPlaces,
    Association,
    CalendarDay,
    ClosurePeriod,
    DirectoryEntry,
    Establishment,
    Grant,
    Opening,
    Parameter,
    User,
    WorkedHoliday,
    Workshop,
)

HOLIDAY_YEARS = range(1995, 2056)
"""Wide enough for any fact; a year costs a fraction of a millisecond, once a process."""

_SUBDIVISION_NAMES = {
    ("FR", "Alsace-Moselle"): "57",
    ("FR", "67"): "6AE",
    ("FR", "68"): "6AE",
}


def place_for(user: User, finess: str) -> Establishment | None:
    """The establishment of that number if the user may know of it, else None."""
    return Establishment.objects.visible_to(user).select_related("association").filter(finess=finess).first()


def rights_in(user: User, establishment: Establishment) -> frozenset[str]:
    """Every right a user holds there today, perhaps in one workshop only; one query."""
    here = Q(establishment=establishment) | Q(association=establishment.association_id)
    roles = grants_of(user).filter(here).values_list("role", flat=True).distinct() if user.is_active else ()
    return frozenset(right for role in roles for right in rights_of(role))


def _in_force(on: date) -> Q:
    return (Q(ends_before=None) | Q(ends_before__gt=on)) & Q(starts_on__lte=on)


def grants_in(establishment: Establishment, on: date) -> QuerySet[Grant]:
    """Grants in force there on a day, those over its association included, by name of user."""
    here = Q(establishment=establishment) | Q(association=establishment.association_id)
    rows = Grant.objects.filter(_in_force(on) & here, user__is_active=True)
    return rows.select_related("user", "workshop").order_by(
        "user__last_name", "user__first_name", "user__username", "pk"
    )


def holders_of(right: str, establishment: Establishment) -> QuerySet[Grant]:
    """Grants in force today that give a right there."""
    return grants_in(establishment, today()).filter(role__in=roles_with(right))


@lru_cache(maxsize=512)
def public_holidays(country: str, subdivision: str, year: int) -> frozenset[date]:
    """Public holidays of a year. `subdivision`: empty, or one of `known_subdivisions`."""
    known = _SUBDIVISION_NAMES.get((country, subdivision), subdivision)
    return frozenset(holidays.country_holidays(country, subdiv=known or None, years=year))


@lru_cache(maxsize=64)
def _every_public_holiday(country: str, subdivision: str) -> frozenset[date]:
    return frozenset().union(*(public_holidays(country, subdivision, year) for year in HOLIDAY_YEARS))


def named_holidays(establishment: Establishment, year: int, language: str) -> list[tuple[date, str]]:
    """Public holidays of a year with their names, in that language where the library knows it."""
    country, subdivision = establishment.country, establishment.subdivision
    known = _SUBDIVISION_NAMES.get((country, subdivision), subdivision) or None
    rows = holidays.country_holidays(country, subdiv=known, years=year, language=_holiday_language(country, language))
    return sorted(rows.items())


@lru_cache(maxsize=16)
def _holiday_language(country: str, language: str) -> str | None:
    spoken = holidays.country_holidays(country).supported_languages
    return next((code for code in spoken if code.split("_")[0] == language), None)


def known_subdivisions(country: str) -> tuple[str, ...]:
    """Subdivisions whose public holidays differ: `57` (Moselle), `67`, `68`, `Alsace-Moselle`, `974`…"""
    ours = [name for code, name in _SUBDIVISION_NAMES if code == country]
    return tuple(sorted({*ours, *holidays.list_supported_countries(include_aliases=True).get(country, [])}))


def check_subdivision(subdivision: str, country: str) -> None:
    """Refusal `subdivision_unknown` unless the holidays library knows holidays of its own for it."""
    if subdivision and subdivision not in known_subdivisions(country):
        raise Refusal("subdivision_unknown", value=subdivision, country=country)


def house_of(establishment: Establishment, workshop: Workshop | int | None = None) -> HouseCalendar:
    """The calendar of an establishment, or of one of its workshops where it opens otherwise."""
    return houses_of(establishment)[_key(workshop)]


def _key(workshop: Workshop | int | None) -> int | None:
    return workshop.pk if isinstance(workshop, Workshop) else workshop


def houses_of(establishment: Establishment) -> defaultdict[int | None, HouseCalendar]:
    """Calendars by workshop (key); a workshop without openings of its own has the establishment's (key None)."""
    openings: dict[int | None, list[tuple[date, str]]] = defaultdict(list)
    for workshop, valid_from, week in _openings(establishment=establishment.pk):
        openings[workshop].append((valid_from, week))
    closures = tuple(
        Closure(Period(start, end), paid) for start, end, paid in _closures(establishment=establishment.pk)
    )
    days = _holidays_of(establishment)
    house = _calendar(tuple(openings.get(None, ())), closures, *days)
    houses: defaultdict[int | None, HouseCalendar] = defaultdict(lambda: house)
    for workshop, rows in openings.items():
        houses[workshop] = _calendar(tuple(rows), closures, *days)
    return houses


@prepared
def _openings(establishment: Any) -> QuerySet[Opening, Any]:
    rows = Opening.objects.filter(establishment=establishment).order_by("valid_from")
    return rows.values_list("workshop", "valid_from", "week")


@prepared
def _closures(establishment: Any) -> QuerySet[ClosurePeriod, Any]:
    rows = ClosurePeriod.objects.filter(establishment=establishment).order_by("starts_on")
    return rows.values_list("starts_on", "ends_before", "paid")


@prepared
def _worked_holidays(establishment: Any) -> QuerySet[WorkedHoliday, Any]:
    return WorkedHoliday.objects.filter(establishment=establishment).order_by().values_list("day")


@lru_cache(maxsize=256)
def _calendar(
    openings: tuple[tuple[date, str], ...],
    closures: tuple[Closure, ...],
    days: frozenset[date],
    worked: frozenset[date],
) -> HouseCalendar:
    """The same calendar is the same object from one call to the next: counting remembers what it worked out of it."""
    return HouseCalendar(openings, closures, days, worked)


def _holidays_of(establishment: Establishment) -> tuple[frozenset[date], frozenset[date]]:
    """Public holidays off, and those on which the house works."""
    days = _every_public_holiday(establishment.country, establishment.subdivision)
    worked = days & {day for (day,) in _worked_holidays(establishment=establishment.pk)}
    return days - worked, worked


def followed_from(establishment: Establishment) -> date | None:
    """The first day of the first approved places: before it nothing is implied and nothing is missing."""
    rows = _first_places(establishment=establishment.pk)
    return rows[0][0] if rows else None


@prepared
def _first_places(establishment: Any) -> QuerySet[ApprovedPlaces, Any]:
    rows = ApprovedPlaces.objects.filter(establishment=establishment)
    return rows.order_by("valid_from").values_list("valid_from")[:1]


def places_by_day(establishment: Establishment) -> list[tuple[date, int]]:
    """(valid from, approved places) in order of date."""
    return list(establishment.approved_places.order_by("valid_from").values_list("valid_from", "places"))


def places_on(rows: Iterable[tuple[date, int]], day: date) -> int:
    """Approved places on a day, 0 before the first."""
    places = 0
    for valid_from, value in rows:
        if valid_from > day:
            break
        places = value
    return places


def parameter_rows(code: str, establishment: Establishment | None = None) -> list[tuple[date, int]]:
    """(valid from, value) of a parameter in order of date; from its first one on, rows of the establishment prevail."""
    return parameters_in([code], establishment).get(code, [])


def parameter_on(code: str, day: date, establishment: Establishment | None = None) -> int:
    """The value of a parameter on a day. LookupError when none is in force."""
    value = None
    for valid_from, candidate in parameter_rows(code, establishment):
        if valid_from <= day:
            value = candidate
    if value is None:
        raise LookupError(f"no parameter {code} on {day}")
    return value


def parameters_in(
    codes: Iterable[str], establishment: Establishment | None = None
) -> dict[str, list[tuple[date, int]]]:
    """As `parameter_rows`, of several at once: by code; one query."""
    here = Q(establishment__isnull=True) | Q(establishment=establishment)
    rows = Parameter.objects.filter(here, code__in=list(codes)).order_by("valid_from", "establishment")
    known: dict[str, list[Parameter]] = defaultdict(list)
    for row in rows:
        known[row.code].append(row)
    return {code: _prevailing(found) for code, found in known.items()}


def _prevailing(rows: list[Parameter]) -> list[tuple[date, int]]:
    own = [row.valid_from for row in rows if row.establishment_id]
    return [(row.valid_from, row.value) for row in rows if row.establishment_id or not own or row.valid_from < own[0]]


def calendar_span(establishment: Establishment) -> tuple[int, int] | None:
    """First and last day number of the derived calendar, both included."""
    rows = _calendar_days(establishment=establishment.pk)
    return (rows[0][0], rows[0][1]) if rows else None


@prepared
def _calendar_days(establishment: Any) -> QuerySet[CalendarDay, Any]:
    rows = CalendarDay.objects.filter(establishment=establishment).order_by().values("establishment")
    return rows.values_list(Min("day_no"), Max("day_no"))


def establishment_of(finess: str) -> Establishment | None:
    """The establishment run here with that number."""
    return Establishment.objects.select_related("association").filter(finess=compact(finess)).first()


def scope_ids_of(establishment: Establishment) -> list[str]:
    """The scopes an establishment belongs to: itself, its association, its département and its nation."""
    scopes = [
        f"establishment:{establishment.finess}",
        f"association:{establishment.association_id}",
        f"nation:{establishment.country}",
    ]
    department = department_of(establishment)
    return [*scopes, f"departement:{department}"] if department else scopes


def department_of(establishment: Establishment) -> str:
    """Its département: the directory's, else the first two characters of a French number."""
    if establishment.country != "FR":
        return ""
    entry = DirectoryEntry.objects.filter(finess=establishment.finess).values_list("department", flat=True).first()
    return entry or establishment.finess[:2]


def association_named(name: str) -> Association | None:
    return Association.objects.filter(name=name).first()
