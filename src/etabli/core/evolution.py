"""How the levels of one person changed: scores before compared with scores after, pair by pair.

Levels are ordinal: pairs say which of two is higher, and no mean is taken. All results are exact fractions. NAP: Parker and
Vannest (2009); Tau and Tau-U: Parker, Vannest, Davis and Sauber (2011), with the baseline's trend taken off (A against B
minus trend of A); baseline-corrected Tau: Tarlow (2017), counted here in the same pairs; Reliable Change Index: Jacobson and
Truax (1991). None says why something changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import sqrt
from statistics import median

from etabli.core.exact import Number, chance_of_labels

ALARM = 0.05
"""A change is called observed when chance alone would give as much in at most this share of cases."""
LEAST_SCORES = 3
"""Scores before, and scores after, below which one person's are not compared."""
LEAST_IN_ALL = 8
"""With 3 and 4 scores, even when all rise, chance does as much in 2 of 35 cases; with 4 and 4 in 2 of 70, 3 and 5 in 2 of 56."""
RELIABLE = 1.96
"""A Reliable Change Index beyond this, either way, is more than the measure's own error in 95 cases of 100."""


class Lack(StrEnum):
    """What there is too little of."""

    SCORES_BEFORE = "scores_before"
    SCORES_AFTER = "scores_after"
    SCORES = "scores"
    """Enough on each side, yet no arrangement of so few could be told from chance."""
    PERSONS = "persons"
    TIMES = "times"


@dataclass(frozen=True, slots=True)
class NotEnough:
    """Not enough data: how many there are and how many it takes."""

    lack: Lack
    have: int
    need: int


@dataclass(frozen=True, slots=True)
class Pairs:
    """Each score of one set beside each of another: in how many pairs the second is higher, the same, lower."""

    higher: int
    same: int
    lower: int

    @property
    def total(self) -> int:
        return self.higher + self.same + self.lower

    @property
    def balance(self) -> int:
        """Pairs that rise less pairs that fall: Kendall's S."""
        return self.higher - self.lower

    @property
    def nap(self) -> Fraction:
        """Non-overlap of all pairs, from 0 to 1; ½ when neither set is higher. ZeroDivisionError without a pair."""
        return Fraction(2 * self.higher + self.same, 2 * self.total)

    @property
    def tau(self) -> Fraction:
        """From −1 to 1; ZeroDivisionError without a pair."""
        return Fraction(self.balance, self.total)


def pairs(before: Sequence[Number], after: Sequence[Number]) -> Pairs:
    """Each score before beside each score after."""
    return _counted((one, other) for one in before for other in after)


def trend(scores: Sequence[Number]) -> Pairs:
    """Each score of a series, in the order of time, beside each later one."""
    return _counted((one, later) for place, one in enumerate(scores) for later in scores[place + 1 :])


def _counted(compared: Iterable[tuple[Number, Number]]) -> Pairs:
    signs = Counter((later > one) - (later < one) for one, later in compared)
    return Pairs(signs[1], signs[0], signs[-1])


def tau_u(before: Sequence[Number], after: Sequence[Number]) -> Fraction:
    """Tau with the trend that was there before taken off. It may pass −1 or 1 when that trend goes the other way."""
    both = pairs(before, after)
    return Fraction(both.balance - trend(before).balance, both.total)


def without_trend(
    before: Sequence[Number], after: Sequence[Number], days: Sequence[int] | None = None
) -> tuple[list[Fraction], list[Fraction]]:
    """The scores with the straight line through those before taken off: its slope is the median of all slopes (Theil–Sen).

    `days`: when each was taken, before then after; by default evenly spaced. Two on one day have no slope between them. Here
    alone a step between two levels counts as much as any other.
    """
    scores = [Fraction(score) for score in (*before, *after)]
    at = list(range(len(scores))) if days is None else list(days)
    base = range(len(before))
    apart = [(one, later) for one in base for later in base if later > one and at[later] != at[one]]
    slopes = [(scores[later] - scores[one]) / (at[later] - at[one]) for one, later in apart]
    slope = median(slopes) if slopes else Fraction(0)
    left = [score - slope * (day - at[0]) for score, day in zip(scores, at, strict=True)]
    return left[: len(before)], left[len(before) :]


def reliable_change(before: Number, after: Number, *, deviation: float, reliability: float) -> float:
    """The Reliable Change Index: the change in units of the error of a difference of two scores.

    `deviation`: standard deviation of the scores, above 0. `reliability`: of the measure, from 0 up to but not 1.
    ValueError beyond those.
    """
    if deviation <= 0 or not 0 <= reliability < 1:
        raise ValueError("a deviation above 0 and a reliability of at least 0 and less than 1")
    error = deviation * sqrt(1 - reliability)
    return float(after - before) / (error * sqrt(2))


def is_reliable(index: float) -> bool:
    return abs(index) > RELIABLE


@dataclass(frozen=True, slots=True)
class PersonChange:
    """What changed for one person, with the pairs that were counted."""

    before: int
    """Scores before."""
    after: int
    compared: Pairs
    baseline: Pairs
    """The trend of the scores before."""
    corrected: Pairs
    """The same comparison with that trend taken off."""
    tau_u: Fraction
    chance: float
    """How often chance alone gives at least as much: two-sided, exact given the ties."""
    chance_corrected: float
    """The same with the trend of the scores before taken off."""

    @property
    def is_observed(self) -> bool:
        return self.chance <= ALARM

    @property
    def was_under_way(self) -> bool:
        """True for a change that the trend of the scores before, going on, would explain."""
        same_way = self.baseline.balance * self.compared.balance > 0
        return self.is_observed and same_way and self.chance_corrected > ALARM


def change_of_one(
    before: Sequence[Number], after: Sequence[Number], days: Sequence[int] | None = None
) -> PersonChange | NotEnough:
    """The scores of one person before something began and from then on, in the order of time. `days` as `without_trend`.

    The chances take the scores as a row that could have come in any order: those of an assessor who remembers the last
    level are less free than that, and are called observed too easily.
    """
    lack = lack_of_scores(len(before), len(after))
    if lack is not None:
        return lack
    left = without_trend(before, after, days)
    return PersonChange(
        before=len(before),
        after=len(after),
        compared=pairs(before, after),
        baseline=trend(before),
        corrected=pairs(*left),
        tau_u=tau_u(before, after),
        chance=chance_of_labels(before, after),
        chance_corrected=chance_of_labels(*left),
    )


def lack_of_scores(before: int, after: int) -> NotEnough | None:
    """Why these numbers of scores are too few to compare, or None."""
    if before < LEAST_SCORES:
        return NotEnough(Lack.SCORES_BEFORE, before, LEAST_SCORES)
    if after < LEAST_SCORES:
        return NotEnough(Lack.SCORES_AFTER, after, LEAST_SCORES)
    if before + after < LEAST_IN_ALL:
        return NotEnough(Lack.SCORES, before + after, LEAST_IN_ALL)
    return None
