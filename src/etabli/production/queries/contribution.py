"""What one person contributed over a period: volume, regularity, and the quality of the teams that she was in.

One person at a time: there is no function that answers several, and none that sorts them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet, Sum

from etabli.attendance.models import HalfDayFact
from etabli.attendance.queries import codes_of
from etabli.attendance.states import TimeKind
from etabli.core.facts import Absence
from etabli.core.periods import Period, day_no
from etabli.core.regularity import HalfDay, Regularity, regularity
from etabli.orders.access import OrdersRight
from etabli.orders.models import OrderLine
from etabli.org.models import Establishment, User
from etabli.people.queries import workshops_of
from etabli.production.models import Activity, WorkFact
from etabli.production.queries.captured import activities_of


@dataclass(frozen=True)
class OnTask:
    """What a person brought to a task, and what the teams with whom she was on it made; quantities in thousandths.

    `task` None: order lines that the reader may not see, together, of one unit. `units`: the word of the unit behind a
    quantity.
    """

    task: Activity | None
    units: Callable[[int], str]
    minutes: int
    half_days: int
    good: int
    team_good: int
    team_rejected: int

    @property
    def team_rate(self) -> float | None:
        """Rejected ÷ made, of the teams; None when nothing was made."""
        return self.team_rejected / self.team_made if self.team_made else None

    @property
    def team_made(self) -> int:
        return self.team_good + self.team_rejected

    @property
    def good_unit(self) -> str:
        return self.units(self.good)

    @property
    def made_unit(self) -> str:
        return self.units(self.team_made)


@dataclass(frozen=True)
class PersonContribution:
    """`minutes`: worked in all. `beside`: half-days worked without being due, of which `regularity` says nothing."""

    tasks: tuple[OnTask, ...]
    minutes: int
    regularity: Regularity
    beside: int


def contribution_of(user: User, establishment: Establishment, person: int, days: Period) -> PersonContribution:
    """The contribution of a person (key), as a reader may see it; nine queries at most, however long the period.

    Her absences are all in it: which of them a reader is told is for the screen to say.
    """
    facts = list(
        _within(WorkFact.objects.filter(establishment=establishment, subject=person), days)
        .order_by()
        .values_list("task", "day_no", "half", "minutes", "good")
    )
    tasks = _tasks(user, establishment, person, days, facts)
    worked = {(day, half) for _, day, half, minutes, _ in facts if minutes}
    due, half_days = _half_days(establishment, person, days, worked)
    minutes = sum(minutes for _, _, _, minutes, _ in facts)
    return PersonContribution(tuple(tasks), minutes, regularity(half_days), len(worked - due))


def _within(rows: QuerySet, days: Period) -> QuerySet:
    rows = rows.filter(day_no__gte=day_no(days.start))
    return rows if days.end is None else rows.filter(day_no__lt=day_no(days.end))


def _tasks(
    user: User,
    establishment: Establishment,
    person: int,
    days: Period,
    facts: Iterable[tuple[int, int, int, int, int]],
) -> list[OnTask]:
    sums: defaultdict[int, list[int]] = defaultdict(lambda: [0, 0])
    half_days: defaultdict[int, set[tuple[int, int]]] = defaultdict(set)
    for task, day, half, minutes, good in facts:
        sums[task][0] += minutes
        sums[task][1] += good
        half_days[task].add((day, half))
    teams = _teams(establishment, person, days)
    rows = activities_of(establishment, used=sums)
    lines = OrderLine.objects.visible_to(user, establishment, OrdersRight.READ)
    seen = set(lines.filter(pk__in=[row.line_id for row in rows if row.line_id]).values_list("pk", flat=True))
    found: dict[Activity | str, OnTask] = {}
    for row in rows:
        if row.pk not in sums:
            continue
        hidden = row.line_id is not None and row.line_id not in seen
        key = row.unit_worded if hidden else row
        before = found.get(key) or OnTask(None if hidden else row, row.units_worded, 0, 0, 0, 0, 0)
        found[key] = OnTask(
            before.task,
            before.units,
            before.minutes + sums[row.pk][0],
            before.half_days + len(half_days[row.pk]),
            before.good + sums[row.pk][1],
            before.team_good + teams.get(row.pk, (0, 0))[0],
            before.team_rejected + teams.get(row.pk, (0, 0))[1],
        )
    return list(found.values())


def _teams(establishment: Establishment, person: int, days: Period) -> dict[int, tuple[int, int]]:
    """Good and rejected of whole teams by task (key), of the half-days on which the person was on it."""
    hers = WorkFact.objects.filter(
        establishment=establishment,
        subject=person,
        day_no=OuterRef("day_no"),
        half=OuterRef("half"),
        task=OuterRef("task"),
    )
    rows = _within(WorkFact.objects.filter(Exists(hers), establishment=establishment), days)
    sums = rows.order_by().values_list("task").annotate(good=Sum("good"), rejected=Sum("rejected"))
    return {task: (good, rejected) for task, good, rejected in sums}


def _half_days(
    establishment: Establishment, person: int, days: Period, worked: set[tuple[int, int]]
) -> tuple[set[tuple[int, int]], list[HalfDay]]:
    """The half-days that were due, and what each was."""
    working = {name for name, code in codes_of(establishment).items() if code.ars and code.time == TimeKind.WORK}
    rows = _within(HalfDayFact.objects.filter(establishment=establishment, subject=person, due=1), days)
    facts = WorkFact.objects.filter(establishment=establishment)
    workshop = workshops_of(establishment, [person]).get(person)
    mine = facts if workshop is None else facts.filter(workshop=workshop)
    written = set(_within(mine, days).order_by().values_list("day_no", "half").distinct())
    due: set[tuple[int, int]] = set()
    found = []
    columns = ("day_no", "half", "code", "typed", "ars", "absence")
    for day, half, code, typed, ars, absence in rows.order_by().values_list(*columns):
        due.add((day, half))
        found.append(
            HalfDay(
                typed=bool(typed),
                attended=bool(ars),
                at_work=code in working,
                worked=(day, half) in worked,
                written=(day, half) in written,
                absence=Absence(absence),
            )
        )
    return due, found
