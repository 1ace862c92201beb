"""How long until something happens to the people of a cohort, when for some it has not happened yet: Kaplan and Meier.

The share of those to whom it has not happened after some time is the product, over each day on which it happened to
someone, of 1 − (to how many) ÷ (how many could still be seen that day). Whoever is no longer seen (censored) counts
until then and not after. Shares are exact fractions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Stay:
    """`days`: how long the person was seen, 1 or more. `happened`: at the end of these days, else she is only no longer seen."""

    days: int
    happened: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A day on which it happened to someone. `at_risk`: those seen until then at least; `share`: those left after it."""

    day: int
    at_risk: int
    happened: int
    share: Fraction


def steps(stays: Iterable[Stay]) -> list[Step]:
    """The days on which it happened, in order. On one day those to whom it happens come before those no longer seen.

    >>> [(step.day, step.at_risk, step.share) for step in steps([Stay(1, True), Stay(2, False), Stay(3, True)])]
    [(1, 3, Fraction(2, 3)), (3, 1, Fraction(0, 1))]
    """
    held = list(stays)
    happened = Counter(stay.days for stay in held if stay.happened)
    ended = Counter(stay.days for stay in held)
    share, at_risk, found = Fraction(1), len(held), []
    for day in sorted(ended):
        if happened[day]:
            share *= 1 - Fraction(happened[day], at_risk)
            found.append(Step(day, at_risk, happened[day], share))
        at_risk -= ended[day]
    return found


def at_risk(stays: Iterable[Stay], day: int) -> int:
    """How many are seen for these days at least."""
    return sum(1 for stay in stays if stay.days >= day)


def share_after(stays: Sequence[Stay], day: int) -> Fraction | None:
    """The share of those to whom it has not happened after these days; None when nobody was seen for so long.

    Once it happened to all who could be seen it stays 0.
    """
    found = steps(stays)
    share = next((step.share for step in reversed(found) if step.day <= day), Fraction(1))
    return share if share == 0 or at_risk(stays, day) else None
