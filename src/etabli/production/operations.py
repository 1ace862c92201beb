"""From the JSON of a tablet to operations. Nothing here saves. Every reader raises Refusal `operation_unreadable`, whose
`detail` is the key that could not be read.

work: `{id, acted_at, base, person, day, half, workshop, team, parts: [{activity, minutes}]}`.
output: `{id, acted_at, base, workshop, activity, day, half, good, rejected, cause, rule, shares: [{person, good, rejected}],
group, corrects}`, quantities in thousandths.
handover: `{id, acted_at, workshop, to_role, text}`. handover_mark: `{id, acted_at, message, mark}`.
intervention: `{id, acted_at, workshop, activity, day, site, started, ended, people: [{person, minutes}], problem, photos,
signer, signature, corrects}`, hours in minutes since midnight.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from etabli.core.refusal import Refusal
from etabli.core.work import Part, Share
from etabli.production.actions import (
    HandoverOperation,
    InterventionOperation,
    MarkOperation,
    OutputOperation,
    PersonTime,
    WorkOperation,
)
from etabli.production.states import Mark, Split

Item = Mapping[str, Any]
Row = TypeVar("Row")
LARGEST_KEY = 2**53
MOST_MINUTES = 24 * 60
MOST_ITEMS = 300
FIRST_YEAR, LAST_YEAR = 1995, 2100
LONGEST_KEY_TEXT, LONGEST_SITE, LONGEST_SIGNER, LONGEST_MESSAGE, LONGEST_PROBLEM = 100, 200, 100, 1000, 2000


def read_work(item: Item) -> WorkOperation:
    return WorkOperation(
        id=_uuid(item, "id"),
        person=_key(item, "person"),
        day=_day(item),
        half=_whole(item, "half", 0, 1),
        parts=tuple(_rows(item, "parts", _part)),
        workshop=_key(item, "workshop"),
        acted_at=_moment(item),
        team=_uuid_or_none(item, "team"),
        base=_uuid_or_none(item, "base"),
    )


def _part(row: Item) -> Part:
    minutes = None if row.get("minutes") is None else _whole(row, "minutes", 0, MOST_MINUTES)
    return Part(_key(row, "activity"), minutes)


def read_output(item: Item) -> OutputOperation:
    return OutputOperation(
        id=_uuid(item, "id"),
        workshop=_key(item, "workshop"),
        activity=_key(item, "activity"),
        day=_day(item),
        half=_whole(item, "half", 0, 1),
        good=_whole(item, "good", 0, LARGEST_KEY),
        rejected=_whole(item, "rejected", 0, LARGEST_KEY),
        acted_at=_moment(item),
        rule=_one_of(item, "rule", Split),
        cause=_key_or_none(item, "cause"),
        shares=tuple(_rows(item, "shares", _share)),
        group=_key_or_none(item, "group"),
        corrects=_uuid_or_none(item, "corrects"),
        base=_uuid_or_none(item, "base"),
    )


def _share(row: Item) -> Share:
    return Share(_key(row, "person"), _whole(row, "good", 0, LARGEST_KEY), _whole(row, "rejected", 0, LARGEST_KEY))


def read_handover(item: Item) -> HandoverOperation:
    return HandoverOperation(
        id=_uuid(item, "id"),
        workshop=_key(item, "workshop"),
        to_role=_text(item, "to_role", LONGEST_KEY_TEXT),
        text=_text(item, "text", LONGEST_MESSAGE, in_lines=True),
        acted_at=_moment(item),
    )


def read_handover_mark(item: Item) -> MarkOperation:
    return MarkOperation(
        id=_uuid(item, "id"),
        message=_uuid(item, "message"),
        mark=_one_of(item, "mark", Mark),
        acted_at=_moment(item),
    )


def read_intervention(item: Item) -> InterventionOperation:
    return InterventionOperation(
        id=_uuid(item, "id"),
        workshop=_key(item, "workshop"),
        day=_day(item),
        site=_text(item, "site", LONGEST_SITE),
        started=_whole(item, "started", 0, MOST_MINUTES),
        ended=_whole(item, "ended", 0, MOST_MINUTES),
        acted_at=_moment(item),
        activity=_key_or_none(item, "activity"),
        people=tuple(_rows(item, "people", _time)),
        problem=_text_or_empty(item, "problem", LONGEST_PROBLEM, in_lines=True),
        photos=tuple(_photos(item)),
        signer=_text_or_empty(item, "signer", LONGEST_SIGNER),
        signature=_uuid_or_none(item, "signature"),
        corrects=_uuid_or_none(item, "corrects"),
    )


def _time(row: Item) -> PersonTime:
    return PersonTime(_key(row, "person"), _whole(row, "minutes", 0, MOST_MINUTES))


def _photos(item: Item) -> list[UUID]:
    keys = item.get("photos") or []
    if not isinstance(keys, list) or len(keys) > MOST_ITEMS:
        raise _wrong("photos")
    return [_uuid({"photos": key}, "photos") for key in keys]


# ---------------------------------------------------------------- values


def _wrong(detail: str) -> Refusal:
    return Refusal("operation_unreadable", detail=detail)


def _rows(item: Item, name: str, read: Callable[[Item], Row]) -> list[Row]:
    rows = item.get(name)
    if rows is None:
        return []
    if not isinstance(rows, list) or len(rows) > MOST_ITEMS or not all(isinstance(row, dict) for row in rows):
        raise _wrong(name)
    return [read(row) for row in rows]


def _text(item: Item, name: str, longest: int, *, in_lines: bool = False) -> str:
    """Text that every database takes: no control character but ends of lines, no half of a character."""
    value = item.get(name)
    allowed = "\n" if in_lines else ""
    if not isinstance(value, str) or len(value) > longest:
        raise _wrong(name)
    if not all(sign.isprintable() or sign in allowed for sign in value):
        raise _wrong(name)
    return value


def _text_or_empty(item: Item, name: str, longest: int, *, in_lines: bool = False) -> str:
    return _text(item, name, longest, in_lines=in_lines) if item.get(name) else ""


def _whole(item: Item, name: str, least: int, most: int) -> int:
    value = item.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise _wrong(name)
    return value


def _key(item: Item, name: str) -> int:
    return _whole(item, name, 1, LARGEST_KEY)


def _key_or_none(item: Item, name: str) -> int | None:
    return None if item.get(name) is None else _key(item, name)


def _one_of(item: Item, name: str, values: type[StrEnum]) -> str:
    value = _text(item, name, LONGEST_KEY_TEXT)
    if value not in {str(known) for known in values}:
        raise _wrong(name)
    return value


def _uuid(item: Item, name: str) -> UUID:
    try:
        return UUID(_text(item, name, LONGEST_KEY_TEXT))
    except ValueError as error:
        raise _wrong(name) from error


def _uuid_or_none(item: Item, name: str) -> UUID | None:
    return None if item.get(name) is None else _uuid(item, name)


def _day(item: Item) -> date:
    try:
        day = date.fromisoformat(_text(item, "day", LONGEST_KEY_TEXT))
    except ValueError as error:
        raise _wrong("day") from error
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise _wrong("day")
    return day


def _moment(item: Item) -> datetime:
    """A moment with its zone. One without would be another moment elsewhere."""
    try:
        moment = datetime.fromisoformat(_text(item, "acted_at", LONGEST_KEY_TEXT))
        if moment.tzinfo is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise _wrong("acted_at")
        moment.timestamp()
    except (ValueError, OverflowError) as error:
        raise _wrong("acted_at") from error
    return moment
