"""Writes of attendance: one door for the grid, the imports and, later, the tablet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from etabli.attendance import rules
from etabli.attendance.access import AttendanceRight
from etabli.attendance.deriving import derive, persons_whose_notes_move, sync_notes
from etabli.attendance.models import ClosedMonth, Code, CodeAlias, Entry, LateOperation, Segment, SentHours, SickNote
from etabli.attendance.queries import Roster, Standing, active_codes, closed_months, roster_of, standing_entries
from etabli.attendance.states import BUILT_IN_CODES, NoteOrigin, Outcome
from etabli.core.periods import Period, day_of, month_start
from etabli.core.refusal import Refusal
from etabli.org.actions import Change, rebuild_calendar
from etabli.org.models import Establishment, User
from etabli.org.queries import calendar_span
from etabli.people.models import Person

CLOCK_TOLERANCE = timedelta(minutes=5)
"""How far ahead a device's clock may be: a later time of the act is taken as this."""


@dataclass(frozen=True)
class SegmentSpec:
    """A part of a half-day as captured. `minutes` None takes what is left of the half-day. `workshop`: key."""

    code: str
    minutes: int | None = None
    workshop: int | None = None


@dataclass(frozen=True)
class Operation:
    """One act on one half-day of one person. Empty `segments` take back what was typed.

    `id`: UUIDv7 made by whoever captures. `base`: the entry the author saw, None when she saw none.
    """

    id: UUID
    person: int
    day: date
    half: int
    segments: tuple[SegmentSpec, ...]
    acted_at: datetime
    base: UUID | None = None
    notice_hours: int | None = None
    has_document: bool | None = None
    reason: str = ""


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
        persons = {operation.person for operation in operations}
        known = persons_writable(establishment, persons, by)
        self._names = dict(known)
        days = _span(operation.day for operation in operations)
        self._codes = active_codes(establishment)
        self._closed = closed_months(establishment)
        self._workshops = set(establishment.workshops.values_list("pk", flat=True))
        self._roster: Roster | None = roster_of(establishment, days, self._names) if days else None
        self._standing: dict[tuple[int, date, int], Standing] = (
            standing_entries(establishment, days, self._names) if days else {}
        )
        ids = [operation.id for operation in operations]
        self._seen = {pk: pk for pk in Entry.objects.filter(pk__in=ids).values_list("pk", flat=True)}
        self._late = set(LateOperation.objects.filter(pk__in=ids).values_list("pk", flat=True))
        self._entries: list[Entry] = []
        self._segments: list[Segment] = []
        self._refused: list[LateOperation] = []
        self._changes: dict[int, set[date]] = defaultdict(set)
        self._sick: set[int] = set()
        self._corrected: set[int] = set()

    def take(self, operation: Operation) -> Answer:
        """Judge one operation and note what it writes."""
        key = (operation.person, operation.day, operation.half)
        standing = self._standing.get(key)
        if operation.id in self._seen or operation.id in self._late:
            return Answer(operation.id, Outcome.DUPLICATE, standing.entry if standing else None)
        try:
            self._check(operation)
        except Refusal as refusal:
            self._keep(operation, Outcome.REFUSED, refusal)
            return Answer(operation.id, Outcome.REFUSED, standing.entry if standing else None, refusal)
        acted_at = min(operation.acted_at, self._at + CLOCK_TOLERANCE)
        based = standing is None or standing.entry == operation.base
        if standing is not None and not based and (acted_at, operation.id) < (standing.acted_at, standing.entry):
            self._keep(operation, Outcome.SUPERSEDED, None)
            return Answer(operation.id, Outcome.SUPERSEDED, standing.entry)
        outcome = Outcome.APPLIED if based or self._same(operation, standing) else Outcome.CONFLICT
        self._enter(operation, acted_at, standing, outcome)
        return Answer(operation.id, outcome, operation.id)

    def _check(self, operation: Operation) -> None:
        if operation.person not in self._names or self._roster is None:
            raise Refusal("person_unknown", value=operation.person)
        rules.check_month_open(operation.day, self._closed)
        rules.check_engaged(operation.day, self._roster.periods(operation.person), self._names[operation.person])
        rules.check_segments(segment.minutes for segment in operation.segments)
        for segment in operation.segments:
            rules.check_code(segment.code, self._codes)
            if segment.workshop is not None and segment.workshop not in self._workshops:
                raise Refusal("workshop_unknown_key", value=segment.workshop)

    def _same(self, operation: Operation, standing: Standing | None) -> bool:
        segments = tuple((segment.code, segment.minutes, segment.workshop) for segment in operation.segments)
        return standing is not None and standing.segments == segments

    def _keep(self, operation: Operation, outcome: Outcome, refusal: Refusal | None) -> None:
        self._late.add(operation.id)
        self._refused.append(
            LateOperation(
                id=operation.id,
                establishment=self._establishment,
                author=self._by,
                acted_at=operation.acted_at,
                received_at=self._at,
                payload=payload_of(operation),
                outcome=outcome,
                refusal=refusal.code if refusal else "",
                facts={name: str(value) for name, value in refusal.facts.items()} if refusal else {},
            )
        )

    def _enter(self, operation: Operation, acted_at: datetime, standing: Standing | None, outcome: Outcome) -> None:
        self._entries.append(
            Entry(
                id=operation.id,
                establishment=self._establishment,
                person_id=operation.person,
                day=operation.day,
                half=operation.half,
                author=self._by,
                acted_at=acted_at,
                received_at=self._at,
                base=operation.base,
                supersedes_id=standing.entry if standing else None,
                outcome=outcome,
                reason=operation.reason,
                notice_hours=operation.notice_hours,
                has_document=operation.has_document,
            )
        )
        for position, segment in enumerate(operation.segments):
            code = self._codes[segment.code]
            self._segments.append(
                Segment(
                    entry_id=operation.id,
                    position=position,
                    code=code,
                    minutes=segment.minutes,
                    workshop_id=segment.workshop,
                )
            )
        self._note_change(operation, standing)
        segments = tuple((segment.code, segment.minutes, segment.workshop) for segment in operation.segments)
        self._standing[operation.person, operation.day, operation.half] = Standing(
            operation.id, acted_at, segments, operation.notice_hours, operation.has_document
        )

    def _note_change(self, operation: Operation, standing: Standing | None) -> None:
        self._changes[operation.person].add(operation.day)
        before = [code for code, _, _ in standing.segments] if standing else []
        after = [segment.code for segment in operation.segments]
        if any(code in self._codes and self._codes[code].spell for code in (*before, *after)):
            self._sick.add(operation.person)
        if standing is not None:
            self._corrected.add(operation.person)

    def write(self) -> None:
        LateOperation.objects.bulk_create(self._refused)
        Entry.objects.bulk_create(self._entries, batch_size=1000)
        Segment.objects.bulk_create(self._segments, batch_size=1000)

    def derive(self, notes_received: bool) -> None:
        """Make the sick notes and the counted half-days follow."""
        if not self._changes:
            return
        moving = persons_whose_notes_move(self._establishment, self._sick, self._changes, self._corrected)
        first_day = min(min(days) for days in self._changes.values())
        self._keep_calendar(first_day)
        moved = sync_notes(self._establishment, moving, first_day, notes_received, self._at) if moving else {}
        spans: dict[Period, list[int]] = defaultdict(list)
        for person, days in self._changes.items():
            span = _span(days)
            if span is not None:
                spans[_joined(span, moved.get(person))].append(person)
        for days_changed, persons in merged(spans).items():
            derive(self._establishment, days_changed, persons, self._at)

    def _keep_calendar(self, first_day: date) -> None:
        """Facts older than the calendar make it begin earlier: spells are followed back across the first places."""
        span = calendar_span(self._establishment)
        if span is None or first_day < day_of(span[0]):
            rebuild_calendar(establishment=self._establishment, at=self._at, first_year=first_day.year)


