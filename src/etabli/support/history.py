"""Whose history of a goal, or of the will to go to ordinary work, shows. An observation is never changed, so it has none."""

from __future__ import annotations

from typing import Any

from etabli.kit import history
from etabli.org.models import Establishment
from etabli.people.models import Person
from etabli.support.access import SupportRight
from etabli.support.models import Goal, OrdinaryWorkWill


def _goal(user: Any, place: Establishment, key: str) -> Goal | None:
    persons = Person.objects.visible_to(user, place, SupportRight.READ)
    rows = Goal.objects.filter(establishment=place, person__in=persons).select_related("person")
    return rows.filter(pk=key).first() if key.isascii() and key.isdigit() else None


def _will(user: Any, place: Establishment, key: str) -> OrdinaryWorkWill | None:
    rows = OrdinaryWorkWill.objects.visible_to(user, place).select_related("person")
    return rows.filter(pk=key).first() if key.isascii() and key.isdigit() else None


def describe(user: Any, place: Establishment, column: str, value: object) -> str | None:
    """Names behind keys; None for what reads as it is."""
    if column == "person_id":
        found = Person.objects.filter(pk=value).first()
        return str(found) if found else None
    if column == "establishment_id":
        return Establishment.objects.filter(pk=value).values_list("name", flat=True).first()
    return None


def register() -> None:
    """Called when the room starts."""
    history.register(Goal, _goal, describe)
    history.register(OrdinaryWorkWill, _will, describe)
