"""The work of a workshop on a day: people × activities, and what came out of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from etabli.core.periods import Period, day_no
from etabli.kit.texts import fold
from etabli.org.models import Establishment, User, Workshop
from etabli.people.models import Registration, WorkshopStay
from etabli.people.queries import engagements_in, staff_numbers
from etabli.people.reach import Reach
from etabli.production.access import ProductionRight
from etabli.production.models import Activity, WorkFact
from etabli.production.queries.attended import attended
from etabli.production.queries.captured import OutputWritten, activities_of, standing_outputs

LINES_SHOWN = 8
"""Open order lines that have a column on a day on which nobody worked on them: those due first."""


@dataclass(frozen=True)
class Quantities:
    """Whole minutes; thousandths of the unit."""

    minutes: int = 0
    good: int = 0
    rejected: int = 0

    def __add__(self, other: Quantities) -> Quantities:
        return Quantities(self.minutes + other.minutes, self.good + other.good, self.rejected + other.rejected)


@dataclass(frozen=True)
class Row:
    """A person's day. `cells`: minutes on each activity of the workshop. `at_work`: minutes attended at work.

    `presumed`: those of them of half-days that are due, and on which attendance has nothing yet. `elsewhere`: minutes on
    activities of other workshops. `writable`: the reader may write what she did.
    """

    person: int
    name: str
    number: str
    cells: tuple[int, ...]
    elsewhere: int
    at_work: int
    presumed: int
    writable: bool

    @property
    def booked(self) -> int:
        return sum(self.cells) + self.elsewhere

    @property
    def left(self) -> int:
        """Minutes at work on no activity; negative when more is written than was attended."""
        return self.at_work - self.booked


@dataclass(frozen=True)
class Line:
    """What one person did on one activity in one half-day. `person` None: nobody is named."""

    person: int | None
    name: str
    number: str
    half: int
    activity: Activity
    quantities: Quantities


@dataclass(frozen=True)
class Board:
    """`rows`: empty for those who see totals only. `hidden`: minutes, by activity, of people who are not the reader's."""

    activities: tuple[Activity, ...]
    totals: tuple[Quantities, ...]
    rows: tuple[Row, ...]
    hidden: tuple[int, ...]
    outputs: tuple[OutputWritten, ...]

    @property
    def minutes(self) -> int:
        return sum(total.minutes for total in self.totals)

    @property
    def at_work(self) -> int:
        return sum(row.at_work for row in self.rows)

    @property
    def left(self) -> int:
        return sum(row.left for row in self.rows)


def board_of(
    user: User,
    establishment: Establishment,
    workshop: Workshop,
    day: date,
    half: int | None,
    today: date,
) -> Board:
    """The board of a workshop on a day (`half` None) or a half-day; as many queries for one person as for two hundred.

    Who may not see names gets totals only.
    """
    facts = _facts(establishment, day, half)
    here = [fact for fact in facts if fact.workshop == workshop.pk]
    used = {fact.task for fact in here}
    activities = tuple(_columns(activities_of(establishment, [workshop.pk], used), used))
    totals: defaultdict[int, Quantities] = defaultdict(Quantities)
    for fact in here:
        totals[fact.task] += _quantities(fact)
    outputs = [
        row for row in standing_outputs(establishment, _only(day), {workshop.pk}) if half is None or row.half == half
    ]
    rows = _rows(user, establishment, workshop, day, half, today, facts, activities)
    shown = {row.person for row in rows}
    hidden = tuple(
        sum(fact.minutes for fact in here if fact.task == activity.pk and fact.subject_id not in shown)
        for activity in activities
    )
    return Board(activities, tuple(totals[row.pk] for row in activities), tuple(rows), hidden, tuple(outputs))


def _columns(activities: Iterable[Activity], used: Collection[int]) -> Iterator[Activity]:
    """What was worked on, the recurring activities in use, and the first order lines: a workshop may have a hundred open."""
    lines = 0
    for row in activities:
        lines += row.line_id is not None and row.active
        if row.pk in used or (row.active and (row.line_id is None or lines <= LINES_SHOWN)):
            yield row


def _only(day: date) -> Period:
    return Period(day, day + timedelta(days=1))


def _facts(establishment: Establishment, day: date, half: int | None) -> list[WorkFact]:
    rows = WorkFact.objects.filter(establishment=establishment, day_no=day_no(day))
    return list(rows if half is None else rows.filter(half=half))


def _quantities(fact: WorkFact) -> Quantities:
    return Quantities(fact.minutes, fact.good, fact.rejected)


