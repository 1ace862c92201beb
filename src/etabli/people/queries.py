"""Reads of accompanied persons, for screens and for higher rooms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Case, CharField, DateField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When

from etabli.core import counting
from etabli.core.calendars import WeeklyPattern
from etabli.core.periods import Period
from etabli.kit.prepared import prepared
from etabli.kit.texts import fold
from etabli.org.access import workshop_limit
from etabli.org.models import Establishment, User
from etabli.people.access import PeopleRight
from etabli.people.models import Engagement, EngagementTerms, Person, Registration
from etabli.people.states import PersonState

BY_NAME = ("person__last_name", "person__first_name", "person", "starts_on")
"""Order of engagements: persons by name, theirs in time."""


def period_of(engagement: Engagement) -> Period:
    return Period(engagement.starts_on, engagement.ends_before)


def _terms(valid_from: date, fraction: int, pattern: str, anchor: date | None, follows_opening: bool) -> counting.Terms:
    """The row as counting sees it."""
    marked = _pattern(pattern, anchor) if pattern and anchor else None
    return counting.Terms(valid_from, fraction, marked, follows_opening)


@lru_cache(maxsize=1024)
def _pattern(text: str, anchor: date) -> WeeklyPattern:
    return WeeklyPattern.parse(text, anchor)


def engagements_in(
    establishment: Establishment, days: Period, persons: Iterable[int] | None = None
) -> QuerySet[Engagement]:
    """Engagements that overlap the days, persons in order of name."""
    return _engagements(establishment, days.start, days.end, None if persons is None else frozenset(persons))


def _engagements(establishment: Any, start: Any, end: Any, persons: Any) -> QuerySet[Engagement]:
    rows = Engagement.objects.filter(establishment=establishment)
    if end is not None:
        rows = rows.filter(starts_on__lt=end)
    rows = rows.filter(Q(ends_before=None) | Q(ends_before__gt=start))
    if persons is not None:
        rows = rows.filter(person__among=persons)
    return rows.order_by(*BY_NAME)


_ENGAGEMENT = ("pk", "person", "kind", "starts_on", "ends_before")
_TERMS = ("valid_from", "fraction", "pattern", "pattern_anchor", "follows_opening")


@prepared
def _engagements_by_terms(**known: Any) -> QuerySet[Engagement, Any]:
    rows = _engagements(**known).order_by(*BY_NAME, "terms__valid_from")
    return rows.values_list(*_ENGAGEMENT, *(f"terms__{name}" for name in _TERMS))


def counted_engagements(
    establishment: Establishment, days: Period, persons: Iterable[int] | None = None
) -> dict[int, list[counting.Engagement]]:
    """Engagements that overlap the days, by person (key)."""
    whom = None if persons is None else frozenset(persons)
    # Values and not objects: this is read at each save, for everyone it is about.
    terms: dict[tuple[Any, ...], list[counting.Terms]] = defaultdict(list)
    for row in _engagements_by_terms(establishment=establishment.pk, start=days.start, end=days.end, persons=whom):
        terms[row[: len(_ENGAGEMENT)]].append(_terms(*row[len(_ENGAGEMENT) :]))
    by_person: dict[int, list[counting.Engagement]] = defaultdict(list)
    for (key, person, kind, starts_on, ends_before), parts_of_it in terms.items():
        period = Period(starts_on, ends_before)
        by_person[person].append(counting.Engagement(key, kind, period, tuple(parts_of_it)))
    return by_person


def staff_numbers(establishment: Establishment, persons: Iterable[int] | None = None) -> dict[int, str]:
    """Staff number by person (key)."""
    rows = Registration.objects.filter(establishment=establishment)
    if persons is not None:
        rows = rows.filter(person__among=frozenset(persons))
    return dict(rows.values_list("person", "staff_number"))


def persons_by_staff_number(establishment: Establishment) -> dict[str, int]:
    """Person (key) by staff number, written as the workplace writes it."""
    return {number: person for person, number in staff_numbers(establishment).items()}


def workshops_of(establishment: Establishment, persons: Iterable[int] | None = None) -> dict[int, int | None]:
    """Present workshop (key or None) by person (key)."""
    whom = None if persons is None else frozenset(persons)
    return dict(_workshops(establishment=establishment.pk, persons=whom))


@prepared
def _workshops(establishment: Any, persons: Any) -> QuerySet[Registration, Any]:
    rows = Registration.objects.filter(establishment=establishment)
    return (rows if persons is None else rows.filter(person__among=persons)).values_list("person", "workshop")


EngagementKey = tuple[str, date]
"""Staff number and start."""


@dataclass(frozen=True)
class KnownEngagement:
    """What stands of an engagement. `fractions`: by the day from which they hold."""

    kind: str
    fractions: dict[date, int]


def engagements_known(establishment: Establishment) -> dict[EngagementKey, KnownEngagement]:
    """Every engagement of the establishment; one query."""
    here = Q(engagement__person__registrations__establishment=establishment)
    rows = EngagementTerms.objects.filter(here, engagement__establishment=establishment)
    number = "engagement__person__registrations__staff_number"
    known: dict[EngagementKey, KnownEngagement] = {}
    columns = (number, "engagement__starts_on", "engagement__kind", "valid_from", "fraction")
    for staff_number, starts_on, kind, valid_from, fraction in rows.values_list(*columns):
        known.setdefault((staff_number, starts_on), KnownEngagement(kind, {})).fractions[valid_from] = fraction
    return known


@dataclass(frozen=True)
class KnownIdentity:
    """Who holds a staff number. `shown`: last name, then first name."""

    shown: str
    birth_date: date | None


def identities_known(establishment: Establishment) -> dict[str, KnownIdentity]:
    """The persons registered in an establishment by staff number, in one query."""
    names = ("staff_number", "person__last_name", "person__first_name", "person__birth_date")
    rows = Registration.objects.filter(establishment=establishment).values_list(*names)
    return {number: KnownIdentity(f"{last} {first}", born) for number, last, first, born in rows}


@dataclass(frozen=True)
class Namesake:
    """Someone of the association. `name`: folded; `numbers`: staff number by establishment (key)."""

    person: int
    name: str
    shown: str
    birth_date: date | None
    numbers: dict[int, str]


_NAMES_AT_ONCE = 100


def namesakes(establishment: Establishment, names: Iterable[str]) -> dict[str, list[Namesake]]:
    """The persons of the association who bear exactly these folded names (last name first), by name.

    Two queries for each hundred names.
    """
    wanted = sorted(set(names))
    found: dict[str, list[Namesake]] = defaultdict(list)
    for start in range(0, len(wanted), _NAMES_AT_ONCE):
        beginnings = Q(pk=None)
        for name in wanted[start : start + _NAMES_AT_ONCE]:
            beginnings |= Q(search_key__startswith=f"{name} ")
        rows = Person.objects.filter(beginnings, association=establishment.association_id)
        for person in rows.order_by("pk").prefetch_related("registrations"):
            # The beginning finds "exemple ana maria" for "exemple ana" too.
            name = fold(str(person))
            registrations = sorted(person.registrations.all(), key=lambda row: row.pk)
            numbers = {row.establishment_id: row.staff_number for row in registrations}
            found[name].append(Namesake(person.pk, name, str(person), person.birth_date, numbers))
    return found


def patterns_to_confirm(establishment: Establishment, on: date) -> QuerySet[EngagementTerms]:
    """Terms of running engagements whose due half-days are still to be confirmed."""
    rows = EngagementTerms.objects.filter(engagement__establishment=establishment, pattern="", follows_opening=False)
    running = Q(engagement__ends_before=None) | Q(engagement__ends_before__gt=on)
    return rows.filter(running).select_related("engagement__person").order_by("engagement__person__search_key")


def registration_of(user: User, establishment: Establishment, person: int, right: str) -> Registration | None:
    """The registration there of a person over whom the user holds the right, with person and workshop; else None."""
    persons = Person.objects.visible_to(user, establishment, right).filter(pk=person)
    rows = Registration.objects.filter(establishment=establishment, person__in=persons)
    return rows.select_related("person", "workshop", "establishment").prefetch_related("work_groups").first()


def names_of(user: User, establishment: Establishment, keys: Iterable[str]) -> dict[str, str]:
    """Names by key as text, of those among these persons whom the user may know of there."""
    numbers = [int(key) for key in keys if key.isascii() and key.isdigit()]
    rows = Person.objects.visible_to(user, establishment).filter(pk__in=numbers)
    return {str(person.pk): str(person) for person in rows}


def registrations_elsewhere(user: User, person: Person, establishment: Establishment) -> list[Registration]:
    """Those of the person in other establishments where the user may know of them."""
    rows = person.registrations.exclude(establishment=establishment).select_related("establishment", "workshop")
    places = Establishment.objects.visible_to(user, PeopleRight.READ)
    known = []
    for row in rows.filter(establishment__in=places):
        limit = workshop_limit(user, PeopleRight.READ, row.establishment)
        if limit is None or row.workshop_id in limit:
            known.append(row)
    return known


def _running(on: date, prefix: str = "") -> Q:
    open_ended = Q(**{f"{prefix}ends_before": None}) | Q(**{f"{prefix}ends_before__gt": on})
    return open_ended & Q(**{f"{prefix}starts_on__lte": on})


def _mattering(establishment: Establishment, on: date) -> QuerySet[Engagement]:
    """The engagements of the outer person, the one that matters on a day first: running, next to come, last ended."""
    rank = Case(When(_running(on), then=0), When(starts_on__gt=on, then=1), default=2)
    rows = Engagement.objects.filter(establishment=establishment, person=OuterRef("person")).annotate(rank=rank)
    soonest = Case(When(rank=1, then=F("starts_on")), output_field=DateField())
    return rows.order_by("rank", soonest, "-starts_on")


def _terms_in_force(on: date) -> QuerySet[EngagementTerms]:
    """The terms of the outer engagement, those in force on a day first, else those that come next."""
    reached = Q(engagement__ends_before=None) | Q(valid_from__lt=F("engagement__ends_before"))
    rows = EngagementTerms.objects.filter(reached, engagement=OuterRef("chosen"))
    later = Case(When(valid_from__gt=on, then=F("valid_from")), output_field=DateField())
    rank = Case(When(valid_from__lte=on, then=0), default=1)
    return rows.annotate(rank=rank).order_by("rank", later, "-valid_from")


def listed(establishment: Establishment, persons: QuerySet[Person], on: date) -> QuerySet[Registration]:
    """Registrations of these persons with the engagement that matters on a day.

    Annotated: `chosen` (key of the engagement), `kind`, `starts_on`, `ends_before`, `fraction` (ten-thousandths) and
    `state` (a `PersonState`).
    """
    chosen = Engagement.objects.filter(pk=OuterRef("chosen"))
    to_confirm = EngagementTerms.objects.filter(engagement=OuterRef("chosen"), pattern="", follows_opening=False)
    state = Case(
        When(chosen=None, then=Value(PersonState.NONE)),
        When(ends_before__lte=on, then=Value(PersonState.ENDED)),
        When(Exists(to_confirm), then=Value(PersonState.TO_CONFIRM)),
        When(starts_on__gt=on, then=Value(PersonState.TO_COME)),
        default=Value(PersonState.RUNNING),
        output_field=CharField(),
    )
    rows = Registration.objects.filter(establishment=establishment, person__in=persons)
    rows = rows.annotate(chosen=Subquery(_mattering(establishment, on).values("pk")[:1]))
    columns = ("kind", "starts_on", "ends_before")
    rows = rows.annotate(**{name: Subquery(chosen.values(name)[:1]) for name in columns})
    rows = rows.annotate(fraction=Subquery(_terms_in_force(on).values("fraction")[:1]), state=state)
    return rows.select_related("person", "workshop").prefetch_related("work_groups")


@dataclass(frozen=True)
class WorkPart:
    """Paid work of a person a week. `establishment`: None for work outside the association; then `employer` names it."""

    establishment: Establishment | None
    employer: str
    minutes: int


def weekly_work(person: Person, on: date) -> list[WorkPart]:
    """All paid work of a person on a day, in every establishment and elsewhere; three queries."""
    parts = []
    for engagement in person.engagements.filter(_running(on)).select_related("establishment").prefetch_related("terms"):
        terms = [row for row in engagement.terms.all() if row.valid_from <= on]
        if terms:
            minutes = engagement.establishment.full_time_weekly_minutes * terms[-1].fraction // counting.WHOLE
            parts.append(WorkPart(engagement.establishment, "", minutes))
    outside = person.outside_engagements.filter(_running(on))
    return parts + [WorkPart(None, row.employer, row.weekly_minutes) for row in outside]


def days_of_change(person: Person, since: date) -> list[date]:
    """Days from `since` on at which the paid work of the person may grow: itself, and each later start."""
    rows = (
        person.engagements.values_list("starts_on", flat=True),
        EngagementTerms.objects.filter(engagement__person=person).values_list("valid_from", flat=True),
        person.outside_engagements.values_list("starts_on", flat=True),
    )
    return sorted({since, *(day for days in rows for day in days if day > since)})
