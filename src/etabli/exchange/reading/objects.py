"""Reading JSON files: objects whose values are read by key, with every problem kept at its path.

A place in a JSON file is its path: `frameworks[0].levels[2].label`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Generic, TypeVar

from etabli.core.refusal import Refusal
from etabli.exchange.reading import values as cells
from etabli.exchange.reading.limits import LIMIT_BYTES
from etabli.exchange.reading.problems import BadValue, Place, Problem, Unreadable
from etabli.exchange.reading.rows import Reading

Row = TypeVar("Row")
LONGEST_SHOWN = 100
"""Letters of a wrong value that a problem repeats."""


def read_json(path: Path) -> Any:
    """What a JSON file holds. Unreadable: `file_not_opened`, `file_too_big`, `file_empty`, `json_unreadable`."""
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= LIMIT_BYTES else b""
    except OSError as error:
        raise Unreadable("file_not_opened", name=path.name, reason=error.strerror or "") from error
    if size > LIMIT_BYTES:
        raise Unreadable("file_too_big", name=path.name, limit=LIMIT_BYTES // 1_000_000)
    if not content.strip():
        raise Unreadable("file_empty", name=path.name)
    try:
        return json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise Unreadable("json_unreadable", name=path.name, line=1, column=error.start + 1) from error
    except json.JSONDecodeError as error:
        raise Unreadable("json_unreadable", name=path.name, line=error.lineno, column=error.colno) from error
    except (RecursionError, ValueError) as error:
        # Nested too deep, or a number of thousands of digits: neither says where.
        raise Unreadable("json_unreadable", name=path.name, line=1, column=1) from error


def path_to(where: str, key: str) -> str:
    return f"{where}.{key}" if where else str(key)


class ObjectReader(Generic[Row]):
    """Reads values by key; what cannot be read becomes a problem at its path, and the rest is still read."""

    def __init__(self) -> None:
        self.reading: Reading[Row] = Reading()

    def error(self, code: str, where: str, value: object = "", **facts: object) -> None:
        self.reading.errors.append(Problem(code, Place(where), _shown(value), facts))

    def check(self, where: str, rule: Callable[..., None], *facts: object) -> None:
        """What a rule of a room refuses, as a problem there."""
        try:
            rule(*facts)
        except Refusal as refusal:
            self.error(refusal.code, where, **refusal.facts)

    def ignore(self, values: Mapping[str, Any], known: Collection[str], where: str) -> None:
        """The keys that are not known, as ignored."""
        for key in values:
            if key not in known:
                self.leave(where, key)

    def leave(self, where: str, key: str) -> None:
        self.reading.ignored.append(Problem("key_ignored", Place(path_to(where, key)), str(key)))

    def object(self, values: Mapping[str, Any], key: str) -> Mapping[str, Any] | None:
        """One object; None, with a problem, for anything else."""
        found = values.get(key)
        if isinstance(found, dict):
            return found
        self.error("object_expected", key)
        return None

    def objects(self, values: Mapping[str, Any], key: str, where: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """The objects of a list, each with its path; a missing list is an empty one."""
        found = values.get(key, [])
        if not isinstance(found, list):
            self.error("list_expected", path_to(where, key))
            return
        for number, one in enumerate(found):
            place = f"{path_to(where, key)}[{number}]"
            if isinstance(one, dict):
                yield place, one
            else:
                self.error("object_expected", place)

    def texts(self, values: Mapping[str, Any], longest: Mapping[str, int], where: str) -> dict[str, str]:
        """A text for each of these keys, empty where there is none."""
        found = {}
        for key, most in longest.items():
            value = values.get(key, "")
            if not isinstance(value, str) or not _can_be_kept(value):
                self.error("text_expected", path_to(where, key), value)
                value = ""
            elif len(value.strip()) > most:
                self.error("text_too_long", path_to(where, key), value, longest=most)
            found[key] = value.strip()
        return found

    def day(self, values: Mapping[str, Any], key: str, where: str, *, required: bool = False) -> date | None:
        """A day, written `2025-01-31`; None for none, and for what could not be read."""
        try:
            return (cells.required_day if required else cells.day)(values.get(key))
        except BadValue as bad:
            self.error(bad.code, path_to(where, key), values.get(key) or "", **bad.facts)
            return None

    def minutes(self, values: Mapping[str, Any], key: str, where: str) -> int:
        """A whole number of 1 or more; 0 for what could not be read."""
        found = values.get(key)
        if isinstance(found, int) and not isinstance(found, bool) and found >= 1:
            return found
        self.error("minutes_expected", path_to(where, key), found)
        return 0

    def choice(self, value: str, known: Collection[str], where: str) -> None:
        if value not in known:
            self.error("not_a_choice", where, value, known=list(known))


def _can_be_kept(text: str) -> bool:
    """False for the letter 0 and for half a letter: a database refuses both."""
    return "\0" not in text and text.encode(errors="replace").decode() == text


def _shown(value: object) -> str:
    return str(value)[:LONGEST_SHOWN].encode(errors="replace").decode().replace("\0", "?")
