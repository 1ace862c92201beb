"""Rights over what is seen of a person and what is planned with her, and which rows a user sees."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q

from etabli.kit.clock import today
from etabli.org.access import roles_held
from etabli.org.states import Role

if TYPE_CHECKING:
    from etabli.org.models import Establishment, User


class SupportRight(StrEnum):
    READ = "support.read"
    """Read what everyone observed."""
    OBSERVE = "support.observe"
    """Write observations and read one's own; see the goals."""
    GOAL_WRITE = "support.goal.write"
    PLAN_READ = "support.plan.read"
    """Read plans, actions, meetings and deadlines."""
    PLAN_WRITE = "support.plan.write"
    ASSESS = "support.assess"
    """Say which level of a competence was seen; read one's own assessments."""
    FRAMEWORK_WRITE = "support.framework.write"
    """Define competences, scales and profiles."""
    SHARE = "support.share"
    """Write down what a person consents to, and share a part of her file with someone outside."""
    SETTINGS_WRITE = "support.settings.write"
    """Define purposes of sharing and free fields; confirm what is proposed for erasure."""


_TEAM = frozenset({Role.EDUCATOR, Role.HEAD_OF_SERVICE, Role.DIRECTOR})
"""The support team. Sales, administration and auditors have no part in it."""

RIGHTS: dict[str, frozenset[Role]] = {
    SupportRight.READ: _TEAM,
    SupportRight.OBSERVE: _TEAM | {Role.INSTRUCTOR},
    SupportRight.GOAL_WRITE: _TEAM,
    SupportRight.PLAN_READ: _TEAM,
    SupportRight.PLAN_WRITE: _TEAM,
    SupportRight.ASSESS: _TEAM | {Role.INSTRUCTOR},
    SupportRight.FRAMEWORK_WRITE: frozenset({Role.HEAD_OF_SERVICE, Role.DIRECTOR}),
    SupportRight.SHARE: _TEAM,
    SupportRight.SETTINGS_WRITE: frozenset({Role.HEAD_OF_SERVICE, Role.DIRECTOR}),
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


class OfPersonQuerySet(models.QuerySet):
    """What is planned with a person, or done for her."""

    def visible_to(
        self, user: User, establishment: Establishment, right: str = SupportRight.PLAN_READ, on: date | None = None
    ) -> OfPersonQuerySet:
        """Those of the establishment about persons over whom the user holds the right on a day (today by default)."""
        people = self.model._meta.get_field("person").related_model.objects
        reached = people.visible_to(user, establishment, right, on=on).order_by().values("pk")
        return self.filter(establishment=establishment, person__in=reached)


class AdaptationQuerySet(OfPersonQuerySet):
    """What a workplace changed, for a person or in a workshop."""

    def visible_to(
        self, user: User, establishment: Establishment, right: str = SupportRight.PLAN_READ, on: date | None = None
    ) -> AdaptationQuerySet:
        """Those for persons, or in workshops, over which the user holds the right there on a day (today by default)."""
        people = self.model._meta.get_field("person").related_model.objects
        reached = people.visible_to(user, establishment, right, on=on).order_by().values("pk")
        rooms = self.model._meta.get_field("workshop").related_model.objects
        known = rooms.visible_to(user, establishment, right, on).order_by().values("pk")
        theirs = Q(person__in=reached) | Q(person=None, workshop__in=known)
        return self.filter(theirs, establishment=establishment) if user.may(right, establishment, on) else self.none()


class OfPlanQuerySet(models.QuerySet):
    """A part of a plan: who may read the plan may read it."""

    def visible_to(
        self, user: User, establishment: Establishment, right: str = SupportRight.PLAN_READ, on: date | None = None
    ) -> OfPlanQuerySet:
        """Those of the plans that the user may see there, see `OfPersonQuerySet`."""
        plans = self.model._meta.get_field("plan").related_model.objects
        return self.filter(plan__in=plans.visible_to(user, establishment, right, on).order_by().values("pk"))


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


class SupportSettingsQuerySet(models.QuerySet):
    """What an establishment defines for sharing and for its free fields: it says nothing of a person."""

    def visible_to(
        self, user: User, establishment: Establishment, right: str = SupportRight.OBSERVE, on: date | None = None
    ) -> SupportSettingsQuerySet:
        """Those of the establishment for who holds the right there on a day (today by default)."""
        return self.filter(establishment=establishment) if user.may(right, establishment, on) else self.none()


class SharingQuerySet(models.QuerySet):
    def visible_to(self, user: User, establishment: Establishment, on: date | None = None) -> SharingQuerySet:
        """Consents or shares of the establishment about persons over whom the user may share on a day (today by default)."""
        people = self.model._meta.get_field("person").related_model.objects
        reached = people.visible_to(user, establishment, SupportRight.SHARE, on=on).order_by().values("pk")
        return self.filter(establishment=establishment, person__in=reached)


class FreeValueQuerySet(models.QuerySet):
    def visible_to(self, user: User, establishment: Establishment, on: date | None = None) -> FreeValueQuerySet:
        """Values of the fields that a role of the user reads, about persons of whom she knows by that role on a day (today by
        default)."""
        day = on or today()
        fields = list(self.model._meta.get_field("field").related_model.objects.filter(establishment=establishment))
        people = self.model._meta.get_field("person").related_model.objects
        allowed = Q(pk__in=[])
        for role, workshop in roles_held(user, establishment, day):
            theirs = Q(field__in=[field.pk for field in fields if role in field.read_roles])
            if workshop is not None:
                theirs &= Q(person__in=people.working_in([workshop], establishment, day).order_by().values("pk"))
            allowed |= theirs
        return self.filter(allowed)
