"""Running the definitions: figures, and their explanations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Max, Min

from etabli.core.periods import Period, day_no, day_of
from etabli.core.refusal import Refusal
from etabli.indicators import rules
from etabli.indicators.definitions import Definition, definitions, every_definition
from etabli.indicators.kept import kept_months, kept_sums
from etabli.indicators.models import Target
from etabli.indicators.scopes import establishment_keys as establishment_keys
from etabli.indicators.scopes import establishments_by_scope as establishments_by_scope
from etabli.indicators.scopes import establishments_in as establishments_in
from etabli.indicators.scopes import readable_scope as readable_scope
from etabli.indicators.scopes import scope_named as scope_named
from etabli.indicators.scopes import scope_of as scope_of
from etabli.indicators.scopes import scope_written as scope_written
from etabli.indicators.sums import Sums, bounds, live_sums, sums_together
from etabli.indicators.sums import live_sum as live_sum
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
    """A sum without floating-point dust; whole numbers as integers. PostgreSQL sums integers to decimals."""
    if number is None:
        return None
    rounded = round(float(number), DECIMALS)
    return int(rounded) if rounded == int(rounded) else rounded


def figures(scope: str, period: Period, codes: Iterable[str] | None = None) -> list[Figure]:
    """The figures of a scope over a period, in order, those that its kinds of establishment have.

    Without `codes`, all that whoever reads figures reads; see `readers` for the others. One that cannot be given carries its
    refusal.
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
        wanted[scope] = [row for row in every_definition().values() if row.kinds & kinds and row.code in chosen]
        for definition in wanted[scope]:
            refusals[definition.code, scope] = refusal_of(definition, held, period, known)
    granted = {
        code: held
        for code in every_definition()
        if (held := [scope for scope in scopes if refusals.get((code, scope), known) is None])
    }
    sums = _sums(granted, period, places, known)
    return {
        scope: [
            _figure(row, scope, period, sums.get((row.code, scope)), refusals[row.code, scope]) for row in wanted[scope]
        ]
        for scope in scopes
    }


def figure(code: str, scope: str, period: Period) -> Figure:
    """One figure. Raises its Refusal when it cannot be given, KeyError for a code that is no definition."""
    definition = every_definition()[code]
    places = establishments_in(scope)
    rules.check_kind(definition, {place.kind for place in places})
    found = figures(scope, period, [code])[0]
    if found.refusal is not None:
        raise found.refusal
    return found


@dataclass(frozen=True)
class Known:
    """What is known of some establishments over a period: the days of their calendars, which years lack target days."""

    spans: dict[int, Period]
    without_target: dict[int, set[int]]

    @classmethod
    def of(cls, places: Iterable[Establishment], period: Period) -> Known:
        """Two queries however many establishments."""
        keys = {place.pk for place in places}
        days = CalendarDay.objects.filter(establishment__in=keys).values_list("establishment").order_by()
        ends = days.annotate(first=Min("day_no"), last=Max("day_no"))
        spans = {key: Period(day_of(first), day_of(last + 1)) for key, first, last in ends}
        years = {part.start.year for part in period.years()}
        rows = EstablishmentYear.objects.filter(establishment__in=keys, year__in=years, target_days__isnull=False)
        with_target = set(rows.values_list("establishment", "year"))
        return cls(spans, {key: {year for year in years if (key, year) not in with_target} for key in keys})


def refusal_of(definition: Definition, places: Sequence[Establishment], period: Period, known: Known) -> Refusal | None:
    """Why the figure cannot be given, or None. Only the places of a kind that has the figure matter."""
    places = [place for place in places if place.kind in definition.kinds]
    spans = [known.spans[place.pk] for place in places if place.pk in known.spans]
    try:
        rules.check_period(definition, period)
        if spans:
            rules.check_known_until(period, min(span.end or span.start for span in spans))
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


def _sums(
    granted: Mapping[str, Sequence[str]], period: Period, places: Mapping[str, Sequence[Establishment]], known: Known
) -> Sums:
    """Additive figures over whole months from the cache, in one query; the others run on the facts.

    Those of one scope in one query more, over several each in one: the text of all would be longer than SQLite reads.

    `granted`: the scopes of each code; `places`: the establishments of each scope.
    """
    sums: Sums = {}
    kept: dict[str, Sequence[str]] = {}
    live: dict[str, Sequence[str]] = {}
    for code, scopes in granted.items():
        (kept if every_definition()[code].additive and period.on_month_boundaries else live)[code] = scopes
    if len(places) == 1:
        (scope,) = places
        together = sums_together([every_definition()[code] for code in live], scope, period)
        sums = {(code, scope): found for code, found in together.items()}
    else:
        for code, scopes in live.items():
            found = live_sums(every_definition()[code], scopes, period)
            sums |= {(code, scope): pair for scope, pair in found.items()}
    months = {key: span.cut(period) for key, span in known.spans.items()}
    return sums | kept_sums(kept, places, period, {key: len(days.months()) for key, days in months.items() if days})


def targets_of(establishment: Establishment, period: Period) -> dict[str, Target]:
    """The targets of the year that holds the period, by figure; none for a period of several years."""
    years = {part.start.year for part in period.years()}
    if len(years) != 1:
        return {}
    return {row.code: row for row in Target.objects.filter(establishment=establishment, year=years.pop())}


def months_of(code: str, scope: str, period: Period) -> list[Figure]:
    """The figure of each month of the period, for an additive definition, from the cache in one query."""
    return months_of_codes([code], scope, period)[code]


def months_of_codes(codes: Collection[str], scope: str, period: Period) -> dict[str, list[Figure]]:
    """The figures of each month of the period, for additive definitions, from the cache in one query."""
    wanted = [definitions()[code] for code in codes]
    sums = kept_months(wanted, scope, period)
    return {
        row.code: [
            _figure(row, scope, month, sums.get((row.code, day_no(month.start))), None) for month in period.months()
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
