"""Absences until further notice: begun, followed each day, and ended."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.timezone import localtime

from etabli.attendance import rules
from etabli.attendance.access import AttendanceRight
from etabli.attendance.actions.acts import Operation, SegmentSpec
from etabli.attendance.actions.recording import Answer, record
from etabli.attendance.deriving import one_at_a_time
from etabli.attendance.models import LastingAbsence
from etabli.attendance.queries import active_codes, standing_entries
from etabli.attendance.queries.lasting import half_days_since
from etabli.attendance.states import Outcome
from etabli.core.lasting import Slot, followed
from etabli.core.periods import Period
from etabli.core.refusal import Refusal
from etabli.org.models import Establishment, User
from etabli.people.queries import engagements_in
from etabli.people.reach import Reach


@transaction.atomic
def begin_absence(
    *,
    establishment: Establishment,
    key: UUID,
    person: int,
    code: str,
    starts_on: date,
    half: int = 0,
    by: User | None,
    acted_at: datetime | None = None,
    at: datetime,
) -> LastingAbsence:
    """From a half-day on a person (key) is away until further notice; her due half-days up to today are written.

    `key`: UUIDv7 made by whoever captures; told again, nothing changes. Half-days that are typed stay as they are. Refusals
    `person_unknown`, `right_not_held_then`, `absence_far_off`, `not_engaged`, `code_unknown`, `code_no_absence`,
    `absence_goes_on`, `month_closed`.
    """
    one_at_a_time(establishment)
    known = LastingAbsence.objects.filter(establishment=establishment, pk=key).first()
    if known is not None:
        return known
    done = min(acted_at or at, at)
    _check_reach(establishment, person, localtime(done).date(), starts_on, by)
    codes = active_codes(establishment)
    rules.check_code(code, codes)
    rules.check_absence_code(code, bool(codes[code].absence))
    standing = LastingAbsence.objects.filter(establishment=establishment, person=person, ended_on=None).first()
    rules.check_no_absence_goes_on(standing and standing.starts_on)
    row = LastingAbsence.objects.create(
        pk=key,
        establishment=establishment,
        person_id=person,
        code=codes[code],
        starts_on=starts_on,
        half=half,
        followed_before=starts_on,
        begun_by=by,
        begun_at=done,
    )
    answers = _follow(row, by, done, at)
    refusal = next((answer.refusal for answer in answers if answer.refusal), None)
    if refusal is not None and all(answer.outcome == Outcome.REFUSED for answer in answers):
        raise refusal
    return row


def _check_reach(establishment: Establishment, person: int, acted_on: date, day: date, by: User | None) -> None:
    reach = Reach(by, AttendanceRight.WRITE, establishment, [person])
    if person not in reach.names:
        raise Refusal("person_unknown", value=person)
    if not reach.holds(person, acted_on, day):
        raise Refusal("right_not_held_then", name=reach.names[person], day=acted_on)
    rules.check_begins_soon(day, acted_on)
    rows = engagements_in(establishment, Period(day, day + timedelta(days=1)), [person])
    rules.check_engaged(day, [Period(row.starts_on, row.ends_before) for row in rows], reach.names[person])


def follow_absences(*, establishment: Establishment, at: datetime) -> int:
    """Write the half-days since the last time of every absence that goes on, up to today; end those who are back. Daily."""
    with transaction.atomic():
        one_at_a_time(establishment)
        rows = LastingAbsence.objects.filter(establishment=establishment, ended_on=None)
        return sum(len(_follow(row, None, at, at)) for row in rows.select_related("code"))


def _follow(row: LastingAbsence, by: User | None, acted_at: datetime, at: datetime) -> list[Answer]:
    today = localtime(at).date()
    if row.starts_on > today:
        return []
    due, typed = half_days_since(row.establishment_id, row.person_id, row.starts_on, today)
    found = followed((row.starts_on, row.half), row.followed_before, today, due, typed)
    segments = (SegmentSpec(row.code.code),)
    acts = [Operation(_key(row, slot), row.person_id, *slot, segments, acted_at) for slot in found.away]
    answers = record(establishment=row.establishment, operations=acts, by=by, at=at) if acts else []
    row.followed_before = today + timedelta(days=1)
    row.ended_on = found.back and found.back[0]
    row.ended_at = at if found.back else None
    row.save(update_fields=["followed_before", "ended_on", "ended_at"])
    return answers


def _key(row: LastingAbsence, slot: Slot) -> UUID:
    return uuid5(row.pk, f"{slot[0].isoformat()}/{slot[1]}")


@transaction.atomic
def end_absence(*, absence: LastingAbsence, on: date, by: User | None, at: datetime) -> None:
    """She is back on a day, or no longer expected from it on: what was written ahead for it and after it is taken back."""
    one_at_a_time(absence.establishment)
    row = LastingAbsence.objects.get(pk=absence.pk)
    if row.ended_on is not None:
        return
    ended_on = max(on, row.starts_on)
    _take_back(row, ended_on, by, at)
    row.ended_on, row.ended_by, row.ended_at = ended_on, by, at
    row.save(update_fields=["ended_on", "ended_by", "ended_at"])


def _take_back(row: LastingAbsence, since: date, by: User | None, at: datetime) -> None:
    """Half-days from a day on, on which what the absence wrote still stands, are as if nothing was typed."""
    standing = standing_entries(row.establishment, Period(since, None), [row.person_id])
    acts = [
        Operation(uuid5(entry.entry, "ended"), person, day, half, (), at, base=entry.entry)
        for (person, day, half), entry in standing.items()
        if entry.entry == _key(row, (day, half)) and entry.segments
    ]
    for answer in record(establishment=row.establishment, operations=acts, by=by, at=at) if acts else []:
        if answer.refusal is not None:
            raise answer.refusal
