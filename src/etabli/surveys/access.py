"""Rights over the forms answered to authorities, and which rows a user sees."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import models

from etabli.org.states import Role

if TYPE_CHECKING:
    from etabli.org.models import Establishment, User


class SurveysRight(StrEnum):
    READ = "surveys.read"
    """See forms, their values and their versions: sums, never a name."""
    PERSONS = "surveys.persons"
    """See the persons behind a value and behind a gap."""
    WRITE = "surveys.write"
    """Answer, give another value than the computed one, keep a version."""
    SIGN = "surveys.sign"


_OFFICE = frozenset({Role.HEAD_OF_SERVICE, Role.ADMINISTRATION, Role.DIRECTOR})

RIGHTS: dict[str, frozenset[Role]] = {
    SurveysRight.READ: _OFFICE | {Role.AUDITOR},
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
