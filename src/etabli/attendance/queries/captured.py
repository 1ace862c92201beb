"""What was captured: codes, entries, sick notes, closed months, and who is due when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from etabli.attendance.models import ClosedMonth, Code, Entry, Segment, SickNote
from etabli.attendance.states import NoteKind
from etabli.core import counting
from etabli.core.calendars import Half, HouseCalendar
from etabli.core.counting import Slot
from etabli.core.periods import Period
from etabli.core.spells import TypedHalfDay
from etabli.kit.prepared import prepared
from etabli.kit.texts import fold
from etabli.org.models import Establishment
from etabli.org.queries import houses_of, parameter_rows, places_on
from etabli.people.queries import counted_engagements, workshops_of

WAITING_DAYS = "sickness_waiting_days"
"""Code of the parameter."""

_HALVES = tuple(Half)
Key = TypeVar("Key", bound=Hashable)


def codes_of(establishment: Establishment) -> dict[str, Code]:
    """Every code of the establishment, in its order, by code."""
    rows = _codes(establishment=establishment.pk)
    return {code.code: code for code in (Code.from_db(connection.alias, _CODE, row) for row in rows)}


_CODE = [field.attname for field in Code._meta.concrete_fields]


@prepared
def _codes(establishment: Any) -> QuerySet[Code, Any]:
    return Code.objects.filter(establishment=establishment).values_list(*_CODE)


def active_codes(establishment: Establishment) -> dict[str, Code]:
    return {name: code for name, code in codes_of(establishment).items() if code.active}


def spellings_of(establishment: Establishment) -> dict[str, str]:
    """The code meant by each way of writing one: codes, symbols and aliases, folded. Aliases prevail over symbols."""
    codes = active_codes(establishment)
    spellings = {fold(code.symbol): name for name, code in codes.items()}
    spellings |= {fold(name): name for name in codes}
    aliases = establishment.code_aliases.filter(code__active=True).values_list("alias", "code__code")
    return spellings | {fold(alias): code for alias, code in aliases}


def half_days_written(code: Code) -> int:
    """How many half-days are written with a code."""
    return Segment.objects.filter(code=code, entry__superseded_by__isnull=True).values("entry").distinct().count()


def flags_of(code: Code) -> counting.CodeFlags:
    """The code as counting sees it."""
    return counting.CodeFlags(code.code, code.paid, code.ars, code.absence, code.spell)


def closed_months(establishment: Establishment) -> frozenset[date]:
    """First days of the closed months."""
    return frozenset(month for (month,) in _closed(establishment=establishment.pk))


@prepared
def _closed(establishment: Any) -> QuerySet[ClosedMonth, Any]:
    return ClosedMonth.objects.filter(establishment=establishment).order_by().values_list("month")


@dataclass(frozen=True, slots=True)
class Standing:
    """The current entry of a half-day. `segments`: (code, minutes or None, workshop key or None); empty when taken back."""

    entry: UUID
    acted_at: datetime
    segments: tuple[tuple[str, int | None, int | None], ...]
    notice_hours: int | None
    has_document: bool | None
    act: UUID | None = None
    """See `Entry.act`."""


def current_entries(
    establishment: Establishment, days: Period, persons: Iterable[int] | None = None
) -> QuerySet[Entry]:
    """Entries that none supersedes, taken-back ones included."""
    return _current(establishment, days.start, days.end, None if persons is None else frozenset(persons))


def _current(establishment: Any, start: Any, end: Any, persons: Any) -> QuerySet[Entry]:
    rows = Entry.objects.filter(establishment=establishment, superseded_by__isnull=True, day__gte=start)
    if end is not None:
        rows = rows.filter(day__lt=end)
    return rows if persons is None else rows.filter(person__among=persons)


def standing_entries(
    establishment: Establishment, days: Period, persons: Iterable[int] | None = None
) -> dict[tuple[int, date, int], Standing]:
    """Current entries by (person key, day, half), in one query."""
    whom = None if persons is None else frozenset(persons)
    rows = _current_by_segments(establishment=establishment.pk, start=days.start, end=days.end, persons=whom)
    return _standing(rows, lambda person, day, half, pk: (person, day, half))


@prepared
def _current_by_segments(**known: Any) -> QuerySet[Entry, Any]:
    return _by_segments(_current(**known))


def _by_segments(rows: QuerySet[Entry]) -> QuerySet[Entry, Any]:
    fields = ("person", "day", "half", "pk", "acted_at", "notice_hours", "has_document", "act")
    parts = ("segments__code__code", "segments__minutes", "segments__workshop")
    return rows.order_by("pk", "segments__position").values_list(*fields, *parts)


def _standing(rows: Iterable[tuple[Any, ...]], key: Callable[[int, date, int, UUID], Key]) -> dict[Key, Standing]:
    entries: dict[Key, Standing] = {}
    for person, day, half, pk, acted_at, notice, document, act, code, minutes, workshop in rows:
        place = key(person, day, half, pk)
        standing = entries.get(place)
        if standing is None:
            segments = () if code is None else ((code, minutes, workshop),)
            entries[place] = Standing(pk, acted_at, segments, notice, document, act)
        else:
            entries[place] = replace(standing, segments=(*standing.segments, (code, minutes, workshop)))
    return entries


def entries_named(establishment: Establishment, keys: Collection[UUID]) -> dict[UUID, tuple[int, Standing]]:
    """(person key, entry) by key of the entry, current or not; in one query."""
    rows = Entry.objects.filter(establishment=establishment, pk__in=list(keys))
    entries = _standing(_by_segments(rows), lambda person, day, half, pk: (person, pk))
    return {pk: (person, standing) for (person, pk), standing in entries.items()}


def fact_of(standing: Standing, flags: Mapping[str, counting.CodeFlags]) -> counting.Fact:
    """An entry with segments, as counting sees it. `flags`: of every code, by its name."""
    segments = tuple(counting.Segment(flags[code], minutes) for code, minutes, _ in standing.segments)
    return counting.Fact(segments, standing.notice_hours)


def facts_of(
    establishment: Establishment, days: Period, persons: Iterable[int] | None = None
) -> dict[int, dict[Slot, counting.Fact]]:
    """What was typed, as counting sees it, by person (key) and half-day; one query and the codes."""
    flags = {code.pk: flags_of(code) for code in codes_of(establishment).values()}
    rows = _segments(establishment.pk, days.start, days.end, None if persons is None else frozenset(persons))
    columns = ("entry__person", "entry__day", "entry__half", "entry__notice_hours", "code", "minutes")
    segments: dict[tuple[int, date, int], list[counting.Segment]] = defaultdict(list)
    notices: dict[tuple[int, date, int], int | None] = {}
    for person, day, half, notice, code, minutes in rows.order_by("entry", "position").values_list(*columns):
        segments[person, day, half].append(counting.Segment(flags[code], minutes))
        notices[person, day, half] = notice
    facts: dict[int, dict[Slot, counting.Fact]] = defaultdict(dict)
    for (person, day, half), parts in segments.items():
        facts[person][day, Half(half)] = counting.Fact(tuple(parts), notices[person, day, half])
    return facts


def _segments(establishment: Any, start: Any, end: Any, persons: Any) -> QuerySet[Segment]:
    """Segments of current entries."""
    rows = Segment.objects.filter(
        entry__establishment=establishment, entry__superseded_by__isnull=True, entry__day__gte=start
    )
    if end is not None:
        rows = rows.filter(entry__day__lt=end)
    return rows if persons is None else rows.filter(entry__person__among=persons)


def typed_half_days(
    establishment: Establishment, days: Period, persons: Collection[int]
) -> dict[int, list[TypedHalfDay]]:
    """Typed half-days as spells see them, by person (key); one query and the codes."""
    codes = {code.pk: code for code in codes_of(establishment).values()}
    rows = _typed(establishment=establishment.pk, start=days.start, end=days.end, persons=frozenset(persons))
    seen: dict[tuple[int, date, int], tuple[bool, bool]] = {}
    for person, day, half, code in rows:
        # Most half-days have one segment, and this is read of months at once.
        attended, sick = seen.get((person, day, half), (False, False))
        seen[person, day, half] = attended or codes[code].ars, sick or codes[code].spell
    typed: dict[int, list[TypedHalfDay]] = defaultdict(list)
    for (person, day, half), (attended, sick) in seen.items():
        typed[person].append(TypedHalfDay(day, _HALVES[half], sick and not attended, attended))
    return typed


@prepared
def _typed(establishment: Any, start: Any, end: Any, persons: Any) -> QuerySet[Segment, Any]:
    rows = _segments(establishment, start, end, persons)
    return rows.order_by().values_list("entry__person", "entry__day", "entry__half", "code")


def notes_of(
    establishment: Establishment, days: Period, persons: Iterable[int] | None = None
) -> dict[int, list[counting.Note]]:
    """All sick notes of those who have one over some days, as counting sees them, by person (key), in order of time."""
    over = {person for (person,) in _noted(establishment=establishment.pk, start=days.start, end=days.end)}
    if persons is not None:
        over &= set(persons)
    if not over:
        return {}
    rows = SickNote.objects.filter(establishment=establishment, person__in=over).order_by("person", "starts_on")
    by_person: dict[int, list[SickNote]] = defaultdict(list)
    for note in rows:
        by_person[note.person_id].append(note)
    waiting = parameter_rows(WAITING_DAYS, establishment)
    return {person: counted_notes(notes, waiting) for person, notes in by_person.items()}


@prepared
def _noted(establishment: Any, start: Any, end: Any) -> QuerySet[SickNote, Any]:
    return _over(establishment, start, end).order_by().values_list("person")


def counted_notes(notes: list[SickNote], waiting_days: Sequence[tuple[date, int]] = ()) -> list[counting.Note]:
    """The notes of one person, in order of time, each with its spell and whether its first days wait.

    No waiting days for an extension, an accident, or a long-term illness whose waiting days an earlier note served.
    `waiting_days`: how many, by the day from which; those of the day the note begins hold for it.
    """
    counted: list[counting.Note] = []
    long_term_served = False
    spell_start: date | None = None
    for note in notes:
        extension = note.kind == NoteKind.EXTENSION and spell_start is not None
        spell_start = spell_start if extension and spell_start else note.starts_on
        served_before = note.long_term_illness and long_term_served
        waiting = note.kind == NoteKind.FIRST and not note.work_accident and not served_before
        long_term_served = long_term_served or note.long_term_illness
        period = Period(note.starts_on, note.ends_before)
        days = places_on(waiting_days, note.starts_on)
        counted.append(counting.Note(period, note.received_on is not None, waiting, spell_start, note.day_one, days))
    return counted


def awaited_notes(establishment: Establishment) -> QuerySet[SickNote]:
    """Sick notes not received yet, oldest first."""
    rows = SickNote.objects.filter(establishment=establishment, received_on__isnull=True)
    return rows.select_related("person").order_by("starts_on")


class Roster:
    """Who is due when: the half-days of each person of an establishment over some days."""

    def __init__(
        self,
        houses: Mapping[int | None, HouseCalendar],
        workshops: Mapping[int, int | None],
        engagements: Mapping[int, list[counting.Engagement]],
        full_time_weekly_minutes: int,
    ) -> None:
        self.houses, self.workshops, self.engagements = houses, workshops, engagements
        self._full_time = full_time_weekly_minutes

    def house(self, person: int) -> HouseCalendar:
        """The calendar of the person's workshop."""
        return self.houses[self.workshops.get(person)]

    def engagement(self, person: int, day: date) -> counting.Engagement | None:
        return next((row for row in self.engagements.get(person, ()) if day in row.period), None)

    def periods(self, person: int) -> list[Period]:
        return [engagement.period for engagement in self.engagements.get(person, ())]

    def pattern(self, person: int, day: date) -> tuple[Half, ...]:
        """Half-days of the person's weekly pattern that day, holidays and closures included."""
        engagement = self.engagement(person, day)
        if engagement is None:
            return ()
        terms = engagement.terms_on(day)
        if terms.pattern is not None:
            return terms.pattern.halves_on(day)
        return self.house(person).halves_on(day) if terms.follows_opening else ()

    def due(self, person: int, day: date) -> tuple[Half, ...]:
        """Half-days at which the person is due that day: in the pattern, and the house not shut."""
        return () if self.house(person).is_shut(day) else self.pattern(person, day)

    def meant(self, person: int, day: date) -> tuple[Half, ...]:
        """The half-days one code for a whole day stands for: those of the pattern, else the open ones, else both."""
        return self.pattern(person, day) or self.house(person).halves_on(day) or tuple(Half)


