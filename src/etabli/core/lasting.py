"""An absence until further notice: it goes on, half-day by half-day, up to the present one and never beyond."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

Slot = tuple[date, int]
"""A day and its half: 0 morning, 1 afternoon."""


@dataclass(frozen=True, slots=True)
class Followed:
    """`away`: half-days on which she is away and nothing is typed yet. `back`: the first at which she was there again."""

    away: tuple[Slot, ...]
    back: Slot | None = None


def followed(start: Slot, since: date, today: date, due: Collection[Slot], typed: Mapping[Slot, bool]) -> Followed:
    """How an absence goes on from its `start` to a day, included.

    `since`: the first day not followed yet; on those before it what is typed stands, and what was taken back stays so.
    `typed`: what stands, True where she attended. Presence ends the absence; another absence is left as it is.

    >>> monday = date(2025, 3, 3)
    >>> followed((monday, 0), monday, monday, [(monday, 0), (monday, 1)], {(monday, 1): True})
    Followed(away=((datetime.date(2025, 3, 3), 0),), back=(datetime.date(2025, 3, 3), 1))
    """
    back = min((slot for slot, attended in typed.items() if attended and start <= slot <= (today, 1)), default=None)
    away = sorted(
        slot
        for slot in due
        if start <= slot and since <= slot[0] <= today and slot not in typed and (back is None or slot < back)
    )
    return Followed(tuple(away), back)
