"""Rules of support agreements and reinforced pathways. Nothing here reads a database or a clock."""

from __future__ import annotations

from datetime import date, timedelta

from etabli.core.periods import Period, months_after
from etabli.core.refusal import Refusal
from etabli.pathways.rules.deadlines import JOBS
from etabli.pathways.states import HELD, AgreementState, PlacementState

SOON = timedelta(days=60)
"""Days before its end from which an agreement is said to end soon: time to meet the employer and renew it."""
LONGEST_CONTENT = 10_000


def check_employer(device: str, state: str, *, is_hers: bool) -> None:
    """An agreement is made for a job that was agreed. `device`, `state`: of the placement."""
    if not is_hers or device not in JOBS or PlacementState(state) not in HELD:
        raise Refusal("agreement_job_wrong")


def check_not_opposed(opposed_on: date | None) -> None:
    """Source: CASF, article L344-2-5: unless the person opposes it."""
    if opposed_on is not None:
        raise Refusal("agreement_opposed", day=opposed_on)


def check_agreement(signed_on: date, period: Period, job_from: date | None, on: date) -> None:
    """`job_from`: the first day of the job, when it is known. `on`: today."""
    if signed_on > on:
        raise Refusal("agreement_signed_to_come")
    if job_from is not None and period.start < job_from:
        raise Refusal("agreement_before_job", day=job_from)


def check_length(period: Period, months: int) -> None:
    """One agreement lasts a year at most. Source: CASF, article L344-2-5. `months`: the parameter."""
    latest = months_after(period.start, months) - timedelta(days=1)
    if period.last_day > latest:
        raise Refusal("agreement_too_long", months=months, day=latest)


def check_renewals(period: Period, first_start: date, months: int) -> None:
    """An agreement and those that go on from it last three years at most. Source: CASF, article L344-2-5.

    `first_start`: of the first of them. `months`: the parameter.
    """
    latest = months_after(first_start, months) - timedelta(days=1)
    if period.last_day > latest:
        raise Refusal("agreement_renewed_too_long", months=months, day=latest)


def usual_last_day(start: date, first_start: date, months: int, most_months: int) -> date:
    """The last day of an agreement as long as it may be."""
    return min(months_after(start, months), months_after(first_start, most_months)) - timedelta(days=1)


def check_alone(period: Period, others: list[Period]) -> None:
    """One agreement at a time. `others`: when those of the same person hold."""
    for other in others:
        if period.overlaps(other):
            raise Refusal("agreement_twice", day=other.start)


def check_renewable(ended_on: date | None, *, renewed: bool) -> None:
    if renewed:
        raise Refusal("agreement_renewed_already")
    if ended_on is not None:
        raise Refusal("agreement_ended_early", day=ended_on)


def check_end(ended_on: date, period: Period) -> None:
    """`ended_on`: the first day on which it no longer holds."""
    if ended_on not in period:
        raise Refusal("agreement_end_outside", start=period.start, day=period.last_day)


def agreement_state(period: Period, ended_on: date | None, on: date) -> AgreementState:
    end = ended_on or period.end
    if on < period.start:
        return AgreementState.TO_COME
    if end is not None and end <= on:
        return AgreementState.OVER
    return AgreementState.ENDING if end is not None and end - on <= SOON else AgreementState.IN_FORCE


# ---------------------------------------------------------------- reinforced pathways


def pathway_due_on(signed_on: date, months: int) -> date:
    """The last day to hand on the document of a reinforced pathway. `signed_on`: of the contract of work.

    Source: décret 2022-1561 of 13 December 2022. `months`: the parameter.
    """
    return months_after(signed_on, months)


def check_handed(handed_on: date | None, content: str, on: date) -> None:
    """What is handed on says something, and was not handed on tomorrow."""
    if not content.strip():
        raise Refusal("pathway_empty")
    if handed_on is not None and handed_on > on:
        raise Refusal("pathway_handed_to_come")
