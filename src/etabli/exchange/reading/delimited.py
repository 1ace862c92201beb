"""Text files of cells: csv in the encodings and with the separators that spreadsheet programs write."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from etabli.exchange.reading.limits import LIMIT_CELLS, LIMIT_COLUMNS, LIMIT_ROWS
from etabli.exchange.reading.problems import Unreadable

SEPARATORS = ";\t,"
_SAMPLE_ROWS = 20
_SAMPLE_BYTES = 100_000
_TEXT_CONTROLS = frozenset(b"\t\n\r\f\x1a\x1c")
_BEGINNING = 64
_OTHER_TEXTS = (b"%PDF", b"{", b"<?xml", b"{\\rtf")
_CONTROLS = bytes(byte for byte in range(32) if byte not in _TEXT_CONTROLS)


def read_rows(data: bytes) -> list[list[str | None]]:
    """The rows of a csv file, empty cells None and left out at the end of rows. Unreadable when it is not text."""
    encoding = encoding_of(data)
    separator, skipped = _directive(data, encoding)
    rows: list[list[str | None]] = []
    cells = 0
    try:
        lines = islice(_lines(data, encoding), skipped, None)
        for row in _parse(lines, separator or sniff(_lines(data, encoding))):
            rows.append(row)
            cells += len(row)
            _check(len(rows), len(row), cells)
    except csv.Error as error:
        raise Unreadable("file_damaged") from error
    while rows and not rows[-1]:
        rows.pop()
    return rows


def encoding_of(data: bytes) -> str:
    """UTF-8 with or without byte order mark, else Windows-1252.

    Unreadable (`file_not_a_sheet`) for bytes that are no text: zeros, or more than a few control characters.
    """
    sample = data[:_SAMPLE_BYTES]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    if b"\0" in data or controls * 100 > len(sample) or data.startswith(_OTHER_TEXTS):
        raise Unreadable("file_not_a_sheet")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _lines(data: bytes, encoding: str) -> Iterator[str]:
    """The lines, decoded as they are read; a byte that the encoding does not know becomes U+FFFD."""
    return iter(io.TextIOWrapper(io.BytesIO(data), encoding, errors="replace", newline=""))


def sniff(lines: Iterator[str]) -> str:
    """The separator that cuts the first rows into the most cells, most often; `;` before tab before `,` when equal."""
    sample = list(islice(lines, _SAMPLE_ROWS))

    def cut(separator: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in _safely(sample, separator) if len(row) > 1)
        if not widths:
            return (0, 0)
        width, times = max(widths.items(), key=lambda item: (item[1], item[0]))
        return (width * times, times)

    return max(SEPARATORS, key=cut)


def _safely(sample: list[str], separator: str) -> list[list[str | None]]:
    try:
        return list(_parse(sample, separator))
    except csv.Error:
        return []


def _directive(data: bytes, encoding: str) -> tuple[str, int]:
    """The separator of a first line `sep=;`, which spreadsheet programs obey and do not show, and the lines it takes."""
    first = next(_lines(data[:_BEGINNING], encoding), "").strip().strip('"')
    if first.lower().startswith("sep=") and len(first) == len("sep=") + 1:
        return first[-1], 1
    return "", 0


def _parse(lines: Iterable[str], separator: str) -> Iterator[list[str | None]]:
    return map(_trimmed, csv.reader(lines, delimiter=separator))


def _trimmed(row: list[str]) -> list[str | None]:
    cells: list[str | None] = [cell if cell.strip() else None for cell in row]
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def _check(rows: int, width: int, cells: int) -> None:
    for code, count, limit in (
        ("too_many_rows", rows, LIMIT_ROWS),
        ("too_many_columns", width, LIMIT_COLUMNS),
        ("too_many_cells", cells, LIMIT_CELLS),
    ):
        if count > limit:
            raise Unreadable(code, limit=limit)
