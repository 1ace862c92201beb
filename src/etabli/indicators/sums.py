"""Sums of definitions run on the facts: the figures that are not kept, and what the monthly cache is filled with.

Contributions that were left out count 0; saying so lets the database pass them by.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection

from etabli.core.periods import Period, day_no, day_of
from etabli.indicators.definitions import Definition
from etabli.org.models import Establishment

Sum = tuple[float, float]
"""Numerator and denominator."""
Sums = dict[tuple[str, str], Sum]
"""By code and scope."""


def bounds(scope: str, period: Period) -> dict[str, Any]:
    """The values of the placeholders of a definition."""
    if period.end is None:
        raise ValueError("a figure needs a period with an end")
    return {"scope": scope, "from_day": day_no(period.start), "to_day": day_no(period.end)}


def live_sum(definition: Definition, scope: str, period: Period) -> Sum:
    """The sums of a definition over a scope."""
    return live_sums(definition, [scope], period)[scope]


def live_sums(definition: Definition, scopes: Sequence[str], period: Period) -> dict[str, Sum]:
    """The sums of a definition over each scope, in one query: its text once a scope."""
    texts, values = [], dict[str, Any]()
    for index, scope in enumerate(scopes):
        text = definition.bound(f"%({{}}_{index})s")
        texts.append(f"SELECT {index} AS i, SUM(k.num) AS num, SUM(k.den) AS den FROM ({text}) AS k")
        values |= {f"{name}_{index}": value for name, value in bounds(scope, period).items()}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(texts), values)
        return {scopes[index]: (float(num or 0), float(den or 0)) for index, num, den in cursor.fetchall()}


def sums_together(wanted: Sequence[Definition], scope: str, days: Period) -> dict[str, Sum]:
    """The sums over these days by code, in one query."""
    texts = [
        f"SELECT '{definition.code}' AS code, SUM(k.num) AS num, SUM(k.den) AS den"
        f" FROM ({definition.bound('%({})s')}) AS k WHERE k.excluded = ''"
        for definition in wanted
    ]
    return {code: (float(num or 0), float(den or 0)) for code, num, den in _rows(texts, scope, days)}


def sums_of_months(wanted: Sequence[Definition], scope: str, months: Period) -> dict[tuple[str, int], Sum]:
    """The sums of each month (day number of its first day) by code and month, in one query; months without any left out."""
    texts = [
        f"SELECT '{definition.code}' AS code, c.month AS month, SUM(k.num) AS num, SUM(k.den) AS den"
        f" FROM ({definition.bound('%({})s')}) AS k"
        " JOIN calendar AS c ON c.establishment = k.establishment AND c.day_no = k.day_no"
        " WHERE k.excluded = '' GROUP BY c.month"
        for definition in wanted
    ]
    return {(code, month): (float(num), float(den)) for code, month, num, den in _rows(texts, scope, months)}


def first_spell_start(establishment: Establishment, days: Period) -> date | None:
    """The first day of the earliest sickness spell that these days belong to; None when they belong to none."""
    # The sum keeps databases from walking every spell in order of its start.
    text = (
        "SELECT MIN(0 + p.spell_start) FROM person_half_day AS p"
        " WHERE p.establishment = %(establishment)s AND p.day_no >= %(from_day)s AND p.spell_start IS NOT NULL"
    )
    values = {"establishment": establishment.pk, "from_day": day_no(days.start)}
    if days.end is not None:
        text, values = f"{text} AND p.day_no < %(to_day)s", values | {"to_day": day_no(days.end)}
    with connection.cursor() as cursor:
        cursor.execute(text, values)
        (first,) = cursor.fetchone()
    return None if first is None else day_of(first)


def _rows(texts: Sequence[str], scope: str, period: Period) -> list[tuple[Any, ...]]:
    if not texts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(texts), bounds(scope, period))
        return list(cursor.fetchall())
