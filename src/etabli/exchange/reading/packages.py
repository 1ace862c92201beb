"""xlsx and ods packages, weighed before anything unpacks them.

The directory of a package says how large each part is, and may lie: every part is unpacked once, piece by piece, and thrown
away, so that no later reader meets more than what was announced. The same passage notes, in the sheets of an xlsx, the
cells the spreadsheet library shows as empty although a person sees something there: formulas that no program has computed
yet, and error values. (An ods package has no such pass: there such cells read as empty.)
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from xml.etree import ElementTree

from etabli.exchange.reading.limits import (
    LIMIT_COLUMNS,
    LIMIT_PARTS,
    LIMIT_RATIO,
    LIMIT_ROWS,
    LIMIT_UNPACKED,
    RATIO_FROM,
)
from etabli.exchange.reading.problems import Unreadable

LostCells = dict[tuple[int, int], str]
"""Row and column, counted from 0, of a cell without a value: `formula_not_computed` or `error_cell`."""

_PIECE = 65_536
_LOCAL_HEADER = 30
_LONGEST_CELL = 200_000
_LONGEST_INDEX = 2_000_000
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"
_CELL = re.compile(rb"<(?:\w{1,8}:)?c(?=[\s>/])")
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_FORMULA = re.compile(rb"<(?:\w{1,8}:)?f[\s>/]")
_VALUE = re.compile(rb"<(?:\w{1,8}:)?(?:v|is)(\s[^>]*)?>")
_NO_VALUE = re.compile(rb"<(?:\w{1,8}:)?v(?:\s[^>]*)?(?:/>|></)")
_DAMAGE = (zipfile.BadZipFile, zlib.error, ElementTree.ParseError, EOFError, OSError, ValueError, NotImplementedError)
"""What the library raises for a package that is not what it says of itself. OSError: a part that begins before the file."""
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def check_package(path: Path) -> dict[str, LostCells]:
    """Weigh a package and note its cells without a value, by name of sheet.

    Unreadable: `file_damaged`, `file_protected`, `file_not_a_sheet`, `file_unpacks_too_big`, `too_many_rows` or
    `too_many_columns`.
    """
    try:
        with zipfile.ZipFile(path) as package, path.open("rb") as handle:
            parts = package.infolist()
            _check_weight(parts)
            names = _sheet_names(package)
            return _unpack(handle, parts, names)
    except _DAMAGE as error:
        raise Unreadable("file_damaged") from error


def _check_weight(parts: list[zipfile.ZipInfo]) -> None:
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    too_dense = unpacked > RATIO_FROM and unpacked > packed * LIMIT_RATIO
    if unpacked > LIMIT_UNPACKED or too_dense or len(parts) > LIMIT_PARTS:
        raise _too_big()
    if any(part.flag_bits & 1 for part in parts):
        raise Unreadable("file_protected")


def _too_big() -> Unreadable:
    return Unreadable("file_unpacks_too_big", limit=LIMIT_UNPACKED // 1_000_000)


def _sheet_names(package: zipfile.ZipFile) -> dict[str, str]:
    """Part of the package to name of the sheet; empty for ods. Unreadable when the package is no workbook."""
    inside = set(package.namelist())
    if "xl/workbook.xml" in inside:
        return _xlsx_names(package, inside)
    if "encrypted-package" in inside:
        raise Unreadable("file_protected")
    if "mimetype" not in inside or not _small(package, "mimetype").startswith(_ODS):
        raise Unreadable("file_not_a_sheet")
    if b"encryption-data" in _small(package, "META-INF/manifest.xml"):
        raise Unreadable("file_protected")
    return {}


def _xlsx_names(package: zipfile.ZipFile, inside: set[str]) -> dict[str, str]:
    relations = "xl/_rels/workbook.xml.rels"
    if relations not in inside:
        raise Unreadable("file_damaged")
    targets = {item.get("Id"): item.get("Target", "") for item in _tree(package, relations)}
    names = {}
    for element in _tree(package, "xl/workbook.xml").iter():
        if element.tag.rpartition("}")[2] == "sheet":
            target = targets.get(element.get(_RELATION), "")
            names[target.lstrip("/") if target.startswith("/") else f"xl/{target}"] = element.get("name", "")
    return names


def _tree(package: zipfile.ZipFile, name: str) -> ElementTree.Element:
    text = _small(package, name)
    if b"<!DOCTYPE" in text:  # no program writes one; entities would multiply there
        raise Unreadable("file_damaged")
    return ElementTree.fromstring(text)  # noqa: S314 bounded, and without a document type


def _small(package: zipfile.ZipFile, name: str) -> bytes:
    try:
        info = package.getinfo(name)
    except KeyError:
        return b""
    if info.file_size > _LONGEST_INDEX:
        raise _too_big()
    return package.read(info)


def _unpack(handle: BinaryIO, parts: list[zipfile.ZipInfo], names: dict[str, str]) -> dict[str, LostCells]:
    """Unpack every part once, noting cells without a value in those that are sheets."""
    lost: dict[str, LostCells] = {}
    for part in parts:
        pieces = _pieces(handle, part)
        if part.filename in names:
            name = names[part.filename]
            found = dict(_lost_cells(pieces, name))
            if found:
                lost[name] = found
        else:
            for _piece in pieces:
                pass
    return lost


def _pieces(handle: BinaryIO, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The unpacked bytes of a part. Unreadable as soon as they are more than announced."""
    handle.seek(part.header_offset)
    header = handle.read(_LOCAL_HEADER)
    if len(header) < _LOCAL_HEADER or part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Unreadable("file_damaged")
    lengths = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    handle.seek(lengths, 1)
    total = 0
    for piece in _inflated(handle, part):
        total += len(piece)
        if total > part.file_size:
            raise _too_big()
        yield piece
    if total != part.file_size:
        raise Unreadable("file_damaged")


