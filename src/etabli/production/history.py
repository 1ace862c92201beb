"""Whose history of a setting shows, and how its codes read."""

from __future__ import annotations

from typing import Any

from django.db import models

from etabli.kit import history
from etabli.kit.history import Resolver
from etabli.org.models import Establishment, Workshop
from etabli.production.access import ProductionRight
from etabli.production.models import Activity, RejectCause


def _of(model: type[models.Model]) -> Resolver:
    """Rows of the establishment, for those who change its settings."""

    def resolve(user: Any, place: Establishment, key: str) -> models.Model | None:
        if not key.isascii() or not key.isdigit() or not user.may(ProductionRight.SETTINGS_WRITE, place):
            return None
        return model._default_manager.filter(establishment=place, pk=key).first()

    return resolve


def describe(user: Any, place: Establishment, column: str, value: object) -> str | None:
    """Names behind keys; None for what reads as it is."""
    if column == "workshop_id":
        return Workshop.objects.filter(establishment=place, pk=value).values_list("name", flat=True).first()
    return place.name if column == "establishment_id" else None


def register() -> None:
    """Called when the room starts."""
    history.register(Activity, _of(Activity), describe)
    history.register(RejectCause, _of(RejectCause), describe)
