"""Reads of recognitions of experience."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from etabli.org.models import Establishment, User
from etabli.pathways.models import Recognition
from etabli.pathways.states import RecognitionKind, RecognitionState


def recognitions_in(
    user: User, establishment: Establishment, *, kind: str = "", state: str = "", person: int | None = None
) -> QuerySet[Recognition]:
    """Those that the user may read there, the last begun first, with their persons. An unknown kind or state is none."""
    rows = Recognition.objects.visible_to(user, establishment)
    rows = rows.filter(kind=kind) if kind in set(RecognitionKind) else rows
    rows = rows.filter(person=person) if person is not None else rows
    if state in set(RecognitionState):
        rows = rows.filter(validated_on__isnull=state == RecognitionState.STARTED)
    return rows.select_related("person").order_by("-started_on", "person__search_key", "-pk")


def validated_of(person: int, establishments: Iterable[int], on: date) -> QuerySet[Recognition]:
    """What a person (key) had recognised in these establishments (keys) by a day, the last first."""
    rows = Recognition.objects.filter(person=person, establishment__in=establishments, validated_on__lte=on)
    return rows.order_by("-validated_on", "-pk")