def _inflated(handle: BinaryIO, part: zipfile.ZipInfo) -> Iterator[bytes]:
    unpack = zlib.decompressobj(-15) if part.compress_type == zipfile.ZIP_DEFLATED else None
    left = part.compress_size
    while left:
        packed = handle.read(min(_PIECE, left))
        if not packed:
            raise Unreadable("file_damaged")
        left -= len(packed)
        if unpack is None:
            yield packed
            continue
        while packed:
            yield unpack.decompress(packed, _PIECE)
            packed = unpack.unconsumed_tail
    if unpack is not None:
        yield unpack.flush()


def _lost_cells(pieces: Iterator[bytes], sheet: str) -> Iterator[tuple[tuple[int, int], str]]:
    """Cells without a value of one sheet of an xlsx, read in pieces; only the cell being read is held.

    Cells are cut at their opening tags, so that the time grows with the size of the sheet, whatever it holds.
    """
    held = b""
    for piece in pieces:
        *whole, held = _CELL.split(held + piece)
        if len(held) > _LONGEST_CELL:
            held = held[:_PIECE]
        for cell in whole:
            yield from _judge(cell, sheet)
        held = b"<c " + held if whole else held
    for cell in _CELL.split(held):
        yield from _judge(cell, sheet)


def _judge(cell: bytes, sheet: str) -> Iterator[tuple[tuple[int, int], str]]:
    """What stands between two opening tags of cells: nothing to say, or the place and the code of a cell without value."""
    head, closing, body = cell.partition(b">")
    found = _REFERENCE.search(head)
    if not closing or found is None or head.endswith(b"/"):
        return
    formula, value = _FORMULA.search(body), _VALUE.search(body)
    if not formula and not value:
        return
    row, column = int(found[2]) - 1, _column(found[1])
    for code, number, limit in (("too_many_rows", row, LIMIT_ROWS), ("too_many_columns", column, LIMIT_COLUMNS)):
        if number >= limit:
            raise Unreadable(code, sheet=sheet, limit=limit)
    if b't="e"' in head:
        yield (row, column), "error_cell"
    elif formula and (not value or (_NO_VALUE.search(body) and b't="str"' not in head)):
        yield (row, column), "formula_not_computed"


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1
