"""The day on which something is written down."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.timezone import get_current_timezone

from etabli.billing import rules


def check_come(day: date, at: datetime) -> None:
    """Up to the day that it is, where the workplace is, when it is written down (`at`). Refusal `day_to_come`."""
    rules.check_come(day, at.astimezone(get_current_timezone()).date())
