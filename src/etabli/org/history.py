"""Whose history of a record shows, and how keys and codes of the journal read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import models

from etabli.kit import history, localised, weeks
from etabli.kit.clock import today
from etabli.org.access import OrgRight
from etabli.org.models import (
    ApprovedPlaces,
    ClosurePeriod,
    DeclaredYear,
    Establishment,
    Grant,
    Opening,
    Parameter,
    WorkedHoliday,
    Workshop,
)
from etabli.org.queries import grants_in
from etabli.org.wording import KINDS, PARAMETERS, ROLES

ROWS: tuple[type[models.Model], ...] = (
    ApprovedPlaces,
    ClosurePeriod,
    DeclaredYear,
    Opening,
    Parameter,
    WorkedHoliday,
    Workshop,
)
"""Rows of the settings, which have a column `establishment`."""


def _is_key(key: str) -> bool:
    return key.isascii() and key.isdigit()


def _establishment(user: Any, place: Establishment, key: str) -> Establishment | None:
    return place if key == str(place.pk) and user.may(OrgRight.SETTINGS_READ, place) else None


def _of(model: type[models.Model]) -> Callable[[Any, Establishment, str], models.Model | None]:
    def resolve(user: Any, place: Establishment, key: str) -> models.Model | None:
        if not _is_key(key) or not user.may(OrgRight.SETTINGS_READ, place):
            return None
        return model._default_manager.filter(establishment=place, pk=key).first()

    return resolve


def _grant(user: Any, place: Establishment, key: str) -> Grant | None:
    if not _is_key(key) or not user.may(OrgRight.ACCESS_READ, place):
        return None
    return grants_in(place, today()).filter(pk=key).first()


def describe(user: Any, place: Establishment, column: str, value: object) -> str | None:
    """Names behind keys, words behind codes; None for what reads as it is."""
    if column == "workshop_id":
        return Workshop.objects.filter(establishment=place, pk=value).values_list("name", flat=True).first()
    if column == "establishment_id":
        return Establishment.objects.filter(pk=value).values_list("name", flat=True).first()
    if column == "full_time_weekly_minutes":
        return localised.hours(int(str(value)))
    if column == "week":
        return weeks.in_words(str(value))
    words: dict[str, Any] = {"kind": KINDS, "role": ROLES, "code": PARAMETERS}
    return str(words[column].get(str(value), value)) if column in words else None


def register() -> None:
    """Called when the room starts."""
    history.register(Establishment, _establishment, describe)
    for model in ROWS:
        history.register(model, _of(model), describe)
    history.register(Grant, _grant, describe)
