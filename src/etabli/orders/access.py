"""Rights over clients, orders and what they cost, and which rows a user sees."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import models

from etabli.org.access import workshop_limit
from etabli.org.states import Role

if TYPE_CHECKING:
    from etabli.org.models import Establishment, User


class OrdersRight(StrEnum):
    READ = "orders.read"
    """Clients, catalogue, orders, deliveries: quantities and days, no price."""
    PRICES_READ = "orders.prices.read"
    """Quotes, prices and amounts."""
    WRITE = "orders.write"
    SETTINGS_WRITE = "orders.settings.write"
    """VAT treatments."""
    ALLOT = "orders.allot"
    """Say which person or work group is on a line. Others see codes."""


_SELLERS = frozenset({Role.SALES, Role.ADMINISTRATION, Role.DIRECTOR})

RIGHTS: dict[str, frozenset[Role]] = {
    OrdersRight.READ: _SELLERS | {Role.INSTRUCTOR, Role.HEAD_OF_SERVICE},
    OrdersRight.PRICES_READ: _SELLERS | {Role.HEAD_OF_SERVICE},
    OrdersRight.WRITE: _SELLERS,
    OrdersRight.SETTINGS_WRITE: frozenset({Role.ADMINISTRATION, Role.DIRECTOR}),
    OrdersRight.ALLOT: frozenset({Role.HEAD_OF_SERVICE, Role.DIRECTOR}),
}


class OrdersQuerySet(models.QuerySet):
    """Rows of an establishment; the model says on which path lie its `place_path` and its `workshop_path`."""

    def visible_to(
        self, user: User, establishment: Establishment, right: str = OrdersRight.READ, on: date | None = None
    ) -> OrdersQuerySet:
        """Rows of an establishment for who holds the right there on a day (today by default).

        A right limited to workshops shows what has a line in them; the settings and the catalogue, which have none, show
        whole.
        """
        if not user.may(right, establishment, on):
            return self.none()
        rows = self.filter(**{self.model.place_path: establishment})
        limit = workshop_limit(user, right, establishment, on)
        path = self.model.workshop_path
        if limit is None or not path:
            return rows
        theirs = self.model._default_manager.filter(**{f"{path}__in": limit})
        return rows.filter(pk__in=theirs.order_by().values("pk"))
