"""Steps of order lines held against the restrictions and certifications of people, day by day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from etabli.core.periods import Period
from etabli.core.suiting import Concern, Held, Step, concerns, is_able
from etabli.kit.texts import fold
from etabli.orders.models import OrderLine
from etabli.org.models import Establishment, User
from etabli.people.access import PeopleRight
from etabli.people.models import Certification, Registration, Restriction
from etabli.people.queries import engagements_in
from etabli.people.reach import Reach
from etabli.production.access import ProductionRight
from etabli.production.models import Operation, UnsuitedPolicy
from etabli.production.queries.lines import GROUP, PERSON, Who


class Suiting:
    """What stands between people (keys) and the steps of order lines (keys); three queries, however many of each."""

    def __init__(self, establishment: Establishment, lines: Collection[int], persons: Collection[int]) -> None:
        self.steps: defaultdict[int, list[Step]] = defaultdict(list)
        rows = Operation.objects.filter(line__in=list(lines)).order_by("line", "position")
        for line, name, restriction, competence in rows.values_list("line", "name", "restriction", "competence"):
            self.steps[line].append(Step(name, restriction, fold(competence), competence))
        self._restrictions: defaultdict[int, list[Held]] = defaultdict(list)
        self._certifications: defaultdict[int, list[Held]] = defaultdict(list)
        self.known: set[str] = set()
        """Folded names of the certifications that someone of the establishment has or had."""
        if any(step.restriction for steps in self.steps.values() for step in steps):
            self._read_restrictions(persons)
        if any(step.competence for steps in self.steps.values() for step in steps):
            self._read_certifications(establishment)

    def _read_restrictions(self, persons: Collection[int]) -> None:
        rows = Restriction.objects.filter(person__in=list(persons))
        for person, kind, words, start, end in rows.values_list(
            "person", "kind", "wording", "starts_on", "ends_before"
        ):
            self._restrictions[person].append(Held(kind, Period(start, end), words))

    def _read_certifications(self, establishment: Establishment) -> None:
        rows = Certification.objects.filter(person__registrations__establishment=establishment)
        for person, name, start, last in rows.values_list("person", "name", "issued_on", "expires_on"):
            self.known.add(fold(name))
            if last is None or last >= start:
                end = None if last is None else last + timedelta(days=1)
                self._certifications[person].append(Held(fold(name), Period(start, end)))

    def concerns(self, line: int, person: int, day: date) -> list[Concern]:
        held = self._restrictions[person], self._certifications[person]
        return concerns(self.steps[line], *held, self.known, day)

    def is_able(self, line: int, person: int, day: date) -> bool:
        """False when something stands against every step."""
        return is_able(self.steps[line], self.concerns(line, person, day))


def refuses_unsuited(establishment: Establishment) -> bool:
    """Whether the workplace refuses to put on a task whoever can do no step of it; one query."""
    return UnsuitedPolicy.objects.filter(establishment=establishment, refuses=True).exists()


class Told:
    """Which concerns a reader is told: restrictions and certifications each under their own right."""

    def __init__(self, user: User, establishment: Establishment, persons: Collection[int], today: date) -> None:
        self._restrictions = _reached(user, PeopleRight.RESTRICTION_READ, establishment, persons, today)
        self._certifications = _reached(user, PeopleRight.CERTIFICATION_READ, establishment, persons, today)

    def of(self, person: int, found: Iterable[Concern]) -> list[Concern]:
        """Those of a person (key) that the reader may know."""
        return [one for one in found if person in (self._restrictions if one.words else self._certifications)]

    @property
    def whole(self) -> frozenset[int]:
        """Persons of whom the reader is told both."""
        return self._restrictions & self._certifications


def _reached(
    user: User, right: str, establishment: Establishment, persons: Collection[int], today: date
) -> frozenset[int]:
    if not persons or not user.may(right, establishment):
        return frozenset()
    reach = Reach(user, right, establishment, persons)
    return frozenset(person for person in persons if reach.holds(person, today))


@dataclass(frozen=True)
class Warned:
    """A concern, and whom it is about, by name."""

    concern: Concern
    names: tuple[str, ...]


def warnings_on(
    user: User, establishment: Establishment, wanted: Collection[tuple[int, Who]], today: date
) -> dict[tuple[int, Who], list[Warned]]:
    """What stands today between those who are on lines (keys) and their steps, as far as the reader may know.

    Of a group, a certification is missing when none of its members holds it. Seven queries at most, however many lines.
    """
    people = {who: [who[1]] for _, who in wanted if who[0] == PERSON}
    groups = {who[1] for _, who in wanted if who[0] == GROUP}
    if groups:
        rows = Registration.objects.filter(establishment=establishment, work_groups__in=groups)
        for group, person in rows.values_list("work_groups", "person"):
            people.setdefault((GROUP, group), []).append(person)
    persons = {person for members in people.values() for person in members}
    suiting = Suiting(establishment, [line for line, _ in wanted], persons)
    if not any(suiting.steps.values()):
        return {}
    told = Told(user, establishment, persons, today)
    reach = Reach(user, ProductionRight.READ, establishment, persons)
    named = {person: reach.names[person] for person in persons if reach.holds(person, today)}
    found = {}
    for line, who in wanted:
        members = people.get(who, [])
        against = {person: suiting.concerns(line, person, today) for person in members}
        found[line, who] = _warned({key: told.of(key, rows) for key, rows in against.items() if key in named}, named)
    return found


def _warned(against: Mapping[int, Collection[Concern]], named: Mapping[int, str]) -> list[Warned]:
    by_concern: dict[Concern, list[str]] = {}
    for person in sorted(against, key=lambda key: fold(named[key])):
        for concern in against[person]:
            by_concern.setdefault(concern, []).append(named[person])
    return [
        Warned(concern, tuple(names))
        for concern, names in by_concern.items()
        if concern.words or len(names) == len(against)
    ]


def concerns_told(
    user: User, establishment: Establishment, tasks: Mapping[int, int], persons: Collection[int], day: date, today: date
) -> dict[int, dict[int, list[Concern]]]:
    """What stands on a day between people (keys) and tasks (key: key of its order line), by task and person, as far as the
    reader may know on `today`; eight queries at most."""
    suiting = Suiting(establishment, tasks.values(), persons)
    if not any(suiting.steps.values()):
        return {}
    told = Told(user, establishment, persons, today)
    found = {
        task: {person: told.of(person, suiting.concerns(line, person, day)) for person in persons}
        for task, line in tasks.items()
    }
    return {task: {person: rows for person, rows in against.items() if rows} for task, against in found.items()}


@dataclass(frozen=True)
class Doers:
    """Who of the workshop could do a step. `checked` False: it needs a competence that no certification is called."""

    step: Step
    names: tuple[str, ...]
    persons: tuple[int, ...]
    of: int
    checked: bool


def doers_of(user: User, establishment: Establishment, line: OrderLine, today: date) -> list[Doers]:
    """For each step of a line who of its workshop could do it today, for those who may know; by name, nobody is ranked.

    As many queries for one person as for forty. Nobody when the line has no workshop, or no step that asks for anything.
    """
    rows = Registration.objects.filter(establishment=establishment, workshop=line.workshop_id)
    engaged = engagements_in(establishment, Period(today, today + timedelta(days=1))).order_by().values("person")
    persons = set(rows.filter(person__in=engaged).values_list("person", flat=True)) if line.workshop_id else set()
    suiting = Suiting(establishment, [line.pk], persons)
    if not any(step.restriction or step.competence for step in suiting.steps[line.pk]):
        return []
    reach = Reach(user, ProductionRight.READ, establishment, persons)
    whole = Told(user, establishment, persons, today).whole
    named = sorted((fold(reach.names[key]), key) for key in whole if reach.holds(key, today))
    against = {key: {one.step for one in suiting.concerns(line.pk, key, today)} for _, key in named}
    found = []
    for step in suiting.steps[line.pk]:
        able = [key for _, key in named if step not in against[key]]
        names = tuple(reach.names[key] for key in able)
        checked = not step.competence or step.competence in suiting.known
        found.append(Doers(step, names, tuple(able), len(named), checked))
    return found if named else []