def _span(days: Iterable[date]) -> Period | None:
    known = sorted(days)
    return Period(known[0], known[-1] + timedelta(days=1)) if known else None


def _joined(one: Period, other: Period | None) -> Period:
    if other is None:
        return one
    ends = (one.end or one.start, other.end or other.start)
    return Period(min(one.start, other.start), max(ends))


def merged(spans: Mapping[Period, list[int]]) -> dict[Period, list[int]]:
    """Few calls instead of many: above four different spans, one span over all."""
    if len(spans) <= 4:
        return dict(spans)
    start = min(span.start for span in spans)
    end = max(span.end or span.start for span in spans)
    return {Period(start, end): [person for persons in spans.values() for person in persons]}


def payload_of(operation: Operation) -> dict[str, Any]:
    """The operation as JSON, to be kept."""
    return {
        "person": operation.person,
        "day": operation.day.isoformat(),
        "half": operation.half,
        "segments": [
            {"code": segment.code, "minutes": segment.minutes, "workshop": segment.workshop}
            for segment in operation.segments
        ],
        "base": str(operation.base) if operation.base else None,
        "notice_hours": operation.notice_hours,
        "has_document": operation.has_document,
        "reason": operation.reason,
    }


def persons_writable(establishment: Establishment, persons: Collection[int], by: User | None) -> dict[int, str]:
    """Names of those among these persons whose attendance the author may write, by key. The operator may write all."""
    rows = Person.objects.filter(registrations__establishment=establishment)
    if by is not None:
        rows = Person.objects.visible_to(by, establishment, AttendanceRight.WRITE)
    return {person.pk: str(person) for person in rows.filter(pk__in=list(persons))}


