"""Running the definitions: figures, and their explanations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Max, Sum

from etabli.core.periods import Period, day_no, day_of
from etabli.core.refusal import Refusal
from etabli.indicators import rules
from etabli.indicators.definitions import Definition, definitions
from etabli.indicators.models import FigureMonth, Target
from etabli.indicators.scopes import establishment_keys as establishment_keys
from etabli.indicators.scopes import establishments_by_scope as establishments_by_scope
from etabli.indicators.scopes import establishments_in as establishments_in
from etabli.indicators.scopes import readable_scope as readable_scope
from etabli.indicators.scopes import scope_named as scope_named
from etabli.indicators.scopes import scope_of as scope_of
from etabli.indicators.scopes import scope_written as scope_written
from etabli.org.models import CalendarDay, Establishment, EstablishmentYear
from etabli.people.queries import staff_numbers

DECIMALS = 9
"""Digits kept of a sum of hours or days: floating point leaves dust far below, which nobody should read."""


@dataclass(frozen=True)
class Figure:
    """A figure over a scope and a period. Counts have `den` None; a refused figure only its `refusal`."""

    definition: Definition
    scope: str
    period: Period
    num: float | int | None = None
    den: float | int | None = None
    refusal: Refusal | None = None

    @property
    def value(self) -> float | int | None:
        """The ratio as a fraction, or the count; None when refused or undefined (denominator 0)."""
        if self.num is None or not self.definition.is_ratio:
            return self.num
        return self.num / self.den if self.den else None

    @property
    def is_undefined(self) -> bool:
        return self.refusal is None and self.value is None


@dataclass(frozen=True)
class Contribution:
    """One row behind a figure. `subject`: person (key), None for a row of the establishment."""

    establishment: int
    subject: int | None
    day: date
    part: str
    num: float | int
    den: float | int
    excluded: str


@dataclass(frozen=True)
class Exclusion:
    """Rows left out for one reason: how many, and the total of their `num`, which is 0."""

    reason: str
    count: int
    num: float | int


@dataclass(frozen=True)
class Explanation:
    """A figure with the rows that make it and those left out. The sum of `rows` is the figure."""

    figure: Figure
    rows: tuple[Contribution, ...]
    excluded: tuple[Contribution, ...]

    @property
    def exclusions(self) -> list[Exclusion]:
        counts: defaultdict[str, list[float | int]] = defaultdict(list)
        for row in self.excluded:
            counts[row.excluded].append(row.num)
        return [Exclusion(reason, len(nums), tidy(sum(nums))) for reason, nums in sorted(counts.items())]

    @property
    def parts(self) -> list[tuple[str, float | int]]:
        """The numerator by part, largest first; empty when the definition has none."""
        sums: defaultdict[str, float | int] = defaultdict(int)
        for row in self.rows:
            if row.part and row.num:
                sums[row.part] += row.num
        return sorted(((part, tidy(total)) for part, total in sums.items()), key=lambda item: (-item[1], item[0]))


def tidy(number: float | int | None) -> float | int | None:
    """A sum without floating-point dust; whole numbers as integers."""
    if number is None:
        return None
    rounded = round(number, DECIMALS)
    return int(rounded) if rounded == int(rounded) else rounded


def figures(scope: str, period: Period, codes: Iterable[str] | None = None) -> list[Figure]:
    """The figures of a scope over a period, in order, those that its kinds of establishment have.

    Without `codes`, all. A figure that cannot be given carries its refusal.
    """
    return figures_of_scopes([scope], period, codes)[scope]


def figures_of_scopes(
    scopes: Sequence[str], period: Period, codes: Iterable[str] | None = None
) -> dict[str, list[Figure]]:
    """The figures of each scope; as many queries for twenty scopes as for one."""
    chosen = set(definitions()) if codes is None else set(codes)
    places = establishments_by_scope(scopes)
    known = Known.of({place.pk: place for held in places.values() for place in held}.values(), period)
    wanted: dict[str, list[Definition]] = {}
    refusals: dict[tuple[str, str], Refusal | None] = {}
    for scope, held in places.items():
        kinds = {place.kind for place in held}
        wanted[scope] = [row for row in definitions().values() if row.kinds & kinds and row.code in chosen]
        for definition in wanted[scope]:
            refusals[definition.code, scope] = refusal_of(definition, held, period, known)
    granted = {
        code: held
        for code in definitions()
        if (held := [scope for scope in scopes if refusals.get((code, scope), known) is None])
    }
    sums = _sums(granted, period)
    return {
        scope: [
            _figure(row, scope, period, sums.get((row.code, scope)), refusals[row.code, scope]) for row in wanted[scope]
        ]
        for scope in scopes
    }


def figure(code: str, scope: str, period: Period) -> Figure:
    """One figure. Raises its Refusal when it cannot be given, KeyError for a code that is no definition."""
    definition = definitions()[code]
    places = establishments_in(scope)
    rules.check_kind(definition, {place.kind for place in places})
    found = figures(scope, period, [code])[0]
    if found.refusal is not None:
        raise found.refusal
    return found


@dataclass(frozen=True)
class Known:
    """What is known of some establishments over a period: until when their calendars go, which years lack target days."""

    until: dict[int, date]
    without_target: dict[int, set[int]]

    @classmethod
    def of(cls, places: Iterable[Establishment], period: Period) -> Known:
        """Two queries however many establishments."""
        keys = {place.pk for place in places}
        spans = CalendarDay.objects.filter(establishment__in=keys).values_list("establishment")
        until = {key: day_of(last + 1) for key, last in spans.annotate(last=Max("day_no")).order_by()}
        years = {part.start.year for part in period.years()}
        rows = EstablishmentYear.objects.filter(establishment__in=keys, year__in=years, target_days__isnull=False)
        with_target = set(rows.values_list("establishment", "year"))
        return cls(until, {key: {year for year in years if (key, year) not in with_target} for key in keys})


def refusal_of(definition: Definition, places: Sequence[Establishment], period: Period, known: Known) -> Refusal | None:
    """Why the figure cannot be given, or None. Only the places of a kind that has the figure matter."""
    places = [place for place in places if place.kind in definition.kinds]
    ends = [known.until[place.pk] for place in places if place.pk in known.until]
    try:
        rules.check_period(definition, period)
        if ends:
            rules.check_known_until(period, min(ends))
        if definition.requires:
            rules.check_targets(definition, set[int]().union(*(known.without_target[place.pk] for place in places)))
    except Refusal as refusal:
        return refusal
    return None


def _figure(
    definition: Definition, scope: str, period: Period, sums: tuple[float, float] | None, refusal: Refusal | None
) -> Figure:
    if refusal is not None:
        return Figure(definition, scope, period, refusal=refusal)
    num, den = sums or (0, 0)
    return Figure(definition, scope, period, tidy(num), tidy(den) if definition.is_ratio else None)


def targets_of(establishment: Establishment, period: Period) -> dict[str, Target]:
    """The targets of the year that holds the period, by figure; none for a period of several years."""
    years = {part.start.year for part in period.years()}
    if len(years) != 1:
        return {}
    return {row.code: row for row in Target.objects.filter(establishment=establishment, year=years.pop())}


def bounds(scope: str, period: Period) -> dict[str, Any]:
    """The values of the placeholders of a definition."""
    if period.end is None:
        raise ValueError("a figure needs a period with an end")
    return {"scope": scope, "from_day": day_no(period.start), "to_day": day_no(period.end)}


Sums = dict[tuple[str, str], tuple[float, float]]
"""(num, den) by (code, scope)."""


def _sums(granted: Mapping[str, Sequence[str]], period: Period) -> Sums:
    """Additive figures over whole months from the cache, in one query; each of the others in one, run on the facts.

    `granted`: the scopes of each code.
    """
    whole_months = period.on_month_boundaries
    cached = {code: scopes for code, scopes in granted.items() if whole_months and definitions()[code].additive}
    sums = _cached_sums(cached, period)
    for code, scopes in granted.items():
        if code not in cached:
            sums |= _live_sums(definitions()[code], scopes, period)
    return sums


def _cached_sums(granted: Mapping[str, Sequence[str]], period: Period) -> Sums:
    sums: Sums = {(code, scope): (0, 0) for code, scopes in granted.items() for scope in scopes}
    if not sums:
        return sums
    held = establishment_keys({scope for _, scope in sums})
    rows = FigureMonth.objects.filter(month__gte=day_no(period.start), month__lt=day_no(period.end or period.start))
    by_place = rows.filter(establishment__in={place for _, place in held}).values_list(
        "code", "version", "establishment"
    )
    totals = {tuple(key): (num, den) for *key, num, den in by_place.annotate(n=Sum("num"), d=Sum("den")).order_by()}
    for scope, place in held:
        for code in granted:
            num, den = totals.get((code, definitions()[code].version, place), (0, 0))
            if (code, scope) in sums:
                before = sums[code, scope]
                sums[code, scope] = (before[0] + num, before[1] + den)
    return sums


def _live_sums(definition: Definition, scopes: Sequence[str], period: Period) -> Sums:
    """One definition over several scopes, in one query: its text once a scope."""
    texts, values = [], dict[str, Any]()
    for index, scope in enumerate(scopes):
        text = definition.bound(f"%({{}}_{index})s")
        texts.append(f"SELECT {index} AS i, SUM(k.num) AS num, SUM(k.den) AS den FROM ({text}) AS k")
        values |= {f"{name}_{index}": value for name, value in bounds(scope, period).items()}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(texts), values)
        return {(definition.code, scopes[index]): (num or 0, den or 0) for index, num, den in cursor.fetchall()}


def live_sum(definition: Definition, scope: str, period: Period) -> tuple[float, float]:
    """(num, den) of a definition run on the facts."""
    text = definition.bound("%({})s")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT SUM(k.num), SUM(k.den) FROM ({text}) AS k", bounds(scope, period))
        num, den = cursor.fetchone()
    return num or 0, den or 0


def months_of(code: str, scope: str, period: Period) -> list[Figure]:
    """The figure of each month of the period, for an additive definition, from the cache in one query."""
    return months_of_codes([code], scope, period)[code]


def months_of_codes(codes: Collection[str], scope: str, period: Period) -> dict[str, list[Figure]]:
    """The figures of each month of the period, for additive definitions, from the cache in one query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT f.code, f.version, f.month, SUM(f.num), SUM(f.den) FROM figure_month AS f"
            " JOIN scope AS s ON s.establishment = f.establishment"
            " WHERE s.scope_id = %(scope)s AND f.month >= %(from_day)s AND f.month < %(to_day)s"
            " GROUP BY f.code, f.version, f.month",
            bounds(scope, period),
        )
        sums = {tuple(key): (num, den) for *key, num, den in cursor.fetchall()}
    wanted = [definitions()[code] for code in codes]
    return {
        row.code: [
            _figure(row, scope, month, sums.get((row.code, row.version, day_no(month.start))), None)
            for month in period.months()
        ]
        for row in wanted
    }


def explain(code: str, scope: str, period: Period) -> Explanation:
    """The figure with every row behind it, from the very same text. Raises the figure's Refusal."""
    found = figure(code, scope, period)
    text = found.definition.bound("%({})s")
    order = " ORDER BY k.day_no, k.subject, k.part, k.excluded"
    with connection.cursor() as cursor:
        columns = "k.establishment, k.subject, k.day_no, k.part, k.num, k.den, k.excluded"
        cursor.execute(f"SELECT {columns} FROM ({text}) AS k{order}", bounds(scope, period))
        contributions = [
            Contribution(place, subject, day_of(day), part, tidy(num) or 0, tidy(den) or 0, excluded)
            for place, subject, day, part, num, den, excluded in cursor.fetchall()
        ]
    rows = tuple(row for row in contributions if not row.excluded)
    return Explanation(found, rows, tuple(row for row in contributions if row.excluded))


def numbers_of_subjects(places: Iterable[Establishment]) -> dict[tuple[int, int], str]:
    """Staff number by (establishment key, person key)."""
    return {(place.pk, person): number for place in places for person, number in staff_numbers(place).items()}
