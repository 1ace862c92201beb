"""Rights over work, output, reports and the handover log, and which rows a user sees."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import models

from etabli.org.access import workshop_limit
from etabli.org.states import Role

if TYPE_CHECKING:
    from etabli.org.models import Establishment, User


class ProductionRight(StrEnum):
    TOTALS_READ = "production.totals.read"
    """See activities, what came out of them and their hours: nobody is named."""
    READ = "production.read"
    """See who worked on what, and the reports of interventions."""
    CONTRIBUTION_READ = "production.contribution.read"
    """See what one person contributed: for those who follow her."""
    RHYTHM_WRITE = "production.rhythm.write"
    """Say at which rhythm a person works: for those who follow her path."""
    SHARING_READ = "production.sharing.read"
    """See how tasks are shared among the people of a workshop, and what the teams of each instructor made."""
    WRITE = "production.write"
    SETTINGS_WRITE = "production.settings.write"
    """Activities and causes of rejects."""
    HANDOVER_READ = "production.handover.read"
    """Read the handover log, and mark its messages."""
    HANDOVER_WRITE = "production.handover.write"


_STAFF = frozenset({Role.INSTRUCTOR, Role.EDUCATOR, Role.HEAD_OF_SERVICE, Role.ADMINISTRATION, Role.DIRECTOR})
"""Those who work with the people of a workshop. Sales and auditors see no name."""
_WRITERS = frozenset({Role.INSTRUCTOR, Role.HEAD_OF_SERVICE, Role.DIRECTOR})

RIGHTS: dict[str, frozenset[Role]] = {
    ProductionRight.TOTALS_READ: frozenset(Role),
    ProductionRight.READ: _STAFF,
    ProductionRight.SHARING_READ: frozenset({Role.HEAD_OF_SERVICE}),
    ProductionRight.CONTRIBUTION_READ: _STAFF - {Role.ADMINISTRATION},
    ProductionRight.RHYTHM_WRITE: frozenset({Role.EDUCATOR, Role.HEAD_OF_SERVICE, Role.DIRECTOR}),
    ProductionRight.WRITE: _WRITERS,
    ProductionRight.SETTINGS_WRITE: frozenset({Role.HEAD_OF_SERVICE, Role.ADMINISTRATION, Role.DIRECTOR}),
    ProductionRight.HANDOVER_READ: _STAFF,
    ProductionRight.HANDOVER_WRITE: _WRITERS,
}

ADDRESSED = (Role.INSTRUCTOR, Role.HEAD_OF_SERVICE, Role.EDUCATOR, Role.ADMINISTRATION, Role.DIRECTOR)
"""Roles to whom a message of the handover log may be written, in the order of the screen."""


class WorkshopRowQuerySet(models.QuerySet):
    """Rows that belong to a workshop."""

    def visible_to(
        self, user: User, establishment: Establishment, right: str, on: date | None = None
    ) -> WorkshopRowQuerySet:
        """Rows of the workshops in which the user holds the right on a day (today by default)."""
        if not user.may(right, establishment, on):
            return self.none()
        limit = workshop_limit(user, right, establishment, on)
        rows = self.filter(establishment=establishment)
        return rows if limit is None else rows.filter(workshop__in=limit)
