"""Half-days of people of whom nothing is typed: those due alike have the same, so the database copies them.

A list of persons with entries years back makes hundreds of thousands of half-days. Counted one by one they take five times
as long as copied. Called by `deriving` only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection

from etabli.attendance.models import HalfDayFact
from etabli.core.calendars import HouseCalendar
from etabli.core.counting import Engagement
from etabli.core.periods import Period, day_no
from etabli.org.models import Establishment

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
        """The same for those who are due at the same half-days for the same minutes, whenever they came."""
        first, *later = self.engagement.terms
        parts = [(None, first), *((terms.start, terms) for terms in later)]
        # The house by identity: it is long to compare, and calendars that are the same are one object.
        return id(self.house), tuple(
            (start, terms.fraction, terms.follows_opening, terms.pattern and terms.pattern.phase)
            for start, terms in parts
        )


Copies = Mapping[Silent, Sequence[Silent]]
"""Engagements whose half-days are to be copied, by the one they are copied from, whose days hold theirs."""


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
