"""Rights over invoices, payments and certificates, and which rows a user sees."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db import models

from etabli.org.states import Role

if TYPE_CHECKING:
    from etabli.org.models import Establishment, User


class BillingRight(StrEnum):
    READ = "billing.read"
    """Invoices, payments, what is not billed yet, certificates."""
    WRITE = "billing.write"
    """Draft, issue and credit."""
    PAYMENTS_WRITE = "billing.payments.write"
    """Payments and reminders."""
    CERTIFICATES_WRITE = "billing.certificates.write"
    SETTINGS_WRITE = "billing.settings.write"
    """Who sells, and the series of numbers."""


_SELLERS = frozenset({Role.SALES, Role.ADMINISTRATION, Role.DIRECTOR})

RIGHTS: dict[str, frozenset[Role]] = {
    BillingRight.READ: _SELLERS,
    BillingRight.WRITE: _SELLERS,
    BillingRight.PAYMENTS_WRITE: _SELLERS,
    BillingRight.CERTIFICATES_WRITE: _SELLERS,
    BillingRight.SETTINGS_WRITE: frozenset({Role.ADMINISTRATION, Role.DIRECTOR}),
}


class BillingQuerySet(models.QuerySet[Any]):
    """Rows of an establishment; the model says on which path lies its `place_path`."""

    def visible_to(
        self, user: User, establishment: Establishment, right: str = BillingRight.READ, on: date | None = None
    ) -> BillingQuerySet:
        """Rows of an establishment for who holds the right there on a day (today by default)."""
        if not user.may(right, establishment, on):
            return self.none()
        return self.filter(**{self.model.place_path: establishment})
