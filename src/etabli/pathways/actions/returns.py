"""Returns to protected work, here or in another ESAT, under the right to return or without it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from etabli.org.models import User
from etabli.org.turns import one_at_a_time
from etabli.pathways.actions.deriving import derive_facts
from etabli.pathways.models import Exit, Return
from etabli.pathways.queries.returns import is_agreed, orientation_of
from etabli.pathways.rules import exits as rules
from etabli.people.actions import EngagementSpec, TermsSpec, add_engagement
from etabli.people.models import Engagement


@dataclass(frozen=True)
class ReturnSpec:
    """A return as a form gives it. `esat_name`: where, when that is elsewhere; `terms`: of the engagement that begins here."""

    returned_on: date
    terms: TermsSpec
    by_right: bool = True
    elsewhere: bool = False
    esat_name: str = ""


@dataclass(frozen=True)
class ReturnKept:
    """A return as it was, for its undo."""

    returned_on: date
    by_right: bool
    elsewhere: bool
    esat_name: str


@transaction.atomic
def come_back(*, row: Exit, spec: ReturnSpec, by: User | None, at: datetime) -> Return:
    """Someone who left comes back. Here, an engagement begins that day, unless one that begins then is known already.

    Refusals `return_twice`, `return_before_exit`, `return_not_from_job`, `return_orientation_unknown`,
    `return_orientation_over`, `return_esat_missing`, `return_without_agreement`, and those of an engagement.
    """
    establishment, name = row.establishment, spec.esat_name.strip()
    one_at_a_time(establishment)
    rules.check_returned_once(Return.objects.filter(exit=row).exists())
    rules.check_return(spec.returned_on, row.engagement.ends_before)
    if spec.by_right:
        until = rules.orientation_end(row.orientation_until, orientation_of(row))
        rules.check_right(spec.returned_on, destination=row.destination, orientation_until=until)
    if spec.elsewhere:
        agreed = is_agreed(establishment, name, spec.returned_on)
        rules.check_elsewhere(name, by_right=spec.by_right, agreed=agreed)
    back = Return.objects.create(
        establishment=establishment,
        person=row.person,
        exit=row,
        returned_on=spec.returned_on,
        elsewhere=spec.elsewhere,
        esat_name=name if spec.elsewhere else "",
        by_right=spec.by_right,
        engagement=None if spec.elsewhere else _engagement(row, spec, by, at),
    )
    derive_facts(establishment, [row.person_id])
    return back


@transaction.atomic
def take_return_back(*, row: Return, by: User | None, at: datetime) -> None:
    """It was not one. An engagement that began with it stays: it is corrected or ended on the page of the person."""
    establishment, person = row.establishment, row.person_id
    row.delete()
    derive_facts(establishment, [person])


@transaction.atomic
def restore_return(
    *, exit: Exit, kept: ReturnKept, engagement: Engagement | None, by: User | None, at: datetime
) -> None:
    """A return that was taken back is written down again as it was. Refusals `return_twice`, `return_before_exit`."""
    one_at_a_time(exit.establishment)
    rules.check_returned_once(Return.objects.filter(exit=exit).exists())
    rules.check_return(kept.returned_on, exit.engagement.ends_before)
    Return.objects.create(
        establishment=exit.establishment,
        person=exit.person,
        exit=exit,
        engagement=engagement,
        **vars(kept),
    )
    derive_facts(exit.establishment, [exit.person_id])


def _engagement(row: Exit, spec: ReturnSpec, by: User | None, at: datetime) -> Engagement:
    establishment, person = row.establishment, row.person
    known = person.engagements.filter(establishment=establishment, starts_on=spec.returned_on).first()
    if known is not None:
        return known
    days = EngagementSpec(row.engagement.kind, spec.returned_on, None)
    return add_engagement(establishment=establishment, person=person, spec=days, terms=spec.terms, by=by, at=at)
