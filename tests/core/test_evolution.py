"""What changed for one person: worked cases, properties on tiny domains, and how often chance alone raises an alarm."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from etabli.core import evolution
from etabli.core.evolution import Lack, NotEnough, Pairs, PersonChange, change_of_one
from etabli.core.exact import chance_of_labels, doubled_ranks
from tests.core.power import interval_of, told_power

LEVELS = st.lists(st.integers(0, 4), min_size=1, max_size=6)
ENOUGH = st.lists(st.integers(0, 4), min_size=4, max_size=7)


def test_nap_and_tau_of_the_worked_case() -> None:
    found = evolution.pairs([20, 20, 26, 25, 22, 23], [28, 25, 24, 27, 30, 30, 29])
    assert found.total == 42
    assert found.nap == Fraction(77, 84), "38.5 of 42 pairs"
    assert found.tau == Fraction(35, 42)


def test_tau_u_takes_the_trend_before_off() -> None:
    before, after = [3, 3, 4, 5], [4, 5, 6, 7, 7]
    assert evolution.pairs(before, after).tau == Fraction(16, 20)
    assert evolution.trend(before) == Pairs(5, 1, 0)
    assert evolution.tau_u(before, after) == Fraction(11, 20)


def test_a_trend_that_simply_goes_on_is_nothing_once_corrected() -> None:
    found = change_of_one([1, 2, 3, 4, 5], [6, 7, 8, 9, 10])
    assert isinstance(found, PersonChange)
    assert found.compared.tau == 1
    assert found.tau_u == Fraction(3, 5)
    assert found.corrected == Pairs(0, 25, 0)
    assert found.corrected.tau == 0
    assert found.is_observed
    assert found.was_under_way


def test_a_rise_after_a_flat_baseline_was_not_under_way() -> None:
    found = change_of_one([1, 1, 1, 1], [3, 3, 3, 3])
    assert isinstance(found, PersonChange)
    assert (found.compared.nap, found.corrected.nap) == (1, 1)
    assert found.chance == pytest.approx(2 / 70)
    assert found.is_observed
    assert not found.was_under_way


def test_the_days_between_scores_count_when_they_are_told() -> None:
    evenly = evolution.without_trend([1, 2, 3], [4])
    later = evolution.without_trend([1, 2, 3], [4], [0, 10, 20, 60])
    assert evenly == ([1, 1, 1], [1])
    assert later == ([1, 1, 1], [-2])


def test_two_scores_on_one_day_have_no_slope_between_them() -> None:
    assert evolution.without_trend([1, 3, 4], [5], [0, 0, 10, 20]) == ([1, 3, 2], [1])
    assert evolution.without_trend([1, 2, 3], [4], [7, 7, 7, 9]) == ([1, 2, 3], [4])
    found = change_of_one([0, 1, 2], [3, 3, 3, 3, 3], [7] * 8)
    assert isinstance(found, PersonChange) and not found.was_under_way


def test_when_scores_were_taken_may_turn_the_verdict() -> None:
    def under_way(days: list[int] | None) -> bool:
        found = change_of_one([0, 1, 1, 2], [3, 3, 3, 3], days)
        assert isinstance(found, PersonChange)
        return found.was_under_way

    assert under_way(None)
    assert not under_way([0, 100, 200, 300, 301, 302, 303, 304])


def test_reliable_change_of_the_worked_case() -> None:
    index = evolution.reliable_change(32.5, 47.5, deviation=7.5, reliability=0.80)
    assert index == pytest.approx(3.1623, abs=5e-5)
    assert evolution.is_reliable(index)
    assert not evolution.is_reliable(1.96)
    assert evolution.is_reliable(-1.97)


@pytest.mark.parametrize(("deviation", "reliability"), [(0, 0.8), (-1, 0.8), (7.5, 1), (7.5, -0.1), (7.5, 1.2)])
def test_a_measure_without_error_or_without_sense_has_no_reliable_change(deviation: float, reliability: float) -> None:
    with pytest.raises(ValueError, match="deviation"):
        evolution.reliable_change(1, 2, deviation=deviation, reliability=reliability)


@pytest.mark.parametrize(
    ("before", "after", "lack", "have", "need"),
    [
        ([], [1, 2, 3], Lack.SCORES_BEFORE, 0, 3),
        ([1, 2], [1, 2, 3, 4], Lack.SCORES_BEFORE, 2, 3),
        ([1, 2, 3], [4, 4], Lack.SCORES_AFTER, 2, 3),
        ([1, 1, 1], [4, 4, 4], Lack.SCORES, 6, 8),
        ([1, 1, 1], [4, 4, 4, 4], Lack.SCORES, 7, 8),
    ],
)
def test_too_few_scores_are_not_compared(before: list[int], after: list[int], lack: Lack, have: int, need: int) -> None:
    assert change_of_one(before, after) == NotEnough(lack, have, need)


@pytest.mark.parametrize(("before", "after"), [(4, 4), (3, 5), (5, 3)])
def test_eight_scores_are_enough(before: int, after: int) -> None:
    found = change_of_one([0] * before, [1] * after)
    assert isinstance(found, PersonChange)
    assert found.is_observed, "even so few can be told from chance"


# ---------------------------------------------------------------- properties


@given(LEVELS, LEVELS)
def test_the_other_way_round_is_the_opposite(before: list[int], after: list[int]) -> None:
    found, back = evolution.pairs(before, after), evolution.pairs(after, before)
    assert found.tau == -back.tau
    assert found.nap == 1 - back.nap
    assert found.nap == (found.tau + 1) / 2


@given(LEVELS, LEVELS)
def test_results_stay_in_their_range(before: list[int], after: list[int]) -> None:
    found = evolution.pairs(before, after)
    assert found.total == len(before) * len(after)
    assert 0 <= found.nap <= 1
    assert -1 <= found.tau <= 1


@given(LEVELS, LEVELS, st.randoms(use_true_random=False))
def test_pairs_do_not_know_the_order_within_before_and_after(before: list[int], after: list[int], dice: Random) -> None:
    shuffled = [dice.sample(scores, len(scores)) for scores in (before, after)]
    assert evolution.pairs(*shuffled) == evolution.pairs(before, after)


@given(LEVELS, LEVELS)
def test_only_the_order_of_levels_counts(before: list[int], after: list[int]) -> None:
    def stretched(scores: list[int]) -> list[int]:
        return [score**3 + 5 for score in scores]

    assert evolution.pairs(stretched(before), stretched(after)) == evolution.pairs(before, after)
    assert evolution.tau_u(stretched(before), stretched(after)) == evolution.tau_u(before, after)


@given(ENOUGH, ENOUGH, st.integers(-3, 3))
def test_a_straight_line_through_everything_is_taken_off_whole(before: list[int], after: list[int], slope: int) -> None:
    tilted = [score + slope * place for place, score in enumerate([*before, *after])]
    one = evolution.without_trend(before, after)
    other = evolution.without_trend(tilted[: len(before)], tilted[len(before) :])
    assert one == other


@given(st.lists(st.integers(0, 3), min_size=2, max_size=4), st.lists(st.integers(0, 3), min_size=2, max_size=4))
def test_the_chance_is_the_share_of_all_ways_to_deal_the_labels(before: list[int], after: list[int]) -> None:
    ranks = doubled_ranks([*before, *after])
    mean = Fraction(sum(ranks) * len(before), len(ranks))
    far = abs(sum(ranks[: len(before)]) - mean)
    dealt = [abs(sum(chosen) - mean) >= far for chosen in combinations(ranks, len(before))]
    assert chance_of_labels(before, after) == pytest.approx(sum(dealt) / len(dealt))
    assert chance_of_labels(after, before) == pytest.approx(sum(dealt) / len(dealt))


@given(st.permutations(range(9)), st.integers(3, 6))
def test_without_ties_the_chance_is_that_of_scipy(scores: list[int], size: int) -> None:
    before, after = scores[:size], scores[size:]
    assert chance_of_labels(before, after) == pytest.approx(
        stats.mannwhitneyu(before, after, method="exact", alternative="two-sided").pvalue
    )


# ---------------------------------------------------------------- how often it is wrong, how often it finds


RUNS = 2_000


def _observed(seed: int, before: int, after: int, shift: int) -> int:
    """In how many of `RUNS` persons a change is observed. Levels 1 to 3, one up or down by chance; then `shift` more."""
    dice = Random(seed)
    found = 0
    for _ in range(RUNS):
        scores = [2 + dice.choice((-1, 0, 0, 1)) + (shift if place >= before else 0) for place in range(before + after)]
        change = change_of_one(scores[:before], scores[before:])
        found += isinstance(change, PersonChange) and change.is_observed
    return found


@pytest.mark.slow
@pytest.mark.parametrize(("before", "after"), [(4, 4), (5, 8)])
def test_chance_alone_raises_at_most_five_alarms_in_a_hundred_persons(before: int, after: int) -> None:
    interval = interval_of(_observed(20260101, before, after, shift=0), RUNS)
    assert interval.high <= evolution.ALARM, interval


@pytest.mark.slow
@pytest.mark.parametrize(("before", "after", "shift"), [(5, 8, 1), (5, 8, 2), (8, 12, 1)])
def test_a_planted_change_of_a_person_is_found_as_often_as_the_document_says(
    before: int, after: int, shift: int
) -> None:
    interval = interval_of(_observed(20260102, before, after, shift), RUNS)
    said = told_power(
        f"One person, {before} scores before, {after} after | {shift} level{'s' * (shift > 1)} more each time"
    )
    assert interval.low <= said <= interval.high
