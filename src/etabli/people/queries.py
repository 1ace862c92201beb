"""Reads of accompanied persons, for screens and for higher rooms."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from etabli.core import counting
from etabli.core.calendars import WeeklyPattern
from etabli.core.periods import Period
from etabli.org.models import Establishment
from etabli.people.models import Engagement, EngagementTerms, Person, Registration


def period_of(engagement: Engagement) -> Period:
    return Period(engagement.starts_on, engagement.ends_before)


def terms_of(row: EngagementTerms) -> counting.Terms:
    """The row as counting sees it."""
    pattern = WeeklyPattern.parse(row.pattern, row.pattern_anchor) if row.pattern and row.pattern_anchor else None
    return counting.Terms(row.valid_from, row.fraction, pattern, row.follows_opening)


def counted_engagement(engagement: Engagement) -> counting.Engagement:
    """The engagement as counting sees it; prefetch `terms` first."""
    terms = tuple(sorted((terms_of(row) for row in engagement.terms.all()), key=lambda terms: terms.start))
    return counting.Engagement(engagement.pk, engagement.kind, period_of(engagement), terms)


def engagements_in(
    establishment: Establishment, days: Period, persons: Iterable[int] | None = None
) -> QuerySet[Engagement]:
    """Engagements that overlap the days, with their terms, persons in order of name."""
    rows = Engagement.objects.filter(establishment=establishment)
    if days.end is not None:
        rows = rows.filter(starts_on__lt=days.end)
    rows = rows.filter(Q(ends_before=None) | Q(ends_before__gt=days.start))
    if persons is not None:
        rows = rows.filter(person__in=list(persons))
    return rows.prefetch_related("terms").order_by("person__last_name", "person__first_name", "person", "starts_on")


def counted_engagements(
    establishment: Establishment, days: Period, persons: Iterable[int] | None = None
) -> dict[int, list[counting.Engagement]]:
    """Engagements that overlap the days, by person (key)."""
    by_person: dict[int, list[counting.Engagement]] = defaultdict(list)
    for engagement in engagements_in(establishment, days, persons):
        by_person[engagement.person_id].append(counted_engagement(engagement))
    return by_person


def staff_numbers(establishment: Establishment, persons: Iterable[int] | None = None) -> dict[int, str]:
    """Staff number by person (key)."""
    rows = Registration.objects.filter(establishment=establishment)
    if persons is not None:
        rows = rows.filter(person__in=list(persons))
    return dict(rows.values_list("person", "staff_number"))


def persons_by_staff_number(establishment: Establishment) -> dict[str, int]:
    """Person (key) by staff number, written as the workplace writes it."""
    return {number: person for person, number in staff_numbers(establishment).items()}


def workshops_of(establishment: Establishment, persons: Iterable[int] | None = None) -> dict[int, int | None]:
    """Present workshop (key or None) by person (key)."""
    rows = Registration.objects.filter(establishment=establishment)
    if persons is not None:
        rows = rows.filter(person__in=list(persons))
    return dict(rows.values_list("person", "workshop"))


def same_person(
    establishment: Establishment, search_name: str, birth_date: date | None, staff_number: str
) -> Person | None:
    """The person of the association known under that folded name: born the same day, or with the same staff number."""
    known = Person.objects.filter(association=establishment.association_id, search_key__startswith=search_name + " ")
    for person in known.prefetch_related("registrations"):
        if birth_date and person.birth_date:
            if person.birth_date == birth_date:
                return person
        elif any(row.staff_number == staff_number for row in person.registrations.all()):
            return person
    return None


def patterns_to_confirm(establishment: Establishment, on: date) -> QuerySet[EngagementTerms]:
    """Terms of running engagements whose due half-days are still to be confirmed."""
    rows = EngagementTerms.objects.filter(engagement__establishment=establishment, pattern="", follows_opening=False)
    running = Q(engagement__ends_before=None) | Q(engagement__ends_before__gt=on)
    return rows.filter(running).select_related("engagement__person").order_by("engagement__person__last_name")
