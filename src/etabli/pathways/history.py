"""Whose history of a record shows, and how its keys and codes read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models

from etabli.kit import history
from etabli.kit.history import Describe, Resolver
from etabli.org.models import Establishment, Workshop
from etabli.pathways import wording
from etabli.pathways.models import (
    DeviceCode,
    Exit,
    FollowUp,
    Host,
    Partnership,
    Placement,
    Recognition,
    ReinforcedPathway,
    Return,
    Situation,
    SupportAgreement,
    SupportOpposition,
    WaitingEntry,
)
from etabli.people.models import Engagement, Person

ROWS: dict[type[models.Model], dict[str, Mapping[Any, Any]]] = {
    DeviceCode: {"device": wording.DEVICES},
    Exit: {"destination": wording.DESTINATIONS, "contract": wording.CONTRACT_KINDS},
    FollowUp: {},
    Host: {"kind": wording.HOST_KINDS},
    Partnership: {"kind": wording.PARTNERSHIP_KINDS},
    Placement: {
        "device": wording.DEVICES,
        "state": wording.PLACEMENT_STATES,
        "prescriber": wording.PRESCRIBERS,
        "objective": wording.OBJECTIVES,
        "contract": wording.CONTRACT_KINDS,
        "outcome": wording.OUTCOMES,
    },
    Recognition: {"kind": wording.RECOGNITION_KINDS, "level": wording.RECOGNITION_LEVELS},
    ReinforcedPathway: {},
    Return: {},
    Situation: {},
    SupportAgreement: {},
    SupportOpposition: {},
    WaitingEntry: {"state": wording.WAITING_STATES},
}
"""Tables that have a history page, each with the words of its columns."""
_OURS: dict[str, type[models.Model]] = {
    "engagement_id": Engagement,
    "exit_id": Exit,
    "host_id": Host,
    "job_id": Placement,
    "wanted_workshop_id": Workshop,
}


def _of(model: type[models.Model]) -> Resolver:
    """Rows that the user sees."""

    def resolve(user: Any, place: Establishment, key: str) -> models.Model | None:
        if not key.isascii() or not key.isdigit():
            return None
        rows: Any = model._default_manager
        return rows.visible_to(user, place).filter(pk=key).first()

    return resolve


def _describing(model: type[models.Model], tables: Mapping[str, Mapping[Any, Any]]) -> Describe:
    words = {column: {str(code): word for code, word in table.items()} for column, table in tables.items()}

    def describe(user: Any, place: Establishment, column: str, value: object) -> str | None:
        if column == "establishment_id":
            return place.name
        if column == "person_id":
            found = Person.objects.filter(pk=value).first()
            return str(found) if found else None
        named = model if column == "renewal_of_id" else _OURS.get(column)
        if named is not None:
            row = named._default_manager.filter(establishment=place, pk=value).first()
            return str(row) if row else None
        return str(words[column].get(str(value), value)) if column in words else None

    return describe


def register() -> None:
    """Called when the room starts."""
    for model, tables in ROWS.items():
        history.register(model, _of(model), _describing(model, tables))
