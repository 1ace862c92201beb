"""Rights over the multi-year contract, and which rows a user sees."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Q

from etabli.cpom.states import DossierState
from etabli.indicators.access import IndicatorsRight
from etabli.org.states import Role

if TYPE_CHECKING:
    from etabli.org.models import Establishment, User


class CpomRight(StrEnum):
    READ = "cpom.read"
    """See the contract, its objectives and where they stand."""
    DRAFTS = "cpom.drafts"
    """See funding dossiers that are not frozen yet."""
    WRITE = "cpom.write"
    FREEZE = "cpom.freeze"
    """Freeze a funding dossier: from then on it is never changed."""


_OFFICE = frozenset({Role.HEAD_OF_SERVICE, Role.ADMINISTRATION, Role.DIRECTOR})

RIGHTS: dict[str, frozenset[Role]] = {
    CpomRight.READ: _OFFICE | {Role.AUDITOR},
    CpomRight.DRAFTS: _OFFICE,
    CpomRight.WRITE: frozenset({Role.HEAD_OF_SERVICE, Role.DIRECTOR}),
    CpomRight.FREEZE: frozenset({Role.DIRECTOR}),
}


class CpomQuerySet(models.QuerySet[Any]):
    """Rows of an establishment; the model says on which path lies its `place_path`."""

    def visible_to(
        self, user: User, establishment: Establishment, right: str = CpomRight.READ, on: date | None = None
    ) -> CpomQuerySet:
        """Rows of an establishment for who holds the right there on a day (today by default)."""
        if not user.may(right, establishment, on):
            return self.none()
        return self.filter(**{self.model.place_path: establishment})


class DossierQuerySet(CpomQuerySet):
    """Funding dossiers and what belongs to them: who sees no drafts sees those that are frozen. The model says on which path
    lies their `state_path`."""

    def visible_to(
        self, user: User, establishment: Establishment, right: str = CpomRight.READ, on: date | None = None
    ) -> DossierQuerySet:
        """As `CpomQuerySet`."""
        rows: DossierQuerySet = super().visible_to(user, establishment, right, on)  # type: ignore[assignment]
        if user.may(CpomRight.DRAFTS, establishment, on):
            return rows
        return rows.filter(**{self.model.state_path: DossierState.FROZEN})


class ObjectiveQuerySet(CpomQuerySet):
    """Objectives, those set for a person only where she may be named."""

    def visible_to(
        self, user: User, establishment: Establishment, right: str = CpomRight.READ, on: date | None = None
    ) -> ObjectiveQuerySet:
        """As `CpomQuerySet`; of persons, those whom the user may see behind a figure there."""
        people = self.model._meta.get_field("person").related_model.objects
        named = people.visible_to(user, establishment, IndicatorsRight.NOMINATIVE, on).order_by().values("pk")
        rows: ObjectiveQuerySet = super().visible_to(user, establishment, right, on)  # type: ignore[assignment]
        return rows.filter(Q(person=None) | Q(person__in=named))