@transaction.atomic
def save_codes(*, establishment: Establishment, by: User | None, at: datetime) -> Change:
    """The codes every establishment begins with; those it has stay as they are."""
    present = set(establishment.codes.values_list("code", flat=True))
    rows = [
        Code(
            establishment=establishment,
            code=built_in.code,
            symbol=built_in.symbol,
            colour=built_in.colour,
            paid=built_in.paid,
            ars=built_in.ars,
            absence=built_in.absence,
            spell=built_in.spell,
            private=built_in.private,
            position=position,
        )
        for position, built_in in enumerate(BUILT_IN_CODES)
        if built_in.code not in present
    ]
    Code.objects.bulk_create(rows)
    return Change.CREATED if rows else Change.UNCHANGED


@transaction.atomic
def save_aliases(*, establishment: Establishment, aliases: Mapping[str, str], by: User | None, at: datetime) -> Change:
    """Aliases by their spelling, made or brought up to date. Refusal `code_unknown` for a code that is not there."""
    codes = active_codes(establishment)
    change = Change.UNCHANGED
    for alias, code in aliases.items():
        rules.check_code(code, codes)
        row = establishment.code_aliases.filter(alias=alias).first()
        if row is None:
            CodeAlias.objects.create(establishment=establishment, alias=alias, code=codes[code])
            change = Change.UPDATED
        elif row.code_id != codes[code].pk:
            row.code = codes[code]
            row.save(update_fields=["code"])
            change = Change.UPDATED
    return change


@transaction.atomic
def remove_alias(*, alias: CodeAlias, by: User | None, at: datetime) -> None:
    alias.delete()


@dataclass(frozen=True)
class CodeSpec:
    """A code as the code table gives it; see `models.Code`."""

    code: str
    label: str
    symbol: str
    colour: str
    paid: bool
    ars: bool
    absence: str
    spell: bool
    private: bool
    active: bool


@transaction.atomic
def save_code(*, establishment: Establishment, spec: CodeSpec, by: User | None, at: datetime) -> Change:
    """A code of the establishment made or changed. What it counts for is counted anew over the months not closed."""
    rules.check_code_spec(spec.code, spec.symbol)
    values = {name: getattr(spec, name) for name in CodeSpec.__dataclass_fields__ if name != "code"}
    row = establishment.codes.filter(code=spec.code).first()
    if row is None:
        position = establishment.codes.count()
        Code.objects.create(establishment=establishment, code=spec.code, position=position, **values)
        return Change.CREATED
    flags = ("paid", "ars", "absence", "spell")
    counted = any(getattr(row, name) != values[name] for name in flags)
    if counted:
        _check_code_free_of_closed_months(establishment, row)
    if all(getattr(row, name) == value for name, value in values.items()):
        return Change.UNCHANGED
    Code.objects.filter(pk=row.pk).update(**values)
    if counted:
        rederive_all(establishment=establishment, at=at)
    return Change.UPDATED


def _check_code_free_of_closed_months(establishment: Establishment, code: Code) -> None:
    for month in closed_months(establishment):
        days = Period(month, None)
        used = Segment.objects.filter(code=code, entry__superseded_by__isnull=True, entry__day__gte=days.start)
        if used.filter(entry__day__year=month.year, entry__day__month=month.month).exists():
            raise Refusal("code_in_closed_month", value=code.code, month=month)


