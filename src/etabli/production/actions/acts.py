"""What devices and screens ask this room to write, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from etabli.attendance import actions as attendance
from etabli.core.work import Part, Share


@dataclass(frozen=True)
class WorkOperation:
    """On what one person worked in a half-day; no parts take back what was written.

    `workshop`: where it is written down. `team`: ties those written at once. `base`: the entry the author saw.
    """

    id: UUID
    person: int
    day: date
    half: int
    parts: tuple[Part, ...]
    workshop: int
    acted_at: datetime
    team: UUID | None = None
    base: UUID | None = None


@dataclass(frozen=True)
class OutputOperation:
    """What came out of an activity in a half-day, in thousandths. `rule`: a `Split`.

    `shares` empty: split by the rule. `corrects`: an act of the record to correct; nothing good and nothing rejected then
    takes it back. `cause`, `group`: keys.
    """

    id: UUID
    workshop: int
    activity: int
    day: date
    half: int
    good: int
    rejected: int
    acted_at: datetime
    rule: str
    cause: int | None = None
    shares: tuple[Share, ...] = ()
    group: int | None = None
    corrects: UUID | None = None
    base: UUID | None = None


@dataclass(frozen=True)
class HandoverOperation:
    """A message to a role in the log of a workshop."""

    id: UUID
    workshop: int
    to_role: str
    text: str
    acted_at: datetime


@dataclass(frozen=True)
class MarkOperation:
    """`mark`: a `Mark` on a message."""

    id: UUID
    message: UUID
    mark: str
    acted_at: datetime


@dataclass(frozen=True)
class PersonTime:
    """Minutes of a person (key) on an intervention."""

    person: int
    minutes: int


@dataclass(frozen=True)
class InterventionOperation:
    """A report of off-site work. `started`, `ended`: minutes since midnight. `photos`, `signature`: keys of files."""

    id: UUID
    workshop: int
    day: date
    site: str
    started: int
    ended: int
    acted_at: datetime
    activity: int | None = None
    people: tuple[PersonTime, ...] = ()
    problem: str = ""
    photos: tuple[UUID, ...] = ()
    signer: str = ""
    signature: UUID | None = None
    corrects: UUID | None = None


@dataclass(frozen=True)
class Answer(attendance.Answer):
    """As that of attendance. `other`: on a conflict, the act that no longer stands."""

    other: UUID | None = None
