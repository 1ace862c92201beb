"""Rules of assessments, and what may be said of several: change, gap, several raters. Ranks order, they are never averaged."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from etabli.core.periods import Period
from etabli.core.refusal import Refusal
from etabli.support.states import AssessmentContext, FrameworkState, Gap


def check_something_rated(count: int) -> None:
    if not count:
        raise Refusal("assessment_empty")


def check_assessed_on(day: date, today: date) -> None:
    if day > today:
        raise Refusal("assessment_to_come", day=day)


def check_assessed_here(day: date, periods: Iterable[Period], name: str) -> None:
    """Nobody is assessed on a day on which she is not engaged."""
    if not any(day in period for period in periods):
        raise Refusal("assessed_elsewhere", name=name, day=day)


def check_assessable(state: str, title: str) -> None:
    """Only what is published is assessed: a draft still changes, a retired one has a version after it."""
    if state != FrameworkState.PUBLISHED:
        raise Refusal("framework_not_published", value=title)


def check_context(context: str) -> None:
    if context not in {str(known) for known in AssessmentContext}:
        raise Refusal("context_unknown", value=context)


def check_own(is_own: bool) -> None:
    """What someone else wrote is hers: another opinion is another assessment."""
    if not is_own:
        raise Refusal("assessment_of_another")


def check_standing(is_standing: bool) -> None:
    if not is_standing:
        raise Refusal("assessment_corrected_already")


def change(baseline: int | None, latest: int | None) -> int | None:
    """Levels up (or down, negative) from the first seen to the last; None when one of the two is unknown."""
    return None if baseline is None or latest is None else latest - baseline


def gap(asked: int, latest: int | None) -> Gap:
    if latest is None:
        return Gap.UNKNOWN
    return Gap.REACHED if latest >= asked else Gap.BELOW
