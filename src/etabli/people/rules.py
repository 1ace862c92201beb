"""Rules of engagements. Each `check_x` raises a Refusal; nothing here reads a database or a clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from etabli.core.counting import WHOLE
from etabli.core.periods import Period
from etabli.core.refusal import Refusal
from etabli.org.states import EstablishmentKind
from etabli.people.states import KINDS_OF_ESTABLISHMENT, PersonState


def check_kind(kind: str, establishment_kind: str) -> None:
    """An establishment has the kinds of engagement its own kind allows."""
    allowed = KINDS_OF_ESTABLISHMENT[EstablishmentKind(establishment_kind)]
    if kind not in {str(known) for known in allowed}:
        raise Refusal("engagement_kind_not_here", kind=kind, establishment_kind=establishment_kind)


def check_days(starts_on: date, ends_before: date | None) -> None:
    if ends_before is not None and ends_before <= starts_on:
        raise Refusal("engagement_backwards", start=starts_on, last_day=ends_before)


def check_fraction(fraction: int) -> None:
    """`fraction`: ten-thousandths of the full time, above 0 and up to 1."""
    if not 0 < fraction <= WHOLE:
        raise Refusal("fraction_wrong", value=fraction)


def check_no_overlap(period: Period, others: Iterable[Period]) -> None:
    """Two engagements of one person cannot overlap in one establishment."""
    for other in others:
        if period.overlaps(other):
            raise Refusal("engagement_overlap", start=period.start, other_start=other.start, other_end=other.end or "…")


def check_terms_inside(valid_from: date, period: Period) -> None:
    if valid_from not in period:
        raise Refusal("terms_outside", day=valid_from, start=period.start)


def check_terms_after(valid_from: date, starts_on: date) -> None:
    """Later terms stay after the first day, whose own terms they change."""
    if valid_from <= starts_on:
        raise Refusal("terms_outside", day=valid_from, start=starts_on)


def is_same_person(
    birth_date: date | None, staff_number: str, other_birth_date: date | None, other_numbers: Iterable[str]
) -> bool:
    """Of two who bear one name: born the same day; or, a birth date missing, with the same staff number."""
    if birth_date and other_birth_date:
        return birth_date == other_birth_date
    return staff_number in other_numbers


def check_weekly_minutes(minutes: int, cap: int) -> None:
    """All paid work of a person over a week, here and elsewhere.

    Source: decree 2022-1561 of 13 December 2022, dual activity: at most 35 hours of paid work a week in all.
    """
    if minutes > cap:
        raise Refusal("weekly_hours_over_cap", minutes=minutes, cap=cap)


def state_of(starts_on: date, ends_before: date | None, *, to_confirm: bool, on: date) -> PersonState:
    """How an engagement stands on a day. `to_confirm`: the due half-days of some of its terms are not said yet."""
    if ends_before is not None and ends_before <= on:
        return PersonState.ENDED
    if to_confirm:
        return PersonState.TO_CONFIRM
    return PersonState.TO_COME if starts_on > on else PersonState.RUNNING
