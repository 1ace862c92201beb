"""What a tablet may send and who may be on it. Each `check_x` raises a Refusal."""

from __future__ import annotations

from datetime import date, timedelta

from etabli.core.refusal import Refusal

LONGEST_NAME = 60
DAYS_AHEAD = 7
"""How far ahead a team may be taken: as far as its days are on the tablet."""


def check_device_name(name: str) -> None:
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise Refusal("device_name_wrong", most=LONGEST_NAME)


def check_team_day(day: date, acted_on: date) -> None:
    """A team is taken for the day of the act or one of the seven after it."""
    if not acted_on <= day <= acted_on + timedelta(days=DAYS_AHEAD):
        raise Refusal("team_day_wrong", day=day, most=DAYS_AHEAD)
