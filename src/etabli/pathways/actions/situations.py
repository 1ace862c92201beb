"""What surveys ask of a person, answered at once or one by one. Each takes `by` and `at`, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from etabli.org.models import Establishment, User
from etabli.pathways.actions.deriving import derive_people
from etabli.pathways.models import Situation
from etabli.pathways.rules import situations as rules
from etabli.people.models import Person


@dataclass(frozen=True)
class SituationSpec:
    """As `Situation`; None: not known, nobody asked."""

    orientation_from: date | None = None
    orientation_until: date | None = None
    had_ordinary_job: bool | None = None
    first_protected: bool | None = None
    temporary_admission: bool | None = None
    driving_licence: bool | None = None
    highway_code: bool | None = None
    mobility_card: bool | None = None
    transport: bool | None = None


@transaction.atomic
def save_situation(
    *, establishment: Establishment, person: Person, spec: SituationSpec, by: User | None, at: datetime
) -> Situation:
    """All of it at once. Refusal `orientation_backwards`."""
    rules.check_orientation(spec.orientation_from, spec.orientation_until)
    return _write(establishment, person, vars(spec))


@transaction.atomic
def answer_question(
    *, establishment: Establishment, person: Person, question: str, answer: bool | None, by: User | None, at: datetime
) -> Situation:
    """One of `rules.situations.QUESTIONS`; None takes the answer back. ValueError for any other column."""
    if question not in rules.QUESTIONS:
        raise ValueError(f"{question} is no question")
    return _write(establishment, person, {question: answer})


def _write(establishment: Establishment, person: Person, values: dict[str, object]) -> Situation:
    rows = Situation.objects.select_for_update(of=("self",))
    row, _is_new = rows.get_or_create(establishment=establishment, person=person)
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    derive_people(establishment, [person.pk])
    return row
