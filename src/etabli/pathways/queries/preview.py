"""Which half-days a placement will write in the attendance, told before it is agreed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from etabli.attendance.models import Code
from etabli.attendance.queries import active_codes, closed_months, roster_of
from etabli.attendance.queries.lasting import half_days_since
from etabli.core.lasting import Slot
from etabli.core.periods import Period, month_start, next_month
from etabli.pathways.models import Placement
from etabli.pathways.queries.codes import code_for
from etabli.pathways.queries.placements import planned_of
from etabli.pathways.rules import following
from etabli.pathways.states import Device

AHEAD = timedelta(days=366)
"""Half-days further away are not told."""


@dataclass(frozen=True)
class Preview:
    """`code`: of the attendance, None when nothing is written. `months`: (first day, half-days) in order.

    `typed`: half-days that someone typed already, which stay. `closed`: closed months, which stay.
    """

    code: Code | None
    months: tuple[tuple[date, int], ...] = ()
    typed: int = 0
    closed: tuple[date, ...] = ()


def preview_of(row: Placement, today: date) -> Preview:
    """As many queries for a day as for a year."""
    codes = active_codes(row.establishment)
    name = following.written_code(Device(row.device), row.code or code_for(row), codes)
    if name is None:
        return Preview(None)
    last = today + AHEAD if row.ends_before is None else min(row.ends_before - timedelta(days=1), today + AHEAD)
    due, typed = half_days_since(row.establishment_id, row.person_id, row.starts_on, last)
    due += _due_later(row, max(row.starts_on, next_month(month_start(today))), last)
    wanted = following.slots(planned_of(row), due, row.starts_on, last, closed=())
    closed = closed_months(row.establishment)
    kept = [slot for slot in wanted if slot in typed]
    free = [slot for slot in wanted if slot not in typed]
    months = Counter(month_start(day) for day, _half in free if month_start(day) not in closed)
    shut = sorted({month_start(day) for day, _half in free} & set(closed))
    return Preview(codes[name], tuple(sorted(months.items())), len(kept), tuple(shut))


def _due_later(row: Placement, first: date, last: date) -> list[Slot]:
    """Half-days that will be due: those of months to come are counted as due when their month begins."""
    if first > last:
        return []
    days = Period(first, last + timedelta(days=1))
    roster = roster_of(row.establishment, days, [row.person_id])
    return [(day, int(half)) for day in days.each_day() for half in roster.due(row.person_id, day)]