def roster_of(establishment: Establishment, days: Period, persons: Iterable[int] | None = None) -> Roster:
    """The roster over some days; five queries whatever the number of persons."""
    return Roster(
        houses_of(establishment),
        workshops_of(establishment, persons),
        counted_engagements(establishment, days, persons),
        establishment.full_time_weekly_minutes,
    )


def notes_over(establishment: Establishment, days: Period) -> QuerySet[SickNote]:
    """Sick notes that overlap the days."""
    return _over(establishment, days.start, days.end)


def _over(establishment: Any, start: Any, end: Any) -> QuerySet[SickNote]:
    rows = SickNote.objects.filter(establishment=establishment, ends_before__gt=start)
    return rows if end is None else rows.filter(starts_on__lt=end)


def note_spans(
    establishment: Establishment, persons: frozenset[int] | None = None, over: Period | None = None
) -> Sequence[tuple[Any, ...]]:
    """(person key, first day, day after the last) of sick notes: those of these persons, or that overlap these days."""
    start, end = (over.start, over.end) if over else (None, None)
    return _note_spans(establishment=establishment.pk, start=start, end=end, persons=persons)


@prepared
def _note_spans(establishment: Any, start: Any, end: Any, persons: Any) -> QuerySet[SickNote, Any]:
    rows = SickNote.objects.filter(establishment=establishment) if start is None else _over(establishment, start, end)
    rows = rows if persons is None else rows.filter(person__among=persons)
    return rows.values_list("person", "starts_on", "ends_before")
