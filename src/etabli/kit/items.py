"""Readers of what a browser or a tablet sends: one key of a JSON object to one value. Nothing here saves.

Every reader raises Refusal `operation_unreadable`, whose `detail` is the key that could not be read, for whatever JSON
value stands there, and never another error. A key that is missing reads as null. A reader whose name ends in `_or_none`
or `_or_empty` takes null; the others refuse it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar
from unicodedata import category
from uuid import UUID

from etabli.core.refusal import Refusal

Item = Mapping[str, Any]
"""A JSON object, as Python reads it."""
Row = TypeVar("Row")
LARGEST_KEY = 2**53
"""The largest whole number a browser writes exactly. Of keys of rows, and of quantities."""
LONGEST_KEY_TEXT = 100
"""Signs, of what stands for a code, a UUID, a day or a moment."""
FIRST_YEAR, LAST_YEAR = 1995, 2100
"""Both included. Days outside are those of a clock that was never set."""


def unreadable(detail: str) -> Refusal:
    """The refusal every reader raises. `detail`: the key that could not be read."""
    return Refusal("operation_unreadable", detail=detail)


# ---------------------------------------------------------------- text


def is_kept(sign: str, *, in_lines: bool = False) -> bool:
    """Whether every database takes this one sign: no control character, no half of a character.

    `in_lines`: ends of lines and tabs too. Not `isprintable`: it knows neither the no-break spaces of French keyboards
    nor emoji joined to one another.
    """
    return category(sign) not in ("Cc", "Cs") or (in_lines and sign in "\n\t")


def text(item: Item, name: str, longest: int, *, least: int = 0, in_lines: bool = False) -> str:
    """Text of `least` to `longest` signs as they were sent, every one of which `is_kept`. Every end of line is `\\n`."""
    value = item.get(name)
    if not isinstance(value, str) or not least <= len(value) <= longest:
        raise unreadable(name)
    value = value.replace("\r\n", "\n")
    is_plain = value.isascii() and value.isprintable()
    if not is_plain and not all(is_kept(sign, in_lines=in_lines) for sign in value):
        raise unreadable(name)
    return value


def text_or_empty(item: Item, name: str, longest: int, *, in_lines: bool = False) -> str:
    """As `text`; null is empty."""
    return "" if item.get(name) is None else text(item, name, longest, in_lines=in_lines)


def one_of(item: Item, name: str, values: type[StrEnum]) -> str:
    """The value of a member of `values`."""
    value = text(item, name, LONGEST_KEY_TEXT)
    if value not in {str(known) for known in values}:
        raise unreadable(name)
    return value


# ---------------------------------------------------------------- numbers and marks


def whole(item: Item, name: str, least: int, most: int) -> int:
    """A whole number, `least` and `most` included, in the unit of the key. Neither a fraction, true, nor text."""
    value = item.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise unreadable(name)
    return value


def whole_or_none(item: Item, name: str, least: int, most: int) -> int | None:
    """As `whole`; null is None."""
    return None if item.get(name) is None else whole(item, name, least, most)


def key(item: Item, name: str) -> int:
    """The key of a row: 1 to `LARGEST_KEY`."""
    return whole(item, name, 1, LARGEST_KEY)


def key_or_none(item: Item, name: str) -> int | None:
    """As `key`; null is None."""
    return whole_or_none(item, name, 1, LARGEST_KEY)


def yes_no_or_none(item: Item, name: str) -> bool | None:
    """True or false; null, which is neither, is None. Not 0 or 1."""
    value = item.get(name)
    if value is not None and not isinstance(value, bool):
        raise unreadable(name)
    return value


def uuid(item: Item, name: str) -> UUID:
    """A UUID in any writing that Python reads."""
    try:
        return UUID(text(item, name, LONGEST_KEY_TEXT))
    except ValueError as error:
        raise unreadable(name) from error


def uuid_or_none(item: Item, name: str) -> UUID | None:
    """As `uuid`; null is None."""
    return None if item.get(name) is None else uuid(item, name)


# ---------------------------------------------------------------- time


def day(item: Item, name: str) -> date:
    """A day in ISO 8601, from `FIRST_YEAR` to `LAST_YEAR`."""
    try:
        value = date.fromisoformat(text(item, name, LONGEST_KEY_TEXT))
    except ValueError as error:
        raise unreadable(name) from error
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise unreadable(name)
    return value


def moment(item: Item, name: str) -> datetime:
    """A moment in ISO 8601 with its zone, from `FIRST_YEAR` to `LAST_YEAR`. One without would be another elsewhere."""
    try:
        value = datetime.fromisoformat(text(item, name, LONGEST_KEY_TEXT))
    except ValueError as error:
        raise unreadable(name) from error
    if value.tzinfo is None or not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise unreadable(name)
    return value


# ---------------------------------------------------------------- lists


def rows(item: Item, name: str, read: Callable[[Item], Row], most: int) -> list[Row]:
    """What `read` makes of each object of a list of at most `most`. `read` refuses with the key of the row."""
    value = item.get(name)
    if not isinstance(value, list) or len(value) > most or not all(isinstance(row, dict) for row in value):
        raise unreadable(name)
    return [read(row) for row in value]


def rows_or_empty(item: Item, name: str, read: Callable[[Item], Row], most: int) -> list[Row]:
    """As `rows`; null is empty."""
    return [] if item.get(name) is None else rows(item, name, read, most)
