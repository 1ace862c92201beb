"""Labels of the day columns of a month grid, and months named in a title or the name of a sheet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime

from etabli.core.calendars import Half
from etabli.exchange.reading import values, words
from etabli.exchange.reading.problems import BadValue
from etabli.exchange.reading.sheets import Cell

LAST_NUMBER = 31
_DAY_WORDS = frozenset({"", "j", "jour", "d", "dag", "day"})
_LABEL = re.compile(
    r"^(?P<before>\D*?)[\s.]*(?P<day>\d{1,2})(?:er)?"
    r"(?:\s*[/.\-]\s*(?P<month>\d{1,2})(?:\s*[/.\-]\s*(?P<year>\d{4}|\d{2}))?)?"
    r"(?P<after>\D*?)(?P<year_after>\d{4})?$"
)
_MONTH_OF_YEAR = re.compile(r"(?<!\d)(\d{4})[-/_. ](\d{1,2})(?![\d/])|(?<![\d/])(\d{1,2})[-/_. ](\d{4})(?!\d)")
_YEAR = re.compile(r"(?<!\d)(20\d{2})(?!\d)")


@dataclass(frozen=True, slots=True)
class DayLabel:
    """A day as a column shows it; `month` and `year` None when it does not say. `half`: the half of the day, if it says."""

    number: int
    month: int | None = None
    year: int | None = None
    half: Half | None = None

    @property
    def key(self) -> tuple[int | None, int | None, int]:
        return (self.year, self.month, self.number)

    def day(self, month: date | None) -> date:
        """The day, what the label does not say taken from the first day of a month.

        BadValue: `month_needed`, `no_such_day`.
        """
        if (self.year is None or self.month is None) and month is None:
            raise BadValue("month_needed")
        year = self.year if self.year is not None or month is None else month.year
        number = self.month if self.month is not None or month is None else month.month
        try:
            return date(year or 0, number or 0, self.number)
        except ValueError as error:
            raise BadValue("no_such_day") from error


def read_label(cell: Cell) -> DayLabel | None:
    """The day of a column: a date, `3`, `03/03`, `lun. 3`, `L3`, `J3`, `3 mars`, `3 matin`. None for any other label."""
    if isinstance(cell, date):
        half = Half(int(cell.hour >= 12)) if isinstance(cell, datetime) and cell.hour else None
        return DayLabel(cell.day, cell.month, cell.year, half)
    if isinstance(cell, str):
        try:
            found = values.day(cell)
        except BadValue:
            found = None
        return _from_text(cell.strip()) if found is None else DayLabel(found.day, found.month, found.year)
    if isinstance(cell, int | float) and not isinstance(cell, bool) and cell in range(1, LAST_NUMBER + 1):
        return DayLabel(int(cell))
    return None


def _from_text(label: str) -> DayLabel | None:
    found = _LABEL.match(label)
    if found is None or not 1 <= int(found["day"]) <= LAST_NUMBER:
        return None
    before, after = found["before"], found["after"].strip(" .-/")
    named, half = words.month_of(after), _half(after)
    known = words.folded(before) in _DAY_WORDS or words.is_weekday(before)
    if not known or not (after == "" or named or half is not None or words.is_weekday(after)):
        return None
    written_year = found["year"] or found["year_after"]
    year = int(written_year) + (2000 if len(written_year) == 2 else 0) if written_year else None
    month = named or (int(found["month"]) if found["month"] else None)
    return DayLabel(int(found["day"]), month, year, half)


def _half(word: str) -> Half | None:
    halves = words.SLOTS.get(words.folded(word), ())
    return halves[0] if len(halves) == 1 else None


def half_label(cell: Cell) -> Half | None:
    """The half of the day a column stands for (`M`, `A`, `matin`…); None for any other label."""
    return _half(values.text_of(cell))


def month_in(text: str) -> tuple[int | None, int | None]:
    """Year and month named in a text (`Mars 2025`, `2025-03`, `03/2025`, `Mars`); None for what it does not name.

    >>> month_in("Atelier Bois - mars 2025"), month_in("2025-03"), month_in("Feuil1")
    ((2025, 3), (2025, 3), (None, None))
    """
    numeric = _MONTH_OF_YEAR.search(text)
    if numeric:
        year, month = (numeric[1], numeric[2]) if numeric[1] else (numeric[4], numeric[3])
        if 1 <= int(month) <= 12:
            return int(year), int(month)
    year_found = _YEAR.search(text)
    # `ma`, `mar`, `dec`… are too short to be trusted inside a sentence: the name must stand alone or be written whole.
    candidates = [word for word in re.findall(r"[^\W\d_]+", text) if len(word) > 3 or len(text) < 10]
    months = {words.month_of(word) for word in candidates} - {0}
    year_value = int(year_found[1]) if year_found else None
    return year_value, months.pop() if len(months) == 1 else None
