"""Who a person is, and where in an establishment: changed one at a time, from a screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from etabli.core.refusal import Refusal
from etabli.kit.changes import announce
from etabli.kit.texts import fold
from etabli.org.models import Establishment, User, Workshop
from etabli.people.actions.deriving import PERSON_CHANGED, derive_engagements
from etabli.people.actions.engagements import TermsSpec, save_terms
from etabli.people.actions.rows import save_people
from etabli.people.actions.standing import PersonRow
from etabli.people.models import Person, Registration, WorkGroup


@dataclass(frozen=True)
class Identity:
    """A person and her registration as a form gives them. `groups`: names; those that are new are made."""

    last_name: str
    first_name: str
    birth_date: date | None
    sex: str
    staff_number: str
    workshop: Workshop | None
    groups: tuple[str, ...]


@transaction.atomic
def save_identity(*, registration: Registration, identity: Identity, by: User | None, at: datetime) -> None:
    """Refusal `staff_number_taken`. A change of workshop is a change of opening hours: half-days are counted anew."""
    check_staff_number_free(registration.establishment, identity.staff_number, registration)
    person, moves = registration.person, registration.workshop != identity.workshop
    for name in ("last_name", "first_name", "birth_date", "sex"):
        setattr(person, name, getattr(identity, name))
    registration.staff_number, registration.workshop = identity.staff_number, identity.workshop
    registration.save(update_fields=["staff_number", "workshop"])
    person.search_key = search_key_of(person)
    person.save()
    set_groups(registration, identity.groups)
    if moves:
        derive_engagements(registration.establishment, [person.pk], at)
    announce(PERSON_CHANGED, person=person.pk)


def search_key_of(person: Person) -> str:
    """Names and staff numbers, folded."""
    numbers = person.registrations.order_by("pk").values_list("staff_number", flat=True)
    return " ".join([fold(f"{person.last_name} {person.first_name}"), *map(fold, numbers)])


def set_groups(registration: Registration, names: tuple[str, ...]) -> None:
    """The work groups of a registration become these; none is made twice under two spellings."""
    known = {fold(group.name): group for group in WorkGroup.objects.filter(establishment=registration.establishment)}
    wanted = set()
    for name in names:
        group = known.get(fold(name))
        wanted.add(group or WorkGroup.objects.create(establishment=registration.establishment, name=name))
    registration.work_groups.set(wanted)


def check_staff_number_free(establishment: Establishment, number: str, mine: Registration | None = None) -> None:
    others = Registration.objects.filter(establishment=establishment, staff_number=number)
    if others.exclude(pk=mine.pk if mine else None).exists():
        raise Refusal("staff_number_taken", number=number)


@transaction.atomic
def add_person(
    *, establishment: Establishment, row: PersonRow, terms: TermsSpec, by: User | None, at: datetime
) -> Registration:
    """A person and a first engagement. Someone the association knows already is registered here too, not made twice.

    `terms` prevail over what the row says of them. Refusals: `staff_number_taken`, `person_has_other_number`, and those of
    an engagement.
    """
    check_staff_number_free(establishment, row.staff_number)
    (answer,) = save_people(establishment=establishment, rows=[row], by=by, at=at)
    if isinstance(answer, Refusal):
        raise answer
    registration = Registration.objects.get(establishment=establishment, staff_number=row.staff_number)
    engagement = registration.person.engagements.get(establishment=establishment, starts_on=row.starts_on)
    first = engagement.terms.get(valid_from=row.starts_on)
    save_terms(engagement=engagement, valid_from=row.starts_on, spec=terms, row=first, by=by, at=at)
    return registration
