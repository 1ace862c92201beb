"""Months and what is missing in each before it is closed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from etabli.attendance.access import AttendanceRight
from etabli.attendance.models import ClosedMonth, HalfDayFact, Reopening, SickNote
from etabli.attendance.queries.captured import awaited_notes, closed_months
from etabli.attendance.states import Unpaid
from etabli.core.periods import Period, day_no, day_of, month_start, next_month
from etabli.org.models import Establishment, User
from etabli.org.queries import followed_from
from etabli.people.models import EngagementTerms, Person


@dataclass(frozen=True)
class MonthState:
    """A month. `missing`: due half-days past with nothing typed; `to_confirm`: patterns still to be confirmed."""

    month: date
    closed: ClosedMonth | None
    missing: int
    awaited: int
    to_confirm: int
    is_over: bool

    @property
    def is_whole(self) -> bool:
        return not (self.missing or self.awaited or self.to_confirm)


@dataclass(frozen=True)
class Missing:
    """The due half-days of a person at which nothing is typed."""

    person: Person
    half_days: tuple[tuple[date, int], ...]


@dataclass(frozen=True)
class MonthDetail:
    """What is to be seen to in a month, person by person."""

    state: MonthState
    missing: Sequence[Missing]
    awaited: Sequence[SickNote]
    to_confirm: Sequence[Person]
    reopenings: Sequence[Reopening]


@dataclass(frozen=True)
class Unsettled:
    """What may still change over some days. `open_months`: first days, in order; `missing`: as in `MonthState`."""

    open_months: tuple[date, ...]
    awaited: int
    missing: int


def unsettled(establishment: Establishment, days: Period, today: date) -> Unsettled:
    """What may still change of these days, which have an end, in the months begun since the house is followed."""
    begun = days.cut(Period(min(followed_months(establishment, today)), next_month(today)))
    if begun is None:
        return Unsettled((), 0, 0)
    closed = closed_months(establishment)
    months = (month_start(month.start) for month in begun.months())
    notes = awaited_notes(establishment).filter(ends_before__gt=begun.start, starts_on__lt=begun.end)
    rows = _missing_rows(establishment, begun, None, today)
    return Unsettled(tuple(month for month in months if month not in closed), notes.count(), rows.count())


def followed_months(establishment: Establishment, today: date) -> list[date]:
    """First days of the months since the first approved places, the present one first."""
    start = followed_from(establishment)
    if start is None or start > today:
        return [month_start(today)]
    return [month.start for month in reversed(Period(month_start(start), next_month(today)).months())]


def persons_seen(user: User, establishment: Establishment) -> QuerySet[Person]:
    """Those whose reasons of absence the user may see."""
    return Person.objects.visible_to(user, establishment, AttendanceRight.REASON_READ).order_by()


def months_seen(user: User, establishment: Establishment, months: Sequence[date], today: date) -> list[MonthState]:
    """The state of these months; as many queries however many there are."""
    if not months:
        return []
    over = Period(min(months), next_month(max(months)))
    persons = persons_seen(user, establishment).values("pk")
    closed = {row.month: row for row in _closings(establishment).filter(month__in=list(months))}
    missing = _missing_by_month(_missing_rows(establishment, over, persons, today))
    awaited = [
        Period(row.starts_on, row.ends_before) for row in awaited_notes(establishment).filter(person__in=persons)
    ]
    patterns = [period for _, period in _to_confirm(establishment, persons)]
    return [
        MonthState(
            month,
            closed.get(month),
            missing[month],
            _overlapping(month, awaited),
            _overlapping(month, patterns),
            next_month(month) <= today,
        )
        for month in months
    ]


def month_seen(user: User, establishment: Establishment, month: date, today: date) -> MonthDetail:
    """What is missing in a month, among those whom the user may see."""
    days = Period(month, next_month(month))
    persons = persons_seen(user, establishment).values("pk")
    (state,) = months_seen(user, establishment, [month], today)
    rows = _missing_rows(establishment, days, persons, today)
    slots: dict[int, list[tuple[date, int]]] = defaultdict(list)
    for person, number, half in rows.order_by("day_no", "half").values_list("subject", "day_no", "half"):
        slots[person].append((day_of(number), half))
    confirm = [row for row, period in _to_confirm(establishment, persons) if period.overlaps(days)]
    people = Person.objects.in_bulk([*slots, *(row.engagement.person_id for row in confirm)])
    named = sorted((people[key] for key in slots), key=lambda person: (person.search_key, person.pk))
    notes = awaited_notes(establishment).filter(person__in=persons, ends_before__gt=month, starts_on__lt=days.end)
    return MonthDetail(
        state,
        [Missing(person, tuple(slots[person.pk])) for person in named],
        list(notes),
        list(dict.fromkeys(people[row.engagement.person_id] for row in confirm)),
        list(Reopening.objects.filter(establishment=establishment, month=month).select_related("reopened_by")),
    )


def _closings(establishment: Establishment) -> QuerySet[ClosedMonth]:
    return ClosedMonth.objects.filter(establishment=establishment).select_related("closed_by")


def _missing_rows(
    establishment: Establishment, days: Period, persons: Iterable[object] | None, today: date
) -> QuerySet[HalfDayFact]:
    """Until yesterday: the present day is not over."""
    end = min(days.end or today, today)
    rows = HalfDayFact.objects.filter(establishment=establishment, unpaid=Unpaid.MISSING)
    if persons is not None:
        rows = rows.filter(subject__in=persons)
    return rows.filter(day_no__gte=day_no(days.start), day_no__lt=day_no(end))


def _missing_by_month(rows: QuerySet[HalfDayFact]) -> Mapping[date, int]:
    counts: Counter[date] = Counter()
    for number, count in rows.order_by().values_list("day_no").annotate(count=Count("pk")):
        counts[month_start(day_of(number))] += count
    return counts


def _to_confirm(establishment: Establishment, persons: Iterable[object]) -> list[tuple[EngagementTerms, Period]]:
    """Terms without due half-days, each with the days it holds; two queries."""
    rows = EngagementTerms.objects.filter(
        engagement__establishment=establishment, engagement__person__in=persons, pattern="", follows_opening=False
    )
    found = []
    for row in rows.select_related("engagement").prefetch_related("engagement__terms"):
        later = [terms.valid_from for terms in row.engagement.terms.all() if terms.valid_from > row.valid_from]
        ends = [*later, *([row.engagement.ends_before] if row.engagement.ends_before else [])]
        end = min(ends, default=None)
        if end is None or end > row.valid_from:
            found.append((row, Period(row.valid_from, end)))
    return found


def _overlapping(month: date, periods: Iterable[Period]) -> int:
    days = Period(month, next_month(month))
    return sum(period.overlaps(days) for period in periods)
