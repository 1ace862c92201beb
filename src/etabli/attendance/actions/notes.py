"""Writes of sick notes."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet

from etabli.attendance import rules
from etabli.attendance.deriving import derive, joined, one_at_a_time, sync_notes
from etabli.attendance.models import SickNote
from etabli.attendance.queries import closed_months
from etabli.attendance.states import NoteKind, NoteOrigin
from etabli.core.periods import Period
from etabli.org.models import Establishment, User
from etabli.people.models import Person


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
    one_at_a_time(establishment)
    period = Period(starts_on, ends_before)
    mine = SickNote.objects.filter(establishment=establishment, person=person)
    # As it stands by now: what is typed meanwhile moves it, or takes it away.
    standing = mine.filter(pk=note.pk).first() if note else None
    before = Period(standing.starts_on, standing.ends_before) if standing else None
    _check_months_open(establishment, period, before or period)
    others = mine.exclude(pk=standing.pk) if standing else mine
    entered = others.filter(origin=NoteOrigin.PERSON)
    rules.check_notes_apart(period, [Period(row.starts_on, row.ends_before) for row in entered])
    _give_way(others.exclude(origin=NoteOrigin.PERSON), period)
    row = standing or SickNote(establishment=establishment, person=person)
    row.starts_on, row.ends_before, row.kind = starts_on, ends_before, kind
    row.long_term_illness, row.work_accident, row.received_on = long_term_illness, work_accident, received_on
    row.origin, row.day_one = NoteOrigin.PERSON.value, None
    row.save()
    _follow_note(establishment, person, joined(period, before), at)
    row.refresh_from_db()
    return row


@transaction.atomic
def remove_sick_note(*, note: SickNote, by: User | None, at: datetime) -> None:
    """Take a note back. Typed sickness it covered opens an awaited one."""
    one_at_a_time(note.establishment)
    note = SickNote.objects.filter(pk=note.pk).first() or note
    period, person, establishment = Period(note.starts_on, note.ends_before), note.person, note.establishment
    _check_months_open(establishment, period)
    SickNote.objects.filter(pk=note.pk).delete()
    _follow_note(establishment, person, period, at)


def _check_months_open(establishment: Establishment, *periods: Period) -> None:
    closed = closed_months(establishment)
    for period in periods:
        for month in period.months():
            rules.check_month_open(month.start, closed)


def _give_way(managed: QuerySet[SickNote], period: Period) -> None:
    """Awaited and imported notes leave these days; what stands of them before and after keeps its state."""
    for row in managed.filter(starts_on__lt=period.end, ends_before__gt=period.start):
        if period.end is not None and row.ends_before > period.end:
            SickNote.objects.create(
                establishment_id=row.establishment_id,
                person_id=row.person_id,
                starts_on=period.end,
                ends_before=row.ends_before,
                kind=NoteKind.EXTENSION.value,
                received_on=row.received_on,
                origin=row.origin,
            )
        if row.starts_on < period.start:
            SickNote.objects.filter(pk=row.pk).update(ends_before=period.start)
        else:
            row.delete()


def _follow_note(establishment: Establishment, person: Person, days: Period, at: datetime) -> None:
    moved = sync_notes(establishment, {person.pk}, days.start, False, at)
    later = SickNote.objects.filter(establishment=establishment, person=person, starts_on__gte=days.start)
    reach = [Period(row.starts_on, row.ends_before) for row in later]
    for period in [*moved.values(), *reach]:
        days = joined(days, period)
    derive(establishment, days, [person.pk], at)
