"""Rights over the forms answered to authorities, and which rows a user sees."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import models

from etabli.org.states import Role
from etabli.surveys.states import EditionState

if TYPE_CHECKING:
    from etabli.org.models import Establishment, User


class SurveysRight(StrEnum):
    READ = "surveys.read"
    """See signed versions of forms: sums, never a name."""
    DRAFTS = "surveys.drafts"
    """See forms as they stand now, and versions that nobody signed."""
    PERSONS = "surveys.persons"
    """See the persons behind a value and behind a gap."""
    WRITE = "surveys.write"
    """Answer, give another value than the computed one, keep a version."""
    SIGN = "surveys.sign"


_OFFICE = frozenset({Role.HEAD_OF_SERVICE, Role.ADMINISTRATION, Role.DIRECTOR})

RIGHTS: dict[str, frozenset[Role]] = {
    SurveysRight.READ: _OFFICE | {Role.AUDITOR},
    SurveysRight.DRAFTS: _OFFICE,
    SurveysRight.PERSONS: _OFFICE,
    SurveysRight.WRITE: _OFFICE,
    SurveysRight.SIGN: frozenset({Role.DIRECTOR}),
}


class SurveysQuerySet(models.QuerySet):
    """Answers and versions of an establishment: they hold sums, and tell of nobody."""

    def visible_to(
        self, user: User, establishment: Establishment, right: str = SurveysRight.READ, on: date | None = None
    ) -> SurveysQuerySet:
        """Those of the establishment for who holds the right there on a day (today by default)."""
        return self.filter(establishment=establishment) if user.may(right, establishment, on) else self.none()


class EditionQuerySet(SurveysQuerySet):
    """Versions of forms: who sees no drafts sees those that are signed."""

    def visible_to(
        self, user: User, establishment: Establishment, right: str = SurveysRight.READ, on: date | None = None
    ) -> EditionQuerySet:
        """As `SurveysQuerySet`."""
        rows: EditionQuerySet = super().visible_to(user, establishment, right, on)  # type: ignore[assignment]
        if user.may(SurveysRight.DRAFTS, establishment, on):
            return rows
        return rows.filter(state=EditionState.SIGNED)
