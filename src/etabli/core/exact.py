"""Exact chances when nothing but the order is left to chance, ties included.

Ordinal levels tie all the time, and the exact tables of scipy are for numbers without ties. Here every arrangement of the
very numbers at hand is counted: a polynomial whose power is a sum of doubled ranks and whose coefficient says how many
arrangements reach it, held in one whole number of fixed-width fields, so that a shift multiplies by a power.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import permutations
from typing import Literal

Number = int | float | Fraction
Side = Literal["either", "greater"]
"""Which results count as at least as far: those on either side, or only those above."""


def doubled_ranks(values: Sequence[Number]) -> list[int]:
    """Twice the mean rank of each value, so that ties keep whole numbers.

    >>> doubled_ranks([5, 7, 7])
    [2, 5, 5]
    """
    return [2 * sum(one < value for one in values) + sum(one == value for one in values) + 1 for value in values]


def chance_of_labels(before: Sequence[Number], after: Sequence[Number]) -> float:
    """How often a sum of ranks at least as far from its mean comes out when the labels before and after are dealt anew."""
    ranks = doubled_ranks([*before, *after])
    # The mean of the sum may be a half: compared by their multiples with the number of values, all stay whole.
    mean, scale = len(before) * sum(ranks), len(ranks)
    seen = sum(ranks[: len(before)]) * scale
    return _tail(_dealt(tuple(sorted(ranks)), len(before)), scale, mean, seen, "either")


@lru_cache(maxsize=256)
def _dealt(ranks: tuple[int, ...], chosen: int) -> tuple[tuple[int, int], ...]:
    """In how many ways each sum comes out when `chosen` of the ranks are dealt."""
    width = len(ranks) + 1
    by_size = [1] + [0] * chosen
    for rank in ranks:
        for size in range(chosen, 0, -1):
            by_size[size] += by_size[size - 1] << (width * rank)
    return tuple(_fields(by_size[-1], width))


def chance_of_signs(differences: Sequence[Number], side: Side = "either") -> float:
    """How often a sum of positive ranks at least as far comes out when each sign is tossed anew. No difference is 0."""
    sizes: list[Number] = [max(one, -one) for one in differences]
    ranks = doubled_ranks(sizes)
    width = len(ranks) + 1
    counts = 1
    for rank in ranks:
        counts += counts << (width * rank)
    seen = 2 * sum(rank for rank, difference in zip(ranks, differences, strict=True) if difference > 0)
    return _tail(_fields(counts, width), 2, sum(ranks), seen, side)


def chance_of_order(rows: Sequence[Sequence[Number]]) -> float:
    """How often Page's L is at least as high when the numbers of each row are shuffled anew. Rows have the same length."""
    orders = [[_weighted(shuffled) for shuffled in permutations(doubled_ranks(row))] for row in rows]
    width = (len(orders[0]) ** len(orders)).bit_length() + 1
    counts = 1
    for sums in orders:
        counts = sum(counts << (width * one) for one in sums)
    return _tail(_fields(counts, width), 1, 0, sum(sums[0] for sums in orders), "greater")


def _weighted(ranks: Sequence[int]) -> int:
    return sum(place * rank for place, rank in enumerate(ranks, start=1))


def _tail(ways: Iterable[tuple[int, int]], scale: int, mean: int, seen: int, side: Side) -> float:
    """The share of arrangements at least as far as the one seen. `mean` and `seen`: `scale` times the sums."""
    far = whole = 0
    for total, count in ways:
        whole += count
        place = total * scale
        far += count * (place >= seen if side == "greater" else abs(place - mean) >= abs(seen - mean))
    return float(Fraction(far, whole))


def _fields(counts: int, width: int) -> Iterator[tuple[int, int]]:
    """(sum, number of arrangements) of every sum that is reached."""
    bits = f"{counts:b}"
    for total, end in enumerate(range(len(bits), 0, -width)):
        count = int(bits[max(0, end - width) : end], 2)
        if count:
            yield total, count
