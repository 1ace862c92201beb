"""What an operation is, and the acts of a half-day that did not come in the order in which they were made.

Mostly an act comes after the one that its author saw, and only the newest has to be known. Where one comes that its author
based on an act not yet here, or the act that it was based on comes after it, all acts of that half-day are weighed anew:
see `core.registers`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from etabli.attendance.models import Entry, LateOperation
from etabli.attendance.queries import Standing, acts_entered, acts_superseded
from etabli.attendance.states import Outcome
from etabli.core.registers import Act, moments
from etabli.org.models import Establishment

Place = tuple[int, date, int]
"""A half-day of a person: her key, the day, the half."""


@dataclass(frozen=True)
class SegmentSpec:
    """A part of a half-day as captured. `minutes` None takes what is left of the half-day. `workshop`: key."""

    code: str
    minutes: int | None = None
    workshop: int | None = None


@dataclass(frozen=True)
class Operation:
    """One act on one half-day of one person. Empty `segments` take back what was typed.

    `id`: UUIDv7 made by whoever captures. `base`: the entry the author saw, None when she saw none.
    """

    id: UUID
    person: int
    day: date
    half: int
    segments: tuple[SegmentSpec, ...]
    acted_at: datetime
    base: UUID | None = None
    notice_hours: int | None = None
    has_document: bool | None = None
    reason: str = ""


def payload_of(operation: Operation) -> dict[str, Any]:
    """The operation as JSON, to be kept."""
    return {
        "person": operation.person,
        "day": operation.day.isoformat(),
        "half": operation.half,
        "segments": [
            {"code": segment.code, "minutes": segment.minutes, "workshop": segment.workshop}
            for segment in operation.segments
        ],
        "base": str(operation.base) if operation.base else None,
        "notice_hours": operation.notice_hours,
        "has_document": operation.has_document,
        "reason": operation.reason,
    }


def operation_of(key: UUID, acted_at: datetime, payload: Mapping[str, Any]) -> Operation:
    """The operation that was kept as JSON."""
    return Operation(
        key,
        payload["person"],
        date.fromisoformat(payload["day"]),
        payload["half"],
        tuple(SegmentSpec(part["code"], part["minutes"], part["workshop"]) for part in payload["segments"]),
        acted_at,
        UUID(payload["base"]) if payload["base"] else None,
        payload["notice_hours"],
        payload["has_document"],
        payload["reason"],
    )


def place_of(operation: Operation) -> Place:
    return operation.person, operation.day, operation.half


class Moments:
    """When the acts count as done on which operations are based, each in the half-day it belongs to."""

    def __init__(self, operations: Collection[Operation], standing: Mapping[Place, Standing]) -> None:
        self._places = {row.entry: (place, row.acted_at) for place, row in standing.items()}
        self._never: set[UUID] = set()
        lacking = {operation.base for operation in operations if operation.base} - set(self._places)
        if lacking:
            self._read(lacking)

    def _read(self, keys: Collection[UUID]) -> None:
        for pk, person, day, half, acted_at in Entry.objects.filter(pk__in=keys).values_list(
            "pk", "person", "day", "half", "acted_at"
        ):
            self._places[pk] = (person, day, half), acted_at
        late = LateOperation.objects.filter(pk__in=keys)
        for pk, acted_at, payload, outcome in late.values_list("pk", "acted_at", "payload", "outcome"):
            if outcome == Outcome.SUPERSEDED:
                self._places[pk] = place_of(operation_of(pk, acted_at, payload)), acted_at
            else:
                self._never.add(pk)

    def enter(self, operation: Operation, moment: datetime) -> None:
        self._places[operation.id] = place_of(operation), moment

    def seen_by(self, operation: Operation) -> datetime | None:
        """None when she saw nothing of that half-day that counts."""
        place, moment = self._places.get(operation.base, (None, None)) if operation.base else (None, None)
        return moment if place == place_of(operation) else None

    def tangled(self, operations: Iterable[Operation], standing: Mapping[Place, Standing]) -> set[Place]:
        """Half-days on which acts come, or came, before the one that they are based on."""
        found, earlier = set(), set[tuple[UUID, Place]]()
        for operation in operations:
            place, base = place_of(operation), operation.base
            stands = standing.get(place)
            is_known = base is None or base in self._never or (base, place) in earlier
            if (stands and stands.act) or not (is_known or self.seen_by(operation)):
                found.add(place)
            earlier.add((operation.id, place))
        return found


@dataclass(frozen=True)
class Weighed:
    """The act that stands of a half-day: what it says, who wrote it, and when it counts as done."""

    operation: Operation
    author: int | None
    moment: datetime


class Tangle:
    """All acts of one half-day."""

    def __init__(self) -> None:
        self._acts: dict[UUID, Act] = {}
        self._written: dict[UUID, tuple[Operation, int | None]] = {}
        self._names: dict[UUID, UUID] = {}

    def enter(self, operation: Operation, author: int | None, acted_at: datetime) -> None:
        self._acts[operation.id] = Act(operation.id, acted_at, (operation.base,) if operation.base else ())
        self._written[operation.id] = operation, author

    def name(self, entry: UUID, act: UUID) -> None:
        """Whoever saw that entry saw that act."""
        self._names[entry] = act

    @property
    def weighed(self) -> Weighed:
        """The act that stands; there must be one."""
        names = self._names
        acts = [
            Act(act.key, act.acted_at, tuple(names.get(key, key) for key in act.seen)) for act in self._acts.values()
        ]
        counted = moments(acts)
        key = max(counted, key=lambda key: (counted[key], key))
        return Weighed(*self._written[key], counted[key])


def tangles_of(establishment: Establishment, places: Collection[Place], codes: Collection[str]) -> dict[Place, Tangle]:
    """Every act of these half-days that was taken, in three queries. `codes`: one that uses another cannot stand again."""
    tangles = {place: Tangle() for place in places}
    if not tangles:
        return tangles
    persons, days = {place[0] for place in places}, {place[1] for place in places}
    for entry, segments in acts_entered(establishment, persons, days):
        place = entry.person_id, entry.day, entry.half
        if place not in tangles:
            continue
        if entry.act not in (None, entry.pk):
            tangles[place].name(entry.pk, entry.act)
            continue
        parts = tuple(SegmentSpec(*segment) for segment in segments)
        told = (entry.base, entry.notice_hours, entry.has_document, entry.reason)
        operation = Operation(entry.pk, *place, parts, entry.acted_at, *told)
        tangles[place].enter(operation, entry.author_id, entry.acted_at)
    for late in acts_superseded(establishment, persons, days):
        operation = operation_of(late.pk, late.acted_at, late.payload)
        tangle = tangles.get(place_of(operation))
        if tangle is not None and all(segment.code in codes for segment in operation.segments):
            tangle.enter(operation, late.author_id, late.acted_at)
    return tangles
