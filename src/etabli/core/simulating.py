"""A year as it was, and as other assumptions would have made it: every activity rate, and the hours above the approved places.

With no assumption the figures are those of the definitions. What an assumption means is said here and beside each result:

- Persons added are there all year and work as those who are: the paid hours and the days of their full time, month by month,
  times their work fraction. Where nobody is, they work full months and every open day.
- A full-timer who goes part-time keeps that fraction of her hours and days.
- A half-day that is closed is taken out of the days. The week keeps its minutes, spread over the half-days that remain
  (full time may be done in fewer days: CNSA guide, January 2019). Declared and target days stay as they are.
- Over capacity: full-timers are added until so many persons more than the approved places are under contract on the last day.

Hours, days and persons are floats: a mean is seldom whole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from math import fsum

from etabli.core.facts import CalendarDay, EstablishmentYear
from etabli.core.rates import denominators
from etabli.core.refusal import Refusal

WHOLE = 10_000
DUST = 1e-6
"""Hours above the approved places that are no hours: the same as in `over_capacity_hours`."""


@dataclass(frozen=True, slots=True)
class Paid:
    """Paid minutes of one person under one fraction and pattern, on one half of one weekday of one month.

    `month`: day number of its first day. `in_pattern`: her pattern holds that half-day.
    """

    subject: int
    month: int
    fraction: int
    pattern_minutes: int
    weekday: int
    half: int
    minutes: int
    in_pattern: bool


@dataclass(frozen=True, slots=True)
class Attended:
    """So many days (of persons) attended alike. `under_contract`: no trainee's, no discovery placement's."""

    month: int
    weekday: int
    open_half_days: int
    morning: bool
    afternoon: bool
    under_contract: bool
    days: int


@dataclass(frozen=True, slots=True)
class Contract:
    """Terms of one person under accompaniment, as in the fact table `engagement`."""

    subject: int
    from_day: int
    to_day: int
    contract_from_day: int
    contract_to_day: int
    fraction: int


@dataclass(frozen=True)
class YearFacts:
    """What is known of a calendar year. `days`: every day of it, in order."""

    days: tuple[CalendarDay, ...]
    year: EstablishmentYear
    paid: tuple[Paid, ...] = ()
    attended: tuple[Attended, ...] = ()
    contracts: tuple[Contract, ...] = ()

    @property
    def from_day(self) -> int:
        return self.days[0].day_no

    @property
    def to_day(self) -> int:
        return self.days[-1].day_no + 1

    @cached_property
    def months(self) -> dict[int, list[CalendarDay]]:
        found: defaultdict[int, list[CalendarDay]] = defaultdict(list)
        for day in self.days:
            found[day.month].append(day)
        return dict(found)

    @cached_property
    def present(self) -> dict[int, int]:
        """Work fraction of each person under contract on the last day."""
        found: defaultdict[int, int] = defaultdict(int)
        for row in self.contracts:
            if row.from_day < self.to_day <= row.to_day:
                found[row.subject] += row.fraction
        return dict(found)

    @property
    def full_timers(self) -> int:
        return sum(fraction >= WHOLE for fraction in self.present.values())

    @cached_property
    def caseload(self) -> frozenset[int]:
        """Persons under contract at some time of the year."""
        return frozenset(
            row.subject
            for row in self.contracts
            if row.contract_from_day < self.to_day and row.contract_to_day > self.from_day
        )


@dataclass(frozen=True)
class Scenario:
    """What is assumed; nothing by default. `fraction`: of those added part-time and of those who go part-time.

    `closed`: (weekday, half) pairs. `places`, `opening_days`, `target_days`: None keeps what is.
    """

    full_timers: int = 0
    part_timers: int = 0
    to_part_time: int = 0
    fraction: int = WHOLE // 2
    over_capacity: int = 0
    closed: frozenset[tuple[int, int]] = field(default_factory=frozenset)
    places: int | None = None
    opening_days: int | None = None
    target_days: int | None = None

    @property
    def is_empty(self) -> bool:
        return replace(self, fraction=Scenario.fraction) == Scenario()


@dataclass(frozen=True)
class Month:
    """`hours` paid, `cap`: those of the approved places, `days` attended."""

    month: int
    hours: float
    cap: float
    days: float

    @property
    def over(self) -> float:
        return self.hours - self.cap if self.hours - self.cap > DUST else 0.0


@dataclass(frozen=True)
class Outcome:
    """`figures`: numerator and denominator by code of the definition; the denominator of a count is None.

    `added`: persons added, those of over capacity among them.
    """

    figures: Mapping[str, tuple[float, float | None]]
    months: tuple[Month, ...]
    added: int

    @property
    def over_by_month(self) -> float:
        """Hours at risk where the cap is assessed month by month."""
        return fsum(month.over for month in self.months)

    @property
    def over_in_year(self) -> float:
        """Hours at risk where the whole year is assessed at once."""
        over = fsum(month.hours for month in self.months) - fsum(month.cap for month in self.months)
        return over if over > DUST else 0.0


def check_scenario(facts: YearFacts, scenario: Scenario) -> None:
    """Refusal `simulation_few_full_timers` (`known`): more go part-time than are full-timers on the last day."""
    if scenario.to_part_time > facts.full_timers:
        raise Refusal("simulation_few_full_timers", known=facts.full_timers)


def simulate(facts: YearFacts, scenario: Scenario) -> Outcome:
    """The year under a scenario. Raises what `check_scenario` raises."""
    check_scenario(facts, scenario)
    days, year = _closed_calendar(facts, scenario)
    group = _Group.of(facts, scenario, days[-1])
    hours, attended, halves = _hours(facts, scenario), _days(facts, scenario), _half_days(facts, scenario)
    under_contract = _days(facts, scenario, under_contract=True)
    halves_under = _half_days(facts, scenario, under_contract=True)
    dens = denominators(days, {year.year: year}, _given(scenario))
    months, all_days, all_halves = [], [], []
    for month, calendar in facts.months.items():
        there = group.in_month(facts, month, calendar)
        open_days = sum(day.open_day for day in days if day.month == month)
        open_halves = sum(day.open_half_days for day in days if day.month == month and day.open_day)
        paid = there.grown(hours.get(month, 0.0), hours.get(month, 0.0), calendar[0].month_minutes / 60)
        all_days.append(there.grown(attended.get(month, 0.0), under_contract.get(month, 0.0), open_days))
        all_halves.append(there.grown(halves.get(month, 0.0), halves_under.get(month, 0.0), open_halves))
        cap = denominators(calendar, {year.year: year}, _given(scenario))["paid_hours_activity_rate"] or 0.0
        months.append(Month(month, paid, cap, all_days[-1]))
    sums = {
        "hours": fsum(month.hours for month in months),
        "days": fsum(all_days),
        "half_days": fsum(all_halves),
    }
    return Outcome(_figures(sums, dens, group), tuple(months), group.added)


def _given(scenario: Scenario) -> dict[str, int]:
    names = ("places", "opening_days", "target_days")
    return {name: value for name in names if (value := getattr(scenario, name)) is not None}


def _figures(
    sums: Mapping[str, float], dens: Mapping[str, float | None], group: _Group
) -> dict[str, tuple[float, float | None]]:
    blended = (group.present + group.fte) / 2
    theoretical, places = dens["occupancy_rate"] or 0.0, dens["blended_occupancy_rate"] or 0.0
    found = {
        "paid_hours_activity_rate": (sums["hours"], dens["paid_hours_activity_rate"]),
        "target_fulfilment_rate": (sums["days"], dens["target_fulfilment_rate"]),
        "occupancy_rate": (sums["days"], theoretical),
        "occupancy_rate_adapted": (sums["half_days"] / 2, dens["occupancy_rate_adapted"]),
        "active_caseload": (group.caseload, None),
        "active_caseload_rate": (group.caseload, places),
        "blended_occupancy_rate": (blended, places),
        "theoretical_days": (theoretical, None),
        "blended_days": (theoretical * blended / places if places else 0.0, None),
        "part_time_share": (group.part_time, group.present),
        "headcount": (group.present, None),
        "fte": (group.fte, None),
    }
    return {code: pair for code, pair in found.items() if code != "target_fulfilment_rate" or pair[1] is not None}


# ---------------------------------------------------------------- persons


@dataclass(frozen=True)
class _InMonth:
    """`fte`: full-time equivalents under contract in the month; `added` and `taken` of them by the scenario."""

    fte: float
    added: float
    taken: float

    def grown(self, everything: float, under_contract: float, full: float) -> float:
        """A total once persons are added and taken: each full time as those there, else the `full` amount."""
        each = under_contract / self.fte if self.fte else full
        return everything + each * (self.added - self.taken)


@dataclass(frozen=True)
class _Group:
    """The persons of a scenario on the last day and over the year; `fte` as persons, not ten-thousandths."""

    scenario: Scenario
    added: int
    added_fte: float
    present: int
    fte: float
    part_time: int
    caseload: int

    @classmethod
    def of(cls, facts: YearFacts, scenario: Scenario, last: CalendarDay) -> _Group:
        places = last.places if scenario.places is None else scenario.places
        fraction = scenario.fraction / WHOLE
        wanted = len(facts.present) + scenario.full_timers + scenario.part_timers
        over = max(0, places + scenario.over_capacity - wanted) if scenario.over_capacity else 0
        added = scenario.full_timers + scenario.part_timers + over
        added_fte = scenario.full_timers + over + scenario.part_timers * fraction
        part_time = len(facts.present) - facts.full_timers
        changed = scenario.part_timers + scenario.to_part_time if scenario.fraction < WHOLE else 0
        return cls(
            scenario=scenario,
            added=added,
            added_fte=added_fte,
            present=len(facts.present) + added,
            fte=sum(facts.present.values()) / WHOLE + added_fte - scenario.to_part_time * (1 - fraction),
            part_time=part_time + changed,
            caseload=len(facts.caseload) + added,
        )

    def in_month(self, facts: YearFacts, month: int, calendar: Sequence[CalendarDay]) -> _InMonth:
        first, after = month, calendar[-1].day_no + 1
        fte = _fte(facts.contracts, first, after)
        whole = _fte((row for row in facts.contracts if row.fraction >= WHOLE), first, after)
        taken = min(self.scenario.to_part_time, whole) * (1 - self.scenario.fraction / WHOLE)
        return _InMonth(fte, self.added_fte, taken)


def _fte(contracts: Iterable[Contract], first: int, after: int) -> float:
    """Full-time equivalents under contract between two days, the second excluded."""
    spent = sum(max(0, min(row.to_day, after) - max(row.from_day, first)) * row.fraction for row in contracts)
    return spent / (WHOLE * (after - first))


# ---------------------------------------------------------------- half-days that are closed


def _closed_calendar(facts: YearFacts, scenario: Scenario) -> tuple[list[CalendarDay], EstablishmentYear]:
    """The calendar without the closed half-days. Which half of a day that opens once a day is open is not known: the
    other stays."""
    if not scenario.closed:
        return list(facts.days), facts.year
    days = []
    for day in facts.days:
        left = _left_open(day.weekday, day.open_half_days, scenario)
        weekly = day.week_open_half_days - _closed_of_week(facts, day, scenario)
        days.append(
            replace(day, open_half_days=left, week_open_half_days=max(0, weekly), open_day=day.open_day if left else 0)
        )
    return days, replace(facts.year, open_days=sum(day.open_day for day in days))


def _closed_of_week(facts: YearFacts, day: CalendarDay, scenario: Scenario) -> int:
    week = {other.weekday: other.open_half_days for other in facts.months[day.month]}
    return sum(count - _left_open(weekday, count, scenario) for weekday, count in week.items())


def _left_open(weekday: int, open_half_days: int, scenario: Scenario) -> int:
    halves = sum((weekday, half) in scenario.closed for half in (0, 1))
    return 0 if halves == 2 else min(open_half_days, 2 - halves)


def _hours(facts: YearFacts, scenario: Scenario) -> dict[int, float]:
    """Paid hours of each month: those of `paid_hours_activity_rate`, less the closed half-days."""
    groups: defaultdict[tuple[int, int, int, int], list[Paid]] = defaultdict(list)
    for row in facts.paid:
        groups[row.subject, row.month, row.fraction, row.pattern_minutes].append(row)
    hours: defaultdict[int, list[float]] = defaultdict(list)
    for (_, month, fraction, pattern), rows in groups.items():
        minutes = sum(row.minutes for row in rows if (row.weekday, row.half) not in scenario.closed)
        left = pattern * _pattern_left(facts.months[month], rows, scenario)
        if minutes and left:
            month_minutes = facts.months[month][0].month_minutes
            hours[month].append(month_minutes * fraction * minutes / (600_000 * left))
    return {month: fsum(parts) for month, parts in hours.items()}


def _pattern_left(calendar: Sequence[CalendarDay], rows: Sequence[Paid], scenario: Scenario) -> float:
    """The part of the half-days of a pattern in a month that is not closed; 1 where the pattern is not known."""
    weekdays = [day.weekday for day in calendar]
    pattern = {(row.weekday, row.half) for row in rows if row.in_pattern}
    of_pattern = sum(weekdays.count(weekday) for weekday, _ in pattern)
    closed = sum(weekdays.count(weekday) for weekday, _ in pattern & scenario.closed)
    return (of_pattern - closed) / of_pattern if closed else 1.0


def _days(facts: YearFacts, scenario: Scenario, *, under_contract: bool = False) -> dict[int, float]:
    """Days attended of each month: those of `occupancy_rate`, less the closed half-days."""
    found: defaultdict[int, float] = defaultdict(float)
    for row in facts.attended:
        if under_contract and not row.under_contract:
            continue
        halves = _halves(row, scenario)
        opens = _left_open(row.weekday, row.open_half_days, scenario)
        each = min(1.0, halves / opens) if opens else halves / 2
        found[row.month] += each * row.days
    return dict(found)


def _half_days(facts: YearFacts, scenario: Scenario, *, under_contract: bool = False) -> dict[int, float]:
    found: defaultdict[int, float] = defaultdict(float)
    for row in facts.attended:
        if row.under_contract or not under_contract:
            found[row.month] += _halves(row, scenario) * row.days
    return dict(found)


def _halves(row: Attended, scenario: Scenario) -> int:
    """Half-days attended of a day once some are closed."""
    return sum(
        there and (row.weekday, half) not in scenario.closed for half, there in enumerate((row.morning, row.afternoon))
    )
