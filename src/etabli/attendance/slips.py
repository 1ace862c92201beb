"""The hours per person of a slip already sent, pasted or read from a text file: `matricule;hours`, a line a person. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from etabli.core.refusal import Refusal
from etabli.kit.texts import fold

MOST_LINES = 5000
MOST_HOURS = 744
"""Hours of the longest month."""
_DECIMAL = re.compile(r"^(\d{1,4})(?:[.,](\d{1,9}))?\s*(?:h|u)?$", re.IGNORECASE)
_CLOCK = re.compile(r"^(\d{1,4})\s*[hu:]\s*([0-5]?\d)$", re.IGNORECASE)
_TOTALS = ("total", "totaal", "somme", "sum")


@dataclass
class Slip:
    """Hundredths of an hour by person (key), and everything that is wrong, by line."""

    centihours: dict[int, int] = field(default_factory=dict)
    problems: list[Refusal] = field(default_factory=list)


def read_slip(text: str, persons: Mapping[str, int]) -> Slip:
    """Read a slip. `persons`: keys by staff number.

    The first cell of a line is the staff number, the last one the hours; what stands between is not read. A first line
    without hours is a heading; totals are passed over. Problems: `slip_empty`, `slip_too_long`, `slip_line_wrong`,
    `slip_hours_wrong`, `slip_number_unknown`, `slip_number_twice`.
    """
    slip, known, seen = Slip(), _Numbers(persons), dict[int, int]()
    lines = [(number, line.strip()) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(lines) > MOST_LINES:
        slip.problems.append(Refusal("slip_too_long", most=MOST_LINES))
        return slip
    for position, (number, line) in enumerate(lines):
        cells = _cells(line)
        if fold(cells[0]).startswith(_TOTALS) or (position == 0 and not any(sign.isdigit() for sign in cells[-1])):
            continue
        try:
            person, centihours = _line(number, line, cells, known)
            if person in seen:
                raise Refusal("slip_number_twice", line=number, value=cells[0], first=seen[person])
            seen[person] = number
            slip.centihours[person] = centihours
        except Refusal as problem:
            slip.problems.append(problem)
    if not slip.centihours and not slip.problems:
        slip.problems.append(Refusal("slip_empty"))
    return slip


class _Numbers:
    """Keys by staff number as written; else without case and leading zeros, where that means one person only."""

    def __init__(self, persons: Mapping[str, int]) -> None:
        self._exact = persons
        self._bare: dict[str, int | None] = {}
        for number, person in persons.items():
            bare = _bare(number)
            self._bare[bare] = person if bare not in self._bare else None

    def find(self, number: str) -> int | None:
        return self._exact.get(number) or self._bare.get(_bare(number))


def _bare(number: str) -> str:
    return fold(number).replace(" ", "").lstrip("0")


def _cells(line: str) -> list[str]:
    """The cells of a line: between semicolons or tabulations, else its first word and what follows."""
    for separator in (";", "\t"):
        if separator in line:
            cells = [cell.strip().strip('"').strip() for cell in line.split(separator)]
            return [cell for cell in cells if cell] or [""]
    return line.split(maxsplit=1)


def _line(number: int, line: str, cells: list[str], known: _Numbers) -> tuple[int, int]:
    if len(cells) < 2:
        raise Refusal("slip_line_wrong", line=number, value=line[:60])
    centihours = _centihours(cells[-1])
    if centihours is None:
        raise Refusal("slip_hours_wrong", line=number, value=cells[-1][:60])
    person = known.find(cells[0])
    if person is None:
        raise Refusal("slip_number_unknown", line=number, value=cells[0][:60])
    return person, centihours


def _centihours(text: str) -> int | None:
    """`151,67`, `151.67 h`, `151 h 40` or `151:40` in hundredths of an hour; None for anything else."""
    clock = _CLOCK.match(text)
    if clock:
        hours = Decimal(clock[1]) + Decimal(clock[2]) / 60
    else:
        decimal = _DECIMAL.match(text)
        if decimal is None:
            return None
        hours = Decimal(f"{decimal[1]}.{decimal[2] or 0}")
    return None if hours > MOST_HOURS else int((hours * 100).quantize(Decimal(1), ROUND_HALF_UP))
