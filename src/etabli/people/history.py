"""Whose history of a record shows, and how keys and codes of the journal read."""

from __future__ import annotations

from typing import Any

from etabli.core.calendars import WeeklyPattern
from etabli.core.counting import WHOLE
from etabli.core.periods import monday_of
from etabli.kit import history, localised, weeks
from etabli.kit.clock import today
from etabli.org.models import Establishment, User, Workshop
from etabli.people.access import PeopleRight
from etabli.people.models import (
    Certification,
    Engagement,
    EngagementTerms,
    OutsideEngagement,
    Person,
    Registration,
    Restriction,
    WorkshopStay,
)
from etabli.people.wording import KINDS, RESTRICTION_KINDS, SEXES, UNITS


def _person(user: Any, place: Establishment, key: str) -> Person | None:
    rows = Person.objects.visible_to(user, place, PeopleRight.IDENTITY_READ)
    return rows.filter(pk=key).first() if key.isascii() and key.isdigit() else None


def _registration(user: Any, place: Establishment, key: str) -> Registration | None:
    persons = Person.objects.visible_to(user, place, PeopleRight.IDENTITY_READ)
    rows = Registration.objects.filter(establishment=place, person__in=persons)
    return rows.filter(pk=key).first() if key.isascii() and key.isdigit() else None


def _engagement(user: Any, place: Establishment, key: str) -> Engagement | None:
    persons = Person.objects.visible_to(user, place, PeopleRight.ENGAGEMENT_READ)
    rows = Engagement.objects.filter(establishment=place, person__in=persons).select_related("person")
    return rows.filter(pk=key).first() if key.isascii() and key.isdigit() else None


def _terms(user: Any, place: Establishment, key: str) -> EngagementTerms | None:
    persons = Person.objects.visible_to(user, place, PeopleRight.ENGAGEMENT_READ)
    rows = EngagementTerms.objects.filter(engagement__establishment=place, engagement__person__in=persons)
    return rows.select_related("engagement__person").filter(pk=key).first() if key.isascii() and key.isdigit() else None


def _outside(user: Any, place: Establishment, key: str) -> OutsideEngagement | None:
    persons = Person.objects.visible_to(user, place, PeopleRight.ENGAGEMENT_READ)
    rows = OutsideEngagement.objects.filter(person__in=persons)
    return rows.filter(pk=key).first() if key.isascii() and key.isdigit() else None


def _restriction(user: Any, place: Establishment, key: str) -> Restriction | None:
    """The history tells that the reason changed, never what it is."""
    persons = Person.objects.visible_to(user, place, PeopleRight.RESTRICTION_READ)
    rows = Restriction.objects.filter(person__in=persons).defer("reason").select_related("person")
    return rows.filter(pk=key).first() if key.isascii() and key.isdigit() else None


def _certification(user: Any, place: Establishment, key: str) -> Certification | None:
    persons = Person.objects.visible_to(user, place, PeopleRight.CERTIFICATION_READ)
    rows = Certification.objects.filter(person__in=persons).select_related("person")
    return rows.filter(pk=key).first() if key.isascii() and key.isdigit() else None


def _stay(user: Any, place: Establishment, key: str) -> WorkshopStay | None:
    persons = Person.objects.visible_to(user, place, PeopleRight.STAY_WRITE)
    rows = WorkshopStay.objects.filter(establishment=place, person__in=persons).select_related("person", "workshop")
    return rows.filter(pk=key).first() if key.isascii() and key.isdigit() else None


def describe(user: Any, place: Establishment, column: str, value: object) -> str | None:
    """Names behind keys, words behind codes; None for what reads as it is."""
    if column == "workshop_id":
        return Workshop.objects.filter(pk=value).values_list("name", flat=True).first()
    if column == "person_id":
        found = Person.objects.filter(pk=value).first()
        return str(found) if found else None
    if column == "author_id":
        author = User.objects.filter(pk=value).first()
        return (author.get_full_name() or author.get_username()) if author else None
    if column == "establishment_id":
        return Establishment.objects.filter(pk=value).values_list("name", flat=True).first()
    if column == "fraction":
        return localised.ratio(int(str(value)) / WHOLE)
    if column == "weekly_minutes":
        return localised.hours(int(str(value)))
    words = {"kind": KINDS | RESTRICTION_KINDS, "sex": SEXES, "unit": UNITS}.get(column)
    if words is not None:
        return str(words.get(str(value), value))  # type: ignore[attr-defined]
    if column == "pattern" and value:
        pattern = WeeklyPattern.parse(str(value), monday_of(today()))
        return " | ".join(weeks.in_words(week) for week in pattern.weeks)
    return None


def register() -> None:
    """Called when the room starts."""
    history.register(Person, _person, describe)
    history.register(Registration, _registration, describe)
    history.register(Engagement, _engagement, describe)
    history.register(EngagementTerms, _terms, describe)
    history.register(OutsideEngagement, _outside, describe)
    history.register(Restriction, _restriction, describe)
    history.register(Certification, _certification, describe)
    history.register(WorkshopStay, _stay, describe)
