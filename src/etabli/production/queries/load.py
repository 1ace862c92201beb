"""Load against capacity of workshops, over the coming weeks, beside the same weeks of last year. Nobody is named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Case, F, Sum, Value, When

from etabli.attendance.models import HalfDayFact
from etabli.core.load import (
    SAME_WEEKS_BEFORE,
    Balance,
    ByWeek,
    Capacity,
    DueMinutes,
    at_rhythm,
    balance,
    mondays,
    summed,
)
from etabli.core.periods import Period, day_no, day_of, monday_of
from etabli.core.presence import Purpose
from etabli.orders.states import Nature
from etabli.org.models import Establishment, User
from etabli.org.queries import houses_of
from etabli.people.queries import counted_engagements, workshops_of
from etabli.production.models import PresenceTarget, WorkFact
from etabli.production.queries.load_demand import LineLoad, loads_of
from etabli.production.queries.rhythms import rhythms_of
from etabli.production.rules import WHOLE

LEAST_PEOPLE = 5
"""A rate of absence is that of the workshop from so many people on; of fewer, that of the whole establishment."""
WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Week:
    """A week of one workshop, or of several together. Minutes.

    `late`: that part of the load whose day is past. `capacities`: of each workshop. `before`: worked in the same week of last
    year.
    """

    monday: date
    load: int = 0
    late: int = 0
    capacities: tuple[Capacity, ...] = ()
    before: int = 0

    @property
    def capacity(self) -> int:
        return sum(part.minutes for part in self.capacities)

    @property
    def due(self) -> int:
        return sum(part.due for part in self.capacities)

    @property
    def balance(self) -> Balance:
        return balance(self.load, self.capacity)

    @property
    def over(self) -> int:
        """Minutes of load above the capacity; negative for those that are free."""
        return self.load - self.capacity

    @property
    def rate(self) -> float | None:
        """Load ÷ capacity; None without a capacity."""
        return self.load / self.capacity if self.capacity else None

    @property
    def absence(self) -> float | None:
        """The absence that the capacity counts with; None where nothing was typed last year."""
        known = [part for part in self.capacities if part.typed]
        due = sum(part.due for part in known)
        return sum(part.due * part.absent / part.typed for part in known) / due if due else None


@dataclass(frozen=True)
class Outlook:
    """`weeks`: by workshop (key). `lines`: what makes the load; those without a day or a time weigh on no week."""

    weeks: Mapping[int, Sequence[Week]]
    lines: Sequence[LineLoad] = field(default_factory=tuple)

    @property
    def together(self) -> list[Week]:
        """The weeks of all the workshops."""
        return [_joined(parts) for parts in zip(*self.weeks.values(), strict=True)]

    @property
    def undated(self) -> list[LineLoad]:
        return [row for row in self.lines if row.undated]

    @property
    def untimed(self) -> list[LineLoad]:
        """Secondments left out: they are worked at the client's."""
        return [row for row in self.lines if not row.timed and row.line.nature != Nature.SECONDMENT]


def _joined(parts: Sequence[Week]) -> Week:
    return Week(
        parts[0].monday,
        sum(part.load for part in parts),
        sum(part.late for part in parts),
        tuple(capacity for part in parts for capacity in part.capacities),
        sum(part.before for part in parts),
    )


def outlook(user: User, establishment: Establishment, workshops: Iterable[int], today: date) -> Outlook:
    """The coming weeks of workshops (keys) whose lines the reader may see; as many queries for one line as for twenty."""
    keys, weeks = list(workshops), mondays(today)
    until = weeks[-1] + WEEK
    lines = loads_of(user, establishment, keys, today, until)
    capacities = capacities_of(establishment, keys, Period(today, until))
    before = _worked(establishment, Period(weeks[0] - SAME_WEEKS_BEFORE, until - SAME_WEEKS_BEFORE))
    loads = {key: summed(row.by_week for row in lines if row.line.workshop_id == key) for key in keys}
    late = {key: sum(row.late for row in lines if row.line.workshop_id == key) for key in keys}

    def week(key: int, monday: date) -> Week:
        return Week(
            monday,
            loads[key].get(monday, 0),
            late[key] if monday == weeks[0] else 0,
            (capacities[key, monday],),
            before.get((key, monday - SAME_WEEKS_BEFORE), 0),
        )

    return Outlook({key: [week(key, monday) for monday in weeks] for key in keys}, lines)


# ---------------------------------------------------------------- capacity


