"""Sick notes for screens, each with what it changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import Case, F, QuerySet, When

from etabli.attendance.access import AttendanceRight
from etabli.attendance.models import SickNote
from etabli.attendance.queries.captured import WAITING_DAYS, counted_notes
from etabli.attendance.states import NoteKind
from etabli.core import counting
from etabli.core.periods import Period
from etabli.org.models import Establishment, User
from etabli.org.queries import parameter_rows
from etabli.people.models import Person


class Effect(StrEnum):
    """What a note changes for the waiting days."""

    WAITING = "waiting"
    EXTENSION = "extension"
    ACCIDENT = "accident"
    LONG_TERM = "long_term"
    NOT_BEGUN = "not_begun"
    """Every day of the spell was attended so far."""
    SERVED = "served"
    """Its waiting days fall outside it."""


@dataclass(frozen=True)
class Effects:
    """`unpaid`: the waiting days that fall in the note, both included; None when none does."""

    effect: Effect
    unpaid: tuple[date, date] | None = None


def notes_seen(
    user: User, establishment: Establishment, right: str = AttendanceRight.REASON_READ
) -> QuerySet[SickNote]:
    """Notes of those whose reasons of absence the user may see: awaited ones first, the oldest above; then the latest."""
    visible = Person.objects.visible_to(user, establishment, right).order_by().values("pk")
    rows = SickNote.objects.filter(establishment=establishment, person__in=visible).select_related("person")
    awaited = Case(When(received_on=None, then=F("starts_on")))
    return rows.order_by(awaited.asc(nulls_last=True), "-starts_on", "person__search_key", "pk")


def effects_of(establishment: Establishment, notes: Sequence[SickNote]) -> dict[int, Effects]:
    """What each note changes, by its key; two queries."""
    rows = SickNote.objects.filter(establishment=establishment, person__in={note.person_id for note in notes})
    by_person: dict[int, list[SickNote]] = defaultdict(list)
    for row in rows.order_by("person", "starts_on"):
        by_person[row.person_id].append(row)
    waiting = parameter_rows(WAITING_DAYS, establishment)
    return {
        row.pk: _effects(row, counted)
        for mine in by_person.values()
        for row, counted in zip(mine, counted_notes(mine, waiting), strict=True)
    }


def _effects(row: SickNote, note: counting.Note) -> Effects:
    if not note.waiting:
        if row.work_accident:
            return Effects(Effect.ACCIDENT)
        return Effects(Effect.EXTENSION if row.kind == NoteKind.EXTENSION else Effect.LONG_TERM)
    if note.day_one is None:
        return Effects(Effect.NOT_BEGUN)
    served = [day for day in _days(note.period) if 0 <= (day - note.day_one).days < note.waiting_days]
    return Effects(Effect.WAITING, (served[0], served[-1])) if served else Effects(Effect.SERVED)


def _days(period: Period) -> list[date]:
    return list(period.each_day())
