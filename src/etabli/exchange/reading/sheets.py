"""Files to sheets: xlsx, xls, ods and csv, recognised by what they hold, never by their name.

Cells keep the coordinates a person sees when she opens the file: `rows[11][5]` is `F12`. A csv file has one sheet, named as
spreadsheet programs name it: the name of the file without its extension. Memory is bounded: a package is weighed before it
is opened (`packages`), and opened in a process of its own with a limit (`child`).
"""

from __future__ import annotations

import json
import pickle
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from etabli.exchange.reading import child, delimited, packages
from etabli.exchange.reading.limits import CHILD_LIMITS, LIMIT_BYTES, LIMIT_SECONDS
from etabli.exchange.reading.problems import Place, Unreadable

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_WEB_PAGE = (b"<!doctype html", b"<html", b"<table", b"<meta")
_BEGINNING = 64


@dataclass(frozen=True, slots=True)
class Lost:
    """A cell whose value the file does not hold: a formula never computed (`formula`), or an error shown as `#REF!`."""

    code: str


Cell = str | int | float | bool | date | time | timedelta | Lost | None
"""A `datetime` is a `date` too. An empty cell is None."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows as the sheet shows them, from its first line; rows may differ in length, empty cells at their end left out."""

    name: str
    rows: Sequence[Sequence[Cell]]

    def cell(self, row: int, column: int) -> Cell:
        """The cell at a row and column counted from 0; None outside the sheet."""
        cells = self.rows[row] if row < len(self.rows) else ()
        return cells[column] if column < len(cells) else None

    def place(self, row: int | None = None, column: int | None = None) -> Place:
        return Place(self.name, row, column)


@dataclass(frozen=True, slots=True)
class Workbook:
    """The visible sheets of a file, and the names of the hidden ones, which are not read. `names`: all, in the file's order."""

    sheets: tuple[Sheet, ...]
    hidden: tuple[str, ...] = ()
    delimited: bool = False
    names: tuple[str, ...] = ()


def read_workbook(path: Path) -> Workbook:
    """The sheets of a file. Unreadable, with one code and its facts, for anything that is not a sheet within the limits."""
    try:
        size = path.stat().st_size
        beginning = _first_bytes(path)
    except OSError as error:
        raise Unreadable("file_not_opened", name=path.name, reason=error.strerror or "") from error
    if size == 0:
        raise Unreadable("file_empty", name=path.name)
    if size > LIMIT_BYTES:
        raise Unreadable("file_too_big", name=path.name, limit=LIMIT_BYTES // 1_000_000)
    try:
        workbook = _read(path, beginning)
    except Unreadable as error:
        raise Unreadable(error.code, **{"name": path.name, **error.facts}) from error
    if not any(sheet.rows for sheet in workbook.sheets):
        raise Unreadable("file_empty", name=path.name)
    return workbook


def _first_bytes(path: Path) -> bytes:
    with path.open("rb") as handle:
        return handle.read(_BEGINNING)


def _read(path: Path, beginning: bytes) -> Workbook:
    if beginning.startswith(b"PK"):
        return _from_package(path)
    if beginning.startswith(_OLE):
        if _ENCRYPTED in path.read_bytes():
            raise Unreadable("file_protected")
        return _through_child(path, {})
    if beginning.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_WEB_PAGE):
        raise Unreadable("file_is_web_page")
    rows = delimited.read_rows(path.read_bytes())
    return Workbook((Sheet(path.stem, rows),), delimited=True, names=(path.stem,))


def _from_package(path: Path) -> Workbook:
    return _through_child(path, packages.check_package(path))


def _through_child(path: Path, lost: Mapping[str, Mapping[tuple[int, int], str]]) -> Workbook:
    answer = _ask_child(path)
    if answer[0] == "refused":
        raise Unreadable(answer[1], **answer[2])
    sheets, hidden = [], []
    for name, visible, rows in answer[1]:
        if not visible:
            hidden.append(name)
            continue
        _put_lost(rows, lost.get(name, {}))
        sheets.append(Sheet(name, rows))
    return Workbook(tuple(sheets), tuple(hidden), names=tuple(name for name, _, _ in answer[1]))


def _put_lost(rows: list[list[Cell]], lost: Mapping[tuple[int, int], str]) -> None:
    """Write what the library shows as empty (a formula without a value, an error) where a person sees it."""
    for (row, column), code in lost.items():
        rows.extend([] for _ in range(row + 1 - len(rows)))
        cells = rows[row]
        cells.extend([None] * (column + 1 - len(cells)))
        if cells[column] is None:
            cells[column] = Lost(code)


def _ask_child(path: Path) -> tuple[Any, ...]:
    """The answer of `child.main` for a file. A child that dies or takes too long is a file that cannot be read."""
    command = [sys.executable, "-I", child.__file__, str(path.resolve()), json.dumps(CHILD_LIMITS)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=LIMIT_SECONDS, check=False)  # noqa: S603 our own file
    except subprocess.TimeoutExpired as error:
        raise Unreadable("file_too_slow", limit=LIMIT_SECONDS) from error
    if done.returncode != 0:
        raise Unreadable("file_damaged")
    answer: tuple[Any, ...] = pickle.loads(done.stdout)  # noqa: S301 written by our own process
    return answer
