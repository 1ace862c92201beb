"""Running the SQL files of a form: the sums of every field in one query, and the rows behind one of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from django.db import connection

from etabli.core.periods import day_no, day_of
from etabli.surveys.questionnaire import Field, Questionnaire, bound, questionnaires
from etabli.surveys.wording import GAPS

AGED = 50
"""The age that `born_day` asks about: born before that day, a person has reached it on the last day of the year."""


@dataclass
class Sums:
    """What the rows of a field add up to. `gaps`: rows left out, by reason."""

    num: float = 0
    den: float = 0
    count: int = 0
    gaps: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """One row behind a value. `subject`: person (key), None for a row of the establishment."""

    subject: int | None
    day: date
    num: float
    den: float
    excluded: str


def bounds(scope: str, year: int) -> dict[str, Any]:
    """The values of the placeholders of a calendar year."""
    return {
        "scope": scope,
        "from_day": day_no(date(year, 1, 1)),
        "to_day": day_no(date(year + 1, 1, 1)),
        "born_day": day_no(date(year + 1 - AGED, 1, 1)),
    }


def sums_of(form: Questionnaire, scope: str, year: int) -> dict[str, Sums]:
    """The sums of each computed field of the form; fields without a row have none."""
    text = _summed(form.code)
    if not text:
        return {}
    found: dict[str, Sums] = {}
    with connection.cursor() as cursor:
        cursor.execute(text, bounds(scope, year))
        for name, excluded, count, num, den in cursor.fetchall():
            sums = found.setdefault(name, Sums())
            if excluded:
                sums.gaps[excluded] = count
                continue
            sums.num, sums.den, sums.count = float(num or 0), float(den or 0), count
    return found


@lru_cache(maxsize=32)
def _summed(code: str) -> str:
    """One text for the whole form. Kept: the text of a form does not change while the server runs."""
    return " UNION ALL ".join(
        "SELECT k.field AS field, k.excluded AS excluded, COUNT(*) AS count, SUM(k.num) AS num, SUM(k.den) AS den"
        f" FROM ({bound(text, '%({})s')}) AS k GROUP BY k.field, k.excluded"
        for text in questionnaires()[code].groups.values()
    )


def rows_of(form: Questionnaire, wanted: Field, scope: str, year: int) -> list[Row]:
    """Every row behind a computed field, counted or left out, from the very text that is summed."""
    text = bound(form.groups[wanted.group], "%({})s")
    columns = "k.subject, k.day_no, k.num, k.den, k.excluded"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns} FROM ({text}) AS k WHERE k.field = %(field)s ORDER BY k.subject, k.day_no, k.excluded",
            {**bounds(scope, year), "field": wanted.name},
        )
        return list(_rows(cursor.fetchall()))


def gap_rows(form: Questionnaire, scope: str, year: int) -> list[tuple[str, int | None, str]]:
    """Every row left out: field, person (key) and reason; one query for the whole form."""
    texts = [
        "SELECT k.field AS field, k.subject AS subject, k.excluded AS excluded"
        f" FROM ({bound(text, '%({})s')}) AS k WHERE k.excluded <> ''"
        for text in form.groups.values()
        # Rows of no person have no type of their own, which PostgreSQL joins with no number: they lack nothing.
        if any(f"'{reason}'" in text for reason in GAPS)
    ]
    if not texts:
        return []
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(texts), bounds(scope, year))
        return sorted(cursor.fetchall(), key=lambda row: (row[2], row[0], row[1] or 0))


def _rows(rows: Iterable[tuple[Any, ...]]) -> Iterable[Row]:
    for subject, day, num, den, excluded in rows:
        yield Row(subject, day_of(day), float(num), float(den), excluded)
