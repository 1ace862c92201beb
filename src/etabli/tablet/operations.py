"""From the bytes a tablet sends to operations, each judged alone; and back to JSON that every database keeps.

An operation: `{id, kind, author, acted_at, base, …}`; the rest is read by the room whose kind it is. Nothing here saves.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from etabli.core.refusal import Refusal
from etabli.kit import items

MOST_OPERATIONS = 200
MOST_BYTES = 2 * 1024 * 1024
DEEPEST, MOST_ITEMS, LONGEST_TEXT = 6, 300, 4000
"""Of what is kept of an operation that was refused."""
PLACES_OF_PERSONS = ("people", "shares")
"""Lists of an operation whose items name a person, as the operation itself may."""
_MOST_DIGITS = 18


@dataclass(frozen=True)
class Envelope:
    """What every operation has, and all that was sent. `id`: as it was sent, where it was text at all.

    `key` is None with `refusal` when the operation could not be read.
    """

    id: str | None
    key: UUID | None = None
    kind: str = ""
    author: int = 0
    acted_at: datetime | None = None
    item: Mapping[str, Any] | None = None
    refusal: Refusal | None = None


def read_batch(body: bytes) -> list[Envelope]:
    """Every operation of a request. Refusals, of the whole: `sync_body_too_large`, `operations_unreadable`, `sync_too_many`."""
    if len(body) > MOST_BYTES:
        raise Refusal("sync_body_too_large", most=MOST_BYTES // 1024 // 1024)
    given = read_object(body).get("operations")
    if not isinstance(given, list):
        raise Refusal("operations_unreadable")
    if len(given) > MOST_OPERATIONS:
        raise Refusal("sync_too_many", value=len(given), most=MOST_OPERATIONS)
    return [_envelope(item) for item in given]


def read_object(body: bytes) -> dict[str, Any]:
    """A JSON object. Numbers no key or quantity has, fractions among them, are text. Refusal `operations_unreadable`."""
    try:
        document = json.loads(body, parse_int=_whole, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise Refusal("operations_unreadable") from error
    if not isinstance(document, dict):
        raise Refusal("operations_unreadable")
    return document


def _whole(text: str) -> int | str:
    """A number no key or quantity has stays text, so that its own operation alone is refused."""
    return int(text) if len(text) <= _MOST_DIGITS else text


def _envelope(item: object) -> Envelope:
    if not isinstance(item, dict):
        return Envelope(None, refusal=items.unreadable("operation"))
    given = item.get("id")
    name = given if isinstance(given, str) and len(given) <= items.LONGEST_KEY_TEXT and given.isprintable() else None
    key = uuid_of(name)
    read = Envelope(name, key, item=item)
    try:
        if key is None:
            raise items.unreadable("id")
        return replace(
            read,
            kind=items.text(item, "kind", items.LONGEST_KEY_TEXT, least=1),
            author=items.key(item, "author"),
            acted_at=items.moment(item, "acted_at"),
        )
    except Refusal as refusal:
        return replace(read, refusal=refusal)


def uuid_of(value: object) -> UUID | None:
    """The UUID in its usual writing, 36 signs; None for all else."""
    if not isinstance(value, str) or len(value) != 36 or not value.isascii():
        return None
    try:
        return UUID(value)
    except ValueError:
        return None


# ---------------------------------------------------------------- persons who joined


def joins_named(item: Mapping[str, Any]) -> set[UUID]:
    """The operations by whose id this one names a person."""
    named = (uuid_of(holder.get("person")) for holder in _holders(item))
    return {key for key in named if key is not None}


def with_persons(item: Mapping[str, Any], persons: Mapping[UUID, int]) -> dict[str, Any]:
    """The same operation with the key of each person in place of the id of the operation by which she joined."""
    changed = _with_person(item, persons)
    for place in PLACES_OF_PERSONS:
        if isinstance(item.get(place), list):
            changed[place] = [_with_person(row, persons) if isinstance(row, dict) else row for row in item[place]]
    return changed


def _holders(item: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield item
    for place in PLACES_OF_PERSONS:
        rows = item.get(place)
        if isinstance(rows, list):
            yield from (row for row in rows if isinstance(row, dict))


def _with_person(row: Mapping[str, Any], persons: Mapping[UUID, int]) -> dict[str, Any]:
    key = uuid_of(row.get("person"))
    return dict(row) if key is None else {**row, "person": persons[key]}


# ---------------------------------------------------------------- what is kept


def kept(value: object, depth: int = 0) -> Any:
    """What was sent, as every database keeps it: no half of a character, no depth or length without end."""
    if isinstance(value, str):
        return "".join(sign if items.is_kept(sign, in_lines=True) else "\ufffd" for sign in value[:LONGEST_TEXT])
    if value is None or isinstance(value, bool | int | float):
        return value
    if depth >= DEEPEST:
        return "…"
    if isinstance(value, Mapping):
        pairs: Sequence[tuple[Any, Any]] = list(value.items())[:MOST_ITEMS]
        return {kept(str(name)): kept(part, depth + 1) for name, part in pairs}
    if isinstance(value, list | tuple):
        return [kept(part, depth + 1) for part in value[:MOST_ITEMS]]
    return kept(str(value), depth)
