"""The days of the demo: what each person did at each half-day, with plausible absences."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from uuid_utils.compat import uuid7

from etabli.attendance.actions import Operation, SegmentSpec
from etabli.attendance.queries import Roster
from etabli.core.calendars import Half
from etabli.core.facts import EngagementKind
from etabli.core.periods import Period

NOTICES = (None, 2, 2, 24, 48, 72, 168)
FORGOTTEN = 0.2
"""Part of the latest half-days nobody has typed yet."""
SICKNESS_A_DAY = 0.006
LONG_SICKNESS_A_DAY = 0.0003
LEAVE_A_DAY = 0.009
ODD_CODES = (("INJ", 0.0012), ("AJU", 0.001), ("EVT", 0.0008), ("AT", 0.0002))
"""Codes of one absence of a day, and how likely each is on a day."""


@dataclass
class Life:
    """One person from day to day: what she is in the middle of, and how often she is ill."""

    chance: random.Random
    kind: str
    frailty: float
    support_day: int
    outside: str
    code: str = ""
    until: date = field(default=date.min)
    notice: int | None = None

    def code_on(self, day: date, half: Half) -> tuple[str, int | None]:
        """The code of a half-day, and the hours of notice of an absence."""
        if self.code and day < self.until:
            return self.code, self.notice
        if half == Half.MORNING or not self.code:
            self._wake(day)
        if self.code:
            return self.code, self.notice
        if day.weekday() == self.support_day and half == Half.AFTERNOON:
            return "SOU", None
        return self.outside or "PRE", None

    def _wake(self, day: date) -> None:
        self.code, self.notice = "", None
        if self.kind != EngagementKind.ACCOMPANIMENT:
            return
        draw = self.chance.random()
        for code, likely, shortest, longest in (
            ("HOS", LONG_SICKNESS_A_DAY * self.frailty, 10, 60),
            ("MAL", SICKNESS_A_DAY * self.frailty, 1, 12),
            ("CP", LEAVE_A_DAY, 1, 9),
            ("FOR", 0.0015, 1, 3),
            *((code, likely, 1, 1) for code, likely in ODD_CODES),
        ):
            if draw < likely:
                self.code = code
                self.until = day + timedelta(days=self.chance.randint(shortest, longest))
                self.notice = 168 if code in ("CP", "FOR") else self.chance.choice(NOTICES)
                return
            draw -= likely


def lives_of(persons: dict[int, tuple[str, str]], seed: int) -> dict[int, Life]:
    """A life by person (key). `persons`: kind of engagement and workshop code."""
    lives = {}
    for rank, (person, (kind, workshop)) in enumerate(persons.items()):
        chance = random.Random(seed * 10_000 + rank)
        outside = "EXT" if workshop == "EV" else "MAD" if rank % 17 == 0 else ""
        lives[person] = Life(chance, kind, chance.choice((0.3, 0.6, 1, 1, 2)), chance.randrange(5), outside)
    return lives


def operations_of(roster: Roster, lives: dict[int, Life], days: Period, missing_from: date) -> Iterator[Operation]:
    """One operation for each half-day due, in order of time; from `missing_from` on a few are forgotten."""
    for day in days.each_day():
        for person, life in lives.items():
            for half in roster.due(person, day):
                if day >= missing_from and life.chance.random() < FORGOTTEN:
                    continue
                code, notice = life.code_on(day, half)
                yield Operation(
                    id=uuid7(),
                    person=person,
                    day=day,
                    half=half,
                    segments=(SegmentSpec(code),),
                    acted_at=datetime(day.year, day.month, day.day, 9 if half == Half.MORNING else 14).astimezone(),
                    notice_hours=notice,
                )
