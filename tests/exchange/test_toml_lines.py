"""The line of each key and element of a TOML text, whatever way it is written."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from etabli.exchange.reading.toml_lines import Path, lines_of

TEXT = (
    """# a comment with [brackets] and = signs
title = "a # sign, not a comment"
"quoted key" = '''several
lines = of [text]
'''
day = 2025-01-01 # said here
number=1_000
deep.er.still = """
    + '"""one\n# two ""\n"""'
    + """

[association]
name = 'single'

[[establishment]]
finess = "1"
open = { mon = "MA", tue = "M" } # inline
empty = []
nothing = {}
places = [
  # one a line
  { from = 2025-01-01, value = 1 },
    { from = 2025-02-01, value = 2 },
  [ 1, [ 2,
     3 ] ],
]

[[establishment]]
finess = "2"
[establishment.open]
mon = "M"
[[establishment.rows]]
a = 1
[[establishment.rows]]
a = true"""
)


def paths(value: Any, path: Path = ()) -> list[Path]:
    """Every key and element of a document."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [found for key, part in inner for found in [(*path, key), *paths(part, (*path, key))]]


def test_every_key_and_element_has_a_line() -> None:
    found = lines_of(TEXT)
    assert set(paths(tomllib.loads(TEXT))) <= set(found)
    rows = TEXT.splitlines()
    for path, line in found.items():
        if isinstance(path[-1], str) and path[-1] != "still":
            assert path[-1] in rows[line - 1], path


@pytest.mark.parametrize(
    ("path", "start"),
    [
        (("day",), "day ="),
        (("establishment", 0), "[[establishment]]"),
        (("establishment", 0, "places", 0), "  { from = 2025-01-01"),
        (("establishment", 0, "places", 1, "value"), "    { from = 2025-02-01"),
        (("establishment", 0, "places", 2, 1, 1), "     3 ] ]"),
        (("establishment", 1, "open", "mon"), 'mon = "M"'),
        (("establishment", 1, "rows", 1, "a"), "a = true"),
    ],
)
def test_lines_of_some(path: Path, start: str) -> None:
    assert TEXT.splitlines()[lines_of(TEXT)[path] - 1].startswith(start)


def test_an_empty_text_has_none() -> None:
    assert lines_of("") == {} and lines_of("# only a comment") == {}
