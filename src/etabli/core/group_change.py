"""How the levels of a group changed: one line of scores a person, and what chance alone would give.

scipy has the tests; where levels tie, which its exact tables do not allow for, `core.exact` counts the arrangements. Wilcoxon
(1945) with zeros left out; matched-pairs rank-biserial correlation: Kerby (2014); Page (1963); Holm (1979); Benjamini and
Hochberg (1995).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from etabli.core.evolution import ALARM, Lack, NotEnough
from etabli.core.exact import Number, Side, chance_of_order, chance_of_signs, doubled_ranks

LEAST_PERSONS = 6
"""Persons below which a group is not compared: with five, even if all rise, chance does as much in more than 5 cases of 100."""
LEAST_TIMES = 3
MOST_TIMES = 5


class Correction(StrEnum):
    """How the chances of many comparisons are put right."""

    HOLM = "holm"
    """The chance that even one of all is a false alarm stays below the limit."""
    BENJAMINI_HOCHBERG = "benjamini-hochberg"
    """Of those called observed, the share of false alarms to be expected stays below the limit."""


@dataclass(frozen=True, slots=True)
class GroupChange:
    """What changed for a group from one time to another."""

    persons: int
    higher: int
    same: int
    lower: int
    statistic: Fraction
    """Sum of the ranks of those who rose."""
    size: Fraction | None
    """Matched-pairs rank-biserial correlation, from −1 (all fell) to 1 (all rose); None when nobody changed."""
    chance: float


@dataclass(frozen=True, slots=True)
class GroupTrend:
    """What changed for a group over three times or more, in the order of time."""

    persons: int
    times: int
    statistic: Fraction
    """Page's L."""
    chance: float
    """Of as clear a rise; a fall is not looked for."""


def change_of_group(changes: Sequence[tuple[Number, Number]], side: Side = "either") -> GroupChange | NotEnough:
    """Wilcoxon's signed-rank test, exact, on one pair (before, after) a person."""
    if len(changes) < LEAST_PERSONS:
        return NotEnough(Lack.PERSONS, len(changes), LEAST_PERSONS)
    differences = [Fraction(after) - Fraction(before) for before, after in changes]
    moved = [difference for difference in differences if difference]
    ranks = doubled_ranks([abs(difference) for difference in moved])
    rose = Fraction(sum(rank for rank, one in zip(ranks, moved, strict=True) if one > 0), 2)
    whole = Fraction(sum(ranks), 2)
    return GroupChange(
        persons=len(changes),
        higher=sum(difference > 0 for difference in differences),
        same=len(changes) - len(moved),
        lower=sum(difference < 0 for difference in differences),
        statistic=rose,
        size=(2 * rose - whole) / whole if moved else None,
        chance=_signed_rank(moved, side) if moved else 1.0,
    )


def _signed_rank(moved: Sequence[Fraction], side: Side) -> float:
    if len({abs(difference) for difference in moved}) < len(moved):
        return chance_of_signs(moved, side)
    # A second that every command would pay, for a test that few ask for.
    from scipy import stats  # noqa: PLC0415

    alternative = "two-sided" if side == "either" else "greater"
    return float(stats.wilcoxon([float(one) for one in moved], alternative=alternative, method="exact").pvalue)


def trend_of_group(rows: Sequence[Sequence[Number]]) -> GroupTrend | NotEnough:
    """Page's test for levels that rise over time, exact. Each row: the scores of one person, all at as many times."""
    times = len(rows[0]) if rows else 0
    if times < LEAST_TIMES:
        return NotEnough(Lack.TIMES, times, LEAST_TIMES)
    if len(rows) < LEAST_PERSONS:
        return NotEnough(Lack.PERSONS, len(rows), LEAST_PERSONS)
    ranks = [doubled_ranks(row) for row in rows]
    statistic = Fraction(sum(place * rank for row in ranks for place, rank in enumerate(row, start=1)), 2)
    return GroupTrend(len(rows), times, statistic, _page(rows))


def _page(rows: Sequence[Sequence[Number]]) -> float:
    if any(len(set(row)) < len(row) for row in rows):
        return chance_of_order(rows)
    from scipy import stats  # noqa: PLC0415

    return float(stats.page_trend_test([[float(one) for one in row] for row in rows], method="exact").pvalue)


def corrected(chances: Sequence[float], correction: Correction) -> list[float]:
    """The chances of all comparisons made, put right for their number, in the order given."""
    number = len(chances)
    order = sorted(range(number), key=lambda place: chances[place])
    found = [1.0] * number
    if correction == Correction.HOLM:
        highest = 0.0
        for rank, place in enumerate(order):
            highest = max(highest, min(1.0, chances[place] * (number - rank)))
            found[place] = highest
        return found
    lowest = 1.0
    for rank, place in reversed(list(enumerate(order, start=1))):
        lowest = min(lowest, chances[place] * (number / rank))
        found[place] = lowest
    return found


def is_observed(chance: float) -> bool:
    """True for a chance, put right for the number of comparisons, that lets a change be called observed."""
    return chance <= ALARM
