"""From the JSON of a browser or a tablet to operations, and from answers to JSON. Nothing here saves.

An operation: `{id, person, day, half, segments: [{code, minutes, workshop}], base, acted_at, notice_hours, has_document,
reason}`. `id`: UUIDv7 made by whoever captures. Instead of `segments`, `like`: an entry of the same person whose segments,
notice and document are taken over, so that an undo or a copy needs not know a reason that its author may not see.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from etabli.attendance.actions import Operation, SegmentSpec
from etabli.attendance.queries import Standing
from etabli.core.refusal import Refusal

MOST_OPERATIONS = 5000
LARGEST_KEY = 2**53
LONGEST_REASON = 200
MOST_HOURS = 24 * 366
FIRST_YEAR, LAST_YEAR = 1995, 2100
_MANY = 100


@dataclass(frozen=True)
class Read:
    """One operation as read: itself, or why it could not be. `id`: as it was given, where it was text at all."""

    id: str | None
    operation: Operation | None = None
    refusal: Refusal | None = None
    like: UUID | None = None


def read_operations(body: bytes) -> list[Read]:
    """Every operation of a request, each judged alone. Refusal `operations_unreadable` when the whole cannot be read."""
    try:
        document = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Refusal("operations_unreadable") from error
    items = document.get("operations") if isinstance(document, dict) else None
    if not isinstance(items, list):
        raise Refusal("operations_unreadable")
    if len(items) > MOST_OPERATIONS:
        raise Refusal("too_many_operations", value=len(items), most=MOST_OPERATIONS)
    return [read_operation(item) for item in items]


def read_operation(item: object) -> Read:
    """One operation, or why it cannot be read."""
    given = item.get("id") if isinstance(item, dict) else None
    name = given if isinstance(given, str) and len(given) <= _MANY and given.isprintable() else None
    try:
        if not isinstance(item, dict):
            raise _wrong("operation")
        like = None if item.get("like") is None else _uuid(item, "like")
        return Read(name, _operation(item, has_segments=like is None), like=like)
    except Refusal as refusal:
        return Read(name, refusal=refusal)


def _operation(item: Mapping[str, Any], has_segments: bool) -> Operation:
    return Operation(
        id=_uuid(item, "id"),
        person=_whole(item, "person", 1, LARGEST_KEY),
        day=_day(item),
        half=_whole(item, "half", 0, 1),
        segments=_segments(item) if has_segments else (),
        acted_at=_moment(item),
        base=None if item.get("base") is None else _uuid(item, "base"),
        notice_hours=None if item.get("notice_hours") is None else _whole(item, "notice_hours", 0, MOST_HOURS),
        has_document=_yes_no(item, "has_document"),
        reason=_text(item, "reason", LONGEST_REASON) if item.get("reason") else "",
    )


def _segments(item: Mapping[str, Any]) -> tuple[SegmentSpec, ...]:
    segments = item.get("segments")
    if not isinstance(segments, list) or len(segments) > _MANY:
        raise _wrong("segments")
    return tuple(_segment(segment) for segment in segments)


def _segment(segment: object) -> SegmentSpec:
    if not isinstance(segment, dict):
        raise _wrong("segments")
    minutes = None if segment.get("minutes") is None else _whole(segment, "minutes", 0, LARGEST_KEY)
    workshop = None if segment.get("workshop") is None else _whole(segment, "workshop", 1, LARGEST_KEY)
    return SegmentSpec(_text(segment, "code", _MANY), minutes, workshop)


def _wrong(detail: str) -> Refusal:
    return Refusal("operation_unreadable", detail=detail)


def _text(item: Mapping[str, Any], name: str, longest: int) -> str:
    """Text that every database takes: no control character, no half of a character."""
    value = item.get(name)
    if not isinstance(value, str) or len(value) > longest or not all(sign.isprintable() for sign in value):
        raise _wrong(name)
    return value


def _whole(item: Mapping[str, Any], name: str, least: int, most: int) -> int:
    value = item.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise _wrong(name)
    return value


def _yes_no(item: Mapping[str, Any], name: str) -> bool | None:
    value = item.get(name)
    if value is not None and not isinstance(value, bool):
        raise _wrong(name)
    return value


def _uuid(item: Mapping[str, Any], name: str) -> UUID:
    try:
        return UUID(_text(item, name, _MANY))
    except ValueError as error:
        raise _wrong(name) from error


def _day(item: Mapping[str, Any]) -> date:
    try:
        day = date.fromisoformat(_text(item, "day", _MANY))
    except ValueError as error:
        raise _wrong("day") from error
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise _wrong("day")
    return day


def _moment(item: Mapping[str, Any]) -> datetime:
    """A moment with its zone. One without would be another moment elsewhere."""
    try:
        moment = datetime.fromisoformat(_text(item, "acted_at", _MANY))
        if moment.tzinfo is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise _wrong("acted_at")
        moment.timestamp()
    except (ValueError, OverflowError) as error:
        raise _wrong("acted_at") from error
    return moment


def resolved(reads: Sequence[Read], earlier: Mapping[UUID, tuple[int, Standing]]) -> list[Read]:
    """The operations that take over an earlier entry, with its segments. `earlier`: (person, entry) by its key."""
    return [read if read.like is None or read.operation is None else _taken_over(read, earlier) for read in reads]


def _taken_over(read: Read, earlier: Mapping[UUID, tuple[int, Standing]]) -> Read:
    if read.operation is None or read.like is None:
        return read
    person, standing = earlier.get(read.like, (None, None))
    if standing is None or person != read.operation.person:
        return Read(read.id, refusal=_wrong("like"))
    segments = tuple(SegmentSpec(*segment) for segment in standing.segments)
    operation = replace(
        read.operation,
        segments=segments,
        notice_hours=standing.notice_hours,
        has_document=standing.has_document,
    )
    return replace(read, operation=operation)
