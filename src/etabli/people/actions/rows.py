"""Persons and engagements as sheets and lists give them: row by row, made or brought up to date."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction

from etabli.core.calendars import WeeklyPattern
from etabli.core.counting import WHOLE
from etabli.core.periods import monday_of
from etabli.core.refusal import Refusal
from etabli.kit.texts import fold
from etabli.org.actions import Change
from etabli.org.models import Establishment, User, Workshop
from etabli.people.actions.checking import refusals_of
from etabli.people.actions.deriving import derive_engagements
from etabli.people.actions.standing import PersonRow, Standing
from etabli.people.models import Engagement, EngagementTerms, Person, Registration, WorkGroup


@transaction.atomic
def save_people(
    *, establishment: Establishment, rows: Sequence[PersonRow], by: User | None, at: datetime
) -> list[Change | Refusal]:
    """Each row made or brought up to date; key of a row: staff number and start. One answer a row, in order.

    A refused row changes nothing and answers its first refusal (`check_people` has them all). The facts are derived once,
    at the end; where a higher room refuses what follows, the rows are saved one by one, and only those are refused.
    """
    standing = Standing(establishment, rows)
    refused = _refused(standing, rows)
    try:
        with transaction.atomic():
            return _save(establishment, standing, rows, refused, at)
    except Refusal:
        return [
            refused[number] if number in refused else _save_alone(establishment, row, at)
            for number, row in enumerate(rows)
        ]


def _save(
    establishment: Establishment,
    standing: Standing,
    rows: Sequence[PersonRow],
    refused: Mapping[int, Refusal],
    at: datetime,
) -> list[Change | Refusal]:
    saving = _Saving(standing)
    answers: list[Change | Refusal] = []
    for number, row in enumerate(rows):
        answers.append(refused[number] if number in refused else saving.save(row))
    if saving.touched:
        derive_engagements(establishment, saving.touched, at)
    return answers


def _save_alone(establishment: Establishment, row: PersonRow, at: datetime) -> Change | Refusal:
    standing = Standing(establishment, [row])
    try:
        with transaction.atomic():
            (answer,) = _save(establishment, standing, [row], _refused(standing, [row]), at)
    except Refusal as refusal:
        return refusal
    return answer


def _refused(standing: Standing, rows: Sequence[PersonRow]) -> dict[int, Refusal]:
    """The first refusal of each refused row, by its place. A row may need another that is refused: those left are checked
    without them."""
    refused: dict[int, Refusal] = {}
    while True:
        left = [number for number in range(len(rows)) if number not in refused]
        found = zip(left, refusals_of(standing, [rows[number] for number in left]), strict=True)
        fresh = {number: told[0] for number, told in found if told}
        refused |= fresh
        if not fresh:
            return refused


class _Saving:
    """Writes rows that are allowed. `touched`: keys of the persons of whom something changed."""

    def __init__(self, standing: Standing) -> None:
        self._standing, self._establishment = standing, standing.establishment
        self.touched: set[int] = set()

    def save(self, row: PersonRow) -> Change:
        registration, identity = self._save_person(row)
        engagement, terms = self._save_engagement(registration.person, row)
        if {*identity, engagement, terms} == {Change.UNCHANGED}:
            return Change.UNCHANGED
        self.touched.add(registration.person_id)
        return Change.CREATED if engagement == Change.CREATED else Change.UPDATED

    def _save_person(self, row: PersonRow) -> tuple[Registration, list[Change]]:
        values = {"last_name": row.last_name, "first_name": row.first_name}
        values |= {"birth_date": row.birth_date} if row.birth_date else {}
        values |= {"sex": row.sex} if row.sex else {}
        workshop = self._standing.workshop(row.workshop) if row.workshop else None
        registration = self._standing.registrations.get(row.staff_number)
        if registration is None:
            registration = self._register(row, values, workshop)
            self._set_groups(registration, row.groups)
            return registration, [Change.CREATED]
        changes = [
            self._update_person(registration.person, values, row),
            _update(registration, {"workshop": workshop} if workshop else {}),
            self._set_groups(registration, row.groups),
        ]
        return registration, changes

    def _register(self, row: PersonRow, values: dict[str, object], workshop: Workshop | None) -> Registration:
        """Someone whom the association knows, registered here too, or someone new."""
        known = self._standing.known_elsewhere(row)
        numbers = [*known.numbers.values(), row.staff_number] if known else [row.staff_number]
        person = Person(association=self._establishment.association)
        if known:
            person = Person.objects.get(pk=known.person)
        for name, value in values.items():
            setattr(person, name, value)
        person.search_key = _search_key(row, numbers)
        person.save()
        registration = Registration.objects.create(
            establishment=self._establishment, person=person, staff_number=row.staff_number, workshop=workshop
        )
        self._standing.registrations[row.staff_number] = registration
        return registration

    @staticmethod
    def _update_person(person: Person, values: dict[str, object], row: PersonRow) -> Change:
        renamed = (person.last_name, person.first_name) != (row.last_name, row.first_name)
        if renamed:
            numbers = person.registrations.order_by("pk").values_list("staff_number", flat=True)
            values = values | {"search_key": _search_key(row, numbers)}
        return _update(person, values)

    def _set_groups(self, registration: Registration, names: Iterable[str]) -> Change:
        wanted = {self._group(name) for name in names}
        if not wanted or wanted == set(registration.work_groups.all()):
            return Change.UNCHANGED
        registration.work_groups.set(wanted)
        return Change.UPDATED

    def _group(self, name: str) -> WorkGroup:
        groups = self._standing.groups
        if fold(name) not in groups:
            groups[fold(name)] = WorkGroup.objects.create(establishment=self._establishment, name=name)
        return groups[fold(name)]

    def _save_engagement(self, person: Person, row: PersonRow) -> tuple[Change, Change]:
        """What became of the engagement and of its terms."""
        values: dict[str, object] = {"kind": row.kind}
        values |= {"ends_before": row.ends_before} if row.last_day else {}
        values |= {"end_reason": row.end_reason} if row.end_reason else {}
        engagements = self._standing.engagements[person.pk]
        engagement = engagements.get(row.starts_on)
        if engagement is None:
            engagement = engagements[row.starts_on] = Engagement.objects.create(
                establishment=self._establishment, person=person, starts_on=row.starts_on, **values
            )
            change = Change.CREATED
        else:
            change = _update(engagement, values)
        return change, self._save_terms(engagement, row)

    def _save_terms(self, engagement: Engagement, row: PersonRow) -> Change:
        terms = self._standing.terms[engagement.pk]
        standing = terms.get(row.valid_from)
        if standing is not None and not row.pattern and standing.pattern:
            # A sheet without due half-days does not undo a pattern that someone confirmed.
            return _update(standing, {"fraction": row.fraction})
        values = {
            "fraction": row.fraction,
            "pattern": "|".join(row.pattern or ()),
            "pattern_anchor": monday_of(row.valid_from) if row.pattern else None,
            "follows_opening": not row.pattern and row.fraction == WHOLE,
        }
        if row.pattern:
            WeeklyPattern(row.pattern, monday_of(row.valid_from))
        if standing is not None:
            return _update(standing, values)
        terms[row.valid_from] = EngagementTerms.objects.create(
            engagement=engagement, valid_from=row.valid_from, **values
        )
        return Change.CREATED


def _search_key(row: PersonRow, numbers: Iterable[str]) -> str:
    return " ".join([row.folded_name, *(fold(number) for number in numbers)])


def _update(row: Person | Registration | Engagement | EngagementTerms, values: Mapping[str, object]) -> Change:
    different = [name for name, value in values.items() if getattr(row, name) != value]
    if not different:
        return Change.UNCHANGED
    for name in different:
        setattr(row, name, values[name])
    row.save(update_fields=different)
    return Change.UPDATED
