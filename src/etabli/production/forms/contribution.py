"""The period of a contribution, from the address."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from etabli.core.periods import Period, month_start
from etabli.kit.inputs import EARLIEST, LATEST

MOST_DAYS = 2 * 366


class SpanChoice:
    """Two days, both included; the present month and the two before when none is chosen, and never a day to come.

    Days that are none, or stand the wrong way round, are not chosen. At most two years.
    """

    def __init__(self, data: Mapping[str, str], today: date) -> None:
        self.today = today
        usual = month_start(month_start(month_start(today) - timedelta(days=1)) - timedelta(days=1))
        self.last = min(_day(data.get("last", "")) or today, today)
        self.first = _day(data.get("first", "")) or min(usual, self.last)
        self.is_wrong = self.first > self.last
        if self.is_wrong:
            self.first, self.last = usual, today
        self.first = max(self.first, self.last - timedelta(days=MOST_DAYS - 1))

    @property
    def days(self) -> Period:
        return Period(self.first, self.last + timedelta(days=1))

    @property
    def query(self) -> dict[str, str]:
        return {"first": self.first.isoformat(), "last": self.last.isoformat()}


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None
