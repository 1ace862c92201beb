"""Split a whole number into whole parts, with nothing lost."""

from collections.abc import Sequence


def share_out(total: int, parts: int) -> list[int]:
    """`total` in `parts` whole numbers that sum exactly to it, the earlier ones taking the odd units.

    >>> share_out(2100, 9)
    [234, 234, 234, 233, 233, 233, 233, 233, 233]
    """
    if parts <= 0:
        raise ValueError("a total is shared out between one part or more")
    low, odd = divmod(total, parts)
    return [low + 1] * odd + [low] * (parts - odd)


def share_by_weight(total: int, weights: Sequence[int]) -> list[int]:
    """`total` in whole numbers as near as possible to the weights, summing exactly to it.

    The largest remainders take the odd units; at equal remainders the earlier part does. All weights 0 gives an equal
    split.
    """
    whole = sum(weights)
    if whole == 0:
        return share_out(total, len(weights))
    floors = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for index in by_remainder[: total - sum(floors)]:
        floors[index] += 1
    return floors
