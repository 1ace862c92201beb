"""From the JSON of a tablet to operations. Nothing here saves.

observation: `{id, acted_at, person, day, half, pictogram, text, photo, task}`. `pictogram` and `photo` may be null; `text`
and `task` empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from unicodedata import category
from uuid import UUID

from etabli.core.refusal import Refusal
from etabli.support.actions import ObservationOperation

Item = Mapping[str, Any]
LARGEST_KEY = 2**53
FIRST_YEAR, LAST_YEAR = 1995, 2100
LONGEST_TEXT, LONGEST_TASK, LONGEST_NAME = 2000, 100, 100


def read_observation(item: Item) -> ObservationOperation:
    """Refusal `operation_unreadable`, whose `detail` is the key that could not be read."""
    return ObservationOperation(
        id=_uuid(item, "id"),
        person=_whole(item, "person", 1, LARGEST_KEY),
        day=_day(item),
        half=_whole(item, "half", 0, 1),
        acted_at=_moment(item),
        pictogram=_text(item, "pictogram", LONGEST_NAME),
        text=_text(item, "text", LONGEST_TEXT, in_lines=True),
        photo=None if item.get("photo") is None else _uuid(item, "photo"),
        task=_text(item, "task", LONGEST_TASK),
    )


def _wrong(detail: str) -> Refusal:
    return Refusal("operation_unreadable", detail=detail)


def _text(item: Item, name: str, longest: int, *, in_lines: bool = False) -> str:
    """Text that every database takes: no control character but ends of lines, no half of a character. None is empty.

    Not `isprintable`: it knows neither the no-break spaces of French keyboards nor emoji joined to one another.
    """
    value = "" if item.get(name) is None else item.get(name)
    if not isinstance(value, str) or len(value) > longest:
        raise _wrong(name)
    value = value.replace("\r\n", "\n")
    if not all(category(sign) not in ("Cc", "Cs") or (in_lines and sign in "\n\t") for sign in value):
        raise _wrong(name)
    return value


def _whole(item: Item, name: str, least: int, most: int) -> int:
    value = item.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise _wrong(name)
    return value


def _uuid(item: Item, name: str) -> UUID:
    try:
        return UUID(_text(item, name, LONGEST_NAME))
    except ValueError as error:
        raise _wrong(name) from error


def _day(item: Item) -> date:
    try:
        day = date.fromisoformat(_text(item, "day", LONGEST_NAME))
    except ValueError as error:
        raise _wrong("day") from error
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise _wrong("day")
    return day


def _moment(item: Item) -> datetime:
    """A moment with its zone. One without would be another moment elsewhere."""
    try:
        moment = datetime.fromisoformat(_text(item, "acted_at", LONGEST_NAME))
        if moment.tzinfo is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
            raise _wrong("acted_at")
        moment.timestamp()
    except (ValueError, OverflowError) as error:
        raise _wrong("acted_at") from error
    return moment
