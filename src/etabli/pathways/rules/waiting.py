"""Rules of the waiting list, and how long who waits. Nothing here reads a database or a clock."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from etabli.core.periods import months_after
from etabli.core.refusal import Refusal
from etabli.pathways.states import WAITING_STEPS, WaitingState, WaitLength

LONGEST_NAME, LONGEST_ORIGIN, LONGEST_NOTE = 100, 200, 2000
BANDS = {WaitLength.HALF_A_YEAR: 6, WaitLength.ONE_YEAR: 12, WaitLength.TWO_YEARS: 24}
"""Months up to which a wait is of that length; longer ones are `LONGER`. A choice of ours, for reading."""


def check_entry(
    last_name: str,
    first_name: str,
    birth_date: date | None,
    orientation_on: date | None,
    applied_on: date,
    today: date,
) -> None:
    """Who asks for a place, and since when."""
    if not last_name.strip() or not first_name.strip():
        raise Refusal("waiting_without_name")
    if applied_on > today:
        raise Refusal("waiting_applied_to_come", day=applied_on)
    if orientation_on is not None and orientation_on > today:
        raise Refusal("waiting_orientation_to_come", day=orientation_on)
    if birth_date is not None and birth_date >= applied_on:
        raise Refusal("waiting_born_after", day=applied_on)


def check_step(state: str, wanted: str) -> None:
    if WaitingState(wanted) not in WAITING_STEPS[WaitingState(state)]:
        raise Refusal("waiting_step_refused", waiting_state=state, wanted_waiting=wanted)


def check_closed(applied_on: date, closed_on: date, today: date) -> None:
    """The day someone was withdrawn from the list, or refused."""
    if closed_on > today:
        raise Refusal("waiting_closed_to_come", day=closed_on)
    if closed_on < applied_on:
        raise Refusal("waiting_closed_before", start=applied_on)


def check_admission(applied_on: date, starts_on: date) -> None:
    if starts_on < applied_on:
        raise Refusal("waiting_admitted_before", start=applied_on)


def check_removable(state: str) -> None:
    """Who waits is not forgotten, and who was admitted has a file of her own."""
    if WaitingState(state) not in (WaitingState.WITHDRAWN, WaitingState.REFUSED):
        raise Refusal("waiting_not_removable", waiting_state=state)


def length_of(since: date, on: date) -> WaitLength:
    """How long one waited on a day, in whole months."""
    for length, months in BANDS.items():
        if on < months_after(since, months):
            return length
    return WaitLength.LONGER


def months_waited(since: date, on: date) -> int:
    """Whole months that one waited on a day, from the first day on."""
    months = (on.year - since.year) * 12 + on.month - since.month
    return months - 1 if months_after(since, months) > on else months


@dataclass(frozen=True)
class Counts:
    """Who waits: all, those kept elsewhere by the amendement Creton, and by the length of their wait."""

    waiting: int
    creton: int
    lengths: dict[WaitLength, int]


def count(waiting: Iterable[tuple[date, bool]], on: date) -> Counts:
    """`waiting`: since when, and whether by the amendement Creton, of each who waits."""
    rows = list(waiting)
    lengths = dict.fromkeys(WaitLength, 0)
    for since, _creton in rows:
        lengths[length_of(since, on)] += 1
    return Counts(len(rows), sum(creton for _since, creton in rows), lengths)
