"""The waiting list: who asks, who is admitted, withdrawn or refused. Each takes `by` and `at`, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from etabli.core.refusal import Refusal
from etabli.kit.texts import fold
from etabli.org.models import Establishment, User, Workshop
from etabli.org.turns import one_at_a_time
from etabli.pathways.actions.deriving import derive_people
from etabli.pathways.models import Situation, WaitingEntry
from etabli.pathways.rules import waiting as rules
from etabli.pathways.states import WaitingState
from etabli.people import actions as people
from etabli.people.models import Person, Registration


@dataclass(frozen=True)
class EntrySpec:
    """As `WaitingEntry`."""

    last_name: str
    first_name: str
    applied_on: date
    birth_date: date | None = None
    orientation_on: date | None = None
    creton: bool = False
    origin: str = ""
    wanted_workshop: Workshop | None = None
    note: str = ""


@dataclass(frozen=True)
class Admission:
    """How someone comes in. `registration`: who she is here already; None makes her, with `staff_number`.

    `kind`: an `EngagementKind`.
    """

    kind: str
    starts_on: date
    terms: people.TermsSpec
    staff_number: str = ""
    sex: str = ""
    workshop: Workshop | None = None
    registration: Registration | None = None


@transaction.atomic
def save_entry(
    *,
    establishment: Establishment,
    spec: EntrySpec,
    row: WaitingEntry | None = None,
    on: date,
    by: User | None,
    at: datetime,
) -> WaitingEntry:
    """Made, or (`row`) corrected. `on`: today.

    Refusals: `waiting_without_name`, `waiting_applied_to_come`, `waiting_orientation_to_come`, `waiting_born_after`.
    """
    days = (spec.birth_date, spec.orientation_on, spec.applied_on, on)
    rules.check_entry(spec.last_name, spec.first_name, *days)
    row = row or WaitingEntry(establishment=establishment)
    for name, value in vars(spec).items():
        setattr(row, name, value.strip() if isinstance(value, str) else value)
    row.search_key = fold(f"{row.last_name} {row.first_name}")
    row.save()
    return row


@transaction.atomic
def close_entry(*, entry: WaitingEntry, state: str, closed_on: date, on: date, by: User | None, at: datetime) -> None:
    """Withdrawn or refused on a day. Refusals: `waiting_step_refused`, `waiting_closed_to_come`, `waiting_closed_before`."""
    _as_it_is(entry)
    rules.check_step(entry.state, state)
    rules.check_closed(entry.applied_on, closed_on, on)
    entry.state, entry.closed_on = state, closed_on
    entry.save(update_fields=["state", "closed_on"])


@transaction.atomic
def reopen_entry(*, entry: WaitingEntry, by: User | None, at: datetime) -> None:
    """Waits again. Refusal `waiting_step_refused`."""
    _as_it_is(entry)
    rules.check_step(entry.state, WaitingState.WAITING)
    entry.state, entry.closed_on = WaitingState.WAITING.value, None
    entry.save(update_fields=["state", "closed_on"])


@transaction.atomic
def remove_entry(*, entry: WaitingEntry, by: User | None, at: datetime) -> None:
    """Of someone who did not come: her name is kept no longer than it serves. Refusal `waiting_not_removable`."""
    _as_it_is(entry)
    rules.check_removable(entry.state)
    entry.delete()


@transaction.atomic
def admit(*, entry: WaitingEntry, admission: Admission, by: User | None, at: datetime) -> Person:
    """She comes in: registered with an engagement, or given one more where she is registered already.

    The day of her orientation goes into her situation, unless it has one. Refusals: `waiting_step_refused`,
    `waiting_admitted_before`, and those of `people.actions.add_person` and `add_engagement`.
    """
    _as_it_is(entry)
    rules.check_step(entry.state, WaitingState.ADMITTED)
    rules.check_admission(entry.applied_on, admission.starts_on)
    person = _engaged(entry, admission, by, at)
    entry.state, entry.closed_on, entry.person = WaitingState.ADMITTED.value, admission.starts_on, person
    entry.save(update_fields=["state", "closed_on", "person"])
    if entry.orientation_on is not None:
        row, _is_new = Situation.objects.get_or_create(establishment=entry.establishment, person=person)
        if row.orientation_from is None and row.orientation_until is None:
            row.orientation_from = entry.orientation_on
            row.save(update_fields=["orientation_from"])
            derive_people(entry.establishment, [person.pk])
    return person


def _as_it_is(entry: WaitingEntry) -> None:
    """The one that a screen holds may be old: someone else admitted or closed it meanwhile."""
    one_at_a_time(entry.establishment)
    entry.refresh_from_db(fields=["state"])


def _engaged(entry: WaitingEntry, admission: Admission, by: User | None, at: datetime) -> Person:
    place, known = entry.establishment, admission.registration
    if known is not None:
        if known.establishment_id != place.pk:
            raise Refusal("waiting_person_unknown")
        spec = people.EngagementSpec(admission.kind, admission.starts_on, None)
        where = {"establishment": place, "person": known.person}
        people.add_engagement(**where, spec=spec, terms=admission.terms, by=by, at=at)
        return known.person
    row = people.PersonRow(
        staff_number=admission.staff_number,
        last_name=entry.last_name,
        first_name=entry.first_name,
        kind=admission.kind,
        starts_on=admission.starts_on,
        birth_date=entry.birth_date,
        sex=admission.sex,
        workshop=admission.workshop.code if admission.workshop else "",
        fraction=admission.terms.fraction,
    )
    return people.add_person(establishment=place, row=row, terms=admission.terms, by=by, at=at).person
