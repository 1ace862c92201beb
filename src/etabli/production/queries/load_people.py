"""Where people are used less or more than they are there, how tasks are shared, and what the teams of an instructor made."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet, Sum

from etabli.core.periods import Period, day_no
from etabli.core.presence import USES_OF, Purpose, Use
from etabli.core.small_groups import told_together
from etabli.kit.texts import fold
from etabli.org.models import Establishment, User
from etabli.people.reach import Reach
from etabli.production.access import ProductionRight
from etabli.production.models import Activity, PresenceTarget, WorkFact
from etabli.production.queries.presence import half_days_used
from etabli.production.queries.told import name_of
from etabli.production.rules import WHOLE

LEAST_PEOPLE = 5
"""Figures of an instructor are those of the teams of so many people at least."""
MOST_TASKS = 6
"""Tasks with a column of their own; the others are one."""

Slot = tuple[int, int]
"""Weekday (0 is Monday) and half."""


@dataclass(frozen=True)
class Zone:
    """A half-day of the week in a workshop: minutes of presence by use over some weeks.

    `over`: minutes written down beyond those that people were there. `target`: the part meant for production, in
    ten-thousandths, None where none is set.
    """

    minutes: Mapping[Use, int] = field(default_factory=dict)
    over: int = 0
    target: int | None = None

    @property
    def total(self) -> int:
        return sum(self.minutes.values())

    @property
    def used(self) -> float | None:
        """The part that was not waited; None without presence."""
        return 1 - self.minutes.get(Use.WAITING, 0) / self.total if self.total else None

    @property
    def is_under(self) -> bool:
        """Less production than the workshop aims at."""
        made = sum(self.minutes.get(use, 0) for use in USES_OF[Purpose.PRODUCTION])
        return self.target is not None and made * WHOLE < self.target * self.total


def zones_of(establishment: Establishment, days: Period, workshops: Collection[int]) -> dict[int, dict[Slot, Zone]]:
    """By workshop (key) and half-day of the week, those with presence; six queries, however many people."""
    minutes: defaultdict[tuple[int, Slot], Counter[Use]] = defaultdict(Counter)
    over: Counter[tuple[int, Slot]] = Counter()
    for half_day in half_days_used(establishment, days):
        slot = (half_day.day.weekday(), half_day.half)
        for (workshop, use), length in half_day.uses.items():
            if workshop in workshops and workshop is not None:
                minutes[workshop, slot][use] += length
        beyond = sum(half_day.uses.values()) - half_day.whole
        written = next((key for key, use in half_day.uses if use in USES_OF[Purpose.PRODUCTION]), None)
        if beyond > 0 and written is not None:
            over[written, slot] += beyond
    targets = _targets(establishment, days.last_day)
    found: defaultdict[int, dict[Slot, Zone]] = defaultdict(dict)
    for (workshop, slot), uses in minutes.items():
        found[workshop][slot] = Zone(dict(uses), over[workshop, slot], targets.get(workshop))
    return found


def _targets(establishment: Establishment, on: date) -> dict[int, int]:
    """By workshop (key), those for production in force on a day."""
    rows = PresenceTarget.objects.filter(establishment=establishment, purpose=Purpose.PRODUCTION, starts_on__lte=on)
    return dict(rows.order_by("starts_on").values_list("workshop", "share"))


# ---------------------------------------------------------------- tasks


@dataclass(frozen=True)
class Share:
    """Minutes of a person, or of the team, on each task in the order of `Sharing.tasks`."""

    name: str
    person: int | None
    minutes: tuple[int, ...]

    @property
    def total(self) -> int:
        return sum(self.minutes)

    @property
    def tasks(self) -> int:
        """On how many of them."""
        return sum(minutes > 0 for minutes in self.minutes)

    @property
    def parts(self) -> list[tuple[int, float | None]]:
        """(minutes, part of all her minutes) of each task; None where there are none."""
        return [(minutes, minutes / self.total if self.total else None) for minutes in self.minutes]


@dataclass(frozen=True)
class Sharing:
    """`tasks`: the largest first, an empty name for all the others. `people`: by name, for nobody is ranked."""

    tasks: tuple[str, ...]
    team: Share
    people: tuple[Share, ...]


def sharing_of(user: User, establishment: Establishment, workshop: int, days: Period, on: date) -> Sharing:
    """How the work of a workshop (key) was shared over tasks, of those over whom the user holds the right; six queries."""
    rows = _work(establishment, workshop, days).filter(subject__isnull=False)
    facts = list(rows.order_by().values_list("subject", "task").annotate(total=Sum("minutes")))
    names = _task_names({task for _, task, _ in facts})
    sums: Counter[tuple[int, str]] = Counter()
    of_task: Counter[str] = Counter()
    for person, task, minutes in facts:
        if person is not None:
            sums[person, names.get(task, "")] += minutes
            of_task[names.get(task, "")] += minutes
    largest = [name for name, minutes in of_task.most_common() if name and minutes][:MOST_TASKS]
    tasks = (*largest, "") if set(of_task) - set(largest) else tuple(largest)
    reach = Reach(user, ProductionRight.SHARING_READ, establishment, {person for person, _ in sums})
    people = [
        Share(reach.names[person], person, _by_task(sums, person, tasks))
        for person in {person for person, _ in sums}
        if reach.holds(person, on)
    ]
    people.sort(key=lambda row: (fold(row.name), row.person))
    team = tuple(sum(column) for column in zip(*(row.minutes for row in people), strict=True)) or (0,) * len(tasks)
    return Sharing(tasks, Share("", None, team), tuple(people))


def _by_task(sums: Mapping[tuple[int, str], int], person: int, tasks: Sequence[str]) -> tuple[int, ...]:
    own = {name: minutes for (who, name), minutes in sums.items() if who == person}
    named = [own.pop(name, 0) for name in tasks if name]
    return (*named, sum(own.values())) if "" in tasks else tuple(named)


def _work(establishment: Establishment, workshop: int, days: Period) -> QuerySet[WorkFact]:
    rows = WorkFact.objects.filter(establishment=establishment, workshop=workshop, day_no__gte=day_no(days.start))
    return rows.filter(day_no__lte=day_no(days.last_day))


def _task_names(tasks: Collection[int]) -> dict[int, str]:
    """What each task (key) is called: its activity; of an order line its product, else its text."""
    found = {}
    for row in Activity.objects.filter(pk__in=tasks).select_related("line__product"):
        line = row.line
        found[row.pk] = row.name if line is None else line.product.name if line.product else line.text
    return found


# ---------------------------------------------------------------- teams of an instructor


@dataclass(frozen=True)
class Led:
    """What the teams that an instructor led did. `name` empty: the others. `good`: thousandths by unit."""

    name: str
    minutes: int
    good: Mapping[str, int]


def led_by(establishment: Establishment, workshop: int, days: Period) -> list[Led] | None:
    """By name of whoever wrote the work down; None where fewer than five people stand behind the whole. Three queries.

    Those behind whom fewer than five people stand are one, with enough of the others to be five.
    """
    rows = _work(establishment, workshop, days).order_by().values_list("instructor", "subject", "task")
    facts = list(rows.annotate(minutes=Sum("minutes"), good=Sum("good")))
    people: defaultdict[str, set[int]] = defaultdict(set)
    minutes: Counter[str] = Counter()
    for instructor, person, _, length, _ in facts:
        if person is not None:
            people[_key(instructor)].add(person)
        minutes[_key(instructor)] += length
    told = told_together({key: (minutes[key], people[key]) for key in minutes}, LEAST_PEOPLE, _key(None))
    if not told:
        return None
    good: defaultdict[str, Counter[str]] = defaultdict(Counter)
    units = {row.pk: row.unit_worded for row in Activity.objects.filter(pk__in={row[2] for row in facts})}
    for instructor, _, task, _, quantity in facts:
        if quantity:
            key = _key(instructor) if _key(instructor) in told else _key(None)
            good[key][units.get(task, "")] += quantity
    users = User.objects.filter(pk__in=[int(key) for key in told if key])
    names = {str(row.pk): name_of(row) for row in users}
    found = [Led(names.get(key, ""), length, dict(good[key])) for key, length in told.items()]
    return sorted(found, key=lambda row: (not row.name, fold(row.name)))


def _key(instructor: int | None) -> str:
    return "" if instructor is None else str(instructor)
