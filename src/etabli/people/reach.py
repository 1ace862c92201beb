"""Over whom someone holds a right, day by day: what arrives late is judged as of the day it was done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet

from etabli.kit.prepared import prepared
from etabli.kit.rights import rights_of
from etabli.org.access import DatedLimits, roles_held
from etabli.org.models import Establishment, User
from etabli.people.models import Registration, WorkshopStay


@dataclass(frozen=True)
class _Guest:
    workshop: int
    starts_on: date
    ends_before: date


class Reach:
    """Over which of these persons (keys) of an establishment a user holds a right, and when.

    Two queries, three when the right is limited to workshops; however many persons and days. Without a user, the
    operator: everyone, always.
    """

    def __init__(self, user: User | None, right: str, establishment: Establishment, persons: Collection[int]) -> None:
        self._limits = None if user is None else DatedLimits(user, right, establishment)
        ever = None if self._limits is None else self._limits.ever()
        rows = _registered(establishment=establishment.pk, persons=frozenset(persons))
        known = {person: (workshop, f"{last} {first}") for person, workshop, last, first in rows}
        self._guests: dict[int, list[_Guest]] = defaultdict(list)
        if ever:
            stays = WorkshopStay.objects.filter(person__in=list(known), workshop__in=ever)
            for person, *stay in stays.values_list("person", "workshop", "starts_on", "ends_before"):
                self._guests[person].append(_Guest(*stay))
        self._workshops = {person: workshop for person, (workshop, _) in known.items()}
        self.names = {
            person: name
            for person, (workshop, name) in known.items()
            if ever is None or workshop in ever or person in self._guests
        }
        """Of those over whom the user holds the right at some time: of others nothing is told, not that they exist."""

    def holds(self, person: int, acted_on: date, day: date | None = None) -> bool:
        """True when the user held the right on the day of the act over the person as of `day` (that of the act, if None).

        A stay counts on its own days: what is written about them may be written, or corrected, later.
        """
        if person not in self.names:
            return False
        limit = None if self._limits is None else self._limits.on(acted_on)
        if limit is None or self._workshops[person] in limit:
            return True
        about = day or acted_on
        return any(
            guest.workshop in limit and guest.starts_on <= about < guest.ends_before for guest in self._guests[person]
        )


@prepared
def _registered(establishment: Any, persons: Any) -> QuerySet[Registration, Any]:
    rows = Registration.objects.filter(establishment=establishment, person__among=persons)
    return rows.values_list("person", "workshop", "person__last_name", "person__first_name")


def rights_over(user: User, registration: Registration, on: date) -> frozenset[str]:
    """Every right that a user holds on a day over a person of an establishment; two queries at most."""
    return frozenset(right for role in roles_over(user, registration, on) for right in rights_of(role))


def roles_over(user: User, registration: Registration, on: date) -> frozenset[str]:
    """The roles by which she holds them; two queries at most."""
    held = roles_held(user, registration.establishment, on)
    reached = {None, registration.workshop_id}
    if any(workshop not in reached for _, workshop in held):
        stays = WorkshopStay.objects.filter(person=registration.person_id, starts_on__lte=on, ends_before__gt=on)
        reached |= set(stays.values_list("workshop", flat=True))
    return frozenset(role for role, workshop in held if workshop in reached)
