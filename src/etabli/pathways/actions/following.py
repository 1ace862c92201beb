"""The half-days of placements in the attendance: written as the days pass, taken back when a placement no longer holds them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid5

from django.db import transaction
from django.utils.timezone import localtime, make_aware

from etabli.attendance.actions import Operation, SegmentSpec, record
from etabli.attendance.queries import Standing, active_codes, closed_months, standing_entries
from etabli.attendance.queries.lasting import days_owed, half_days_since
from etabli.core.lasting import Slot
from etabli.core.periods import Period, month_start
from etabli.core.refusal import Refusal
from etabli.org.models import Establishment
from etabli.org.turns import one_at_a_time
from etabli.pathways.models import Placement
from etabli.pathways.queries.placements import planned_of
from etabli.pathways.rules import following as rules
from etabli.pathways.rules.placements import Planned
from etabli.pathways.states import HELD, Device, PlacementState


def follow_everywhere(*, at: datetime) -> int:
    """`follow_placements` of every establishment. Daily."""
    return sum(follow_placements(establishment=one, at=at) for one in Establishment.objects.order_by("pk"))


def follow_placements(*, establishment: Establishment, at: datetime) -> int:
    """Write the half-days since the last time of every placement, up to today; how many were written."""
    with transaction.atomic():
        one_at_a_time(establishment)
        today = localtime(at).date()
        rows = Placement.objects.filter(establishment=establishment, state__in=HELD, starts_on__lte=today)
        behind = [
            row for row in rows.order_by("pk") if row.followed_before is None or row.followed_before < _end(row, today)
        ]
        return sum(follow(row, at) for row in behind)


def follow_engagements(*, establishment: Establishment, persons: Collection[int], at: datetime) -> None:
    """Engagements of these persons changed: half-days that are due now, and were not, are written too."""
    rows = Placement.objects.filter(establishment=establishment, person__among=frozenset(persons), state__in=HELD)
    for row in rows.filter(starts_on__lte=localtime(at).date()).order_by("pk"):
        follow(row, at, anew=True)


def follow_calendar(*, establishment: Establishment, at: datetime) -> None:
    """The calendar changed: half-days that are due now, and were not, are written too. Placements without such are not touched."""
    today = localtime(at).date()
    rows = Placement.objects.filter(establishment=establishment, state__in=HELD, starts_on__lte=today)
    begun = list(rows.select_related("establishment").order_by("pk"))
    owed = days_owed(establishment.pk, {row.person_id for row in begun}, today) if begun else {}
    for row in begun:
        if any(row.starts_on <= day < _end(row, today) for day in owed.get(row.person_id, ())):
            follow(row, at, anew=True)


def follow(row: Placement, at: datetime, *, anew: bool = False) -> int:
    """Write its half-days up to today, from the first that was not followed yet; how many. Typed half-days stay as they are.
    `anew`: from its first day.

    Those of closed months are left out, see `queries.placements.skipped_months`, and written once their month is open again.
    """
    today = localtime(at).date()
    end = _end(row, today)
    since = row.starts_on if anew else row.followed_before or row.starts_on
    if PlacementState(row.state) not in HELD or since >= end:
        return 0
    codes = active_codes(row.establishment)
    code = rules.written_code(Device(row.device), row.code, codes)
    written, left_out = (0, None) if code is None else _write(row, codes[code].code, since, end - timedelta(days=1), at)
    followed = left_out or end
    # An UPDATE that changes nothing is a row of the journal all the same.
    if followed != row.followed_before:
        row.followed_before = followed
        row.save(update_fields=["followed_before"])
    return written


def _end(row: Placement, today: date) -> date:
    """The first day that is not to be followed yet."""
    tomorrow = today + timedelta(days=1)
    return tomorrow if row.ends_before is None else min(tomorrow, row.ends_before)


def _write(row: Placement, code: str, since: date, last: date, at: datetime) -> tuple[int, date | None]:
    """How many were written, and the first day that was left out because its month is closed."""
    due, typed = half_days_since(row.establishment_id, row.person_id, since, last)
    closed = closed_months(row.establishment)
    free = [slot for slot in rules.slots(planned_of(row), due, since, last, closed=()) if slot not in typed]
    wanted = [slot for slot in free if month_start(slot[0]) not in closed]
    left_out = min((day for day, _ in free if month_start(day) in closed), default=None)
    if not wanted:
        return 0, left_out
    standing = _standing(row, Period(since, last + timedelta(days=1)))
    segments = (SegmentSpec(code),)
    acts = [
        Operation(
            _name(row, slot, row.writing),
            row.person_id,
            *slot,
            segments,
            _dawn(slot[0]),
            base=_entry(standing.get(slot)),
        )
        for slot in wanted
    ]
    # Nobody types these half-days: the placement says them, and its journal says who made it.
    answers = record(establishment=row.establishment, operations=acts, by=None, at=at)
    return sum(answer.refusal is None for answer in answers), left_out


def _dawn(day: date) -> datetime:
    """When a half-day is said by a placement: before anyone acts that day, so that what someone saw prevails."""
    return make_aware(datetime.combine(day, time.min))


def take_back(row: Placement, at: datetime, kept: Planned | None = None) -> None:
    """What it wrote and still stands is as if nothing was typed, but for half-days that it would write as it is `kept`.

    Refusal `placement_month_closed` when one of them stands in a closed month.
    """
    last = max(_end(row, localtime(at).date()), row.followed_before or row.starts_on, row.starts_on + timedelta(days=1))
    standing = _standing(row, Period(row.starts_on, last))
    gone = [slot for slot, entry in standing.items() if entry.segments and _is_ours(row, slot, entry)]
    if kept is not None:
        still = rules.slots(kept, gone, kept.starts_on, max((day for day, _ in gone), default=kept.starts_on), ())
        gone = [slot for slot in gone if slot not in still]
    _check_open(gone, closed_months(row.establishment))
    acts = [
        Operation(uuid5(standing[slot].entry, "taken back"), row.person_id, *slot, (), at, base=standing[slot].entry)
        for slot in gone
    ]
    if acts:
        for answer in record(establishment=row.establishment, operations=acts, by=None, at=at):
            if answer.refusal is not None:
                raise answer.refusal
        row.writing += 1


def _check_open(slots: Collection[Slot], closed: Collection[date]) -> None:
    for day, _ in sorted(slots):
        if month_start(day) in closed:
            raise Refusal("placement_month_closed", month=f"{day:%m/%Y}")


def _standing(row: Placement, days: Period) -> Mapping[Slot, Standing]:
    found = standing_entries(row.establishment, days, [row.person_id])
    return {(day, half): entry for (_, day, half), entry in found.items()}


def _name(row: Placement, slot: Slot, writing: int) -> UUID:
    """What a half-day that it writes is called; after it was taken back, it is called otherwise."""
    return uuid5(row.key, f"{writing}/{slot[0].isoformat()}/{slot[1]}")


def _is_ours(row: Placement, slot: Slot, entry: Standing) -> bool:
    return bool({entry.entry, entry.act} & {_name(row, slot, writing) for writing in range(row.writing + 1)})


def _entry(standing: Standing | None) -> UUID | None:
    return None if standing is None else standing.entry
