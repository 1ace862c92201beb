"""Useful presence: minutes of each workshop and week by what they went to. Nobody is named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from etabli.attendance.models import HalfDayFact
from etabli.attendance.queries import codes_of, standing_entries
from etabli.attendance.states import TimeKind
from etabli.core.periods import Period, day_no, monday_of
from etabli.core.presence import USES_OF, Booked, Purpose, Use, uses
from etabli.org.models import Establishment
from etabli.people.queries import workshops_of
from etabli.production.models import PresenceTarget, WorkFact
from etabli.production.rules import WHOLE

_USES = {
    TimeKind.WORK: Use.WAITING,
    TimeKind.SUPPORT: Use.SUPPORT,
    TimeKind.TRAINING: Use.TRAINING,
    TimeKind.PROJECT: Use.PROJECT,
}


@dataclass(frozen=True)
class Week:
    """Minutes of presence of a workshop (key, None for people of none) in the week of a Monday."""

    workshop: int | None
    monday: date
    minutes: Mapping[Use, int] = field(default_factory=dict)
    targets: Mapping[Purpose, int] = field(default_factory=dict)
    """In ten-thousandths; those that were set by then."""

    @property
    def total(self) -> int:
        return sum(self.minutes.values())

    def of(self, purpose: Purpose) -> int:
        """Minutes for a purpose."""
        return sum(self.minutes.get(use, 0) for use in USES_OF[purpose])

    def rate(self, purpose: Purpose) -> float | None:
        """The part of a purpose in the presence; None when there was none."""
        return self.of(purpose) / self.total if self.total else None

    def is_met(self, purpose: Purpose) -> bool | None:
        """None without a target."""
        target = self.targets.get(purpose)
        return None if target is None else self.of(purpose) * WHOLE >= target * self.total


def presence_of(establishment: Establishment, days: Period) -> list[Week]:
    """Presence of whole weeks as it was typed, by workshop and week, latest first; six queries, however many people.

    What was written down counts for the workshop of its activity; the rest of a half-day for the workshop where the person
    was, else for her own.
    """
    sums: defaultdict[tuple[int | None, date], defaultdict[Use, int]] = defaultdict(lambda: defaultdict(int))
    for half_day in half_days_used(establishment, days):
        for (workshop, use), minutes in half_day.uses.items():
            sums[workshop, monday_of(half_day.day)][use] += minutes
    targets = list(PresenceTarget.objects.filter(establishment=establishment))
    weeks = [
        Week(workshop, monday, dict(minutes), _targets(targets, workshop, monday))
        for (workshop, monday), minutes in sums.items()
    ]
    return sorted(weeks, key=lambda week: (-week.monday.toordinal(), week.workshop or 0))


@dataclass(frozen=True)
class HalfDayUsed:
    """What a half-day of presence went to, by workshop (key, or None) and use. `whole`: its minutes as attendance has them."""

    day: date
    half: int
    whole: int
    uses: Mapping[tuple[int | None, Use], int]


def half_days_used(establishment: Establishment, days: Period) -> Iterator[HalfDayUsed]:
    """Every half-day of presence as it was typed; five queries, however many people."""
    kinds = _kinds(establishment)
    own = workshops_of(establishment)
    booked = _booked(establishment, days)
    whole = _minutes(establishment, days)
    for key, standing in standing_entries(establishment, days).items():
        person, day, half = key
        segments = [(kinds.get(code), minutes, workshop) for code, minutes, workshop in standing.segments]
        if not any(use for use, *_ in segments):
            continue
        written = booked.get((person, day_no(day), half), ())
        minutes = whole.get(key, 0)
        yield HalfDayUsed(day, half, minutes, uses(segments, minutes, written, own.get(person)))


def _targets(targets: Sequence[PresenceTarget], workshop: int | None, monday: date) -> dict[Purpose, int]:
    """Those in force on the last day of a week."""
    held = [row for row in targets if row.workshop_id == workshop and row.starts_on < monday + timedelta(days=7)]
    return {Purpose(row.purpose): row.share for row in sorted(held, key=lambda row: row.starts_on)}


def _kinds(establishment: Establishment) -> dict[str, Use]:
    """What presence with each code is; codes of absence are missing."""
    return {
        name: _USES[TimeKind(code.time)]
        for name, code in codes_of(establishment).items()
        if not code.absence and (code.ars or code.time != TimeKind.WORK)
    }


def _booked(establishment: Establishment, days: Period) -> dict[tuple[int, int, int], list[Booked]]:
    rows = WorkFact.objects.filter(establishment=establishment, day_no__gte=day_no(days.start), subject__isnull=False)
    if days.end is not None:
        rows = rows.filter(day_no__lt=day_no(days.end))
    found: defaultdict[tuple[int, int, int], list[Booked]] = defaultdict(list)
    columns = ("subject", "day_no", "half", "workshop", "minutes", "order_line")
    for person, day, half, workshop, minutes, line in rows.values_list(*columns):
        if person is not None:
            found[person, day, half].append(Booked(workshop, minutes, line is not None))
    return found


def _minutes(establishment: Establishment, days: Period) -> dict[tuple[int, date, int], int]:
    rows = HalfDayFact.objects.filter(establishment=establishment, day_no__gte=day_no(days.start), typed=1)
    if days.end is not None:
        rows = rows.filter(day_no__lt=day_no(days.end))
    numbers = {day_no(day): day for day in days.each_day()}
    columns = ("subject", "day_no", "half", "minutes")
    return {(person, numbers[number], half): minutes for person, number, half, minutes in rows.values_list(*columns)}
