"""An absence that goes on beyond the days that a tablet holds: one act, from which the half-days due are worked out here.

Each half-day gets an entry of its own, under an id made of the act's: the same act again changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.timezone import localtime

from etabli.attendance import actions as attendance
from etabli.attendance.actions import Answer, Operation, SegmentSpec
from etabli.attendance.models import Entry, LastingAbsence
from etabli.attendance.queries import entries_named, standing_entries
from etabli.attendance.queries.cells import Board
from etabli.attendance.queries.sight import sight_of
from etabli.attendance.states import Outcome
from etabli.core.calendars import Half
from etabli.core.periods import Period
from etabli.core.refusal import Refusal
from etabli.kit import items
from etabli.org.models import Establishment, User
from etabli.tablet.rules import check_absence_days

LONGEST_CODE = items.LONGEST_KEY_TEXT


@dataclass(frozen=True)
class Absence:
    """A person is away from a day to another, both included; `last` None: until further notice.

    `takes_back`: the act whose half-days become as before.
    """

    id: UUID
    person: int
    first: date
    last: date | None
    code: str
    acted_at: datetime
    notice_hours: int | None = None
    has_document: bool | None = None
    takes_back: UUID | None = None

    @property
    def days(self) -> Period:
        return Period(self.first, None if self.last is None else self.last + timedelta(days=1))


def read_absence(item: Mapping[str, Any]) -> Absence:
    takes_back = items.uuid_or_none(item, "takes_back")
    read = Absence(
        items.uuid(item, "id"),
        items.key(item, "person"),
        items.day(item, "first"),
        None if item.get("last") is None else items.day(item, "last"),
        items.text(item, "code", LONGEST_CODE, least=1),
        items.moment(item, "acted_at"),
        items.whole_or_none(item, "notice_hours", 0, 24 * 366),
        items.yes_no_or_none(item, "has_document"),
        takes_back,
    )
    if read.last is not None:
        check_absence_days(read.first, read.last)
    return read


@transaction.atomic
def record_absences(
    *, establishment: Establishment, operations: Sequence[Absence], by: User, at: datetime
) -> list[Answer]:
    """One answer each: refused only when none of its half-days could be written. Refusal `absence_nothing_due`."""
    return [_record(establishment, absence, by, at) for absence in operations]


def _record(establishment: Establishment, absence: Absence, by: User, at: datetime) -> Answer:
    if absence.last is None:
        return _goes_on(establishment, absence, by, at)
    if absence.takes_back is None:
        acts = list(_written(establishment, absence, by, at))
    else:
        acts = list(_taken_back(establishment, absence, absence.takes_back))
    if not acts:
        nothing = None if absence.takes_back else Refusal("absence_nothing_due")
        return Answer(absence.id, Outcome.REFUSED if nothing else Outcome.APPLIED, refusal=nothing)
    answers = attendance.record(establishment=establishment, operations=acts, by=by, at=at)
    if all(answer.outcome == Outcome.REFUSED for answer in answers):
        return Answer(absence.id, Outcome.REFUSED, refusal=answers[0].refusal)
    again = all(answer.outcome == Outcome.DUPLICATE for answer in answers)
    return Answer(absence.id, Outcome.DUPLICATE if again else Outcome.APPLIED)


def _goes_on(establishment: Establishment, absence: Absence, by: User, at: datetime) -> Answer:
    """An absence until further notice begins, or one that was begun is taken back."""
    known = LastingAbsence.objects.filter(establishment=establishment, pk=absence.takes_back or absence.id).first()
    try:
        with transaction.atomic():
            if absence.takes_back is None:
                values = {"person": absence.person, "code": absence.code, "starts_on": absence.first}
                acted = {"by": by, "acted_at": absence.acted_at, "at": at}
                attendance.begin_absence(establishment=establishment, key=absence.id, **values, **acted)
            elif known is not None and known.person_id == absence.person:
                attendance.end_absence(absence=known, on=known.starts_on, by=by, at=at)
    except Refusal as refusal:
        return Answer(absence.id, Outcome.REFUSED, refusal=refusal)
    again = known is not None and (absence.takes_back is None or known.ended_on is not None)
    return Answer(absence.id, Outcome.DUPLICATE if again else Outcome.APPLIED)


def _key(act: UUID, day: date, half: int) -> UUID:
    return uuid5(act, f"{day.isoformat()}/{half}")


def _written(establishment: Establishment, absence: Absence, by: User, at: datetime) -> Iterator[Operation]:
    """On each half-day due; what somebody wrote before it is in the history, what is written after it stands."""
    sight = sight_of(by, establishment, [absence.person])
    board = Board(establishment, absence.days, [absence.person], sight, localtime(at).date())
    segments = (SegmentSpec(absence.code),)
    told = (None, absence.notice_hours, absence.has_document)
    for day in absence.days.each_day():
        if board.roster.engagement(absence.person, day) is None:
            continue
        for half in map(int, Half):
            if board.cell(absence.person, day, half).due:
                key = _key(absence.id, day, half)
                yield Operation(key, absence.person, day, half, segments, absence.acted_at, *told)


def _taken_back(establishment: Establishment, absence: Absence, act: UUID) -> Iterator[Operation]:
    """Those of its half-days on which it still stands say again what they said before."""
    standing = standing_entries(establishment, absence.days, [absence.person])
    mine = {place: row.entry for place, row in standing.items() if row.entry == _key(act, place[1], place[2])}
    before = dict(Entry.objects.filter(pk__in=mine.values()).values_list("pk", "supersedes"))
    earlier = entries_named(establishment, {key for key in before.values() if key})
    for (person, day, half), entry in mine.items():
        _, stood = earlier.get(before[entry], (person, None))
        segments = tuple(SegmentSpec(*segment) for segment in stood.segments) if stood else ()
        told = (stood.notice_hours, stood.has_document) if stood else (None, None)
        yield Operation(_key(absence.id, day, half), person, day, half, segments, absence.acted_at, entry, *told)
