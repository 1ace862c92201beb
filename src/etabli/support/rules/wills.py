"""Rules of the will to go to ordinary work. Each `check_x` raises a Refusal; nothing here reads a database or a clock."""

from __future__ import annotations

from datetime import date

from etabli.core.refusal import Refusal
from etabli.support.rules.plans import check_not_to_come, check_plan_text
from etabli.support.states import AGREED, WRITABLE, PlanState


def is_will_in_plan(state: str) -> bool:
    """A plan that is written, or agreed and not over, says what a person wants."""
    return PlanState(state) in WRITABLE | AGREED


def check_will_in_plan(state: str) -> None:
    if not is_will_in_plan(state):
        raise Refusal("will_without_plan", plan_state=state)


def check_none_stands(said_on: date | None) -> None:
    """`said_on`: of the will that stands; None for none."""
    if said_on is not None:
        raise Refusal("will_stands", day=said_on)


def check_will_told(words: str, said_on: date, job_seeker_since: date | None, today: date) -> None:
    if not words.strip():
        raise Refusal("will_without_words")
    check_plan_text(words)
    check_not_to_come(said_on, today)
    if job_seeker_since is not None:
        check_seeker_day(job_seeker_since, today)


def check_seeker_day(day: date, today: date) -> None:
    if day > today:
        raise Refusal("seeker_day_to_come", day=day)


def check_withdrawal(said_on: date, withdrawn_on: date, today: date) -> None:
    check_not_to_come(withdrawn_on, today)
    if withdrawn_on < said_on:
        raise Refusal("will_withdrawn_before", start=said_on)
