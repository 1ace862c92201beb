"""What people did in a half-day: one door for the grid, the imports and, later, the tablet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localtime
from uuid_utils.compat import uuid7

from etabli.attendance import rules
from etabli.attendance.access import AttendanceRight
from etabli.attendance.actions.acts import (
    Moments,
    Operation,
    Place,
    Tangle,
    payload_of,
    place_of,
    tangles_of,
)
from etabli.attendance.deriving import (
    Frame,
    Known,
    derive,
    frame_of,
    joined,
    one_at_a_time,
    persons_whose_notes_move,
    span_of,
    sync_notes,
)
from etabli.attendance.models import Entry, LateOperation, Segment
from etabli.attendance.queries import (
    Roster,
    Standing,
    closed_months,
    codes_of,
    fact_of,
    flags_of,
    roster_of,
    standing_entries,
)
from etabli.attendance.states import Outcome
from etabli.core.calendars import Half
from etabli.core.counting import Fact, Slot
from etabli.core.periods import Period
from etabli.core.refusal import Refusal
from etabli.kit.bulk import insert
from etabli.kit.prepared import prepared
from etabli.org.actions import rebuild_calendar
from etabli.org.models import Establishment, User, Workshop
from etabli.people.reach import Reach

CLOCK_TOLERANCE = timedelta(minutes=5)
"""How far ahead a device's clock may be: a later time of the act is taken as this."""
_TICK = timedelta(microseconds=1)
"""By how much an act is later than the one its author saw, when her clock says otherwise."""
_ENTRY = (
    "id",
    "establishment",
    "person",
    "day",
    "half",
    "author",
    "acted_at",
    "received_at",
    "base",
    "supersedes",
    "outcome",
    "reason",
    "notice_hours",
    "has_document",
    "act",
)
_HALVES = tuple(Half)
_SEGMENT = ("entry", "position", "code", "minutes", "workshop")


@dataclass(frozen=True)
class Answer:
    """What became of an operation. `entry`: the current entry of the half-day afterwards, if there is one."""

    id: UUID
    outcome: Outcome
    entry: UUID | None = None
    refusal: Refusal | None = None


@transaction.atomic
def record(
    *,
    establishment: Establishment,
    operations: Sequence[Operation],
    by: User | None,
    at: datetime,
    notes_received: bool = False,
) -> list[Answer]:
    """Apply operations in order; one answer each. One bad operation never blocks the others.

    The newest act wins; an act based on another entry than the current one is a conflict, applied when newer, kept as
    superseded when older. `notes_received`: an import of past sheets, whose sick notes count as received.
    """
    one_at_a_time(establishment)
    recorder = _Recorder(establishment, operations, by, at)
    answers = [recorder.take(operation) for operation in operations]
    recorder.write()
    recorder.derive(notes_received)
    return answers


