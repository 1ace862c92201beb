"""A person lent to another workshop for some days. Each takes `by` (a user or None for the operator) and `at`."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localtime

from etabli.core.refusal import Refusal
from etabli.kit.texts import fold
from etabli.org.models import Establishment, User, Workshop
from etabli.people import rules
from etabli.people.access import PeopleRight
from etabli.people.models import Person, Registration, WorkshopStay


@transaction.atomic
def save_workshop_stay(
    *,
    establishment: Establishment,
    person: Person,
    workshop: Workshop,
    starts_on: date,
    ends_before: date,
    by: User | None,
    at: datetime,
) -> WorkshopStay:
    """The person stays there on these days; asked again, nothing changes. Refusal `stay_backwards`."""
    rules.check_stay_days(starts_on, ends_before)
    known = WorkshopStay.objects.filter(person=person, workshop=workshop, starts_on__lte=starts_on)
    row = known.filter(ends_before__gte=ends_before).first()
    if row is not None:
        return row
    days = {"starts_on": starts_on, "ends_before": ends_before}
    return WorkshopStay.objects.create(establishment=establishment, person=person, workshop=workshop, author=by, **days)


@transaction.atomic
def end_workshop_stay(*, stay: WorkshopStay, ends_before: date, by: User | None, at: datetime) -> None:
    """The stay is over before a day; one that would not have begun by then is as if it had never been."""
    if ends_before <= stay.starts_on:
        stay.delete()
    elif ends_before < stay.ends_before:
        stay.ends_before = ends_before
        stay.save(update_fields=["ends_before"])


@transaction.atomic
def join_team(
    *,
    establishment: Establishment,
    workshop: int,
    day: date,
    first_name: str,
    staff_number: str,
    acted_at: datetime,
    by: User,
    at: datetime,
) -> Person:
    """Someone whom her colleagues name is of the team of a workshop (key) on a day; sent again, nothing changes.

    The author's right is that of the day of the act. Refusals: `stay_workshop_not_yours`, `stay_too_far`,
    `stay_number_unknown`, `stay_first_name_differs` (which tells nobody's name).
    """
    acted_on = localtime(min(acted_at, at)).date()
    teams = Workshop.objects.visible_to(by, establishment, PeopleRight.STAY_WRITE, on=acted_on)
    team = teams.filter(pk=workshop).first() if by.may(PeopleRight.STAY_WRITE, establishment, acted_on) else None
    if team is None:
        raise Refusal("stay_workshop_not_yours", day=acted_on)
    rules.check_joining_day(day, acted_on)
    known = Registration.objects.select_related("person").filter(establishment=establishment)
    registration = known.filter(staff_number=staff_number.strip()).first()
    if registration is None:
        raise Refusal("stay_number_unknown", number=staff_number.strip())
    if fold(registration.person.first_name) != fold(first_name):
        raise Refusal("stay_first_name_differs", number=registration.staff_number, name=first_name.strip())
    if registration.workshop_id != team.pk:
        days = {"starts_on": day, "ends_before": day + timedelta(days=1)}
        save_workshop_stay(establishment=establishment, person=registration.person, workshop=team, **days, by=by, at=at)
    return registration.person
