"""What goes into the passport of a person, read from the rooms that hold it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from etabli.core.periods import day_no, day_of, monday_of
from etabli.core.refusal import Refusal
from etabli.org.models import Establishment
from etabli.pathways.queries.recognitions import validated_of
from etabli.people.models import Certification, Engagement, Person
from etabli.production.models import Activity, WorkFact
from etabli.support.models import Assessment, Competence, PlanText, Training
from etabli.support.queries import latest
from etabli.support.states import AGREED, Rater, Section


@dataclass(frozen=True)
class Wish:
    """Her own words, in a plan that was signed; `since`: the day it began."""

    text: str
    since: date
    place: str


@dataclass(frozen=True)
class Skill:
    """The last level that others saw, and the last that she says herself; one of them at least."""

    competence: Competence
    place: str
    seen: Assessment | None
    told: Assessment | None


@dataclass(frozen=True)
class Task:
    """What she worked on: `weeks` and `half_days` with some time on it between the first and the last day."""

    name: str
    place: str
    first: date
    last: date
    weeks: int
    half_days: int
    minutes: int


@dataclass(frozen=True)
class Course:
    """A training that began. `last`: its last day, None while it goes on."""

    title: str
    place: str
    first: date
    last: date | None
    minutes: int
    certificate: str


@dataclass(frozen=True)
class Recognised:
    """What was recognised of what she knows. `kind`: a `RecognitionKind`. `level`: `full` or `partial`."""

    title: str
    kind: str
    level: str
    day: date
    place: str


@dataclass(frozen=True)
class Stay:
    """A time in an establishment. `last`: its last day, None while she is there."""

    place: str
    first: date
    last: date | None


@dataclass(frozen=True)
class Passport:
    """`made_on`: the day whose state it tells; what comes later is left out."""

    person: Person
    made_on: date
    wishes: tuple[Wish, ...]
    skills: tuple[Skill, ...]
    courses: tuple[Course, ...]
    recognitions: tuple[Recognised, ...]
    certifications: tuple[Certification, ...]
    tasks: tuple[Task, ...]
    stays: tuple[Stay, ...]


def passport_of(person: Person, places: Iterable[Establishment], on: date) -> Passport:
    """Of what these establishments hold on her; as many queries for one as for several. The caller holds the right to read
    her support there. Refusal `passport_erased`."""
    if person.erased_on is not None:
        raise Refusal("passport_erased")
    names = {place.pk: place.name for place in places}
    return Passport(
        person=person,
        made_on=on,
        wishes=_wishes(person, names),
        skills=_skills(person, names, on),
        courses=_courses(person, names, on),
        recognitions=_recognitions(person, names, on),
        certifications=tuple(person.certifications.filter(issued_on__lte=on).order_by("-issued_on", "name", "pk")),
        tasks=_tasks(person, names, on),
        stays=_stays(person, names, on),
    )


def _wishes(person: Person, names: dict[int, str]) -> tuple[Wish, ...]:
    """Of each establishment the last that was signed."""
    rows = PlanText.objects.filter(plan__person=person, plan__establishment__in=names, plan__state__in=AGREED)
    found = rows.filter(section=Section.EXPECTATIONS).select_related("plan").order_by("plan__number", "pk")
    last = {row.plan.establishment_id: row for row in found if row.text.strip()}
    return tuple(Wish(row.text.strip(), row.plan.starts_on, names[place]) for place, row in last.items())


def _skills(person: Person, names: dict[int, str], on: date) -> tuple[Skill, ...]:
    rows = Assessment.objects.standing().filter(person=person, establishment__in=names, day__lte=on)
    joined = rows.select_related("level", "competence__framework")
    levels = joined.prefetch_related("competence__framework__levels")
    by_place: defaultdict[int, list[Assessment]] = defaultdict(list)
    for row in levels.order_by("day", "acted_at", "pk"):
        by_place[row.establishment_id].append(row)
    found = [skill for place, held in by_place.items() for skill in _skills_at(names[place], held)]
    return tuple(sorted(found, key=_order_of))


def _skills_at(place: str, rows: Sequence[Assessment]) -> list[Skill]:
    seen, told = latest(rows), latest(rows, Rater.PERSON)
    lines = {line: (seen.get(line), told.get(line)) for line in [*seen, *told]}
    return [Skill(_newest(pair).competence, place, *pair) for pair in lines.values()]


def _newest(pair: Iterable[Assessment | None]) -> Assessment:
    return max((row for row in pair if row is not None), key=lambda row: (row.day, row.acted_at))


def _order_of(skill: Skill) -> tuple[str, str, int, int]:
    competence = skill.competence
    return skill.place, competence.framework.title, competence.position, competence.pk


def _courses(person: Person, names: dict[int, str], on: date) -> tuple[Course, ...]:
    rows = Training.objects.filter(person=person, establishment__in=names, starts_on__lte=on)
    return tuple(
        Course(
            title=row.title,
            place=names[row.establishment_id],
            first=row.starts_on,
            last=_last_day(row.ends_before),
            minutes=row.minutes,
            certificate=row.certificate.name if row.certificate else "",
        )
        for row in rows.select_related("certificate").order_by("-starts_on", "-pk")
    )


def _recognitions(person: Person, names: dict[int, str], on: date) -> tuple[Recognised, ...]:
    """Those that were validated: what only began says nothing yet."""
    return tuple(
        Recognised(row.title, row.kind, row.level, row.validated_on, names[row.establishment_id])
        for row in validated_of(person.pk, names, on)
        if row.validated_on is not None
    )


def _tasks(person: Person, names: dict[int, str], on: date) -> tuple[Task, ...]:
    """Those of one name in an establishment are one; the latest first."""
    facts = WorkFact.objects.filter(establishment__in=names, subject=person, day_no__lte=day_no(on), minutes__gt=0)
    rows = list(
        facts.order_by("day_no", "half", "task").values_list("establishment", "task", "day_no", "half", "minutes")
    )
    called = dict(Activity.objects.filter(pk__in={row[1] for row in rows}).values_list("pk", "name"))
    worked: defaultdict[tuple[str, str], list[tuple[date, int, int]]] = defaultdict(list)
    for place, task, day, half, minutes in rows:
        if task in called:
            worked[names[place], called[task]].append((day_of(day), half, minutes))
    found = [_task(name, place, done) for (place, name), done in worked.items()]
    return tuple(sorted(found, key=lambda task: (-task.last.toordinal(), -task.minutes, task.name)))


def _task(name: str, place: str, done: Sequence[tuple[date, int, int]]) -> Task:
    return Task(
        name=name,
        place=place,
        first=done[0][0],
        last=done[-1][0],
        weeks=len({monday_of(day) for day, _half, _minutes in done}),
        half_days=len({(day, half) for day, half, _minutes in done}),
        minutes=sum(minutes for _day, _half, minutes in done),
    )


def _stays(person: Person, names: dict[int, str], on: date) -> tuple[Stay, ...]:
    rows = Engagement.objects.filter(person=person, establishment__in=names, starts_on__lte=on)
    return tuple(
        Stay(names[row.establishment_id], row.starts_on, _last_day(row.ends_before))
        for row in rows.order_by("-starts_on", "-pk")
    )


def _last_day(ends_before: date | None) -> date | None:
    return ends_before - timedelta(days=1) if ends_before else None
