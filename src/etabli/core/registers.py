"""Which of several acts stands, whatever the order in which they arrived.

Devices write without a network and send later, twice, or in another order. A *register* is one thing that can be written
anew: the work of a person in a half-day, one record of output. Every act on it is kept; which one stands is worked out of
the whole set, so that no order and no repetition of arrival changes it.

The newest act stands. An act whose author had seen another is newer than that one, whatever the clocks of the two devices
say; at equal moments the greater key wins.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, TypeVar
from uuid import UUID

Value = TypeVar("Value")
_TICK = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Act:
    """One act. `seen`: those that its author had before her; ones that are not known count for nothing."""

    key: UUID
    acted_at: datetime
    seen: tuple[UUID, ...] = ()


def moments(acts: Collection[Act]) -> dict[UUID, datetime]:
    """When each act counts as done: at its own time, or just after the last of those its author had seen."""
    counted = {act.key: act.acted_at for act in acts}
    known = {act.key: tuple(key for key in act.seen if key in counted and key != act.key) for act in acts}
    # As many rounds as the longest possible chain, so that two who claim to have seen each other end too.
    for _ in counted:
        after = {act.key: max((act.acted_at, *(counted[key] + _TICK for key in known[act.key]))) for act in acts}
        if after == counted:
            break
        counted = after
    return counted


def standing(acts: Collection[Act]) -> Act | None:
    """The act that stands; None of none."""
    if len(acts) < 2:
        return next(iter(acts), None)
    counted = moments(acts)
    return max(acts, key=lambda act: (counted[act.key], act.key))


class Register(Generic[Value]):
    """All that was written of one thing, with what each act says."""

    def __init__(self) -> None:
        self.acts: dict[UUID, Act] = {}
        self.values: dict[UUID, Value] = {}

    def enter(self, act: Act, value: Value) -> None:
        self.acts[act.key], self.values[act.key] = act, value

    def take_in(self, other: Register[Value]) -> None:
        """All acts of another register belong to this one."""
        self.acts |= other.acts
        self.values |= other.values

    @property
    def standing(self) -> UUID | None:
        act = standing(self.acts.values())
        return act.key if act else None

    @property
    def value(self) -> Value | None:
        """What stands; None when nothing was ever written."""
        key = self.standing
        return None if key is None else self.values[key]
