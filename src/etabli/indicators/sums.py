"""Sums of several definitions at once, run on the facts: what the monthly cache is filled with.

Contributions that were left out count 0; saying so lets the database pass them by.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection

from etabli.core.periods import Period, day_no, day_of
from etabli.indicators.definitions import Definition
from etabli.indicators.queries import bounds
from etabli.org.models import Establishment

Sum = tuple[float, float]
"""Numerator and denominator."""


def sums_of_days(wanted: Sequence[Definition], scope: str, days: Period) -> dict[str, Sum]:
    """The sums of these days by code, in one query. Of a definition whose contributions are those of each day alone."""
    texts = [
        f"SELECT '{definition.code}' AS code, SUM(k.num) AS num, SUM(k.den) AS den"
        f" FROM ({definition.bound('%({})s')}) AS k WHERE k.excluded = ''"
        for definition in wanted
    ]
    return {code: (float(num or 0), float(den or 0)) for code, num, den in _rows(texts, scope, days)}


def sums_of_months(wanted: Sequence[Definition], scope: str, months: Period) -> dict[tuple[str, int], Sum]:
    """The sums of each month (day number of its first day) by code and month, in one query; months without any left out.

    For the scope of one establishment.
    """
    texts = [
        f"SELECT '{definition.code}' AS code, c.month AS month, SUM(k.num) AS num, SUM(k.den) AS den"
        f" FROM ({definition.bound('%({})s')}) AS k"
        " JOIN calendar AS c ON c.establishment = k.establishment AND c.day_no = k.day_no"
        " WHERE k.excluded = '' GROUP BY c.month"
        for definition in wanted
    ]
    return {(code, month): (float(num), float(den)) for code, month, num, den in _rows(texts, scope, months)}


def first_spell_start(establishment: Establishment, days: Period) -> date:
    """The first day of the earliest sickness spell that these days belong to; their first day when there is none earlier."""
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
    return days.start if first is None else min(days.start, day_of(first))


def _rows(texts: Sequence[str], scope: str, period: Period) -> list[tuple[Any, ...]]:
    if not texts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(texts), bounds(scope, period))
        return list(cursor.fetchall())
