"""A month of one person written on one line, as one reads it off a signed sheet: `P P P/M CP* 12=M`.

Words are separated by spaces, one a due day, in order. A word is a code for the due half-days of the day, or one for the
morning and one for the afternoon (`P/M`); `-` leaves a day, or a half of it, as it is. `P*5` is five times P, `P*` P until
the last due day. `12=P` goes to the 12th, due or not, and the words that follow go on from there. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from etabli.core.calendars import Half
from etabli.core.refusal import Refusal
from etabli.kit.texts import fold

LONGEST_LINE = 2000
NONE = frozenset({"-", "–", "—"})
_WORD = re.compile(r"^(?:(?P<day>\d{1,2})=)?(?P<codes>[^=*]+)(?P<star>\*(?P<times>[1-9]\d?)?)?$")


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day of the month for one person. `due`: halves at which she is due; `meant`: those one code stands for."""

    day: date
    due: tuple[int, ...]
    meant: tuple[int, ...]


@dataclass
class Line:
    """What a line says: the code of each half-day, everything that is wrong with it, and the due days left after it."""

    values: dict[tuple[date, int], str] = field(default_factory=dict)
    problems: list[Refusal] = field(default_factory=list)
    left: list[date] = field(default_factory=list)


def read_line(text: str, days: Sequence[MonthDay], spellings: Mapping[str, str]) -> Line:
    """Read a line over the days of a month, in order. `spellings`: the code meant by each way of writing one, folded.

    Problems: `line_too_long`, `line_word_wrong`, `line_day_wrong`, `line_code_unknown`, `line_day_full`.
    """
    reader = _Reader(days, spellings)
    if len(text) > LONGEST_LINE:
        reader.line.problems.append(Refusal("line_too_long", most=LONGEST_LINE))
        return reader.line
    for word in text.split():
        try:
            reader.take(word)
        except Refusal as problem:
            reader.line.problems.append(problem)
    reader.line.left = [day.day for day in reader.due[reader.at :]]
    return reader.line


class _Reader:
    def __init__(self, days: Sequence[MonthDay], spellings: Mapping[str, str]) -> None:
        self._days = {day.day.day: day for day in days}
        self._spellings = spellings
        self.due = [day for day in days if day.due]
        self.at = 0
        self.line = Line()

    def take(self, word: str) -> None:
        found = _WORD.match(word)
        if found is None:
            # Its day is passed all the same: the words that follow stay on theirs.
            raise Refusal("line_word_wrong", value=word, day=self._next(word).day)
        first = self._day(found["day"], word) if found["day"] else None
        times = int(found["times"] or 0) if found["star"] else 1
        if not times:
            times = max(1, len(self.due) - self.at + (first is not None))
        # Every day is passed even where its code is wrong, so that one mistake is one problem.
        days = [self._next(word) if first is None or number else first for number in range(times)]
        codes = self._codes(found["codes"], word, days[0].day)
        for day in days:
            self._write(day, codes)

    def _day(self, number: str, word: str) -> MonthDay:
        day = self._days.get(int(number))
        if day is None:
            raise Refusal("line_day_wrong", value=word, number=str(int(number)))
        self.at = sum(other.day <= day.day for other in self.due)
        return day

    def _next(self, word: str) -> MonthDay:
        if self.at >= len(self.due):
            raise Refusal("line_day_full", value=word, count=len(self.due))
        self.at += 1
        return self.due[self.at - 1]

    def _codes(self, text: str, word: str, day: date) -> list[str | None]:
        """One code for the whole day, or one for each half; None leaves it as it is."""
        parts = text.split("/")
        if len(parts) > len(Half):
            raise Refusal("line_word_wrong", value=word, day=day)
        codes: list[str | None] = []
        for part in parts:
            code = None if part in NONE else self._spellings.get(fold(part))
            if code is None and part not in NONE:
                known = ", ".join(sorted(set(self._spellings.values())))
                raise Refusal("line_code_unknown", value=part, day=day, known=known)
            codes.append(code)
        return codes

    def _write(self, day: MonthDay, codes: Sequence[str | None]) -> None:
        halves = day.meant if len(codes) == 1 else tuple(int(half) for half in Half)
        for half, code in zip(halves, list(codes) * len(halves) if len(codes) == 1 else codes, strict=False):
            if code is not None:
                self.line.values[day.day, half] = code