@transaction.atomic
def save_sick_note(
    *,
    establishment: Establishment,
    person: Person,
    note: SickNote | None,
    starts_on: date,
    ends_before: date,
    kind: str,
    long_term_illness: bool,
    work_accident: bool,
    received_on: date | None,
    by: User | None,
    at: datetime,
) -> SickNote:
    """A sick note made or changed by a person. Refused over a closed month or another note that someone entered.

    The awaited or imported notes it covers give way to it.
    """
    rules.check_note_days(starts_on, ends_before)
    closed = closed_months(establishment)
    for month in Period(starts_on, ends_before).months():
        rules.check_month_open(month.start, closed)
    period = Period(starts_on, ends_before)
    mine = SickNote.objects.filter(establishment=establishment, person=person)
    others = mine.exclude(pk=note.pk) if note else mine
    entered = others.filter(origin=NoteOrigin.PERSON)
    rules.check_notes_apart(period, [Period(row.starts_on, row.ends_before) for row in entered])
    before = Period(note.starts_on, note.ends_before) if note else None
    others.exclude(origin=NoteOrigin.PERSON).filter(starts_on__lt=ends_before, ends_before__gt=starts_on).delete()
    row = note or SickNote(establishment=establishment, person=person)
    row.starts_on, row.ends_before, row.kind = starts_on, ends_before, kind
    row.long_term_illness, row.work_accident, row.received_on = long_term_illness, work_accident, received_on
    row.origin, row.day_one = NoteOrigin.PERSON.value, None
    row.save()
    _follow_note(establishment, person, _joined(period, before), at)
    row.refresh_from_db()
    return row


@transaction.atomic
def remove_sick_note(*, note: SickNote, by: User | None, at: datetime) -> None:
    """Take a note back. Typed sickness it covered opens an awaited one."""
    rules.check_month_open(note.starts_on, closed_months(note.establishment))
    period, person, establishment = Period(note.starts_on, note.ends_before), note.person, note.establishment
    note.delete()
    _follow_note(establishment, person, period, at)


def _follow_note(establishment: Establishment, person: Person, days: Period, at: datetime) -> None:
    moved = sync_notes(establishment, {person.pk}, days.start, False, at)
    later = SickNote.objects.filter(establishment=establishment, person=person, starts_on__gte=days.start)
    reach = [Period(row.starts_on, row.ends_before) for row in later]
    for period in [*moved.values(), *reach]:
        days = _joined(days, period)
    derive(establishment, days, [person.pk], at)


@transaction.atomic
def close_month(*, establishment: Establishment, month: date, by: User | None, at: datetime) -> ClosedMonth:
    """Close a month: its attendance no longer changes."""
    rules.check_month_over(month, at.date())
    row, _ = ClosedMonth.objects.get_or_create(
        establishment=establishment, month=month_start(month), defaults={"closed_at": at, "closed_by": by}
    )
    return row


@transaction.atomic
def reopen_month(*, establishment: Establishment, month: date, by: User | None, at: datetime) -> None:
    """Open a closed month again; the journal keeps who did it and when."""
    ClosedMonth.objects.filter(establishment=establishment, month=month_start(month)).delete()


@transaction.atomic
def save_sent_hours(
    *, establishment: Establishment, month: date, centihours: Mapping[int, int], by: User | None, at: datetime
) -> int:
    """Hours of a slip already sent, by person (key), in hundredths of an hour; how many were written."""
    SentHours.objects.filter(establishment=establishment, month=month).delete()
    rows = SentHours.objects.bulk_create(
        SentHours(establishment=establishment, person_id=person, month=month, centihours=value)
        for person, value in centihours.items()
    )
    return len(rows)


@transaction.atomic
def rederive_all(*, establishment: Establishment, at: datetime) -> None:
    """Derive every half-day of an establishment anew: after a change of calendar, places or codes."""
    derive(establishment, Period(date(1970, 1, 1), None), None, at)


def rederive_persons(*, establishment: Establishment, persons: Collection[int], at: datetime) -> None:
    """Derive every half-day of these persons anew: after a change of engagement."""
    derive(establishment, Period(date(1970, 1, 1), None), persons, at)


def refresh(*, at: datetime) -> None:
    """Carry calendars and derived half-days on to the present: run daily, and after an upgrade."""
    for establishment in Establishment.objects.all():
        with transaction.atomic():
            rebuild_calendar(establishment=establishment, at=at)
