"""Trainings, and the fact table that surveys count. Each takes `by` and `at`, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from operator import attrgetter

from django.db import transaction

from etabli.core.facts import Training as Fact
from etabli.core.periods import day_no
from etabli.kit.bulk import insert
from etabli.org.models import Establishment, User
from etabli.people.models import Certification, Person
from etabli.support.models import Training, TrainingFact
from etabli.support.rules import plans as rules

_COLUMNS = tuple(Fact.__slots__)
_values = attrgetter(*_COLUMNS)


@dataclass(frozen=True)
class TrainingSource:
    """Where a training comes from, as `Training`: who pays (code, and free words beside it), who gives it."""

    funding: str = ""
    funder: str = ""
    given_by: str = ""
    self_determination: bool = False


@transaction.atomic
def save_training(
    *,
    establishment: Establishment,
    person: Person,
    title: str,
    starts_on: date,
    ends_before: date | None = None,
    minutes: int,
    source: TrainingSource | None = None,
    cost_cents: int = 0,
    certificate: Certification | None = None,
    row: Training | None = None,
    by: User | None,
    at: datetime,
) -> Training:
    """Made, or (`row`) corrected. Refusals: `support_words_missing`, `support_period_backwards`, `dose_wrong`."""
    rules.check_support_named(title)
    rules.check_action_days(starts_on, ends_before)
    rules.check_dose(minutes, 1)
    told = source or TrainingSource()
    row = row or Training(establishment=establishment, person=person)
    row.title, row.starts_on, row.ends_before = title.strip(), starts_on, ends_before
    row.minutes, row.cost_cents, row.certificate = minutes, cost_cents, certificate
    row.funding, row.funder, row.given_by = told.funding, told.funder.strip(), told.given_by
    row.self_determination = told.self_determination
    row.save()
    derive_training(row)
    return row


def derive_training(row: Training) -> None:
    """Derive the row of the fact table `training` anew."""
    TrainingFact.objects.filter(establishment=row.establishment_id, training=row.pk).delete()
    first = day_no(row.starts_on)
    last = first + 1 if row.ends_before is None else day_no(row.ends_before)
    fact = Fact(row.person_id, row.pk, first, last, row.funding, row.given_by, int(row.self_determination))
    insert(TrainingFact, ("establishment", *_COLUMNS), [(row.establishment_id, *_values(fact))])