def capacities_of(
    establishment: Establishment, workshops: Sequence[int], days: Period
) -> dict[tuple[int, date], Capacity]:
    """By workshop (key) and Monday, over days that have an end. People are those of the workshop at present."""
    own = workshops_of(establishment)
    due = _due(establishment, own, days)
    absences = _absences(establishment, own, Period(days.start - SAME_WEEKS_BEFORE, _end(days) - SAME_WEEKS_BEFORE))
    targets = PresenceTarget.objects.filter(establishment=establishment, purpose=Purpose.PRODUCTION)
    useful = [(row.workshop_id, row.starts_on, row.share) for row in targets.order_by("starts_on")]
    found = {}
    for key in workshops:
        for monday in mondays(days.start, (_end(days) - monday_of(days.start)).days // 7):
            absent, typed = absences.of(key, monday - SAME_WEEKS_BEFORE)
            shares = [share for workshop, start, share in useful if workshop == key and start < monday + WEEK]
            minutes, adapted = (part.get(key, {}).get(monday, 0) for part in due)
            useful_share = shares[-1] if shares else WHOLE
            found[key, monday] = Capacity(minutes, absent, typed, useful_share, adapted if adapted != minutes else None)
    return found


def _end(days: Period) -> date:
    return days.last_day + timedelta(days=1)


_ByWorkshop = dict[int | None, ByWeek]


def _due(establishment: Establishment, own: Mapping[int, int | None], days: Period) -> tuple[_ByWorkshop, _ByWorkshop]:
    """Minutes due by workshop and Monday: as they are due, and at the rhythm of each person."""
    houses = houses_of(establishment)
    rhythms = rhythms_of(establishment)
    count = DueMinutes(establishment.full_time_weekly_minutes)
    parts: defaultdict[int | None, list[ByWeek]] = defaultdict(list)
    adapted: defaultdict[int | None, list[ByWeek]] = defaultdict(list)
    for person, engagements in counted_engagements(establishment, days).items():
        workshop = own.get(person)
        found = [count.of(engagement, houses[workshop], days) for engagement in engagements]
        parts[workshop] += found
        adapted[workshop] += [at_rhythm(weeks, rhythms.get(person, ())) for weeks in found]
    return {key: summed(found) for key, found in parts.items()}, {key: summed(found) for key, found in adapted.items()}


class _Absences:
    """Absent and typed minutes of due half-days by workshop and Monday."""

    def __init__(self) -> None:
        self._minutes: defaultdict[tuple[int | None, date], list[int]] = defaultdict(lambda: [0, 0])
        self._people: defaultdict[tuple[int | None, date], set[int]] = defaultdict(set)

    def add(self, workshop: int | None, monday: date, person: int, absent: int, typed: int) -> None:
        for key in {(workshop, monday), (None, monday)}:
            self._minutes[key][0] += absent
            self._minutes[key][1] += typed
            self._people[key].add(person)

    def of(self, workshop: int, monday: date) -> tuple[int, int]:
        key = (workshop, monday) if len(self._people[workshop, monday]) >= LEAST_PEOPLE else (None, monday)
        absent, typed = self._minutes[key]
        return absent, typed


def _absences(establishment: Establishment, own: Mapping[int, int | None], days: Period) -> _Absences:
    rows = HalfDayFact.objects.filter(establishment=establishment, due=1, typed=1)
    rows = rows.filter(day_no__gte=day_no(monday_of(days.start)), day_no__lt=day_no(_end(days)))
    absent = Sum(Case(When(absence="", then=Value(0)), default=F("minutes")))
    sums = rows.order_by().values_list("subject", "day_no").annotate(absent=absent, typed=Sum("minutes"))
    found = _Absences()
    for person, day, away, minutes in sums:
        found.add(own.get(person), monday_of(day_of(day)), person, away, minutes)
    return found


def _worked(establishment: Establishment, days: Period) -> dict[tuple[int, date], int]:
    """Minutes written down by workshop and Monday."""
    rows = WorkFact.objects.filter(establishment=establishment, day_no__gte=day_no(days.start))
    rows = rows.filter(day_no__lt=day_no(_end(days)))
    found: defaultdict[tuple[int, date], int] = defaultdict(int)
    for workshop, day, minutes in rows.order_by().values_list("workshop", "day_no").annotate(total=Sum("minutes")):
        found[workshop, monday_of(day_of(day))] += minutes
    return found
