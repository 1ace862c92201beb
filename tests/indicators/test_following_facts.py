"""The monthly cache follows each change of facts, by the difference of a few days or by summing anew, to the same sums."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etabli.core.periods import Period, day_no
from etabli.indicators.definitions import Definition, Grain, definitions
from etabli.indicators.models import FigureMonth
from etabli.indicators.queries import live_sum, scope_of
from etabli.indicators.sums import sums_of_months, sums_together
from etabli.org.models import Establishment
from etabli.people.models import Person
from tests import strategies, workplace

pytestmark = pytest.mark.django_db

SPRING = Period(date(2025, 3, 1), date(2025, 6, 1))
ADDITIVE = [definition for definition in definitions().values() if definition.additive and "ESAT" in definition.kinds]

acts = st.lists(
    st.tuples(st.sampled_from((0, 1)), strategies.days, strategies.halves, st.none() | strategies.codes),
    min_size=1,
    max_size=12,
)
"""(which person, day, half, code or None to take back what was typed), in the order of time."""


@pytest.fixture
def place() -> Establishment:
    return workplace.workplace(target_days={2025: 20_000})


@pytest.fixture
def people(place: Establishment) -> tuple[Person, Person]:
    return workplace.engage(place, "1"), workplace.engage(place, "2", fraction=5_000, pattern=workplace.week(mon="MA"))


def kept(place: Establishment, months: Period) -> dict[tuple[str, int], tuple[float, float]]:
    rows = FigureMonth.objects.filter(
        establishment=place, month__gte=day_no(months.start), month__lt=day_no(months.end)
    )
    return {(row.code, row.month): (row.num, row.den) for row in rows}


def summed(place: Establishment, months: Period) -> dict[tuple[str, int], tuple[float, float]]:
    return {
        (definition.code, day_no(month.start)): live_sum(definition, scope_of(place), month)
        for definition in ADDITIVE
        for month in months.months()
    }


def assert_kept_as_summed(place: Establishment, months: Period) -> None:
    found, expected = kept(place, months), summed(place, months)
    assert set(found) == set(expected)
    for key, sums in expected.items():
        assert found[key] == pytest.approx(sums, rel=1e-12, abs=1e-9), key


def type_one_by_one(place: Establishment, people: tuple[Person, Person], wanted: list) -> None:
    standing: dict = {}
    for number, (who, day, half, code) in enumerate(wanted):
        act = workplace.operation(
            people[who],
            day,
            half,
            *([code] if code else []),
            base=standing.get((who, day, half)),
            acted_at=workplace.AT - timedelta(days=30) + timedelta(minutes=number),
        )
        workplace.record(place, act, notes_received=number % 2 == 0)
        standing[who, day, half] = act.id


@pytest.mark.slow
@settings(strategies.examples(25), suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(wanted=acts)
def test_saves_one_after_the_other_keep_the_sums_of_the_definitions(
    place: Establishment, people: tuple[Person, Person], wanted: list
) -> None:
    with transaction.atomic():
        type_one_by_one(place, people, wanted)
        assert_kept_as_summed(place, SPRING)
        transaction.set_rollback(True)


def test_a_spell_that_began_the_month_before_is_counted_there(
    place: Establishment, people: tuple[Person, Person]
) -> None:
    """Ill in the afternoon of an attended day, under a note since the month before: the spell is that month's."""
    april = Period(date(2025, 4, 1), date(2025, 5, 1))
    workplace.note(place, people[0], date(2025, 4, 29), date(2025, 5, 9))
    workplace.type_days(place, people[0], date(2025, 5, 5), "PRE", halves=(0,))
    before = kept(place, april)["absence_spells", day_no(april.start)]

    workplace.type_days(place, people[0], date(2025, 5, 5), "MAL", halves=(1,))

    assert before == (0, 0)
    assert kept(place, april)["absence_spells", day_no(april.start)] == (1, 0)


@pytest.mark.parametrize("code", [definition.code for definition in ADDITIVE if definition.grain == Grain.DAY])
def test_a_figure_of_each_day_alone_is_the_sum_of_its_days(
    code: str, place: Establishment, people: tuple[Person, Person]
) -> None:
    days = workplace.days_of(workplace.MARCH)
    workplace.type_days(place, people[0], days[:8], "PRE")
    workplace.type_days(place, people[0], days[8:12], "MAL")
    workplace.type_days(place, people[1], days[::5], "CP", halves=(0,), notice_hours=30)

    one = [definitions()[code]]
    by_day = [
        sums_together(one, scope_of(place), Period(day, day + timedelta(days=1)))[code]
        for day in workplace.MARCH.each_day()
    ]
    whole = sums_of_months(one, scope_of(place), workplace.MARCH).get((code, day_no(workplace.MARCH.start)), (0, 0))

    assert (sum(num for num, _ in by_day), sum(den for _, den in by_day)) == pytest.approx(whole, rel=1e-12)


def test_months_not_in_the_cache_are_summed_anew(place: Establishment, people: tuple[Person, Person]) -> None:
    """As after the version of a definition was raised: a difference has nothing to be added to."""
    workplace.type_days(place, people[0], workplace.days_of(workplace.MARCH)[:5])
    FigureMonth.objects.filter(establishment=place, code="occupancy_rate").delete()

    workplace.type_days(place, people[0], workplace.days_of(workplace.MARCH)[5])

    march = day_no(workplace.MARCH.start)
    assert kept(place, workplace.MARCH)["occupancy_rate", march][0] == 6
    assert_kept_as_summed(place, workplace.MARCH)


def test_hours_above_the_capacity_follow_each_save(people: tuple[Person, Person], place: Establishment) -> None:
    """They are summed anew only in a month whose hours are above the places, or were: on the way up, and down again."""
    workplace.configure_again(place, places=((workplace.BEGINNING, 1),), target_days={2025: 20_000})
    march = day_no(workplace.MARCH.start)
    above = []
    for day in workplace.days_of(workplace.MARCH):
        workplace.type_days(place, people[0], day)
        workplace.type_days(place, people[1], day, halves=(0,), minutes=400)
        above.append(kept(place, workplace.MARCH)["over_capacity_hours", march][0])
    assert_kept_as_summed(place, SPRING)
    assert above[0] == 0 and above[-1] > above[-2] > 0
    workplace.type_days(place, people[0], workplace.days_of(workplace.MARCH), "INJ")
    assert kept(place, workplace.MARCH)["over_capacity_hours", march] == (0, 0)
    assert_kept_as_summed(place, SPRING)


def test_a_usual_save_sums_no_month_anew(
    place: Establishment, people: tuple[Person, Person], django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(45) as queries:
        workplace.type_days(place, people[0], date(2025, 3, 3))
    assert not any("DELETE FROM" in query["sql"] and "figure_month" in query["sql"] for query in queries)
    assert_kept_as_summed(place, SPRING)


@pytest.mark.parametrize("row", [row for row in definitions().values() if row.only_above], ids=lambda row: row.code)
def test_what_counts_above_a_rate_names_one_that_is_kept(row: Definition) -> None:
    rate = definitions()[row.only_above]
    assert rate.additive and rate.is_ratio and rate.grain == Grain.DAY and row.kinds <= rate.kinds
    assert row.additive and row.grain == Grain.MONTH
