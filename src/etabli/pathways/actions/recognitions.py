"""Recognitions of experience: written, corrected, taken out. Each takes `by` and `at`, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from etabli.org.models import Establishment, User
from etabli.pathways.actions.deriving import derive_facts
from etabli.pathways.models import Recognition
from etabli.pathways.rules import recognitions as rules
from etabli.people.models import Person


@dataclass(frozen=True)
class RecognitionSpec:
    """What is recognised, as `Recognition`."""

    kind: str
    title: str
    started_on: date
    jury_on: date | None = None
    validated_on: date | None = None
    level: str = ""


@transaction.atomic
def save_recognition(
    *,
    establishment: Establishment,
    person: Person,
    spec: RecognitionSpec,
    row: Recognition | None = None,
    on: date,
    by: User | None,
    at: datetime,
) -> Recognition:
    """Made, or (`row`) corrected. `on`: today.

    Refusals: `recognition_without_title`, `recognition_start_to_come`, `recognition_jury_early`,
    `recognition_not_validated`, `recognition_to_come`, `recognition_validated_early`, `recognition_without_level`.
    """
    rules.check_recognition(spec.title, spec.started_on, spec.jury_on, spec.validated_on, spec.level, on)
    row = row or Recognition(establishment=establishment, person=person)
    row.kind, row.title, row.started_on, row.jury_on = spec.kind, spec.title.strip(), spec.started_on, spec.jury_on
    row.validated_on = spec.validated_on
    row.level = rules.level_of(spec.kind, spec.validated_on, spec.level)
    row.save()
    derive_facts(establishment, [person.pk])
    return row


@transaction.atomic
def remove_recognition(*, recognition: Recognition, by: User | None, at: datetime) -> None:
    """One that was written down by mistake."""
    recognition.delete()
    derive_facts(recognition.establishment, [recognition.person_id])
