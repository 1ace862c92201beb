"""What time at the workplace was useful for: production, support, training, the person's own project."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from etabli.core.work import Part, lengths


class Use(StrEnum):
    """What minutes of presence went to."""

    ORDERS = "orders"
    """Work written down on order lines."""
    ACTIVITIES = "activities"
    """Work written down on recurring activities."""
    WAITING = "waiting"
    """At work, and on nothing that is written down: waiting for work, or not written."""
    SUPPORT = "support"
    TRAINING = "training"
    PROJECT = "project"
    """For the person's own project."""


class Purpose(StrEnum):
    """What a part of the presence is meant for, so that it may have a target."""

    PRODUCTION = "production"
    SUPPORT = "support"
    TRAINING = "training"
    PROJECT = "project"


USES_OF: Mapping[Purpose, tuple[Use, ...]] = {
    Purpose.PRODUCTION: (Use.ORDERS, Use.ACTIVITIES),
    Purpose.SUPPORT: (Use.SUPPORT,),
    Purpose.TRAINING: (Use.TRAINING,),
    Purpose.PROJECT: (Use.PROJECT,),
}


@dataclass(frozen=True, slots=True)
class Booked:
    """Minutes written down in a half-day in one workshop (key)."""

    workshop: int
    minutes: int
    of_order: bool


def uses(
    segments: Sequence[tuple[Use | None, int | None, int | None]],
    whole: int,
    booked: Iterable[Booked],
    usual: int | None,
) -> Mapping[tuple[int | None, Use], int]:
    """Minutes of a half-day by workshop (key, or None) and use.

    `segments`: (use, minutes or None for what is left, workshop or None for the usual one); use None is no presence, and
    WAITING is presence at work, of which what was written down is taken. `whole`: minutes of the half-day. When more was
    written down than the minutes at work, all of it counts and nothing was waited for.

    >>> dict(uses([(Use.SUPPORT, 60, None), (Use.WAITING, None, None)], 210, [Booked(1, 100, True)], 1))
    {(1, <Use.SUPPORT: 'support'>): 60, (1, <Use.ORDERS: 'orders'>): 100, (1, <Use.WAITING: 'waiting'>): 50}
    """
    found: dict[tuple[int | None, Use], int] = {}

    def add(workshop: int | None, use: Use, minutes: int) -> None:
        if minutes:
            found[workshop, use] = found.get((workshop, use), 0) + minutes

    rows = tuple(booked)
    left = -sum(row.minutes for row in rows)
    place = usual
    times = lengths([Part(0, minutes) for _, minutes, _ in segments], whole)
    for (use, _, workshop), minutes in zip(segments, times, strict=True):
        if use == Use.WAITING:
            left += minutes
            place = workshop if workshop is not None else place
        elif use is not None:
            add(workshop if workshop is not None else usual, use, minutes)
    for row in rows:
        add(row.workshop, Use.ORDERS if row.of_order else Use.ACTIVITIES, row.minutes)
    add(place, Use.WAITING, max(0, left))
    return found
