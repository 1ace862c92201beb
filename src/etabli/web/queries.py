"""Reads that touch several rooms: the first screen of a role, and the search over people."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.urls import reverse

from etabli.kit.texts import fold
from etabli.org.models import Establishment, User
from etabli.org.states import Role
from etabli.people.access import PeopleRight
from etabli.people.models import Person, Registration
from etabli.web.access import Here

LEAST_LETTERS = 2
MOST_WORDS = 6

FIRST_SCREENS: tuple[tuple[Role, tuple[str, ...]], ...] = (
    (Role.DIRECTOR, ("indicators:dashboard",)),
    (Role.ADMINISTRATION, ("attendance:months", "attendance:week")),
    (Role.HEAD_OF_SERVICE, ("attendance:week",)),
    (Role.INSTRUCTOR, ("attendance:week",)),
    (Role.EDUCATOR, ("support:caseload", "people:list")),
    (Role.AUDITOR, ("indicators:dashboard",)),
    (Role.SALES, ("billing:dashboard", "orders:board")),
)
"""What each role opens on: the first of these pages that exists and that it may see. Of several roles, the first here."""


def first_screen(here: Here, place: Establishment) -> str | None:
    """The address of what the user sees first in the place; None when no page is made for the role."""
    for role, names in FIRST_SCREENS:
        if role in here.roles:
            for name in names:
                if here.opens(name):
                    return reverse(name, kwargs={"finess": place.finess})
    return None


def places_with(user: User, right: str) -> QuerySet[Establishment]:
    return Establishment.objects.visible_to(user, right).order_by("name", "pk")


def is_searchable(text: str) -> bool:
    return len(fold(text).replace(" ", "")) >= LEAST_LETTERS


def find_people(user: User, text: str, places: Iterable[Establishment]) -> QuerySet[Registration]:
    """Registrations of the people whom the user may know of, whose name or staff number holds every word of the text.

    A word with a digit is looked for in the staff numbers shown, never in those that the person has elsewhere.
    """
    visible = Q()
    for place in places:
        visible |= Q(establishment=place, person__in=Person.objects.visible_to(user, place, PeopleRight.READ))
    if not visible or not is_searchable(text):
        return Registration.objects.none()
    rows = Registration.objects.filter(visible)
    for word in fold(text).split()[:MOST_WORDS]:
        if any(letter.isdigit() for letter in word):
            rows = rows.filter(staff_number__icontains=word)
        else:
            rows = rows.filter(person__search_key__contains=word)
    order = ("person__search_key", "establishment__name", "pk")
    return rows.select_related("person", "establishment", "workshop").order_by(*order)
