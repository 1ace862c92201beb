"""Reading the monthly cache. What it does not hold yet is run on the facts: a definition that came with an upgrade, or whose
version was raised, is right before the next night fills its months.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from django.db import connection
from django.db.models import Count, Sum

from etabli.core.periods import Period, day_no
from etabli.indicators.definitions import Definition, definitions
from etabli.indicators.models import FigureMonth
from etabli.indicators.scopes import scope_of
from etabli.indicators.sums import Sum as Pair
from etabli.indicators.sums import Sums, bounds, live_sums, sums_of_months
from etabli.org.models import Establishment

_MONTHS = (
    "SELECT f.code, f.version, f.month, s.kind, COUNT(f.month), SUM(f.num), SUM(f.den) FROM figure_month AS f"
    " JOIN scope AS s ON s.establishment = f.establishment"
    " WHERE s.scope_id = %(scope)s AND f.month >= %(from_day)s AND f.month < %(to_day)s"
    " GROUP BY f.code, f.version, f.month, s.kind"
    " UNION ALL SELECT '', 0, c.month, s.kind, COUNT(c.day_no), 0, 0 FROM calendar AS c"
    " JOIN scope AS s ON s.establishment = c.establishment"
    " WHERE s.scope_id = %(scope)s AND c.day_no >= %(from_day)s AND c.day_no < %(to_day)s AND c.day_no = c.month"
    " GROUP BY c.month, s.kind"
)
"""What is kept of each month by code, version and kind of establishment; and, by no code, how many there should be."""


def kept_sums(
    granted: Mapping[str, Sequence[str]],
    places: Mapping[str, Sequence[Establishment]],
    period: Period,
    months: Mapping[int, int],
) -> Sums:
    """Sums of additive figures over whole months, in one query. `granted`: the scopes of each code.

    `places`: the establishments of each scope; `months`: how many months of the period the calendar of each one has. An
    establishment that has fewer of a figure is run on the facts, in one query more for the figure.
    """
    if not granted:
        return {}
    keys = {place.pk for held in places.values() for place in held}
    rows = FigureMonth.objects.filter(month__gte=day_no(period.start), month__lt=day_no(period.end or period.start))
    rows = rows.filter(establishment__in=keys).values_list("code", "version", "establishment").order_by()
    found = rows.annotate(count=Count("month"), n=Sum("num"), d=Sum("den"))
    kept = {(code, version, key): (count, num, den) for code, version, key, count, num, den in found}
    sums: Sums = {}
    for code, scopes in granted.items():
        definition = definitions()[code]
        held = {place.pk: place for scope in scopes for place in places[scope] if place.kind in definition.kinds}
        own = {key: kept.get((code, definition.version, key), (0, 0, 0)) for key in held}
        pairs: dict[int, Pair] = {key: (num, den) for key, (_, num, den) in own.items()}
        lacking = {scope_of(held[key]): key for key, (count, _, _) in own.items() if count < months.get(key, 0)}
        if lacking:
            live = live_sums(definition, list(lacking), period)
            pairs |= {lacking[scope]: pair for scope, pair in live.items()}
        for scope in scopes:
            each = [pairs[place.pk] for place in places[scope] if place.pk in pairs]
            sums[code, scope] = sum(num for num, _ in each), sum(den for _, den in each)
    return sums


def kept_months(wanted: Sequence[Definition], scope: str, period: Period) -> dict[tuple[str, int], Pair]:
    """The sums of each month (day number of its first day) by code and month, in one query.

    Figures that lack a month of an establishment are run on the facts, in one query more for all of them.
    """
    kept: defaultdict[tuple[str, int], Pair] = defaultdict(lambda: (0, 0))
    counts: Counter[tuple[str, int]] = Counter()
    there: Counter[tuple[str, int]] = Counter()
    versions = {(definition.code, definition.version) for definition in wanted}
    with connection.cursor() as cursor:
        cursor.execute(_MONTHS, bounds(scope, period))
        for code, version, month, kind, count, num, den in cursor.fetchall():
            if not code:
                there[kind, month] = count
            elif (code, version) in versions:
                counts[code, month] += count
                kept[code, month] = (kept[code, month][0] + num, kept[code, month][1] + den)
    months = {month for _, month in there}
    lacking = [
        row
        for row in wanted
        if any(counts[row.code, month] < sum(there[kind, month] for kind in row.kinds) for month in months)
    ]
    if lacking:
        codes = {definition.code for definition in lacking}
        kept = {key: pair for key, pair in kept.items() if key[0] not in codes} | sums_of_months(lacking, scope, period)
    return kept
