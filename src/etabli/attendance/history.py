"""Whose history of a record shows, and how its codes read."""

from __future__ import annotations

from typing import Any

from django.db import models

from etabli.attendance.access import AttendanceRight
from etabli.attendance.models import ClosedMonth, Code, SickNote
from etabli.attendance.queries.notes import notes_seen
from etabli.attendance.wording import ABSENCES, NOTE_KINDS, NOTE_ORIGINS, TIME_KINDS
from etabli.kit import history
from etabli.kit.history import Resolver
from etabli.org.models import Establishment, User
from etabli.people.models import Person


def _of(model: type[models.Model], right: str) -> Resolver:
    """Rows of the establishment, for those who hold the right there."""

    def resolve(user: Any, place: Establishment, key: str) -> models.Model | None:
        if not key.isascii() or not key.isdigit() or not user.may(right, place):
            return None
        return model._default_manager.filter(establishment=place, pk=key).first()

    return resolve


def _note(user: Any, place: Establishment, key: str) -> SickNote | None:
    rows = notes_seen(user, place)
    return rows.filter(pk=key).first() if key.isascii() and key.isdigit() else None


def describe(user: Any, place: Establishment, column: str, value: object) -> str | None:
    """Names behind keys, words behind codes; None for what reads as it is."""
    if column == "person_id":
        found = Person.objects.filter(pk=value).first()
        return str(found) if found else None
    if column == "closed_by_id":
        author = User.objects.filter(pk=value).first()
        return (author.get_full_name() or author.get_username()) if author else None
    if column == "establishment_id":
        return Establishment.objects.filter(pk=value).values_list("name", flat=True).first()
    words: dict[Any, Any] | None = {
        "kind": NOTE_KINDS,
        "origin": NOTE_ORIGINS,
        "absence": ABSENCES,
        "time": TIME_KINDS,
    }.get(column)
    return None if words is None else str(words.get(value, value))


def register() -> None:
    """Called when the room starts."""
    history.register(SickNote, _note, describe)
    history.register(ClosedMonth, _of(ClosedMonth, AttendanceRight.REASON_READ), describe)
    history.register(Code, _of(Code, AttendanceRight.CODES_WRITE), describe)
