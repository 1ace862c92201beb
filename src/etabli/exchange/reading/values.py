"""One cell to one value. Each function takes what the sheet holds and raises BadValue for what it cannot be."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction
from typing import TypeVar

from etabli.core.calendars import Half
from etabli.core.counting import WHOLE
from etabli.core.facts import EngagementKind
from etabli.exchange.reading import words
from etabli.exchange.reading.problems import BadValue
from etabli.exchange.reading.sheets import Cell, Lost

T = TypeVar("T")
EARLIEST, LATEST = date(1900, 1, 1), date(2100, 1, 1)
MINUTES_IN_HALF_DAY = 720
LONGEST_NOTICE_HOURS = 24 * 366
BOTH = (Half.MORNING, Half.AFTERNOON)

_NUMERIC = re.compile(r"^(\d{1,4})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{1,4})$")
_TIME_OF_DAY = re.compile(r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
_SPELLED = re.compile(r"^(?:[^\W\d]+\.?\s+)?(\d{1,2})(?:er|e|st|nd|rd|th)?\s+([^\W\d]+)\.?\s+(\d{4})$")
_HOURS = re.compile(r"^(\d{1,2})\s*(?:h|u|:|hours?|heures?|uur)\s*(\d{1,2})?\s*(?:min|m|mn)?$")
_NOTICE = re.compile(r"^(\d+(?:[.,]\d+)?)\s*([a-z]*)$")


def text_of(cell: Cell) -> str:
    """What the cell says, on one line: whole numbers without decimals, dates as d/m/Y. Empty for an empty or lost cell."""
    if cell is None or isinstance(cell, Lost):
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return " ".join(str(cell).split())


_SIGNS = {"formula_not_computed": "=…", "error_cell": "#…"}
"""What stands for a value that the file does not hold."""


def shown(cell: Cell) -> str:
    """What a problem repeats of a cell."""
    return _SIGNS[cell.code] if isinstance(cell, Lost) else text_of(cell)


def refuse_lost(cell: Cell) -> None:
    """BadValue (`formula_not_computed`, `error_cell`) for a cell whose value the file does not hold."""
    if isinstance(cell, Lost):
        raise BadValue(cell.code)


def text(cell: Cell) -> str:
    """Text as written, spaces tidied; empty for an empty cell."""
    refuse_lost(cell)
    return text_of(cell)


def required_text(cell: Cell) -> str:
    """Text that must be there. BadValue: `value_missing`."""
    found = text(cell)
    if not found:
        raise BadValue("value_missing")
    return found


def day(cell: Cell) -> date | None:
    """A day: a real date, d/m/Y, ISO, or spelled (`1er mars 2025`). None for an empty cell.

    A bare number is no date: only a cell that the sheet itself shows as a date is. BadValue: `not_a_date`,
    `year_of_two_digits`, `no_such_day`, `day_out_of_range`.
    """
    refuse_lost(cell)
    if isinstance(cell, date):
        found = cell.date() if isinstance(cell, datetime) else cell
    elif isinstance(cell, str) and cell.strip():
        found = _day_from_text(" ".join(cell.split()))
    elif text_of(cell):
        raise BadValue("not_a_date")
    else:
        return None
    if not EARLIEST <= found < LATEST:
        raise BadValue("day_out_of_range")
    return found


def _day_from_text(written: str) -> date:
    numeric = _NUMERIC.match(_TIME_OF_DAY.sub("", written))
    if numeric:
        first, month, last = numeric.groups()
        if len(first) == 4 and len(last) <= 2:
            return _made(int(first), int(month), int(last))
        if len(last) == 4 and len(first) <= 2:
            return _made(int(last), int(month), int(first))
        raise BadValue("year_of_two_digits" if len(last) == 2 and len(first) <= 2 else "not_a_date")
    spelled = _SPELLED.match(written)
    if spelled and words.month_of(spelled[2]):
        return _made(int(spelled[3]), words.month_of(spelled[2]), int(spelled[1]))
    raise BadValue("not_a_date")


def _made(year: int, month: int, number: int) -> date:
    try:
        return date(year, month, number)
    except ValueError as error:
        raise BadValue("no_such_day") from error


def required_day(cell: Cell) -> date:
    """A day that must be there. BadValue: `value_missing` and those of `day`."""
    found = day(cell)
    if found is None:
        raise BadValue("value_missing")
    return found


def fraction(cell: Cell) -> int | None:
    """A work fraction in ten-thousandths of a full time. None for an empty cell.

    A bare number up to 1 is a fraction, above it a percentage; `50 %`, `0,5` and `4/5` are understood. BadValue:
    `not_a_fraction`, `fraction_out_of_range` (0, or more than a full time).
    """
    written = text(cell)
    if not written:
        return None
    whole, _, part = written.partition("/")
    number = _decimal(whole.rstrip("% "), "not_a_fraction")
    if part:
        divisor = _decimal(part, "not_a_fraction")
        share = number / divisor if divisor else Decimal(0)
    else:
        share = number / 100 if written.endswith("%") or number > 1 else number
    result = int((share * WHOLE).to_integral_value(ROUND_HALF_UP)) if share <= 1 else WHOLE + 1
    if not 0 < result <= WHOLE:
        raise BadValue("fraction_out_of_range")
    return result


def _decimal(written: str, code: str) -> Decimal:
    try:
        number = Decimal(written.replace(",", ".").replace(" ", ""))
    except InvalidOperation as error:
        raise BadValue(code) from error
    if not number.is_finite() or number < 0:
        raise BadValue(code)
    return number


def sex(cell: Cell) -> str:
    """`M` or `F`; empty for an empty cell. BadValue: `not_a_sex`."""
    return _one_of(words.SEXES, text(cell), "not_a_sex", "")


def kind(cell: Cell) -> EngagementKind | None:
    """The kind of engagement. None for an empty cell. BadValue: `not_a_kind`."""
    if not text(cell):
        return None
    written = words.folded(text(cell))
    if written in words.KINDS:
        return words.KINDS[written]
    for beginning, found in words.KIND_BEGINNINGS.items():
        if f"{written} ".startswith(f"{beginning} "):
            return found
    raise BadValue("not_a_kind")


def mark(cell: Cell) -> bool:
    """A ticked cell (`x`, `1`, `oui`, `ja`, `yes`); empty, `0`, `non` and `-` are unticked. BadValue: `not_a_mark`."""
    return _one_of(words.MARKS, text(cell).strip("-– "), "not_a_mark", False)


def yes_or_no(cell: Cell) -> bool | None:
    """Whether a supporting document was given; None for an empty cell. BadValue: `not_yes_or_no`."""
    return _one_of(words.YES_OR_NO, text(cell), "not_yes_or_no", None)


def halves(cell: Cell) -> tuple[Half, ...]:
    """One half of the day, or both for a whole day. BadValue: `value_missing`, `not_a_half_day`."""
    return _one_of(words.SLOTS, required_text(cell), "not_a_half_day", ())


def _one_of(table: Mapping[str, T], written: str, code: str, empty: T) -> T:
    key = words.folded(written) or written
    if key in table:
        return table[key]
    if not written:
        return empty
    raise BadValue(code)


def minutes(cell: Cell) -> int | None:
    """Minutes of a half-day: `210`, `3h30`, `3:30`, a time cell. None for an empty cell.

    BadValue: `not_minutes`, `too_many_minutes` (more than twelve hours).
    """
    refuse_lost(cell)
    if isinstance(cell, time):
        found = cell.hour * 60 + cell.minute
    elif isinstance(cell, timedelta):
        found = round(cell.total_seconds() / 60)
    else:
        written = text_of(cell).casefold()
        if not written:
            return None
        found = _minutes_from_text(written)
    if not 0 <= found <= MINUTES_IN_HALF_DAY:
        raise BadValue("too_many_minutes")
    return found


def _minutes_from_text(written: str) -> int:
    hours = _HOURS.match(written)
    if hours:
        if int(hours[2] or 0) >= 60:
            raise BadValue("not_minutes")
        return int(hours[1]) * 60 + int(hours[2] or 0)
    bare = re.match(r"^(\d{1,6})\s*(?:min|mn|m|minutes?|minuten)?\.?$", written)
    if not bare:
        raise BadValue("not_minutes")
    return int(bare[1])


def notice_hours(cell: Cell) -> int | None:
    """Hours of notice before an absence: `48`, `48 h`, `2 j`. None for an empty cell. BadValue: `not_a_notice`."""
    refuse_lost(cell)
    if isinstance(cell, timedelta):
        return round(cell.total_seconds() / 3600)
    written = text_of(cell)
    if not written:
        return None
    found = _NOTICE.match(words.folded(written, keep=",."))
    unit = words.NOTICE_UNITS.get(found[2]) if found else None
    if found is None or unit is None:
        raise BadValue("not_a_notice")
    hours = int(Fraction(_decimal(found[1], "not_a_notice")) * unit)
    if hours > LONGEST_NOTICE_HOURS:
        raise BadValue("not_a_notice")
    return hours
