"""Deriving the fact table `work`, in the action that changes what it is made from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from operator import attrgetter
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from etabli.attendance.deriving import one_at_a_time
from etabli.core.facts import Work
from etabli.core.periods import Period, day_no, month_start
from etabli.core.work import Done, Produced, work_rows
from etabli.kit.bulk import insert
from etabli.kit.prepared import prepared
from etabli.org.models import Establishment
from etabli.production.models import Output, WorkEntry, WorkFact, WorkPart
from etabli.production.queries import activity_flags, at_work, standing_outputs, standing_work
from etabli.production.states import Split

_COLUMNS = tuple(Work.__slots__)
_values = attrgetter(*_COLUMNS)


def derive_work(establishment: Establishment, days: Collection[date]) -> None:
    """Derive the facts of these days anew, month by month."""
    months: defaultdict[date, set[date]] = defaultdict(set)
    for day in days:
        months[month_start(day)].add(day)
    for wanted in months.values():
        numbers = [day_no(day) for day in wanted]
        WorkFact.objects.filter(establishment=establishment, day_no__in=numbers).delete()
        insert(WorkFact, ("establishment", *_COLUMNS), _rows(establishment, wanted))


def _rows(establishment: Establishment, wanted: Collection[date]) -> Iterator[tuple[Any, ...]]:
    span = Period(min(wanted), max(wanted) + timedelta(days=1))
    written = {key: row for key, row in standing_work(establishment, span).items() if key[1] in wanted and row.parts}
    hours = at_work(establishment, span, {person for person, _, _ in written}) if written else {}
    done = [
        Done(person, day_no(day), half, row.parts, hours.get((person, day, half), 0), row.author)
        for (person, day, half), row in sorted(written.items())
    ]
    flags = activity_flags(establishment)
    workshops = {pk: row.workshop for pk, row in flags.items()}
    lines = {pk: row.line for pk, row in flags.items() if row.line is not None}
    for row in work_rows(done, _produced(establishment, span, wanted), workshops, lines):
        yield (establishment.pk, *_values(row))


def _produced(establishment: Establishment, span: Period, wanted: Collection[date]) -> Iterator[Produced]:
    for row in standing_outputs(establishment, span):
        if row.day in wanted:
            yield Produced(
                row.activity,
                day_no(row.day),
                row.half,
                row.good,
                row.rejected,
                row.rule == Split.MINUTES,
                row.shares,
                row.author,
            )


def follow_attendance(
    *, establishment: Establishment, days: Period, persons: Collection[int] | None, **others: object
) -> None:
    """Derive anew the days on which someone's time on an activity is what attendance leaves."""
    derive_work(establishment, _days_left_to_attendance(establishment, days, persons))


def _days_left_to_attendance(
    establishment: Establishment, days: Period, persons: Collection[int] | None
) -> Collection[date]:
    whom = None if persons is None else frozenset(persons)
    rows = _left_to_attendance(establishment=establishment.pk, start=days.start, end=days.end, persons=whom)
    return [day for (day,) in rows]


@prepared
def _left_to_attendance(establishment: Any, start: Any, end: Any, persons: Any) -> QuerySet[WorkPart, Any]:
    rows = WorkPart.objects.filter(entry__establishment=establishment, minutes=None, entry__day__gte=start)
    if end is not None:
        rows = rows.filter(entry__day__lt=end)
    if persons is not None:
        rows = rows.filter(entry__person__among=persons)
    return rows.order_by().values_list("entry__day").distinct()


@transaction.atomic
def rederive_work(*, establishment: Establishment) -> None:
    """Derive every day of work of an establishment anew."""
    one_at_a_time(establishment)
    found: set[date] = set()
    for rows in _days_written(establishment):
        found |= set(rows)
    WorkFact.objects.filter(establishment=establishment).delete()
    derive_work(establishment, found)


def _days_written(establishment: Establishment) -> Iterator[Iterable[date]]:
    for model in (WorkEntry, Output):
        rows = model._default_manager.filter(establishment=establishment).order_by()
        yield rows.values_list("day", flat=True).distinct()
