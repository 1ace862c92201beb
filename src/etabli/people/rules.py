"""Rules of engagements. Each `check_x` raises a Refusal; nothing here reads a database or a clock."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from etabli.core.counting import WHOLE
from etabli.core.periods import Period
from etabli.core.refusal import Refusal
from etabli.org.states import EstablishmentKind
from etabli.people.states import (
    KINDS_OF_ESTABLISHMENT,
    UNITS,
    CertificationState,
    PersonState,
    RestrictionKind,
    RestrictionState,
)


def check_kind(kind: str, establishment_kind: str) -> None:
    """An establishment has the kinds of engagement its own kind allows."""
    allowed = KINDS_OF_ESTABLISHMENT[EstablishmentKind(establishment_kind)]
    if kind not in {str(known) for known in allowed}:
        raise Refusal("engagement_kind_not_here", kind=kind, establishment_kind=establishment_kind)


MOST_BYTES_OF_PHOTO = 300_000


def check_photo_small(size: int) -> None:
    """`size`: bytes. Small, for tablets hold one of each person of a team."""
    if size > MOST_BYTES_OF_PHOTO:
        raise Refusal("person_photo_too_large", most=MOST_BYTES_OF_PHOTO // 1000)


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
            facts = {
                "start": period.start,
                "other_start": other.start,
                "other_last_day": other.last_day if other.end else "…",
            }
            raise Refusal("engagement_overlap", **facts)


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


LARGEST_LIMIT = 10_000
EXPIRES_SOON = 60
"""Days ahead at which a certification is said to expire: time to find a place on a course and to free the person for it."""
LONGEST_JOINING = 7
"""Days between the act and the day for which someone is taken into a team: what a tablet holds before and after today."""


def check_restriction_days(starts_on: date, ends_before: date | None) -> None:
    if ends_before is not None and ends_before <= starts_on:
        raise Refusal("restriction_backwards", start=starts_on)


def check_restriction_limit(kind: str, limit: int | None) -> None:
    """Only what is measured has a limit; without one, nothing of the kind is allowed."""
    if limit is None:
        return
    if RestrictionKind(kind) not in UNITS:
        raise Refusal("restriction_not_measured", kind=kind)
    if not 0 < limit <= LARGEST_LIMIT:
        raise Refusal("restriction_limit_wrong", most=LARGEST_LIMIT)


def check_worded(text: str) -> None:
    if not text.strip():
        raise Refusal("words_missing")


def check_certification_days(issued_on: date, expires_on: date | None) -> None:
    if expires_on is not None and expires_on < issued_on:
        raise Refusal("certification_backwards", start=issued_on)


def check_stay_days(starts_on: date, ends_before: date) -> None:
    if ends_before <= starts_on:
        raise Refusal("stay_backwards", start=starts_on)


def check_joining_day(day: date, acted_on: date) -> None:
    if abs((day - acted_on).days) > LONGEST_JOINING:
        raise Refusal("stay_too_far", day=day, most=LONGEST_JOINING)


def restriction_state(starts_on: date, ends_before: date | None, on: date) -> RestrictionState:
    if ends_before is not None and ends_before <= on:
        return RestrictionState.ENDED
    return RestrictionState.TO_COME if starts_on > on else RestrictionState.IN_FORCE


def certification_state(expires_on: date | None, on: date) -> CertificationState:
    """`expires_on`: the last day on which it counts."""
    if expires_on is None or expires_on >= on + timedelta(days=EXPIRES_SOON):
        return CertificationState.VALID
    return CertificationState.EXPIRED if expires_on < on else CertificationState.EXPIRING


def check_may_erase(ends: Iterable[date | None], on: date, name: str) -> None:
    """`ends`: the day before which each engagement ends, None for one without an end. Who works here is not erased."""
    if any(end is None or end > on for end in ends):
        raise Refusal("erasure_engaged", name=name)
