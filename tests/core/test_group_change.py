"""What changed for a group: worked cases, scipy as judge, ties counted out, many comparisons, and simulations."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from itertools import permutations, product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from etabli.core.evolution import ALARM, Lack, NotEnough
from etabli.core.exact import chance_of_order, chance_of_signs, doubled_ranks
from etabli.core.group_change import (
    Correction,
    GroupChange,
    GroupTrend,
    change_of_group,
    corrected,
    is_observed,
    trend_of_group,
)
from tests.core.power import interval_of, told_power
from tests.waiting import LIMIT

# Hollander and Wolfe (1973), Hamilton depression scale factor at the first and second visit.
FIRST = [1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30]
SECOND = [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29]

LEVEL = st.integers(0, 4)
GROUP = st.lists(st.tuples(LEVEL, LEVEL), min_size=6, max_size=9)


def _group(changes: list[tuple[int, int]] | list[tuple[float, float]]) -> GroupChange:
    found = change_of_group(changes)
    assert isinstance(found, GroupChange)
    return found


def test_wilcoxon_of_the_worked_case() -> None:
    found = change_of_group(list(zip(SECOND, FIRST, strict=True)), "greater")
    assert isinstance(found, GroupChange)
    assert found.statistic == 40
    assert found.chance == 0.01953125
    assert found.size == Fraction(35, 45)
    assert (found.persons, found.higher, found.same, found.lower) == (9, 7, 0, 2)


def test_a_change_either_way_is_looked_for_by_default() -> None:
    assert _group(list(zip(SECOND, FIRST, strict=True))).chance == 0.0390625


def test_six_who_all_rise_are_just_enough() -> None:
    found = _group([(1, 2)] * 6)
    assert found.chance == pytest.approx(2 / 64)
    assert found.size == 1
    assert is_observed(found.chance)


@pytest.mark.parametrize("persons", [0, 1, 5])
def test_fewer_than_six_persons_are_not_compared(persons: int) -> None:
    assert change_of_group([(1, 4)] * persons) == NotEnough(Lack.PERSONS, persons, 6)
    assert trend_of_group([(1, 2, 3)] * persons) == NotEnough(
        *((Lack.PERSONS, persons, 6) if persons else (Lack.TIMES, 0, 3))
    )


def test_those_who_stay_where_they_are_do_not_weigh() -> None:
    found = _group([(2, 2)] * 4 + [(1, 2)] * 3)
    assert (found.higher, found.same, found.lower) == (3, 4, 0)
    assert found.chance == pytest.approx(2 / 8)


def test_a_group_in_which_nobody_moves_has_no_size() -> None:
    found = _group([(2, 2)] * 6)
    assert found.size is None
    assert found.chance == 1


def test_page_of_the_worked_case() -> None:
    # Page (1963) as in the documentation of scipy: ten students rate a tutorial, a lecture and a seminar.
    ratings = ["343", "224", "335", "132", "232", "245", "124", "344", "245", "134"]
    rows = [[int(level) for level in row] for row in ratings]
    found = trend_of_group(rows)
    assert isinstance(found, GroupTrend)
    judge = stats.page_trend_test(rows)
    assert float(found.statistic) == judge.statistic == 133.5
    assert found.chance == pytest.approx(0.00038421, rel=1e-4)
    assert found.chance < judge.pvalue, "with ties the table without ties finds less than there is"


def test_two_times_are_no_trend() -> None:
    assert trend_of_group([(1, 2)] * 8) == NotEnough(Lack.TIMES, 2, 3)


def test_scipy_is_loaded_only_when_a_test_is_run() -> None:
    code = "import sys, etabli.core.group_change, etabli.core.evolution; sys.exit('scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False, timeout=LIMIT).returncode == 0


# ---------------------------------------------------------------- properties


@given(GROUP)
def test_a_group_the_other_way_round_is_the_opposite(changes: list[tuple[int, int]]) -> None:
    found, back = _group(changes), _group([(after, before) for before, after in changes])
    assert (found.higher, found.lower) == (back.lower, back.higher)
    assert found.chance == pytest.approx(back.chance)
    assert (found.size is None) == (back.size is None)
    assert found.size is None or (found.size == -back.size and -1 <= found.size <= 1)


@given(GROUP, st.randoms(use_true_random=False))
def test_a_group_has_no_order(changes: list[tuple[int, int]], dice: Random) -> None:
    assert _group(dice.sample(changes, len(changes))) == _group(changes)


@given(st.lists(st.integers(-3, 3).filter(bool), min_size=1, max_size=7))
def test_the_chance_is_the_share_of_all_signs(differences: list[int]) -> None:
    ranks = doubled_ranks([abs(one) for one in differences])
    seen = abs(sum(rank if one > 0 else -rank for rank, one in zip(ranks, differences, strict=True)))
    tossed = [
        abs(sum(rank * sign for rank, sign in zip(ranks, signs, strict=True))) >= seen
        for signs in product((1, -1), repeat=len(ranks))
    ]
    assert chance_of_signs(differences) == pytest.approx(sum(tossed) / len(tossed))


@given(
    st.permutations(range(1, 9)),
    st.lists(st.booleans(), min_size=8, max_size=8),
    st.sampled_from(["either", "greater"]),
)
def test_without_ties_both_ways_of_counting_agree(sizes: list[int], up: list[bool], side: str) -> None:
    differences = [size if rises else -size for size, rises in zip(sizes, up, strict=True)]
    found = change_of_group([(0, one) for one in differences], side)  # type: ignore[arg-type]
    assert isinstance(found, GroupChange)
    assert found.chance == pytest.approx(chance_of_signs(differences, side))  # type: ignore[arg-type]


@given(st.lists(st.tuples(LEVEL, LEVEL, LEVEL), min_size=1, max_size=3))
def test_the_chance_of_an_order_is_the_share_of_all_shuffles(rows: list[tuple[int, int, int]]) -> None:
    def weight(ranks: tuple[int, ...]) -> int:
        return sum(place * rank for place, rank in enumerate(ranks, start=1))

    ranks = [tuple(doubled_ranks(row)) for row in rows]
    seen = sum(map(weight, ranks))
    shuffled = [sum(map(weight, one)) >= seen for one in product(*(permutations(row) for row in ranks))]
    assert chance_of_order(rows) == pytest.approx(sum(shuffled) / len(shuffled))


@settings(max_examples=20)
@given(st.lists(st.permutations(range(4)), min_size=6, max_size=8))
def test_without_ties_scipy_gives_the_same_trend(rows: list[list[int]]) -> None:
    found = trend_of_group(rows)
    assert isinstance(found, GroupTrend)
    assert found.chance == pytest.approx(chance_of_order(rows))
    assert float(found.statistic) == stats.page_trend_test([[one + 1 for one in row] for row in rows]).statistic


# ---------------------------------------------------------------- many comparisons

CHANCES = st.lists(st.floats(0, 1), min_size=1, max_size=8)


def test_holm_of_a_worked_case() -> None:
    assert corrected([0.01, 0.04, 0.03, 0.005], Correction.HOLM) == pytest.approx([0.03, 0.06, 0.06, 0.02])


def test_benjamini_hochberg_of_a_worked_case() -> None:
    found = corrected([0.01, 0.04, 0.03, 0.005], Correction.BENJAMINI_HOCHBERG)
    assert found == pytest.approx([0.02, 0.04, 0.04, 0.02])


@given(CHANCES)
def test_benjamini_hochberg_is_that_of_scipy(chances: list[float]) -> None:
    assert corrected(chances, Correction.BENJAMINI_HOCHBERG) == pytest.approx(stats.false_discovery_control(chances))


@given(CHANCES)
def test_corrected_chances_are_never_smaller_and_keep_their_order(chances: list[float]) -> None:
    for correction in Correction:
        found = corrected(chances, correction)
        assert all(chance <= put_right <= 1 for chance, put_right in zip(chances, found, strict=True))
        ranked = [found[place] for place in sorted(range(len(chances)), key=lambda place: chances[place])]
        assert ranked == sorted(ranked)


def test_nothing_compared_needs_no_correction() -> None:
    assert [corrected([], correction) for correction in Correction] == [[], []]


# ---------------------------------------------------------------- how often it is wrong, how often it finds


RUNS = 2_000


def _level(dice: Random) -> int:
    return dice.choice((1, 2, 2, 3))


def _observed(seed: int, persons: int, gain: float) -> int:
    """In how many of `RUNS` groups a change is observed. Each person gains a level with the chance `gain`."""
    dice = Random(seed)
    found = 0
    for _ in range(RUNS):
        change = _group([(_level(dice), _level(dice) + (dice.random() < gain)) for _ in range(persons)])
        found += is_observed(change.chance)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("persons", [6, 12])
def test_chance_alone_raises_at_most_five_alarms_in_a_hundred_groups(persons: int) -> None:
    interval = interval_of(_observed(20260103, persons, 0), RUNS)
    assert interval.high <= ALARM, interval


@pytest.mark.slow
def test_chance_alone_raises_at_most_five_alarms_in_a_hundred_trends() -> None:
    dice, runs = Random(20260104), 600
    found = 0
    for _ in range(runs):
        trend = trend_of_group([[_level(dice) for _ in range(3)] for _ in range(8)])
        found += isinstance(trend, GroupTrend) and is_observed(trend.chance)
    assert interval_of(found, runs).low <= ALARM


@pytest.mark.slow
def test_ten_comparisons_of_nothing_raise_an_alarm_on_at_most_five_pages_of_a_hundred() -> None:
    dice, runs = Random(20260105), 400
    alarms = dict.fromkeys((None, Correction.HOLM), 0)
    for _ in range(runs):
        chances = [_group([(_level(dice), _level(dice)) for _ in range(8)]).chance for _ in range(10)]
        alarms[None] += any(map(is_observed, chances))
        alarms[Correction.HOLM] += any(map(is_observed, corrected(chances, Correction.HOLM)))
    assert interval_of(alarms[Correction.HOLM], runs).high <= ALARM
    assert interval_of(alarms[None], runs).low > ALARM, "without it there would be too many"


@pytest.mark.slow
@pytest.mark.parametrize("persons", [12, 20])
def test_a_planted_change_of_a_group_is_found_as_often_as_the_document_says(persons: int) -> None:
    interval = interval_of(_observed(20260106, persons, 0.9), RUNS)
    said = told_power(f"Group of {persons} | 9 persons of 10 gain 1 level")
    assert interval.low <= said <= interval.high
