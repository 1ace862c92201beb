"""Rights over accompanied persons, and which of them a user sees."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from etabli.org.access import workshop_limit
from etabli.org.states import STAFF_ROLES, Role

if TYPE_CHECKING:
    from etabli.org.models import Establishment, User


class PeopleRight(StrEnum):
    READ = "people.read"
    """See that a person is there: name, staff number, workshop."""
    IDENTITY_READ = "people.identity.read"
    """Birth date and sex."""
    ENGAGEMENT_READ = "people.engagement.read"
    WRITE = "people.write"
    IMPORT = "people.import"


RIGHTS: dict[str, frozenset[Role]] = {
    PeopleRight.READ: STAFF_ROLES - {Role.SALES},
    PeopleRight.IDENTITY_READ: frozenset({Role.EDUCATOR, Role.HEAD_OF_SERVICE, Role.ADMINISTRATION, Role.DIRECTOR}),
    PeopleRight.ENGAGEMENT_READ: frozenset({Role.EDUCATOR, Role.HEAD_OF_SERVICE, Role.ADMINISTRATION, Role.DIRECTOR}),
    PeopleRight.WRITE: frozenset({Role.HEAD_OF_SERVICE, Role.ADMINISTRATION, Role.DIRECTOR}),
    PeopleRight.IMPORT: frozenset({Role.ADMINISTRATION, Role.DIRECTOR}),
}


class PersonQuerySet(models.QuerySet):
    def visible_to(self, user: User, establishment: Establishment, right: str = PeopleRight.READ) -> PersonQuerySet:
        """Persons of the establishment whom the user may know of.

        A right limited to workshops shows those registered in them.
        """
        if not user.may(right, establishment):
            return self.none()
        here = Q(registrations__establishment=establishment)
        limit = workshop_limit(user, right, establishment)
        return self.filter(here if limit is None else here & Q(registrations__workshop__in=limit))
