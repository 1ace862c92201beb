"""Days as people say them, and as periods hold them: a last day is included, a period ends before a day."""

from __future__ import annotations

from datetime import date, timedelta


def day_after(last_day: date | None) -> date | None:
    """From a last day, included, to the day before which a period ends."""
    return None if last_day is None else last_day + timedelta(days=1)


def last_day(ends_before: date | None) -> date | None:
    """Of a half-open period, included; None while it has no end."""
    return None if ends_before is None else ends_before - timedelta(days=1)


def months_after(start: date, number: int) -> date:
    """The same day so many months later, the last one where the month is shorter."""
    year, month = divmod(start.year * 12 + start.month - 1 + number, 12)
    following = date(year + month // 11, (month + 1) % 12 + 1, 1)
    return min(following - timedelta(days=1), date(year, month + 1, 1) + timedelta(days=start.day - 1))
