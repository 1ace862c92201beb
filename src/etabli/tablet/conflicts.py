"""The other side of a conflict, as its author may see it: plain values, ready for JSON, by the key of the act."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from etabli.attendance.models import Entry
from etabli.attendance.queries import codes_of, entries_named
from etabli.attendance.queries.sight import sight_of
from etabli.attendance.states import Outcome
from etabli.org.models import Establishment, User
from etabli.production.queries import name_of, output_value, outputs_named, work_named, work_value

Told = Callable[[Establishment, User, Collection[UUID]], Mapping[UUID, dict[str, Any]]]
"""(establishment, reader, keys of acts) -> what each says."""
Others = Callable[[Sequence[Any]], Mapping[UUID, UUID]]
"""Answers -> the other act of each that met one, by the key of the operation."""


def presence_others(answers: Sequence[Any]) -> dict[UUID, UUID]:
    """A conflict superseded the other entry; a superseded act met the one that stands.

    One that comes again was perhaps a conflict of which the tablet never heard: the first answer may be lost on the way.
    """
    met = [answer.id for answer in answers if answer.outcome in (Outcome.CONFLICT, Outcome.DUPLICATE)]
    rows = Entry.objects.filter(pk__in=met, outcome=Outcome.CONFLICT, supersedes__isnull=False)
    if not met:
        rows = rows.none()
    return dict(rows.values_list("pk", "supersedes")) | _standing(answers)


def work_others(answers: Sequence[Any]) -> dict[UUID, UUID]:
    """Of work and output: the room answers with the other act."""
    return {answer.id: answer.other for answer in answers if answer.other is not None} | _standing(answers)


def _standing(answers: Iterable[Any]) -> dict[UUID, UUID]:
    found = (answer for answer in answers if answer.outcome == Outcome.SUPERSEDED)
    return {answer.id: answer.entry for answer in found if answer.entry is not None}


def presence_told(establishment: Establishment, reader: User, keys: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    """`{entry, segments, hidden, notice_hours, has_document, by, at}`; no reason that the reader may not see."""
    entries = entries_named(establishment, keys)
    sight = sight_of(reader, establishment, {person for person, _ in entries.values()})
    private = {name for name, code in codes_of(establishment).items() if code.private}
    authors = {row.pk: name_of(row.author) for row in Entry.objects.filter(pk__in=keys).select_related("author")}
    told = {}
    for key, (person, standing) in entries.items():
        hidden = person not in sight.reasons and any(code in private for code, _, _ in standing.segments)
        parts = [{"code": code, "minutes": length, "workshop": place} for code, length, place in standing.segments]
        told[key] = {
            "entry": str(key),
            "segments": [] if hidden else parts,
            "hidden": hidden,
            "notice_hours": None if hidden else standing.notice_hours,
            "has_document": None if hidden else standing.has_document,
            **_written(authors[key], standing.acted_at),
        }
    return told


def work_told(establishment: Establishment, reader: User, keys: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    """As in the bundle, with `by` and `at`."""
    rows = work_named(establishment, keys)
    names = _names(row.author for row in rows.values())
    return {key: work_value(row) | _written(names.get(row.author, ""), row.acted_at) for key, row in rows.items()}


def output_told(establishment: Establishment, reader: User, keys: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
    """As in the bundle, with `by` and `at`."""
    rows = outputs_named(establishment, keys)
    names = _names(row.author for row in rows.values())
    return {key: output_value(row) | _written(names.get(row.author, ""), row.acted_at) for key, row in rows.items()}


def _written(by: str, at: datetime) -> dict[str, str]:
    return {"by": by, "at": at.isoformat()}


def _names(keys: Iterable[int | None]) -> dict[int | None, str]:
    wanted = {key for key in keys if key is not None}
    return {user.pk: name_of(user) for user in User.objects.filter(pk__in=wanted)}
