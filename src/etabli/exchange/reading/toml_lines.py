"""On which line each key and each element of a TOML text begins. `tomllib` does not tell.

The text is known to be TOML, so this only walks over it: `{("establishment", 0, "places", 1, "value"): 12}`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter

Path = tuple[str | int, ...]
"""Keys, and places in lists counted from 0, from the outermost in."""

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_KEY = re.compile(r'[A-Za-z0-9_-]+|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'')
_TEXT = re.compile(
    r'"""(?:\\.|[^\\])*?"{3,5}(?!")|\'\'\'.*?\'{3,5}(?!\')|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\'',
    re.DOTALL,
)
_PLAIN = re.compile(r"[^,\]}#\n]*")


def lines_of(text: str) -> dict[Path, int]:
    """The line, from 1, of each key (for a table, of its header) and of each element of a list."""
    return _Walk(text).lines


class _Walk:
    def __init__(self, text: str) -> None:
        self._text, self._at = text, 0
        self._ends = [match.start() for match in re.finditer("\n", text)]
        self._tables: Counter[Path] = Counter()
        """How many tables of each list of tables (`[[…]]`) there are so far."""
        self.lines: dict[Path, int] = {}
        self._document()

    def _document(self) -> None:
        table: Path = ()
        self._skip(_BLANK)
        while self._at < len(self._text):
            table = self._header() if self._text[self._at] == "[" else self._pair(table)
            self._skip(_BLANK)

    def _skip(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._text, self._at)
        self._at = match.end() if match else self._at + 1
        return match.group() if match else ""

    def _note(self, path: Path, start: int) -> None:
        self.lines.setdefault(path, bisect_right(self._ends, start - 1) + 1)

    def _header(self) -> Path:
        """`[a.b]` or `[[a.b]]`: the path of the table it opens."""
        start, is_list = self._at, self._text.startswith("[[", self._at)
        self._at += 2 if is_list else 1
        *outer, last = self._keys()
        path: Path = ()
        for key in outer:
            path = self._inside((*path, key))
        path = (*path, last)
        self._note(path, start)
        if is_list:
            self._tables[path] += 1
        path = self._inside(path)
        self._note(path, start)
        self._at += 2 if is_list else 1
        return path

    def _inside(self, path: Path) -> Path:
        """The last table so far of a list of tables, else the path itself."""
        return (*path, self._tables[path] - 1) if self._tables[path] else path

    def _keys(self) -> list[str]:
        """A dotted key, quotes taken off."""
        keys = []
        while True:
            self._skip(_SPACE)
            keys.append(self._skip(_KEY).strip("\"'"))
            self._skip(_SPACE)
            if self._text[self._at] != ".":
                return keys
            self._at += 1

    def _pair(self, table: Path) -> Path:
        """`key = value`; answers the table it stands in."""
        start, path = self._at, table
        for key in self._keys():
            path = (*path, key)
            self._note(path, start)
        self._at += 1  # the equals sign
        self._skip(_SPACE)
        self._value(path)
        return table

    def _value(self, path: Path) -> None:
        sign = self._text[self._at]
        if sign == "[":
            self._list(path)
        elif sign == "{":
            self._inline_table(path)
        else:
            self._skip(_TEXT if sign in "\"'" else _PLAIN)

    def _list(self, path: Path) -> None:
        self._at += 1
        number = 0
        while self._next() != "]":
            self._note((*path, number), self._at)
            self._value((*path, number))
            number += 1
        self._at += 1

    def _inline_table(self, path: Path) -> None:
        self._at += 1
        while self._next() != "}":
            self._pair(path)
        self._at += 1

    def _next(self) -> str:
        """The sign at which the next element, or the end, begins."""
        self._skip(_BLANK)
        if self._text[self._at] == ",":
            self._at += 1
            self._skip(_BLANK)
        return self._text[self._at]
