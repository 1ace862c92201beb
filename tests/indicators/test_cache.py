"""The monthly cache is its definition run on the facts, and an explanation sums to its figure: after anything at all."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from etabli.core.periods import Period, day_no, day_of
from etabli.core.refusal import Refusal
from etabli.indicators import queries as indicators
from etabli.indicators.definitions import Basis, definitions
from etabli.indicators.models import FigureMonth
from etabli.org.models import Establishment
from tests import strategies
from tests.workplace import MARCH, OTHER_NUMBER, engage, figure, type_days, workplace

MONTHS = Period(date(2025, 4, 1), date(2025, 6, 1))
NEARLY = {"rel": 1e-9, "abs": 1e-9}
"""Sums of hours in another order, and rounded to nine decimals when shown."""


def check_cache(place: Establishment) -> None:
    """Every month of the cache is what its definition answers for that month, and none is left out."""
    scope = indicators.scope_of(place)
    kept = {(row.code, row.month): (row.num, row.den) for row in FigureMonth.objects.filter(establishment=place)}
    for definition in definitions().values():
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
    for code in definitions():
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
        for definition in definitions().values():
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


@pytest.mark.django_db
def test_figures_of_whole_months_come_from_the_cache(django_assert_max_num_queries: object) -> None:
    """Thirteen figures of a year read no half-day: the dashboard is flat in the years."""
    place = workplace(places=1)
    type_days(place, engage(place, starts_on=MARCH.start), date(2025, 3, 3))
    scope = indicators.scope_of(place)
    cached = [code for code, row in definitions().items() if row.additive]
    with django_assert_max_num_queries(6) as queries:  # type: ignore[operator]
        indicators.figures(scope, Period(date(2025, 1, 1), date(2026, 1, 1)), cached)
    assert not any("person_half_day" in query["sql"] for query in queries)
    months = indicators.months_of("occupancy_rate", scope, Period(date(2025, 1, 1), date(2026, 1, 1)))
    assert [row.num for row in months] == [0, 0, 1, *[0] * 9]
