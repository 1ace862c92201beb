"""Rules of observations and goals. Each `check_x` raises a Refusal; nothing here reads a database or a clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import UUID

from etabli.core.periods import Period
from etabli.core.refusal import Refusal
from etabli.support.states import GoalState, Pictogram


def check_says_something(pictogram: str, text: str, photo: UUID | None) -> None:
    """A pictogram, words or a photo: one of them is enough, none is not."""
    if not pictogram and not text.strip() and photo is None:
        raise Refusal("observation_empty")


def check_pictogram(pictogram: str) -> None:
    if pictogram and pictogram not in {str(known) for known in Pictogram}:
        raise Refusal("pictogram_unknown", value=pictogram)


def check_seen(day: date, received_on: date) -> None:
    """What was seen is of a day that has come. One day is let pass: the clock of a tablet may be ahead."""
    if day > received_on + timedelta(days=1):
        raise Refusal("observation_to_come", day=day)


def check_here(day: date, periods: Iterable[Period], name: str) -> None:
    """Nobody is observed on a day on which she is not engaged."""
    if not any(day in period for period in periods):
        raise Refusal("observed_elsewhere", name=name, day=day)


def check_goal_worded(wording: str) -> None:
    if not wording.strip():
        raise Refusal("goal_empty")


def check_goal_days(starts_on: date, ends_before: date | None) -> None:
    if ends_before is not None and ends_before <= starts_on:
        raise Refusal("goal_backwards", start=starts_on)


def goal_state(starts_on: date, ends_before: date | None, on: date) -> GoalState:
    if ends_before is not None and ends_before <= on:
        return GoalState.ENDED
    return GoalState.TO_COME if starts_on > on else GoalState.IN_FORCE
