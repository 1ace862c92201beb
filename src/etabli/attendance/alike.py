"""Half-days of people who are due alike and did the same: the same, so they are counted once. Called by `deriving` only.

A list of persons with entries years back makes hundreds of thousands of half-days of which nothing is typed. Counted one by
one they take five times as long as copied by the database. And most of those who are saved together were present.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from etabli.attendance.models import HalfDayFact
from etabli.core.calendars import Half, HouseCalendar
from etabli.core.counting import Engagement, Fact, Slot, Terms
from etabli.core.periods import Period, day_no
from etabli.org.models import Establishment

FEW_DAYS = 7
"""Longest stretch over which those who did the same are looked for."""
_OWN = ("subject", "engagement", "kind")
"""What differs between two engagements whose half-days are alike."""
_AT_ONCE = 500
"""Engagements a statement: a database takes so many values and no more."""


@dataclass(frozen=True, eq=False)
class Silent:
    """An engagement, over the days counted, of someone (key) with no entry and no sick note on them."""

    person: int
    engagement: Engagement
    house: HouseCalendar
    days: Period

    @property
    def end(self) -> date:
        """The day after the last. ValueError for days without an end."""
        return self.days.last_day + timedelta(days=1)

    @property
    def likeness(self) -> Hashable:
        return likeness(self.engagement, self.house)


def likeness(engagement: Engagement, house: HouseCalendar) -> Hashable:
    """The same for those who are due at the same half-days for the same minutes, whenever they came."""
    first, *later = engagement.terms
    # The house by identity: it is long to compare, and calendars that are the same are one object.
    return id(house), _shape(first), tuple((terms.start, _shape(terms)) for terms in later)


def _shape(terms: Terms) -> Hashable:
    return terms.fraction, terms.follows_opening, terms.pattern and terms.pattern.phase


Copies = Mapping[Silent, Sequence[Silent]]
"""Engagements whose half-days are to be copied, by the one they are copied from, whose days hold theirs."""


class CountedOnce:
    """What half-days were counted over a few days, by what makes them the same. `rows`: without the engagement's own."""

    def __init__(self, days: Period) -> None:
        self._days = days
        few = days.days <= FEW_DAYS
        self._slots = [(day, half) for day in days.each_day() for half in Half] if few else None
        self.rows: dict[Hashable, list[tuple[Any, ...]]] = {}

    def likeness(self, engagement: Engagement, house: HouseCalendar, facts: Mapping[Slot, Fact]) -> Hashable:
        """The same for those with no sick note who are due alike and did the same; None over many days."""
        if self._slots is None:
            return None
        # By the identity of facts that are the same, as of the house: whoever read them holds them.
        typed = tuple([id(facts.get(slot)) for slot in self._slots])
        return likeness(engagement, house), engagement.period.cut(self._days), typed


def copies_of(silent: Iterable[Silent]) -> Copies:
    """Which engagements need not be counted. Those they are copied from are counted as usual."""
    alike: dict[Hashable, dict[Silent, list[Silent]]] = defaultdict(dict)
    for one in sorted(silent, key=lambda one: one.days.days, reverse=True):
        originals = alike[one.likeness]
        original = next((other for other in originals if one.days.cut(other.days) == one.days), None)
        if original is None:
            originals[one] = []
        else:
            originals[original].append(one)
    return {original: copies for originals in alike.values() for original, copies in originals.items()}


def copy_half_days(establishment: Establishment, copies: Copies) -> None:
    """Write them, once the originals are written; day by day, which is how figures read them."""
    for original, ones in copies.items():
        for start in range(0, len(ones), _AT_ONCE):
            _copy(establishment, original, ones[start : start + _AT_ONCE])


def _copy(establishment: Establishment, original: Silent, ones: Sequence[Silent]) -> None:
    quote = connection.ops.quote_name
    table = quote(HalfDayFact._meta.db_table)
    own = [quote(HalfDayFact._meta.get_field(name).column) for name in _OWN]
    columns = [quote(field.column) for field in HalfDayFact._meta.concrete_fields if not field.primary_key]
    others = [column for column in columns if column not in own]
    # CROSS JOIN has SQLite go through the days of the original in their order, and not sort what comes out.
    sql = (
        f"INSERT INTO {table} ({', '.join([*own, *others])})"  # noqa: S608
        f" SELECT c.column1, c.column2, c.column3, {', '.join(f'o.{column}' for column in others)}"
        f" FROM {table} AS o CROSS JOIN (VALUES {', '.join(['(%s, %s, %s, %s, %s)'] * len(ones))}) AS c"
        " WHERE o.establishment = %s AND o.subject = %s AND o.engagement = %s"
        " AND o.day_no >= c.column4 AND o.day_no < c.column5 ORDER BY o.day_no, o.half"
    )
    rows = [
        (one.person, one.engagement.key, str(one.engagement.kind), day_no(one.days.start), day_no(one.end))
        for one in ones
    ]
    with connection.cursor() as cursor:
        whose = (establishment.pk, original.person, original.engagement.key)
        cursor.execute(sql, [*(value for row in rows for value in row), *whose])
