"""What may be written as attendance. Each `check_x` raises a Refusal; nothing here reads a database or a clock."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, timedelta

from etabli.core.periods import Period, month_start
from etabli.core.refusal import Refusal

LONGEST_HALF_DAY = 12 * 60
MOST_SEGMENTS = 8
SOON_DAYS = 60
LONGEST_CODE, LONGEST_SYMBOL, LONGEST_ALIAS = 10, 2, 20


def check_month_open(day: date, closed: Collection[date]) -> None:
    """A closed month takes no entry. `closed`: first days of the closed months."""
    if month_start(day) in closed:
        raise Refusal("month_closed", month=f"{day:%m/%Y}", day=day)


def check_engaged(day: date, engagements: Iterable[Period], name: str) -> None:
    """An entry needs an engagement that holds the day."""
    if not any(day in period for period in engagements):
        raise Refusal("not_engaged", day=day, name=name)


def check_begins_soon(day: date, on: date) -> None:
    """What is known of an absence without an end is known shortly before it begins."""
    if day > on + timedelta(days=SOON_DAYS):
        raise Refusal("absence_far_off", day=day, days=SOON_DAYS)


def check_code(code: str, known: Collection[str]) -> None:
    if code not in known:
        raise Refusal("code_unknown", value=code, known=", ".join(sorted(known)))


def check_absence_code(code: str, is_absence: bool) -> None:
    """Only a code of absence goes on until further notice."""
    if not is_absence:
        raise Refusal("code_no_absence", value=code)


def check_no_absence_goes_on(since: date | None) -> None:
    """One absence until further notice at a time. `since`: the first day of the one that goes on."""
    if since is not None:
        raise Refusal("absence_goes_on", since=since)


def check_segments(minutes: Iterable[int | None]) -> None:
    """At most eight segments and twelve hours in a half-day."""
    lengths = list(minutes)
    if len(lengths) > MOST_SEGMENTS:
        raise Refusal("too_many_segments", value=len(lengths), most=MOST_SEGMENTS)
    stated = sum(length or 0 for length in lengths)
    if stated > LONGEST_HALF_DAY or any(length is not None and length < 0 for length in lengths):
        raise Refusal("minutes_out_of_range", value=stated, most=LONGEST_HALF_DAY)


def check_note_days(starts_on: date, ends_before: date) -> None:
    if ends_before <= starts_on:
        raise Refusal("sick_note_backwards", start=starts_on, end=ends_before)


def check_notes_apart(period: Period, others: Iterable[Period]) -> None:
    """Two sick notes of one person do not cover the same day."""
    for other in others:
        if period.overlaps(other):
            raise Refusal("sick_notes_overlap", start=other.start, end=other.last_day)


def check_month_over(month: date, today: date) -> None:
    """A month is closed once its last day is past."""
    if month_start(today) <= month:
        raise Refusal("month_not_over", month=f"{month:%m/%Y}")


def check_code_spec(code: str, symbol: str) -> None:
    """A code has one to ten signs without spaces or `/`, its symbol one or two."""
    if not 1 <= len(code) <= LONGEST_CODE or any(sign.isspace() or sign == "/" for sign in code):
        raise Refusal("code_wrong", value=code)
    if not 1 <= len(symbol) <= LONGEST_SYMBOL:
        raise Refusal("symbol_wrong", value=symbol)


def check_alias(alias: str) -> None:
    """Another spelling has one to twenty signs without spaces, `/`, `=` or `*`, which separate codes on a sheet."""
    if not 1 <= len(alias) <= LONGEST_ALIAS or any(sign.isspace() or sign in "/=*" for sign in alias):
        raise Refusal("alias_wrong", value=alias)
