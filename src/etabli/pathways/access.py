"""Rights over pathways, and which rows a user sees."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import models

from etabli.kit.clock import today
from etabli.org.access import workshop_limit
from etabli.org.states import Role

if TYPE_CHECKING:
    from etabli.org.models import Establishment, User


class PathwaysRight(StrEnum):
    READ = "pathways.read"
    """Read placements, agreements, exits, returns, recognitions and the waiting list."""
    WRITE = "pathways.write"
    WAITING_WRITE = "pathways.waiting.write"
    """Keep the waiting list."""
    SETTINGS_WRITE = "pathways.settings.write"
    """Keep hosts and partnerships."""
    CODES_WRITE = "pathways.codes.write"
    """Choose under which code of the attendance each device is written."""


_TEAM = frozenset({Role.EDUCATOR, Role.HEAD_OF_SERVICE, Role.DIRECTOR})

RIGHTS: dict[str, frozenset[Role]] = {
    PathwaysRight.READ: _TEAM | {Role.ADMINISTRATION},
    PathwaysRight.WRITE: _TEAM,
    PathwaysRight.WAITING_WRITE: frozenset({Role.HEAD_OF_SERVICE, Role.ADMINISTRATION, Role.DIRECTOR}),
    PathwaysRight.SETTINGS_WRITE: _TEAM | {Role.ADMINISTRATION},
    PathwaysRight.CODES_WRITE: frozenset({Role.HEAD_OF_SERVICE, Role.ADMINISTRATION, Role.DIRECTOR}),
}


class OfPersonQuerySet(models.QuerySet):
    """What happens to a person on her way: placements, agreements, exits, returns, recognitions."""

    def visible_to(
        self, user: User, establishment: Establishment, right: str = PathwaysRight.READ, on: date | None = None
    ) -> OfPersonQuerySet:
        """Those of the establishment about persons over whom the user holds the right on a day (today by default)."""
        people = self.model._meta.get_field("person").related_model.objects
        reached = people.visible_to(user, establishment, right, on=on).order_by().values("pk")
        return self.filter(establishment=establishment, person__in=reached)


class OfHouseQuerySet(models.QuerySet):
    """Hosts, partnerships and codes of devices: they say nothing of a person."""

    def visible_to(
        self, user: User, establishment: Establishment, right: str = PathwaysRight.READ, on: date | None = None
    ) -> OfHouseQuerySet:
        """Those of the establishment for who holds the right there on a day (today by default)."""
        return self.filter(establishment=establishment) if user.may(right, establishment, on) else self.none()


class WaitingQuerySet(models.QuerySet):
    """Who waits for a place: not persons of the house yet, so that workshops are those they wish for."""

    def visible_to(
        self, user: User, establishment: Establishment, right: str = PathwaysRight.READ, on: date | None = None
    ) -> WaitingQuerySet:
        """Those of the establishment, or who wish for the workshops over which the user holds the right on a day (today)."""
        day = on or today()
        if not user.may(right, establishment, day):
            return self.none()
        limit = workshop_limit(user, right, establishment, day)
        rows = self.filter(establishment=establishment)
        return rows if limit is None else rows.filter(wanted_workshop__in=limit)
