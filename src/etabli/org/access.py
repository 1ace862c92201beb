"""Rights: what each role may do, and which establishments and workshops a user sees."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from etabli.kit.clock import today
from etabli.kit.rights import roles_with
from etabli.org.states import STAFF_ROLES, WORKSHOP_ROLES, Role

if TYPE_CHECKING:
    from etabli.org.models import Establishment, User


class OrgRight(StrEnum):
    ESTABLISHMENT_READ = "org.establishment.read"
    SETTINGS_READ = "org.settings.read"
    SETTINGS_WRITE = "org.settings.write"
    JOURNAL_READ = "org.journal.read"
    ACCESS_READ = "org.access.read"
    """See users, roles and who read what."""
    ACCESS_WRITE = "org.access.write"
    """Add users, give and withdraw roles."""


RIGHTS: dict[str, frozenset[Role]] = {
    OrgRight.ESTABLISHMENT_READ: frozenset(Role),
    OrgRight.SETTINGS_READ: STAFF_ROLES,
    OrgRight.SETTINGS_WRITE: frozenset({Role.DIRECTOR, Role.ADMINISTRATION}),
    OrgRight.JOURNAL_READ: frozenset({Role.DIRECTOR, Role.HEAD_OF_SERVICE, Role.ADMINISTRATION}),
    OrgRight.ACCESS_READ: frozenset({Role.DIRECTOR}),
    OrgRight.ACCESS_WRITE: frozenset({Role.DIRECTOR}),
}


def grants_of(user: User, right: str | None = None, on: date | None = None) -> models.QuerySet[Any]:
    """The grants of a user in force on a day (today by default), those giving `right` when one is named."""
    day = on or today()
    grants = user.grants.filter(Q(ends_before=None) | Q(ends_before__gt=day), starts_on__lte=day)
    return grants if right is None else grants.filter(role__in=roles_with(right))


def _here(establishment: Establishment) -> Q:
    return Q(establishment=establishment) | Q(association=establishment.association_id)


def may(user: User, right: str, establishment: Establishment, on: date | None = None) -> bool:
    """True when a grant in force on a day (today by default) gives the right there, perhaps in one workshop only."""
    return user.is_active and grants_of(user, right, on).filter(_here(establishment)).exists()


def may_somewhere(user: User, right: str) -> bool:
    return user.is_active and grants_of(user, right).exists()


def must_use_second_factor(user: User) -> bool:
    """True when a role the user holds today is marked as asking for a second factor."""
    security = user.grants.model._meta.apps.get_model("org", "RoleSecurity")
    demanding = security.objects.filter(second_factor_required=True).values("role")
    return grants_of(user).filter(role__in=demanding).exists()


def places_of(user: User, right: str | None = None) -> models.QuerySet[Establishment]:
    """Establishments in which the user holds a grant in force (giving `right` when one is named)."""
    from_model = user.grants.model._meta.get_field("establishment").remote_field.model
    return from_model.objects.visible_to(user, right)


def workshop_limit(
    user: User, right: str, establishment: Establishment, on: date | None = None
) -> frozenset[int] | None:
    """Workshops (keys) to which the right is limited there on a day (today by default); None when it holds everywhere."""
    rows = grants_of(user, right, on).filter(_here(establishment)).values_list("role", "workshop")
    return _limit(rows)


def _limit(rows: Iterable[tuple[str, int | None]]) -> frozenset[int] | None:
    """Of (role, workshop) pairs."""
    held = list(rows)
    if any(workshop is None or role not in WORKSHOP_ROLES for role, workshop in held):
        return None
    return frozenset(workshop for _, workshop in held if workshop is not None)


def roles_held(user: User, establishment: Establishment, on: date | None = None) -> list[tuple[str, int | None]]:
    """(role, workshop it is limited to or None) of each grant in force there on a day (today by default); one query."""
    if not user.is_active:
        return []
    rows = grants_of(user, on=on).filter(_here(establishment)).values_list("role", "workshop")
    return [(role, workshop if role in WORKSHOP_ROLES else None) for role, workshop in rows]


class DatedLimits:
    """What a right of a user is limited to in an establishment, day by day; one query in all."""

    def __init__(self, user: User, right: str, establishment: Establishment) -> None:
        rows = user.grants.filter(_here(establishment), role__in=roles_with(right))
        columns = ("role", "workshop", "starts_on", "ends_before")
        self._grants = list(rows.values_list(*columns)) if user.is_active else []

    def on(self, day: date) -> frozenset[int] | None:
        """As `workshop_limit`; no workshop at all when the right is not held that day."""
        return _limit(
            (role, workshop)
            for role, workshop, starts_on, ends_before in self._grants
            if starts_on <= day and (ends_before is None or day < ends_before)
        )

    def ever(self) -> frozenset[int] | None:
        """Of all its grants, past and to come."""
        return _limit((role, workshop) for role, workshop, *_ in self._grants)


class EstablishmentQuerySet(models.QuerySet):
    def visible_to(self, user: User, right: str | None = None) -> EstablishmentQuerySet:
        """Establishments the user may know of: no other way to rows from a screen."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        grants = grants_of(user, right)
        return self.filter(Q(pk__in=grants.values("establishment")) | Q(association__in=grants.values("association")))


class WorkshopQuerySet(models.QuerySet):
    def visible_to(
        self, user: User, establishment: Establishment, right: str, on: date | None = None
    ) -> WorkshopQuerySet:
        """Workshops of the establishment in which the user holds the right on a day (today by default)."""
        limit = workshop_limit(user, right, establishment, on)
        rows = self.filter(establishment=establishment)
        return rows if limit is None else rows.filter(pk__in=limit)
