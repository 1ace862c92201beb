"""Reads of the waiting list."""

from __future__ import annotations

from datetime import date

from django.db.models import F, Q, QuerySet

from etabli.kit.texts import fold
from etabli.org.models import Establishment, User
from etabli.pathways.models import WaitingEntry
from etabli.pathways.rules.waiting import Counts, count
from etabli.pathways.states import WaitingState
from etabli.people.access import PeopleRight
from etabli.people.models import Person, Registration

APPLIED, ORIENTATION = "applied", "orientation"
EVERYONE = "all"
YES, NO = "yes", "no"


def entries_in(
    user: User,
    establishment: Establishment,
    *,
    state: str = "",
    creton: str = "",
    workshop: str = "",
    text: str = "",
    sort: str = "",
) -> QuerySet[WaitingEntry]:
    """Who waits there, of whom the user may know; the longest wait first.

    `state`: a `WaitingState`, `all`, or empty for who waits. `sort`: `orientation` by the day of the decision, those without
    one last; else by the day of the application.
    """
    rows = WaitingEntry.objects.visible_to(user, establishment).select_related("wanted_workshop", "person")
    if state != EVERYONE:
        rows = rows.filter(state=state if state in set(WaitingState) else WaitingState.WAITING)
    rows = rows.filter(creton=creton == YES) if creton in (YES, NO) else rows
    rows = rows.filter(wanted_workshop=workshop) if workshop else rows
    rows = rows.filter(search_key__contains=fold(text)) if text else rows
    first = [F("orientation_on").asc(nulls_last=True)] if sort == ORIENTATION else []
    return rows.order_by(*first, "applied_on", "search_key", "pk")


def counts_in(user: User, establishment: Establishment, on: date) -> Counts:
    """Of all who wait there, of whom the user may know."""
    rows = WaitingEntry.objects.visible_to(user, establishment).filter(state=WaitingState.WAITING)
    return count(rows.values_list("applied_on", "creton"), on)


def registered_alike(user: User, entry: WaitingEntry) -> list[Registration]:
    """Who is registered there already under that name, or was born on that day with that last name."""
    persons = Person.objects.visible_to(user, entry.establishment, PeopleRight.WRITE).filter(erased_on=None)
    alike = Q(search_key__startswith=fold(f"{entry.last_name} {entry.first_name}") + " ")
    if entry.birth_date is not None:
        alike |= Q(search_key__startswith=fold(entry.last_name) + " ", birth_date=entry.birth_date)
    rows = Registration.objects.filter(establishment=entry.establishment, person__in=persons.filter(alike))
    return list(rows.select_related("person").order_by("person__search_key", "pk"))
