"""From the JSON of a browser or a tablet to operations, and from answers to JSON. Nothing here saves.

An operation: `{id, person, day, half, segments: [{code, minutes, workshop}], base, acted_at, notice_hours, has_document,
reason}`. `id`: UUIDv7 made by whoever captures. Instead of `segments`, `like`: an entry of the same person whose segments,
notice and document are taken over, so that an undo or a copy needs not know a reason that its author may not see.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from etabli.attendance.actions import Operation, SegmentSpec
from etabli.attendance.queries import Standing
from etabli.core.refusal import Refusal
from etabli.kit import items

MOST_OPERATIONS = 5000
LONGEST_REASON = 200
MOST_HOURS = 24 * 366
MOST_SEGMENTS = 100


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
    given = document.get("operations") if isinstance(document, dict) else None
    if not isinstance(given, list):
        raise Refusal("operations_unreadable")
    if len(given) > MOST_OPERATIONS:
        raise Refusal("too_many_operations", value=len(given), most=MOST_OPERATIONS)
    return [read_operation(item) for item in given]


def read_operation(item: object) -> Read:
    """One operation, or why it cannot be read."""
    given = item.get("id") if isinstance(item, dict) else None
    name = given if isinstance(given, str) and len(given) <= items.LONGEST_KEY_TEXT and given.isprintable() else None
    try:
        if not isinstance(item, dict):
            raise items.unreadable("operation")
        like = items.uuid_or_none(item, "like")
        return Read(name, _operation(item, has_segments=like is None), like=like)
    except Refusal as refusal:
        return Read(name, refusal=refusal)


def _operation(item: items.Item, has_segments: bool) -> Operation:
    return Operation(
        id=items.uuid(item, "id"),
        person=items.key(item, "person"),
        day=items.day(item, "day"),
        half=items.whole(item, "half", 0, 1),
        segments=tuple(items.rows(item, "segments", _segment, MOST_SEGMENTS)) if has_segments else (),
        acted_at=items.moment(item, "acted_at"),
        base=items.uuid_or_none(item, "base"),
        notice_hours=items.whole_or_none(item, "notice_hours", 0, MOST_HOURS),
        has_document=items.yes_no_or_none(item, "has_document"),
        reason=items.text_or_empty(item, "reason", LONGEST_REASON),
    )


def _segment(row: items.Item) -> SegmentSpec:
    minutes = items.whole_or_none(row, "minutes", 0, items.LARGEST_KEY)
    return SegmentSpec(items.text(row, "code", items.LONGEST_KEY_TEXT), minutes, items.key_or_none(row, "workshop"))


def resolved(reads: Sequence[Read], earlier: Mapping[UUID, tuple[int, Standing]]) -> list[Read]:
    """The operations that take over an earlier entry, with its segments. `earlier`: (person, entry) by its key."""
    return [read if read.like is None or read.operation is None else _taken_over(read, earlier) for read in reads]


def _taken_over(read: Read, earlier: Mapping[UUID, tuple[int, Standing]]) -> Read:
    if read.operation is None or read.like is None:
        return read
    person, standing = earlier.get(read.like, (None, None))
    if standing is None or person != read.operation.person:
        return Read(read.id, refusal=items.unreadable("like"))
    segments = tuple(SegmentSpec(*segment) for segment in standing.segments)
    operation = replace(
        read.operation,
        segments=segments,
        notice_hours=standing.notice_hours,
        has_document=standing.has_document,
    )
    return replace(read, operation=operation)
