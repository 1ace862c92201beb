"""Rights over observations and goals, and which observations a user sees."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from etabli.org.states import Role

if TYPE_CHECKING:
    from etabli.org.models import Establishment, User


class SupportRight(StrEnum):
    READ = "support.read"
    """Read what everyone observed."""
    OBSERVE = "support.observe"
    """Write observations and read one's own; see the goals."""
    GOAL_WRITE = "support.goal.write"


_TEAM = frozenset({Role.EDUCATOR, Role.HEAD_OF_SERVICE, Role.DIRECTOR})
"""The support team. Sales, administration and auditors have no part in it."""

RIGHTS: dict[str, frozenset[Role]] = {
    SupportRight.READ: _TEAM,
    SupportRight.OBSERVE: _TEAM | {Role.INSTRUCTOR},
    SupportRight.GOAL_WRITE: _TEAM,
}


class ObservationQuerySet(models.QuerySet):
    def visible_to(self, user: User, establishment: Establishment, on: date | None = None) -> ObservationQuerySet:
        """Those of the establishment about persons over whom the user holds the right on a day (today by default), and
        her own."""
        if not user.may(SupportRight.OBSERVE, establishment, on):
            return self.none()
        people = self.model._meta.get_field("person").related_model.objects
        reached = people.visible_to(user, establishment, SupportRight.READ, on=on).order_by().values("pk")
        return self.filter(Q(author=user) | Q(person__in=reached), establishment=establishment)
