"""Rights over accompanied persons, and which of them a user sees."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from etabli.kit.clock import today
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
    STAY_WRITE = "people.stay.write"
    """Take someone of another workshop into one's team for some days."""
    RESTRICTION_READ = "people.restriction.read"
    """What a person must not do at work, in plain words."""
    RESTRICTION_WRITE = "people.restriction.write"
    REASON_READ = "people.restriction.reason.read"
    """The reason behind a restriction."""
    CERTIFICATION_READ = "people.certification.read"
    CERTIFICATION_WRITE = "people.certification.write"


_SUPPORT = frozenset({Role.EDUCATOR, Role.HEAD_OF_SERVICE, Role.DIRECTOR})

RIGHTS: dict[str, frozenset[Role]] = {
    PeopleRight.READ: STAFF_ROLES - {Role.SALES},
    PeopleRight.IDENTITY_READ: frozenset({Role.EDUCATOR, Role.HEAD_OF_SERVICE, Role.ADMINISTRATION, Role.DIRECTOR}),
    PeopleRight.ENGAGEMENT_READ: frozenset({Role.EDUCATOR, Role.HEAD_OF_SERVICE, Role.ADMINISTRATION, Role.DIRECTOR}),
    PeopleRight.WRITE: frozenset({Role.HEAD_OF_SERVICE, Role.ADMINISTRATION, Role.DIRECTOR}),
    PeopleRight.IMPORT: frozenset({Role.ADMINISTRATION, Role.DIRECTOR}),
    PeopleRight.STAY_WRITE: frozenset({Role.INSTRUCTOR, Role.HEAD_OF_SERVICE, Role.ADMINISTRATION, Role.DIRECTOR}),
    PeopleRight.RESTRICTION_READ: _SUPPORT | {Role.INSTRUCTOR},
    PeopleRight.RESTRICTION_WRITE: _SUPPORT,
    PeopleRight.REASON_READ: _SUPPORT,
    PeopleRight.CERTIFICATION_READ: _SUPPORT | {Role.INSTRUCTOR, Role.ADMINISTRATION},
    PeopleRight.CERTIFICATION_WRITE: _SUPPORT | {Role.ADMINISTRATION},
}


class PersonQuerySet(models.QuerySet):
    def visible_to(
        self, user: User, establishment: Establishment, right: str = PeopleRight.READ, on: date | None = None
    ) -> PersonQuerySet:
        """Persons of the establishment whom the user may know of on a day (today by default).

        A right limited to workshops shows those registered in them, and those staying in them that day.
        """
        day = on or today()
        if not user.may(right, establishment, day):
            return self.none()
        limit = workshop_limit(user, right, establishment, day)
        if limit is None:
            return self.filter(registrations__establishment=establishment)
        return self.working_in(limit, establishment, day)

    def working_in(self, workshops: Collection[int], establishment: Establishment, on: date) -> PersonQuerySet:
        """Persons of the establishment registered in these workshops (keys), or staying in them on a day."""
        theirs = Q(registrations__workshop__in=workshops) | Q(pk__in=self._staying_in(workshops, on))
        return self.filter(Q(registrations__establishment=establishment), theirs)

    def _staying_in(self, workshops: Collection[int], day: date) -> models.QuerySet[Any]:
        stays = self.model._meta.get_field("stays").related_model._default_manager
        return stays.filter(workshop__in=workshops, starts_on__lte=day, ends_before__gt=day).values("person")
