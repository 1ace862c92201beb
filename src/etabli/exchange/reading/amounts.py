"""Cells of sales: quantities, prices, shares, and words for what is sold. BadValue for what cannot be read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation

from etabli.exchange.reading import values
from etabli.exchange.reading.problems import BadValue
from etabli.exchange.reading.sheets import Cell
from etabli.exchange.reading.words import folded

_MONEY = re.compile(r"\s*(€|eur|euros?)\s*$", re.IGNORECASE)
_MOST = Decimal(10) ** 9


def quantity(cell: Cell) -> int | None:
    """A quantity in thousandths of its unit; None for an empty cell. BadValue: `not_a_quantity`."""
    return _scaled(cell, 1000, "not_a_quantity")


def price(cell: Cell) -> int | None:
    """A price in ten-thousandths of a euro, with or without its sign; None for an empty cell. BadValue: `not_a_price`."""
    return _scaled(_MONEY.sub("", cell) if isinstance(cell, str) else cell, 10_000, "not_a_price")


def count(cell: Cell) -> int | None:
    """A whole number; None for an empty cell. BadValue: `not_a_count`."""
    return _scaled(cell, 1, "not_a_count")


def share(cell: Cell) -> int | None:
    """A percentage in ten-thousandths: `25 %`, `25` and `0,25` are the same. None for an empty cell.

    BadValue: `not_a_share` (negative, or above the whole).
    """
    written = values.text(cell)
    if not written:
        return None
    number = _decimal(written.rstrip("% "), "not_a_share")
    parts = number / 100 if "%" in written or number > 1 else number
    found = parts * 10_000
    if found != found.to_integral_value() or found > 10_000:
        raise BadValue("not_a_share")
    return int(found)


def _scaled(cell: Cell, parts: int, code: str) -> int | None:
    written = values.text(cell)
    if not written:
        return None
    found = _decimal(written, code) * parts
    if found != found.to_integral_value() or abs(found) > _MOST * parts:
        raise BadValue(code)
    return int(found)


def _decimal(written: str, code: str) -> Decimal:
    """A number as people write it: a comma or a point, thousands apart. Not negative."""
    try:
        number = Decimal(re.sub(r"[\s\u202f'’]", "", written).replace(",", "."))
    except InvalidOperation as error:
        raise BadValue(code) from error
    if not number.is_finite() or number < 0:
        raise BadValue(code)
    return number


def chosen(table: Mapping[str, str], known: str) -> Callable[[Cell], str]:
    """A reader of one of several words, by any of its spellings (folded); empty for an empty cell.

    BadValue: `not_a_choice`, with the words known.
    """

    def read(cell: Cell) -> str:
        written = values.text(cell)
        found = table.get(folded(written), "") if written else ""
        if written and not found:
            raise BadValue("not_a_choice", known=known)
        return found

    return read


def spellings(**written: str) -> dict[str, str]:
    """A table for `chosen`: value to its spellings, separated by `|`."""
    return {folded(name): value for value, text in written.items() for name in [value, *text.split("|")]}
