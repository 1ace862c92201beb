"""Goals beside real work: how often what is worked towards was practised, and when it is time to ask whether it still holds.

A week counts for what was planned only when the person worked at all in it, so that leave and sickness are held against
nobody. What comes out is a question put to people, with what it rests on; nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from etabli.core.periods import monday_of

SETTLED_WEEKS, SETTLED_TIMES = 12, 4
"""Weeks on a task, and times in a row that a level was seen, from which on it is worth asking whether a goal is reached."""
RARE_WEEKS = 4
"""Weeks at work after which it is worth asking why a goal is practised less than half as often as planned."""

HalfDay = tuple[date, int]
"""A day, and 0 for its morning or 1 for its afternoon."""


class Question(StrEnum):
    REACHED = "reached"
    """Long on the task, and the same level seen again and again."""
    RARE = "rare"
    """Practised less than half as often as planned."""


@dataclass(frozen=True, slots=True)
class Practice:
    """What was done of a task since a goal began. `planned`: half-days, over the weeks at work; None when none were planned."""

    weeks: int
    """Weeks with at least one half-day on the task."""
    weeks_at_work: int
    half_days: int
    planned: int | None
    minutes: int


@dataclass(frozen=True, slots=True)
class Level:
    """The last level seen, and how many times in a row, from the newest back, it or a higher one was."""

    rank: int
    times: int


def practice_of(
    on_task: Iterable[tuple[HalfDay, int]], at_work: Collection[date], weekly_half_days: int | None
) -> Practice:
    """`on_task`: half-days on the task with their minutes, since the goal began. `at_work`: days on which she worked at all."""
    rows = list(on_task)
    half_days = {half_day for half_day, _ in rows}
    weeks_at_work = len({monday_of(day) for day in at_work})
    return Practice(
        weeks=len({monday_of(day) for day, _ in half_days}),
        weeks_at_work=weeks_at_work,
        half_days=len(half_days),
        planned=None if weekly_half_days is None else weekly_half_days * weeks_at_work,
        minutes=sum(minutes for _, minutes in rows),
    )


def level_of(ranks: Sequence[int]) -> Level | None:
    """`ranks`: in the order of time; None without any."""
    if not ranks:
        return None
    last = ranks[-1]
    times = next((back for back, rank in enumerate(reversed(ranks)) if rank < last), len(ranks))
    return Level(last, times)


def question_of(practice: Practice, level: Level | None) -> Question | None:
    """What is worth asking about the goal; None when nothing is."""
    if practice.weeks >= SETTLED_WEEKS and level is not None and level.times >= SETTLED_TIMES:
        return Question.REACHED
    rare = practice.planned is not None and 2 * practice.half_days < practice.planned
    return Question.RARE if rare and practice.weeks_at_work >= RARE_WEEKS else None
