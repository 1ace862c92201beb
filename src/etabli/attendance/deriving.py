"""Deriving the fact table `person_half_day` and the sick notes that typed sickness opens. Called by `actions` only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from operator import attrgetter
from typing import Any

from django.db.models import Min, QuerySet

from etabli.attendance.alike import CountedOnce, Silent, copies_of, copy_half_days
from etabli.attendance.models import Entry, HalfDayFact, SickNote
from etabli.attendance.queries import counted_notes, facts_of, note_spans, notes_of, typed_half_days
from etabli.attendance.states import NoteKind, NoteOrigin
from etabli.core import counting, spells
from etabli.core.calendars import HouseCalendar
from etabli.core.facts import PersonHalfDay
from etabli.core.periods import Period, day_no, day_of, month_start, next_month
from etabli.kit.bulk import bring, insert, update
from etabli.kit.changes import changing
from etabli.kit.prepared import prepared
from etabli.org.models import Establishment
from etabli.org.queries import calendar_span, followed_from, houses_of
from etabli.org.turns import one_at_a_time as one_at_a_time
from etabli.people.queries import counted_engagements, workshops_of

FACTS_CHANGED = "attendance.facts"
"""Announced with establishment, days (a Period) and persons (keys, or None for all)."""
MANY_HALF_DAYS = 20_000
"""More are not compared with those that stand, which would have to be held in memory: they are written anew."""
NEAR, FAR, FARTHEST = timedelta(days=14), timedelta(days=120), timedelta(days=4000)
"""How far back a spell is looked for: most who fall ill were there the week before."""
_COLUMNS = tuple(PersonHalfDay.__slots__)
_FACT = ("establishment", "subject", *_COLUMNS)
_values = attrgetter(*_COLUMNS)
_OWN = ("engagement", "kind")
"""The first columns: what differs between two engagements that are alike."""
_NOTE = ("ends_before", "kind", "origin", "received_on", "day_one")
_note_values = attrgetter(*_NOTE)


@dataclass(frozen=True)
class Frame:
    """The days that are counted: `first` of the calendar, its `end` (excluded), and from when on the house is followed.

    `followed_from`: None before there are places, and then nothing is counted.
    """

    first: date
    end: date
    followed_from: date | None


def frame_of(establishment: Establishment) -> Frame | None:
    """None before the establishment has a calendar."""
    span = calendar_span(establishment)
    return span and Frame(day_of(span[0]), day_of(span[1] + 1), followed_from(establishment))


@dataclass(frozen=True)
class Known:
    """What was read about some persons over some days, so that it is not read again.

    `facts`: what is typed, by person and half-day. `frame`: None to have it read. The rest as in `queries.Roster`.
    """

    days: Period
    houses: Mapping[int | None, HouseCalendar]
    workshops: Mapping[int, int | None]
    engagements: Mapping[int, Sequence[counting.Engagement]]
    facts: Mapping[int, Mapping[counting.Slot, counting.Fact]]
    frame: Frame | None = None

    def covers(self, days: Period) -> bool:
        return self.days.cut(days) == days


def derive(
    establishment: Establishment,
    days: Period,
    persons: Collection[int] | None,
    at: datetime,
    known: Known | None = None,
) -> None:
    """Derive the half-days of these persons (all when None) over these days, and announce it."""
    one_at_a_time(establishment)
    frame = (known and known.frame) or frame_of(establishment)
    if frame is None or frame.followed_from is None:
        return
    start, horizon = frame.followed_from, frame.end
    first = days.start if days.start >= start else max(days.start, _first_day(establishment, start))
    last = days.end or horizon
    if first >= last:
        return
    window = counting.Window(
        days=Period(first, last),
        implied_from=start,
        implied_to=horizon,
        due_to=next_month(month_start(at.date())),
    )
    if known is None or not known.covers(window.days):
        known = _read(establishment, window.days, persons)
    whose = {
        "establishment": establishment.pk,
        "start": day_no(days.start),
        "end": None if days.end is None else day_no(days.end),
        "persons": None if persons is None else frozenset(persons),
    }
    with changing(FACTS_CHANGED, establishment=establishment, days=days, persons=persons):
        if persons is not None and 2 * len(persons) * window.days.days <= MANY_HALF_DAYS:
            wanted = _rows(establishment, window, persons, known)
            bring(HalfDayFact, _FACT, ("subject", "day_no", "half"), _standing_values(**whose), wanted)
        else:
            copies = copies_of(_silent(establishment, window, persons, known))
            _standing_rows(**whose).delete()
            copied = {one.engagement.key for ones in copies.values() for one in ones}
            insert(HalfDayFact, _FACT, _rows(establishment, window, persons, known, copied))
            copy_half_days(establishment, copies)


def _standing_rows(establishment: Any, start: Any, end: Any, persons: Any) -> QuerySet[HalfDayFact]:
    rows = HalfDayFact.objects.filter(establishment=establishment, day_no__gte=start)
    if end is not None:
        rows = rows.filter(day_no__lt=end)
    return rows if persons is None else rows.filter(subject__among=persons)


@prepared
def _standing_values(**whose: Any) -> QuerySet[HalfDayFact, Any]:
    return _standing_rows(**whose).values_list(*_FACT, "pk")


def _first_day(establishment: Establishment, start: date) -> date:
    first = Entry.objects.filter(establishment=establishment).aggregate(first=Min("day"))["first"]
    return min(start, first or start)


def _read(establishment: Establishment, days: Period, persons: Collection[int] | None) -> Known:
    return Known(
        days,
        houses_of(establishment),
        workshops_of(establishment, persons),
        counted_engagements(establishment, days, persons),
        facts_of(establishment, days, persons),
    )


def _silent(
    establishment: Establishment, window: counting.Window, persons: Collection[int] | None, known: Known
) -> Iterator[Silent]:
    """The engagements of those of whom nothing is typed and no sick note stands."""
    notes = notes_of(establishment, window.days, persons)
    for person in known.engagements if persons is None else persons:
        if known.facts.get(person) or notes.get(person):
            continue
        for engagement in known.engagements.get(person, ()):
            days = engagement.period.cut(window.days)
            if days is not None:
                yield Silent(person, engagement, known.houses[known.workshops.get(person)], days)


def _rows(
    establishment: Establishment,
    window: counting.Window,
    persons: Collection[int] | None,
    known: Known,
    copied: Container[int] = (),
) -> Iterator[tuple[Any, ...]]:
    """The values of each half-day of these persons (all known ones when None), but for engagements (keys) to be copied."""
    notes = notes_of(establishment, window.days, persons)
    full_time = establishment.full_time_weekly_minutes
    weeks = counting.weeks_of(full_time)
    once = CountedOnce(window.days)
    for person in known.engagements if persons is None else persons:
        house = known.houses[known.workshops.get(person)]
        facts, sick = known.facts.get(person, {}), notes.get(person, ())
        for engagement in known.engagements.get(person, ()):
            if engagement.key in copied:
                continue
            likeness = None if sick else once.likeness(engagement, house, facts)
            rows = once.rows.get(likeness)
            if rows is None:
                count = counting.count_half_days(engagement, facts, sick, house, full_time, window, weeks)
                rows = [_values(row)[len(_OWN) :] for row in count]
                if likeness is not None:
                    once.rows[likeness] = rows
            own = (establishment.pk, person, engagement.key, str(engagement.kind))
            for row in rows:
                yield own + row


def sync_notes(
    establishment: Establishment, persons: Collection[int], first_day: date, received: bool, at: datetime
) -> dict[int, Period]:
    """Make the notes of these persons cover what is typed from `first_day` on; the days changed, by person.

    `received`: an import of past sheets, whose notes count as received; else a note that does not stand is opened as
    awaited. At most three writes, whatever the number of persons.
    """
    notes: defaultdict[int, list[SickNote]] = defaultdict(list)
    for note in SickNote.objects.filter(establishment=establishment, person__among=frozenset(persons)).order_by(
        "starts_on"
    ):
        notes[note.person_id].append(note)
    books: dict[int, _NoteBook] = {}
    for person, (start, half_days) in _since_before_a_spell(establishment, persons, first_day, notes).items():
        book = books[person] = _NoteBook(establishment, person, notes[person], start, at)
        book.cover(half_days, received)
        book.set_day_ones(half_days)
    _write(books.values())
    return {person: book.span for person, book in books.items() if book.span is not None}


def _write(books: Collection[_NoteBook]) -> None:
    gone = [note.pk for book in books for note in book.gone]
    if gone:
        SickNote.objects.filter(pk__in=gone).delete()
    SickNote.objects.bulk_create([note for book in books for note in book.notes if note.pk is None])
    changed = [note for book in books for note in book.notes if note.pk in book.changed]
    if changed:
        update(SickNote, _NOTE, [(*_note_values(note), note.pk) for note in changed])


def _since_before_a_spell(
    establishment: Establishment, persons: Collection[int], first_day: date, notes: Mapping[int, Sequence[SickNote]]
) -> dict[int, tuple[date, list[spells.TypedHalfDay]]]:
    """Typed half-days from a day at or before `first_day` on which no spell is running, by person, with that day.

    `notes`: all those of each person, in order of time.
    """
    found: dict[int, tuple[date, list[spells.TypedHalfDay]]] = {}
    starts = {person: _before_notes(first_day, notes.get(person, ())) for person in persons}
    while starts:
        typed = typed_half_days(establishment, Period(min(starts.values()), None), starts)
        for person, start in sorted(starts.items()):
            since = (row for row in typed.get(person, ()) if row.day >= start)
            half_days = sorted(since, key=lambda row: (row.day, row.half))
            back = first_day - start
            if (half_days and not half_days[0].sick) or (back >= FAR and not half_days) or back > FARTHEST:
                found[person] = (start, half_days)
                del starts[person]
            else:
                starts[person] = first_day - max(FAR, 4 * back)
    return found


def _before_notes(first_day: date, notes: Sequence[SickNote]) -> date:
    """A day before any note that may reach `first_day` or the spell there: its waiting days may have begun with it."""
    start = first_day - NEAR
    for note in reversed(notes):
        if note.ends_before > start:
            start = min(start, note.starts_on - NEAR)
    return max(start, first_day - FAR)


class _NoteBook:
    """The sick notes of one person, in order of time, and what becomes of them. Nothing is written here.

    `start`: a day on which no spell is running; notes that end before it stay as they are.
    """

    def __init__(
        self, establishment: Establishment, person: int, notes: list[SickNote], start: date, at: datetime
    ) -> None:
        self._establishment, self._person, self._start, self._at = establishment, person, start, at
        self.notes = notes
        self.gone: list[SickNote] = []
        self.changed: set[int] = set()
        self._touched: list[Period] = []

    @property
    def span(self) -> Period | None:
        """The days over which a note changed."""
        if not self._touched:
            return None
        start = min(period.start for period in self._touched)
        return Period(start, max(period.end or period.start for period in self._touched))

    def cover(self, half_days: list[spells.TypedHalfDay], received: bool) -> None:
        """Notes for every spell of these half-days, besides those that a person entered."""
        since = [note for note in self.notes if note.ends_before > self._start]
        standing = [
            spells.Standing(
                Period(note.starts_on, note.ends_before), note.origin == NoteOrigin.PERSON, note.received_on is not None
            )
            for note in since
        ]
        runs = spells.spells_of(half_days)
        wanted = [stretch for run in runs for stretch in spells.stretches_of(run, standing, received)]
        managed = {note.starts_on: note for note in since if note.origin != NoteOrigin.PERSON}
        starts = {stretch.period.start for stretch in wanted}
        self.gone = [note for day, note in managed.items() if day not in starts]
        self._touched += [Period(note.starts_on, note.ends_before) for note in self.gone]
        kept = [note for note in self.notes if note not in self.gone]
        made = [self._stretch(managed.get(stretch.period.start), stretch) for stretch in wanted]
        self.notes = sorted([*kept, *(note for note in made if note.pk is None)], key=lambda note: note.starts_on)

    def _stretch(self, note: SickNote | None, stretch: spells.NoteStretch) -> SickNote:
        """The note of a stretch, made or changed."""
        fresh = note or SickNote(
            establishment=self._establishment, person_id=self._person, starts_on=stretch.period.start
        )
        values = {
            "ends_before": stretch.period.end,
            "kind": (NoteKind.EXTENSION if stretch.extension else NoteKind.FIRST).value,
            "origin": (NoteOrigin.IMPORT if stretch.received else NoteOrigin.AWAITED).value,
        }
        if stretch.received and fresh.received_on is None:
            values["received_on"] = self._at.date()
        changed = [name for name, value in values.items() if getattr(fresh, name) != value]
        if note is not None and not changed:
            return note
        self._touched.append(_reach(note, stretch.period, changed))
        for name in changed:
            setattr(fresh, name, values[name])
        if note is not None:
            self.changed.add(note.pk)
        return fresh

    def set_day_ones(self, half_days: list[spells.TypedHalfDay]) -> None:
        """Day 1 of the waiting days of each note whose spell these half-days hold."""
        counted = list(zip(self.notes, counted_notes(self.notes), strict=True))
        ends: dict[date, date] = {}
        for note, seen in counted:
            ends[seen.spell_start] = max(note.ends_before, ends.get(seen.spell_start, note.ends_before))
        for note, seen in counted:
            if seen.spell_start < self._start:
                continue
            day_one = spells.day_one_of(Period(seen.spell_start, ends[seen.spell_start]), half_days)
            if note.day_one != day_one:
                note.day_one = day_one
                self._touched.append(seen.period)
                if note.pk is not None:
                    self.changed.add(note.pk)


def _reach(note: SickNote | None, period: Period, changed: Sequence[str]) -> Period:
    """The days on which half-days count otherwise when a note becomes that of a period."""
    if note is None or period.end is None:
        return period
    if list(changed) == ["ends_before"]:
        # What it says of the days it covers stays; some days are covered now, or no longer.
        return Period(min(note.ends_before, period.end), max(note.ends_before, period.end))
    return joined(period, Period(note.starts_on, note.ends_before))


def persons_whose_notes_move(
    establishment: Establishment,
    sick: Collection[int],
    changes: Mapping[int, Collection[date]],
    taken_back: Collection[int],
) -> set[int]:
    """Persons whose sick notes have to be made anew.

    `sick`: sickness was typed or taken back. A half-day typed inside a note may end its spell there; one with another code
    that is taken back (`taken_back`) may join the spells on both sides of it. No other change moves a spell.
    """
    if not changes:
        return set()
    covered: defaultdict[int, list[Period]] = defaultdict(list)
    # Few notes stand over a few days: their persons are sorted out here, which is quicker than by a list of keys.
    whom = frozenset(changes) if taken_back else None
    over = None if taken_back else span_of(day for days in changes.values() for day in days)
    rows = note_spans(establishment, whom, over)
    for person, starts_on, ends_before in rows:
        covered[person].append(Period(starts_on, ends_before))
    inside = {
        person for person, days in changes.items() if any(day in note for note in covered[person] for day in days)
    }
    beside = {person for person in taken_back if covered[person]}
    return set(sick) | inside | beside


def span_of(days: Iterable[date]) -> Period | None:
    """From the first to the last of some days; None of none."""
    known = sorted(days)
    return Period(known[0], known[-1] + timedelta(days=1)) if known else None


def joined(one: Period, other: Period | None) -> Period:
    """The shortest period over both, each of which has an end."""
    if other is None:
        return one
    ends = (one.end or one.start, other.end or other.start)
    return Period(min(one.start, other.start), max(ends))
