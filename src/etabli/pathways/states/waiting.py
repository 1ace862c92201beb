"""Who waits for a place, and what became of it."""

from enum import StrEnum


class WaitingState(StrEnum):
    WAITING = "waiting"
    ADMITTED = "admitted"
    WITHDRAWN = "withdrawn"
    REFUSED = "refused"


WAITING_STEPS: dict[WaitingState, frozenset[WaitingState]] = {
    WaitingState.WAITING: frozenset({WaitingState.ADMITTED, WaitingState.WITHDRAWN, WaitingState.REFUSED}),
    WaitingState.ADMITTED: frozenset(),
    WaitingState.WITHDRAWN: frozenset({WaitingState.WAITING}),
    WaitingState.REFUSED: frozenset({WaitingState.WAITING}),
}


class WaitLength(StrEnum):
    """How long someone waits already."""

    HALF_A_YEAR = "half_a_year"
    ONE_YEAR = "one_year"
    TWO_YEARS = "two_years"
    LONGER = "longer"