class _Recorder:
    """The state of one call of `record`: what stands, what is to be written."""

    def __init__(
        self, establishment: Establishment, operations: Sequence[Operation], by: User | None, at: datetime
    ) -> None:
        self._establishment, self._by, self._at = establishment, by, at
        self._author = by.pk if by else None
        persons = {operation.person for operation in operations}
        self._reach = Reach(by, AttendanceRight.WRITE, establishment, persons)
        self._names = self._reach.names
        self._days = span_of(operation.day for operation in operations)
        self._codes = codes_of(establishment)
        self._active = {name for name, code in self._codes.items() if code.active}
        self._closed = closed_months(establishment)
        self._workshops = {key for (key,) in _workshops(establishment=establishment.pk)}
        self._roster: Roster | None = roster_of(establishment, self._days, self._names) if self._days else None
        self._standing: dict[Place, Standing] = (
            standing_entries(establishment, self._days, self._names) if self._days else {}
        )
        self._moments = Moments(operations, self._standing)
        tangled = self._moments.tangled(operations, self._standing)
        self._tangles: dict[Place, Tangle] = tangles_of(establishment, tangled, self._codes)
        ids = [operation.id for operation in operations]
        self._seen = {key for (key,) in _entered(keys=ids)}
        self._late = {row.pk: row for row in (LateOperation(*kept) for kept in _kept(keys=ids))}
        self._entries: list[tuple[Any, ...]] = []
        self._segments: list[tuple[Any, ...]] = []
        self._refused: list[LateOperation] = []
        self._changes: dict[int, set[date]] = defaultdict(set)
        self._sick: set[int] = set()
        self._taken_back: set[int] = set()
        self._days_here: dict[datetime, date] = {}
        self._frame: Frame | None = None

    def take(self, operation: Operation) -> Answer:
        """Judge one operation and note what it writes."""
        key = (operation.person, operation.day, operation.half)
        standing = self._standing.get(key)
        entry = standing.entry if standing else None
        if operation.id in self._late:
            # The same key gives the same answer: never "already saved" for what was not.
            return _answer_again(self._late[operation.id], entry)
        if operation.id in self._seen:
            return Answer(operation.id, Outcome.DUPLICATE, entry)
        try:
            self._check(operation)
        except Refusal as refusal:
            self._keep(operation, operation.acted_at, Outcome.REFUSED, refusal)
            return Answer(operation.id, Outcome.REFUSED, entry, refusal)
        if key in self._tangles:
            return self._weigh(operation, self._tangles[key])
        acted_at = self._counted_at(operation)
        self._moments.enter(operation, acted_at)
        if standing is not None and (acted_at, operation.id) < (standing.acted_at, standing.entry):
            self._keep(operation, acted_at, Outcome.SUPERSEDED, None)
            return Answer(operation.id, Outcome.SUPERSEDED, standing.entry)
        outcome = self._outcome(operation, standing)
        self._enter(operation, acted_at, standing, outcome)
        return Answer(operation.id, outcome, operation.id)

    def _weigh(self, operation: Operation, tangle: Tangle) -> Answer:
        """As `take`, among all acts of the half-day: another one than before may stand, even one that had not."""
        place = place_of(operation)
        standing = self._standing.get(place)
        tangle.enter(operation, self._author, self._capped(operation))
        stands = tangle.weighed
        if stands.operation.id == operation.id:
            outcome = self._outcome(operation, standing)
            self._enter(operation, stands.moment, standing, outcome, act=operation.id)
            return Answer(operation.id, outcome, operation.id)
        self._keep(operation, self._capped(operation), Outcome.SUPERSEDED, None)
        if standing is None or (standing.act, standing.acted_at) != (stands.operation.id, stands.moment):
            # Entries are never changed: the act that stands is written once more, as it counts now.
            again = replace(stands.operation, id=uuid7())
            outcome = Outcome.APPLIED if self._same(again, standing) else Outcome.CONFLICT
            self._enter(again, stands.moment, standing, outcome, act=stands.operation.id, author=stands.author)
            tangle.name(again.id, stands.operation.id)
        return Answer(operation.id, Outcome.SUPERSEDED, self._standing[place].entry)

    def _outcome(self, operation: Operation, standing: Standing | None) -> Outcome:
        based = standing is None or operation.base in (standing.entry, standing.act or standing.entry)
        return Outcome.APPLIED if based or self._same(operation, standing) else Outcome.CONFLICT

    def _capped(self, operation: Operation) -> datetime:
        return min(operation.acted_at, self._at + CLOCK_TOLERANCE)

    def _counted_at(self, operation: Operation) -> datetime:
        """At its own time, or just after the act its author saw: whatever her clock says, hers came later.

        So what stands is the same in whatever order the acts of several devices arrive.
        """
        seen = self._moments.seen_by(operation)
        capped = self._capped(operation)
        return capped if seen is None else max(capped, seen + _TICK)

    def _acted_on(self, moment: datetime) -> date:
        """Its day here. Operations that are sent together were mostly made at one moment."""
        day = self._days_here.get(moment)
        if day is None:
            day = self._days_here[moment] = localtime(moment).date()
        return day

    def _check(self, operation: Operation) -> None:
        if operation.person not in self._names or self._roster is None:
            raise Refusal("person_unknown", value=operation.person)
        acted_on = self._acted_on(self._capped(operation))
        if not self._reach.holds(operation.person, acted_on, operation.day):
            raise Refusal("right_not_held_then", name=self._names[operation.person], day=acted_on)
        rules.check_month_open(operation.day, self._closed)
        rules.check_engaged(operation.day, self._roster.periods(operation.person), self._names[operation.person])
        rules.check_segments(segment.minutes for segment in operation.segments)
        for segment in operation.segments:
            rules.check_code(segment.code, self._active)
            if segment.workshop is not None and segment.workshop not in self._workshops:
                raise Refusal("workshop_unknown_key", value=segment.workshop)

    def _same(self, operation: Operation, standing: Standing | None) -> bool:
        segments = tuple((segment.code, segment.minutes, segment.workshop) for segment in operation.segments)
        return standing is not None and standing.segments == segments

    def _keep(self, operation: Operation, acted_at: datetime, outcome: Outcome, refusal: Refusal | None) -> None:
        row = LateOperation(
            id=operation.id,
            establishment=self._establishment,
            author=self._by,
            acted_at=acted_at,
            received_at=self._at,
            payload=payload_of(operation),
            outcome=outcome,
            refusal=refusal.code if refusal else "",
            facts={name: str(value) for name, value in refusal.facts.items()} if refusal else {},
        )
        self._late[operation.id] = row
        self._refused.append(row)

    def _enter(
        self,
        operation: Operation,
        acted_at: datetime,
        standing: Standing | None,
        outcome: Outcome,
        *,
        act: UUID | None = None,
        author: int | None = None,
    ) -> None:
        """`act`: of a half-day whose acts are weighed anew; `author`: who made that one, else who makes this one."""
        self._seen.add(operation.id)
        self._entries.append(
            (
                operation.id,
                self._establishment.pk,
                operation.person,
                operation.day,
                operation.half,
                self._author if act in (None, operation.id) else author,
                acted_at,
                self._at,
                operation.base,
                standing.entry if standing else None,
                outcome.value,
                operation.reason,
                operation.notice_hours,
                operation.has_document,
                act,
            )
        )
        self._segments += [
            (operation.id, position, self._codes[segment.code].pk, segment.minutes, segment.workshop)
            for position, segment in enumerate(operation.segments)
        ]
        self._note_change(operation, standing)
        segments = tuple((segment.code, segment.minutes, segment.workshop) for segment in operation.segments)
        self._standing[operation.person, operation.day, operation.half] = Standing(
            operation.id, acted_at, segments, operation.notice_hours, operation.has_document, act
        )

    def _note_change(self, operation: Operation, standing: Standing | None) -> None:
        self._changes[operation.person].add(operation.day)
        before = [code for code, _, _ in standing.segments] if standing else []
        after = [segment.code for segment in operation.segments]
        if any(self._codes[code].spell for code in (*before, *after)):
            self._sick.add(operation.person)
        if before and not after:
            self._taken_back.add(operation.person)

    def write(self) -> None:
        LateOperation.objects.bulk_create(self._refused)
        insert(Entry, _ENTRY, self._entries)
        insert(Segment, _SEGMENT, self._segments)

    def derive(self, notes_received: bool) -> None:
        """Make the sick notes and the counted half-days follow."""
        if not self._changes:
            return
        moving = persons_whose_notes_move(self._establishment, self._sick, self._changes, self._taken_back)
        first_day = min(min(days) for days in self._changes.values())
        self._keep_calendar(first_day)
        moved = sync_notes(self._establishment, moving, first_day, notes_received, self._at) if moving else {}
        spans: dict[Period, list[int]] = defaultdict(list)
        for person, days in self._changes.items():
            span = span_of(days)
            if span is not None:
                spans[joined(span, moved.get(person))].append(person)
        known = self._known()
        for days_changed, persons in merged(spans).items():
            derive(self._establishment, days_changed, persons, self._at, known)

    def _known(self) -> Known | None:
        """What stands now, as counting sees it."""
        if self._days is None or self._roster is None:
            return None
        flags = {name: flags_of(code) for name, code in self._codes.items()}
        facts: dict[int, dict[Slot, Fact]] = defaultdict(dict)
        alike: dict[Hashable, Fact] = {}
        for (person, day, half), standing in self._standing.items():
            if standing.segments:
                # A whole workshop is present, and one fact says it.
                key = standing.segments, standing.notice_hours
                fact = alike.get(key)
                if fact is None:
                    fact = alike[key] = fact_of(standing, flags)
                facts[person][day, _HALVES[half]] = fact
        roster = self._roster
        return Known(self._days, roster.houses, roster.workshops, roster.engagements, facts, self._frame)

    def _keep_calendar(self, first_day: date) -> None:
        """Facts older than the calendar make it begin earlier: spells are followed back across the first places."""
        self._frame = frame_of(self._establishment)
        if self._frame is None or first_day < self._frame.first:
            rebuild_calendar(establishment=self._establishment, at=self._at, first_year=first_day.year)
            self._frame = frame_of(self._establishment)
            # Whoever follows the calendar may have recorded half-days by now: what stands is read anew.
            self._roster = None


@prepared
def _workshops(establishment: Any) -> QuerySet[Workshop, Any]:
    return Workshop.objects.filter(establishment=establishment).order_by().values_list("pk")


@prepared
def _entered(keys: Any) -> QuerySet[Entry, Any]:
    return Entry.objects.filter(pk__among=keys).values_list("pk")


@prepared
def _kept(keys: Any) -> QuerySet[LateOperation, Any]:
    return LateOperation.objects.filter(pk__among=keys).values_list()


def _answer_again(kept: LateOperation, entry: UUID | None) -> Answer:
    """What was answered to an operation that was not applied, told again."""
    refusal = Refusal(kept.refusal, **kept.facts) if kept.refusal else None
    return Answer(kept.pk, Outcome(kept.outcome), entry, refusal)


def merged(spans: Mapping[Period, list[int]]) -> dict[Period, list[int]]:
    """Few calls instead of many: above four different spans, one span over all."""
    if len(spans) <= 4:
        return dict(spans)
    start = min(span.start for span in spans)
    end = max(span.end or span.start for span in spans)
    return {Period(start, end): [person for persons in spans.values() for person in persons]}
