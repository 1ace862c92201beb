"""Rights over what is seen of a person and what is planned with her, and which rows a user sees."""

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
    ASSESS = "support.assess"
    """Say which level of a competence was seen; read one's own assessments."""
    FRAMEWORK_WRITE = "support.framework.write"
    """Define competences, scales and profiles."""


_TEAM = frozenset({Role.EDUCATOR, Role.HEAD_OF_SERVICE, Role.DIRECTOR})
"""The support team. Sales, administration and auditors have no part in it."""

RIGHTS: dict[str, frozenset[Role]] = {
    SupportRight.READ: _TEAM,
    SupportRight.OBSERVE: _TEAM | {Role.INSTRUCTOR},
    SupportRight.GOAL_WRITE: _TEAM,
    SupportRight.ASSESS: _TEAM | {Role.INSTRUCTOR},
    SupportRight.FRAMEWORK_WRITE: frozenset({Role.HEAD_OF_SERVICE, Role.DIRECTOR}),
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


class FrameworkQuerySet(models.QuerySet):
    """What an establishment defines for everyone there: frameworks and profiles say nothing of a person."""

    def visible_to(
        self, user: User, establishment: Establishment, right: str = SupportRight.ASSESS, on: date | None = None
    ) -> FrameworkQuerySet:
        """Those of the establishment for who holds the right there on a day (today by default)."""
        return self.filter(establishment=establishment) if user.may(right, establishment, on) else self.none()


class AssessmentQuerySet(models.QuerySet):
    def visible_to(self, user: User, establishment: Establishment, on: date | None = None) -> AssessmentQuerySet:
        """Those of the establishment about persons whose records the user reads on a day (today by default), and those she
        wrote, while she holds the right to assess."""
        if not user.may(SupportRight.ASSESS, establishment, on):
            return self.none()
        people = self.model._meta.get_field("person").related_model.objects
        reached = people.visible_to(user, establishment, SupportRight.READ, on=on).order_by().values("pk")
        return self.filter(Q(rater=user) | Q(person__in=reached), establishment=establishment)

    def standing(self) -> AssessmentQuerySet:
        """Those that nobody corrected or took back."""
        return self.filter(corrected_by__isnull=True, withdrawn=False)
