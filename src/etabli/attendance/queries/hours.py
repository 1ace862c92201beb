"""Paid hours of a month by person, counted as the definition `paid_hours_activity_rate` counts them, and why not more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.db.models import Count, F, Max, Sum

from etabli.attendance.models import HalfDayFact, SentHours
from etabli.attendance.states import Unpaid
from etabli.core.counting import WHOLE
from etabli.core.facts import EngagementKind
from etabli.core.periods import Period, day_no, next_month
from etabli.org.models import CalendarDay, Establishment
from etabli.people.models import Engagement, Person
from etabli.people.queries import engagements_in, staff_numbers

LEAST = 0.005
"""Hours below which nothing is to be explained: half a hundredth."""


class Why(StrEnum):
    """Why the hours of a person are not those of a full month, besides the reasons of `Unpaid`."""

    ENTRY = "entry"
    EXIT = "exit"
    TO_CONFIRM = "to_confirm"
    BESIDE = "beside"
    """Paid half-days that were not due."""
    STATED = "stated"
    """Minutes stated otherwise than those of the half-day."""
    CHANGE = "change"
    """Work fraction or pattern changes in the month."""
    NOT_COUNTED = "not_counted"
    """No supported work contract in the month: nothing is counted."""
    NOT_SENT = "not_sent"
    """Not on the slip."""


@dataclass(frozen=True)
class Reason:
    """A reason, how many half-days, and the hours they take away (or add, when positive). `hours` None: not known."""

    why: Unpaid | Why
    half_days: int = 0
    hours: float | None = None


@dataclass
class PersonHours:
    """One person in one month: hours on the slip (None: not on it) and hours counted, in hundredths."""

    person: Person
    staff_number: str
    sent: int | None
    counted: int
    reasons: list[Reason] = field(default_factory=list)

    @property
    def difference(self) -> int:
        """Counted less sent."""
        return self.counted - (self.sent or 0)


@dataclass(frozen=True)
class Reconciliation:
    """A month. `counted`: hours of all persons before rounding, the numerator of the rate."""

    rows: list[PersonHours]
    counted: float

    @property
    def sent(self) -> int:
        return sum(row.sent or 0 for row in self.rows)

    @property
    def difference(self) -> int:
        return centi(self.counted) - self.sent


def centi(hours: float) -> int:
    """Hours in hundredths, half up."""
    return int(hours * 100 + 0.5)


@dataclass
class _Sums:
    """What the facts of one person in one month make, in hours."""

    paid: float = 0.0
    beside: float = 0.0
    pattern: float = 0.0
    terms: dict[tuple[int, int], float] = field(default_factory=dict)
    """Hours of a full month by work fraction and pattern minutes: several when they change in the month."""
    lost: dict[str, tuple[int, float]] = field(default_factory=dict)


def paid_hours(establishment: Establishment, month: date) -> dict[int, float]:
    """Hours of each person (key) that give right to the guaranteed pay, before rounding."""
    return {person: sums.paid for person, sums in _sums(establishment, month).items() if sums.paid}


def _sums(establishment: Establishment, month: date) -> Mapping[int, _Sums]:
    """Two queries. The formula is that of the definition; a test of `indicators` compares both."""
    first, end = day_no(month), day_no(next_month(month))
    days = CalendarDay.objects.filter(establishment=establishment, day_no__gte=first, day_no__lt=end)
    month_minutes = days.aggregate(minutes=Max("month_minutes"))["minutes"] or 0
    rows = HalfDayFact.objects.filter(
        establishment=establishment,
        day_no__gte=first,
        day_no__lt=end,
        kind=EngagementKind.ACCOMPANIMENT,
        month_pattern_minutes__gt=0,
    )
    groups = ("subject", "fraction", "month_pattern_minutes", "in_pattern", "unpaid")
    sums: dict[int, _Sums] = defaultdict(_Sums)
    found = (
        rows.order_by()
        .values_list(*groups)
        .annotate(count=Count("pk"), paid=Sum("paid_minutes"), lost=Sum(F("minutes") - F("paid_minutes")))
    )
    for person, fraction, pattern, inside, unpaid, count, paid, lost in found:
        hour = month_minutes * fraction / (60e0 * WHOLE * pattern)
        total = sums[person]
        total.paid += paid * hour
        total.terms[fraction, pattern] = month_minutes * fraction / (60e0 * WHOLE)
        if inside:
            total.pattern += (paid + lost) * hour
        else:
            total.beside += paid * hour
        if unpaid:
            before = total.lost.get(unpaid, (0, 0.0))
            total.lost[unpaid] = (before[0] + count, before[1] + lost * hour * inside)
    return sums


def reconciliation(establishment: Establishment, month: date) -> Reconciliation:
    """Everyone counted in the month or on its slip, in order of name; as many queries for one as for a hundred."""
    sums = _sums(establishment, month)
    sent = dict(SentHours.objects.filter(establishment=establishment, month=month).values_list("person", "centihours"))
    engagements: dict[int, list[Engagement]] = defaultdict(list)
    for engagement in engagements_in(establishment, Period(month, next_month(month))).prefetch_related("terms"):
        if engagement.kind == EngagementKind.ACCOMPANIMENT:
            engagements[engagement.person_id].append(engagement)
    keys = {*sums, *sent, *engagements}
    numbers = staff_numbers(establishment, keys)
    people = Person.objects.filter(pk__in=keys).order_by("search_key", "pk")
    rows = [
        PersonHours(
            person,
            numbers.get(person.pk, ""),
            sent.get(person.pk),
            centi(sums[person.pk].paid) if person.pk in sums else 0,
            _reasons(sums.get(person.pk), engagements.get(person.pk, []), month, bool(sent) and person.pk not in sent),
        )
        for person in people
    ]
    return Reconciliation(rows, sum(total.paid for total in sums.values()))


def _reasons(sums: _Sums | None, engagements: list[Engagement], month: date, not_sent: bool) -> list[Reason]:
    """Why the hours are not those of a full month, the largest loss first."""
    reasons = [Reason(Why.NOT_SENT)] if not_sent else []
    if not engagements:
        return [*reasons, Reason(Why.NOT_COUNTED)]
    if sums is None:
        return [*reasons, *_engaged(engagements, month, None)]
    lost = [Reason(Unpaid(code), count, -hours) for code, (count, hours) in sums.lost.items()]
    reasons += sorted(lost, key=lambda reason: reason.hours or 0)
    if sums.beside > 0:
        reasons.append(Reason(Why.BESIDE, hours=sums.beside))
    if len(sums.terms) > 1:
        return [*reasons, Reason(Why.CHANGE), *_engaged(engagements, month, None)]
    # What a full month has and the half-days of the pattern have not: days without an engagement, or stated minutes.
    rest = sums.pattern - sum(sums.terms.values())
    engaged = _engaged(engagements, month, rest)
    if not engaged and abs(rest) >= LEAST:
        reasons.append(Reason(Why.STATED, hours=rest))
    return reasons + engaged


def _engaged(engagements: list[Engagement], month: date, hours: float | None) -> list[Reason]:
    """Entry, exit and patterns to confirm of the month. `hours`: of the part of it without an engagement."""
    end = next_month(month)
    reasons = []
    if any(not row.follows_opening and not row.pattern for engagement in engagements for row in engagement.terms.all()):
        return [Reason(Why.TO_CONFIRM)]
    entered = min(row.starts_on for row in engagements) > month
    left = all(row.ends_before is not None and row.ends_before < end for row in engagements)
    if entered:
        reasons.append(Reason(Why.ENTRY, hours=None if left else hours))
    if left:
        reasons.append(Reason(Why.EXIT, hours=hours if not entered else None))
    return reasons
