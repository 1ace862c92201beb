"""The monthly cache is its definition run on the facts, and an explanation sums to its figure: after anything at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from etabli.core.periods import Period, day_no, day_of
from etabli.core.refusal import Refusal
from etabli.indicators import queries as indicators
from etabli.indicators.definitions import Basis, every_definition
from etabli.indicators.models import FigureMonth
from etabli.org.models import Establishment
from tests import strategies
from tests.workplace import MARCH, OTHER_NUMBER, YEAR, engage, figure, type_days, workplace

MONTHS = Period(date(2025, 4, 1), date(2025, 6, 1))
NEARLY = {"rel": 1e-9, "abs": 1e-8}
"""Sums of hours in another order, and rounded to nine decimals when shown."""


def check_cache(place: Establishment) -> None:
    """Every month of the cache is what its definition answers for that month, and none is left out."""
    scope = indicators.scope_of(place)
    kept = {(row.code, row.month): (row.num, row.den) for row in FigureMonth.objects.filter(establishment=place)}
    for definition in every_definition().values():
        if not definition.additive or place.kind not in definition.kinds:
            continue
        span = Period(date(2025, 1, 1), date(2026, 1, 1))
        for month in span.months():
            num, den = indicators.live_sum(definition, scope, month)
            cached = kept.pop((definition.code, day_no(month.start)), (0, 0))
            assert cached == pytest.approx((num, den), **NEARLY), (definition.code, month)
    assert not {key for key in kept if day_of(key[1]).year == 2025}


def check_explanations(place: Establishment, period: Period) -> None:
    """The rows sum to the figure; what is left out counts for nothing and says why; no row stands twice."""
    scope = indicators.scope_of(place)
    for code in every_definition():
        try:
            found = indicators.explain(code, scope, period)
        except Refusal:
            continue
        whole = found.figure
        assert sum(row.num for row in found.rows) == pytest.approx(whole.num, **NEARLY), code
        if whole.den is not None:
            assert sum(row.den for row in found.rows) == pytest.approx(whole.den, **NEARLY), code
        assert all(row.num == 0 and row.den == 0 for row in found.excluded), code
        days = [row.day for row in (*found.rows, *found.excluded)]
        assert all(period.start <= day < (period.end or day) for day in days), code
        assert sum(row.count for row in found.exclusions) == len(found.excluded)


class AfterAnything(TestCase):
    @strategies.examples(12)
    @given(strategies.workplaces(), strategies.stories)
    def test_the_cache_is_the_definition(self, make: object, story: list[strategies.Act]) -> None:
        place = make()  # type: ignore[operator]
        strategies.play(place, story)
        check_cache(place)

    @strategies.examples(10)
    @given(strategies.workplaces(), strategies.stories, strategies.spans())
    def test_the_rows_sum_to_the_figure(
        self, make: object, story: list[strategies.Act], span: tuple[date, date]
    ) -> None:
        place = make()  # type: ignore[operator]
        strategies.play(place, story)
        check_explanations(place, MONTHS)
        check_explanations(place, Period(span[0], day_of(day_no(span[1]) + 1)))

    @strategies.examples(8)
    @given(strategies.workplaces(), strategies.stories, st.sampled_from(strategies.EIGHT_DAYS[1:]))
    def test_the_days_of_a_period_are_those_of_its_two_parts(
        self, make: object, story: list[strategies.Act], between: date
    ) -> None:
        """Additive figures: what is counted before a day and from it on is all that is counted."""
        place = make()  # type: ignore[operator]
        strategies.play(place, story)
        scope = indicators.scope_of(place)
        whole = Period(strategies.EIGHT_DAYS[0], date(2025, 6, 1))
        parts = Period(whole.start, between), Period(between, whole.end)
        for definition in every_definition().values():
            if definition.additive and definition.basis == Basis.DAYS:
                sums = [indicators.live_sum(definition, scope, period) for period in (whole, *parts)]
                for everything, *each in zip(*sums, strict=True):
                    assert sum(each) == pytest.approx(everything, **NEARLY), definition.code


@pytest.mark.django_db
def test_a_sick_note_refreshes_the_months_it_reaches() -> None:
    place = workplace(places=1)
    who = engage(place, starts_on=date(2025, 2, 1))
    type_days(place, who, [date(2025, 3, 31), *(date(2025, 4, number) for number in (1, 2, 3))], "MAL")
    before = figure("paid_hours_activity_rate", place, Period(date(2025, 4, 1), date(2025, 5, 1))).num
    type_days(place, who, date(2025, 3, 28), "MAL")  # the spell begins on Friday: its three days end on Sunday
    after = figure("paid_hours_activity_rate", place, Period(date(2025, 4, 1), date(2025, 5, 1))).num
    assert before is not None and after is not None and after > before
    check_cache(place)


@pytest.mark.django_db
def test_the_cache_of_one_establishment_leaves_the_others_alone() -> None:
    first, second = workplace(places=1), workplace(finess=OTHER_NUMBER, name="Les Ormes", places=1)
    for place in (first, second):
        type_days(place, engage(place, starts_on=MARCH.start), date(2025, 3, 3))
    check_cache(first)
    check_cache(second)
    assert figure("occupancy_rate", first, MARCH).num == 1


USUAL_QUERIES = 5
"""Scopes, their establishments, their calendars, the years with target days, the cache."""


@pytest.mark.django_db
def test_figures_of_whole_months_come_from_the_cache(django_assert_num_queries: Any) -> None:
    """Thirteen figures of a year read no half-day: the dashboard is flat in the years."""
    place = workplace(places=1)
    type_days(place, engage(place, starts_on=MARCH.start), date(2025, 3, 3))
    scope = indicators.scope_of(place)
    cached = [code for code, row in every_definition().items() if row.additive]
    with django_assert_num_queries(USUAL_QUERIES) as queries:
        indicators.figures(scope, YEAR, cached)
    assert not any("person_half_day" in query["sql"] for query in queries)
    with django_assert_num_queries(1) as queries:
        months = indicators.months_of("occupancy_rate", scope, YEAR)
    assert not any("person_half_day" in query["sql"] for query in queries)
    assert [row.num for row in months] == [0, 0, 1, *[0] * 9]


# ---------------------------------------------------------------- after an upgrade

ADDITIVE = [code for code, row in every_definition().items() if row.additive and "ESAT" in row.kinds]
ASSOCIATION = "Association fictive"


@pytest.fixture
def pair(db: None) -> tuple[Establishment, Establishment]:
    """Two houses of one association, with a day each."""
    first = workplace(places=1, association=ASSOCIATION, target_days={2025: 200})
    second = workplace(
        finess=OTHER_NUMBER, name="Les Ormes", places=2, association=ASSOCIATION, target_days={2025: 400}
    )
    for number, place in enumerate((first, second)):
        who = engage(place, starts_on=MARCH.start)
        type_days(place, who, [date(2025, 3, 3), date(2025, 4, 1)])
        type_days(place, who, [date(2025, 3, number) for number in range(4, 8 + number)], "MAL")
    return first, second


def seen(scope: str) -> tuple[list[Any], dict[str, list[Any]]]:
    """Every additive figure of the year, and of each of its months."""
    whole = [(row.num, row.den) for row in indicators.figures(scope, YEAR, ADDITIVE)]
    months = indicators.months_of_codes(ADDITIVE, scope, YEAR)
    return whole, {code: [(row.num, row.den) for row in rows] for code, rows in months.items()}


FORGOTTEN = {
    "a definition that came with an upgrade": lambda rows: rows.filter(code="absence_days").delete(),
    "a version that was raised": lambda rows: rows.filter(code="occupancy_rate").update(version=0),
    "one month of one figure": lambda rows: rows.filter(code="occupancy_rate", month=day_no(MARCH.start)).delete(),
    "all of it": lambda rows: rows.delete(),
}


@pytest.mark.parametrize("forget", FORGOTTEN.values(), ids=FORGOTTEN)
@pytest.mark.parametrize("of_one", [True, False], ids=["in one house", "in both"])
def test_what_the_cache_does_not_hold_yet_is_run_on_the_facts(
    pair: tuple[Establishment, Establishment], forget: Callable[[Any], object], of_one: bool
) -> None:
    scopes = [*(indicators.scope_of(place) for place in pair), indicators.scope_named("association")]
    before = [seen(scope) for scope in scopes]
    forget(FigureMonth.objects.filter(establishment=pair[0]) if of_one else FigureMonth.objects.all())
    for scope, expected in zip(scopes, before, strict=True):
        assert seen(scope) == expected, scope


def test_a_figure_not_kept_costs_one_query_and_leaves_the_others_in_the_cache(
    pair: tuple[Establishment, Establishment], django_assert_num_queries: Any
) -> None:
    FigureMonth.objects.filter(code="absence_days").delete()
    scope = indicators.scope_named("association")
    with django_assert_num_queries(USUAL_QUERIES + 1) as queries:
        indicators.figures(scope, YEAR, ADDITIVE)
    assert sum("person_half_day" in query["sql"] for query in queries) == 1
    with django_assert_num_queries(2):
        indicators.months_of_codes(ADDITIVE, scope, YEAR)


def test_months_before_the_calendar_are_not_missed(
    pair: tuple[Establishment, Establishment], django_assert_num_queries: Any
) -> None:
    """A period that begins before the house was followed is read from the cache as any other."""
    with django_assert_num_queries(USUAL_QUERIES):
        indicators.figures(indicators.scope_of(pair[0]), Period(date(2020, 1, 1), date(2026, 1, 1)), ["occupancy_rate"])