def _rows(
    user: User,
    establishment: Establishment,
    workshop: Workshop,
    day: date,
    half: int | None,
    today: date,
    facts: Sequence[WorkFact],
    activities: Sequence[Activity],
) -> list[Row]:
    if not user.may(ProductionRight.READ, establishment):
        return []
    members = people_of(establishment, workshop, day)
    persons = members | {row.subject_id for row in facts if row.workshop == workshop.pk and row.subject_id is not None}
    reach = Reach(user, ProductionRight.READ, establishment, persons)
    writing = Reach(user, ProductionRight.WRITE, establishment, persons)
    seen = [person for person in persons if reach.holds(person, today, day)]
    numbers = staff_numbers(establishment, seen)
    hours = attended(establishment, _only(day), seen)
    minutes: defaultdict[tuple[int | None, int], int] = defaultdict(int)
    for fact in facts:
        minutes[fact.subject_id, fact.task] += fact.minutes
    keys = [activity.pk for activity in activities]
    rows = []
    for person in seen:
        every = sum(length for (subject, _), length in minutes.items() if subject == person)
        cells = tuple(minutes.get((person, key), 0) for key in keys)
        there = [found for (who, _, part), found in hours.items() if who == person and half in (None, part)]
        present, presumed = sum(row.minutes for row in there), sum(row.minutes for row in there if row.presumed)
        name, number = reach.names[person], numbers.get(person, "")
        writable = writing.holds(person, today, day)
        rows.append(Row(person, name, number, cells, every - sum(cells), present, presumed, writable))
    return sorted(rows, key=lambda row: (fold(row.name), row.person))


def people_of(establishment: Establishment, workshop: Workshop, day: date) -> set[int]:
    """Those engaged that day who are registered in the workshop or stay there that day."""
    engaged = set(engagements_in(establishment, _only(day)).order_by().values_list("person", flat=True))
    registered = Registration.objects.filter(establishment=establishment, workshop=workshop)
    staying = WorkshopStay.objects.filter(workshop=workshop, starts_on__lte=day, ends_before__gt=day)
    members = {*registered.values_list("person", flat=True), *staying.values_list("person", flat=True)}
    return engaged & members


def workshops_on(establishment: Establishment, person: int, day: date) -> set[int]:
    """Workshops (keys) of a person on a day: where she is registered, and where she stays; two queries."""
    own = Registration.objects.filter(establishment=establishment, person=person, workshop__isnull=False)
    stays = WorkshopStay.objects.filter(establishment=establishment, person=person)
    staying = stays.filter(starts_on__lte=day, ends_before__gt=day)
    return {*own.values_list("workshop", flat=True), *staying.values_list("workshop", flat=True)}


def lines_of(
    user: User, establishment: Establishment, workshop: Workshop, day: date, half: int | None, today: date
) -> list[Line]:
    """Every row of the facts of a day, for an export: those of people who are not the reader's are merged, unnamed."""
    facts = [fact for fact in _facts(establishment, day, half) if fact.workshop == workshop.pk]
    tasks = {fact.task for fact in facts}
    activities = {row.pk: row for row in activities_of(establishment, [workshop.pk], tasks)}
    persons = {fact.subject_id for fact in facts if fact.subject_id is not None}
    seen = _seen(user, establishment, persons, day, today)
    numbers = staff_numbers(establishment, seen)
    merged: defaultdict[tuple[int | None, int, int], Quantities] = defaultdict(Quantities)
    for fact in facts:
        person = fact.subject_id if fact.subject_id in seen else None
        merged[person, fact.half, fact.task] += _quantities(fact)
    lines = [
        Line(person, seen.get(person or 0, ""), numbers.get(person or 0, ""), part, activities[task], quantities)
        for (person, part, task), quantities in merged.items()
    ]
    return sorted(lines, key=_line_order)


def _line_order(line: Line) -> tuple[bool, str, int, int, int]:
    """By name, those who are not named last."""
    return line.person is None, line.name, line.person or 0, line.half, line.activity.position


def _seen(user: User, establishment: Establishment, persons: Collection[int], day: date, today: date) -> dict[int, str]:
    if not user.may(ProductionRight.READ, establishment):
        return {}
    reach = Reach(user, ProductionRight.READ, establishment, persons)
    return {person: reach.names[person] for person in persons if reach.holds(person, today, day)}


def totals_of(lines: Iterable[Line]) -> list[Line]:
    """The same without people: one line for each half-day and activity."""
    totals: dict[tuple[int, int], Line] = {}
    for line in lines:
        key = (line.half, line.activity.pk)
        before = totals[key].quantities if key in totals else Quantities()
        totals[key] = Line(None, "", "", line.half, line.activity, before + line.quantities)
    return sorted(totals.values(), key=_line_order)
