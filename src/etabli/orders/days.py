"""Days as people say them, and as periods hold them: a last day is included, a period ends before a day."""

from __future__ import annotations

from datetime import date, timedelta


def day_after(last_day: date | None) -> date | None:
    """From a last day, included, to the day before which a period ends."""
    return None if last_day is None else last_day + timedelta(days=1)


def last_day(ends_before: date | None) -> date | None:
    """Of a half-open period, included; None while it has no end."""
    return None if ends_before is None else ends_before - timedelta(days=1)
