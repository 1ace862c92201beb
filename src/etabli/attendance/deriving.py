"""Deriving the fact table `person_half_day` and the sick notes that typed sickness opens. Called by `actions` only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta

from django.db.models import Min

from etabli.attendance.models import Entry, HalfDayFact, SickNote
from etabli.attendance.queries import counted_notes, facts_of, notes_of, typed_half_days
from etabli.attendance.states import NoteKind, NoteOrigin
from etabli.core import spells
from etabli.core.counting import Window, count_half_days
from etabli.core.facts import PersonHalfDay
from etabli.core.periods import Period, day_no, day_of, month_start, next_month
from etabli.kit.changes import announce
from etabli.org.models import Establishment
from etabli.org.queries import calendar_span, followed_from, houses_of, parameter_on
from etabli.people.queries import counted_engagements, workshops_of

FACTS_CHANGED = "attendance.facts"
"""Announced with establishment, days (a Period) and persons (keys, or None for all)."""
WAITING_DAYS = "sickness_waiting_days"
_LOOK_BACK = timedelta(days=120)
_COLUMNS = tuple(PersonHalfDay.__slots__)


def derive(establishment: Establishment, days: Period, persons: Collection[int] | None, at: datetime) -> None:
    """Derive the half-days of these persons (all when None) over these days, and announce it."""
    span = calendar_span(establishment)
    start = followed_from(establishment)
    if span is None or start is None:
        return
    horizon = day_of(span[1] + 1)
    first = max(days.start, _first_day(establishment, start))
    last = days.end or horizon
    if first >= last:
        return
    window = Window(
        days=Period(first, last),
        implied_from=start,
        implied_to=horizon,
        due_to=next_month(month_start(at.date())),
    )
    rows = HalfDayFact.objects.filter(establishment=establishment, day_no__gte=day_no(days.start))
    if days.end is not None:
        rows = rows.filter(day_no__lt=day_no(days.end))
    if persons is not None:
        rows = rows.filter(subject__in=list(persons))
    rows.delete()
    HalfDayFact.objects.bulk_create(_rows(establishment, window, persons), batch_size=1500)
    announce(FACTS_CHANGED, establishment=establishment, days=days, persons=persons)


def _first_day(establishment: Establishment, start: date) -> date:
    first = Entry.objects.filter(establishment=establishment).aggregate(first=Min("day"))["first"]
    return min(start, first or start)


def _rows(establishment: Establishment, window: Window, persons: Collection[int] | None) -> Iterable[HalfDayFact]:
    houses, workshops = houses_of(establishment), workshops_of(establishment, persons)
    facts = facts_of(establishment, window.days, persons)
    notes = notes_of(establishment, persons)
    waiting = parameter_on(WAITING_DAYS, window.days.start, establishment)
    for person, engagements in counted_engagements(establishment, window.days, persons).items():
        for engagement in engagements:
            for row in count_half_days(
                engagement,
                facts.get(person, {}),
                notes.get(person, ()),
                houses[workshops.get(person)],
                establishment.full_time_weekly_minutes,
                window,
                waiting,
            ):
                values = {name: getattr(row, name) for name in _COLUMNS}
                yield HalfDayFact(establishment_id=establishment.pk, subject_id=person, **values)


def sync_notes(
    establishment: Establishment, persons: Collection[int], first_day: date, received: bool, at: datetime
) -> dict[int, Period]:
    """Make the notes of these persons cover what is typed from `first_day` on; the days changed, by person.

    `received`: an import of past sheets, whose notes count as received; else a note that does not stand is opened as
    awaited.
    """
    changed: dict[int, Period] = {}
    for person, (start, half_days) in _since_before_a_spell(establishment, persons, first_day).items():
        days = _sync_person(establishment, person, start, half_days, received, at)
        if days is not None:
            changed[person] = days
    return changed


def _since_before_a_spell(
    establishment: Establishment, persons: Collection[int], first_day: date
) -> dict[int, tuple[date, list[spells.TypedHalfDay]]]:
    """Typed half-days from a day at or before `first_day` on which no spell is running, by person, with that day."""
    found: dict[int, tuple[date, list[spells.TypedHalfDay]]] = {}
    waiting, back = set(persons), _LOOK_BACK
    while waiting:
        start = first_day - back
        typed = typed_half_days(establishment, Period(start, None), waiting)
        for person in sorted(waiting):
            half_days = sorted(typed.get(person, ()), key=lambda row: (row.day, row.half))
            if not half_days or not half_days[0].sick or back > timedelta(days=4000):
                found[person] = (start, half_days)
                waiting.discard(person)
        back *= 4
    return found


def _sync_person(
    establishment: Establishment,
    person: int,
    start: date,
    half_days: list[spells.TypedHalfDay],
    received: bool,
    at: datetime,
) -> Period | None:
    everything = list(SickNote.objects.filter(establishment=establishment, person=person).order_by("starts_on"))
    notes = [note for note in everything if note.ends_before > start]
    standing = [
        spells.Standing(
            Period(note.starts_on, note.ends_before), note.origin == NoteOrigin.PERSON, note.received_on is not None
        )
        for note in notes
    ]
    wanted = [
        stretch for spell in spells.spells_of(half_days) for stretch in spells.stretches_of(spell, standing, received)
    ]
    touched = _make_notes(establishment, person, notes, wanted, at)
    touched += _set_day_ones(establishment, person, half_days, start)
    if not touched:
        return None
    return Period(min(period.start for period in touched), max(period.end or period.start for period in touched))


def _make_notes(
    establishment: Establishment, person: int, notes: list[SickNote], wanted: list[spells.NoteStretch], at: datetime
) -> list[Period]:
    managed = {note.starts_on: note for note in notes if note.origin != NoteOrigin.PERSON}
    touched: list[Period] = []
    gone = set(managed) - {stretch.period.start for stretch in wanted}
    for day in gone:
        touched.append(Period(managed[day].starts_on, managed[day].ends_before))
        managed[day].delete()
    for stretch in wanted:
        values = {
            "ends_before": stretch.period.end,
            "kind": NoteKind.EXTENSION.value if stretch.extension else NoteKind.FIRST.value,
            "origin": (NoteOrigin.IMPORT if stretch.received else NoteOrigin.AWAITED).value,
        }
        note = managed.get(stretch.period.start)
        if note is not None and all(getattr(note, name) == value for name, value in values.items()):
            continue
        received_on = at.date() if stretch.received else None
        if note is None:
            SickNote.objects.create(
                establishment=establishment,
                person_id=person,
                starts_on=stretch.period.start,
                received_on=received_on,
                **values,
            )
            touched.append(stretch.period)
        else:
            touched.append(Period(note.starts_on, max(note.ends_before, stretch.period.end or note.ends_before)))
            SickNote.objects.filter(pk=note.pk).update(**values, received_on=note.received_on or received_on)
    return touched


def _set_day_ones(
    establishment: Establishment, person: int, half_days: list[spells.TypedHalfDay], start: date
) -> list[Period]:
    notes = list(SickNote.objects.filter(establishment=establishment, person=person).order_by("starts_on"))
    touched: list[Period] = []
    for note, counted in zip(notes, counted_notes(notes), strict=True):
        if counted.spell_start < start:
            continue
        day_one = spells.day_one_of(counted.spell_start, half_days)
        if day_one is not None and note.day_one != day_one:
            note.day_one = day_one
            note.save(update_fields=["day_one"])
            touched.append(counted.period)
    return touched


def persons_whose_notes_move(
    establishment: Establishment,
    sick: Collection[int],
    changes: Mapping[int, Collection[date]],
    corrected: Collection[int],
) -> set[int]:
    """Persons whose sick notes have to be made anew: sickness typed or taken back, a note over the day, a correction."""
    if not changes:
        return set()
    covered: defaultdict[int, list[Period]] = defaultdict(list)
    rows = SickNote.objects.filter(establishment=establishment, person__in=list(changes))
    for person, starts_on, ends_before in rows.values_list("person", "starts_on", "ends_before"):
        covered[person].append(Period(starts_on, ends_before))
    inside = {
        person for person, days in changes.items() if any(day in note for note in covered[person] for day in days)
    }
    beside = {person for person in corrected if covered[person]}
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
