"""What each contributor to an order line brought to each of its deliveries, with no minute and no unit lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from etabli.core.rounding import half_up
from etabli.core.sharing_out import share_by_weight

WHOLE = 10_000


@dataclass(frozen=True, slots=True)
class Brought:
    """Minutes of work, and a quantity in thousandths."""

    minutes: int
    quantity: int


def over_deliveries(brought: Sequence[Brought], delivered: Sequence[int], finished: bool) -> list[list[Brought]]:
    """For each delivery (quantities in thousandths, in order of time) what each contributor brought to it.

    The minutes of the line are shared over its deliveries by their quantity, and what is made but not delivered yet keeps
    its own, unless the line is finished. Those of a delivery are shared over the contributors by what each has left: the
    sums of a delivery over its contributors, and those of a contributor over the deliveries, are exact. The quantity of a
    delivery is shared by the good quantity of each, by minutes where nothing was counted, equally where there is neither;
    it is nobody's when there is no contributor.

    >>> over_deliveries([Brought(100, 60_000), Brought(50, 40_000)], [50_000, 50_000], True)[0]
    [Brought(minutes=50, quantity=30000), Brought(minutes=25, quantity=20000)]
    """
    made = sum(part.quantity for part in brought)
    rest = 0 if finished else max(0, made - sum(delivered))
    times = share_by_weight(sum(part.minutes for part in brought), [*delivered, rest]) if delivered else []
    minutes_left = [part.minutes for part in brought]
    goods_left = [part.quantity for part in brought]
    found = []
    for minutes, quantity in zip(times, delivered, strict=False):
        spent = share_by_weight(minutes, minutes_left) if brought else []
        given = share_by_weight(quantity, _weights(goods_left, brought)) if brought else []
        minutes_left = [left - part for left, part in zip(minutes_left, spent, strict=True)]
        goods_left = [max(0, left - part) for left, part in zip(goods_left, given, strict=True)]
        found.append([Brought(*row) for row in zip(spent, given, strict=True)])
    return found


def _weights(goods_left: Sequence[int], brought: Sequence[Brought]) -> list[int]:
    for weights in (goods_left, [part.quantity for part in brought], [part.minutes for part in brought]):
        if any(weights):
            return list(weights)
    return [1] * len(brought)


def part_of(brought: Sequence[Brought], quantity: int, whole: int) -> list[Brought]:
    """The part of what was brought to a whole quantity that belongs to some of it; negative for what is taken back.

    >>> part_of([Brought(10, 4_000), Brought(20, 6_000)], -5_000, 10_000)
    [Brought(minutes=-5, quantity=-2000), Brought(minutes=-10, quantity=-3000)]
    """
    if not brought or not whole:
        return [Brought(0, 0) for _ in brought]
    size = abs(quantity)
    sign = -1 if (quantity < 0) != (whole < 0) else 1
    minutes = sum(part.minutes for part in brought)
    total = half_up(minutes * size, abs(whole))
    times = share_by_weight(total, [part.minutes for part in brought])
    goods = share_by_weight(size, [part.quantity for part in brought])
    return [Brought(sign * spent, sign * given) for spent, given in zip(times, goods, strict=True)]


def in_whole_units(brought: Sequence[Brought], unit: int) -> list[Brought]:
    """The same with the quantity shared in whole units (of so many thousandths), when it is a whole number of them.

    >>> in_whole_units([Brought(30, 1_500), Brought(20, 1_500)], 1_000)
    [Brought(minutes=30, quantity=2000), Brought(minutes=20, quantity=1000)]
    """
    total = sum(part.quantity for part in brought)
    if total % unit or not brought:
        return list(brought)
    sign = -1 if total < 0 else 1
    given = share_by_weight(abs(total) // unit, [abs(part.quantity) for part in brought])
    return [Brought(part.minutes, sign * units * unit) for part, units in zip(brought, given, strict=True)]


def shares(brought: Sequence[Brought]) -> list[int]:
    """The share of each in ten-thousandths that sum to 10,000: by minutes, else by quantity."""
    if not brought:
        return []
    minutes = [abs(part.minutes) for part in brought]
    return share_by_weight(WHOLE, minutes if any(minutes) else [abs(part.quantity) for part in brought])
