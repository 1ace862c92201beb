"""Whose history of a record shows, and how keys, codes and amounts of the journal read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db import models

from etabli.core.prices import WHOLE
from etabli.kit import history, localised
from etabli.kit.history import Describe, Resolver
from etabli.orders import wording
from etabli.orders.access import OrdersRight
from etabli.orders.models import (
    Client,
    ClientGoods,
    Delivery,
    Order,
    OrderLine,
    Product,
    Quote,
    VatTreatment,
)
from etabli.org.models import Establishment, Workshop

_LINE: dict[str, Mapping[Any, Any]] = {
    "unit": wording.SALE_UNITS,
    "nature": wording.NATURES,
    "category": wording.SUPPLIES,
    "absence_rule": wording.ABSENCE_RULES,
    "state": wording.LINE_STATES,
}
ROWS: dict[type[models.Model], dict[str, Mapping[Any, Any]]] = {
    Client: {"kind": wording.CLIENT_KINDS, "regime": wording.REGIMES},
    ClientGoods: {"unit": wording.SALE_UNITS},
    Delivery: {"state": wording.DELIVERY_STATES},
    Order: {"kind": wording.ORDER_KINDS, "recurrence": wording.RECURRENCES, "state": wording.ORDER_STATES},
    OrderLine: _LINE,
    Product: _LINE,
    Quote: {"state": wording.QUOTE_STATES},
    VatTreatment: {"category": wording.VAT_CATEGORIES},
}
"""Tables that have a history page, each with the words of its columns."""
_NAMED: dict[str, type[models.Model]] = {
    "client_id": Client,
    "product_id": Product,
    "vat_id": VatTreatment,
    "order_id": Order,
    "quote_id": Quote,
    "workshop_id": Workshop,
}


_READ: dict[str, Callable[[int], str]] = {
    "quantity": localised.quantity,
    "unit_price": localised.unit_price,
    "discount": lambda value: localised.ratio(value / WHOLE, 2),
    "rate": lambda value: localised.ratio(value / WHOLE, 2),
}


def _of(model: type[models.Model]) -> Resolver:
    """Rows that the user sees, when she sees prices too: the history holds them."""

    def resolve(user: Any, place: Establishment, key: str) -> models.Model | None:
        if not key.isascii() or not key.isdigit():
            return None
        rows: Any = model._default_manager
        return rows.visible_to(user, place, OrdersRight.PRICES_READ).filter(pk=key).first()

    return resolve


def _describing(tables: Mapping[str, Mapping[Any, Any]]) -> Describe:
    words = {column: {str(code): word for code, word in table.items()} for column, table in tables.items()}

    def describe(user: Any, place: Establishment, column: str, value: object) -> str | None:
        if column == "establishment_id":
            return place.name
        if column in _NAMED:
            found = _NAMED[column]._default_manager.filter(establishment=place, pk=value).first()
            return str(found) if found else None
        if column in words:
            return str(words[column].get(str(value), value))
        return told(column, value)

    return describe


def told(column: str, value: object) -> str | None:
    """Quantities, prices and shares as people write them; None for what is none of these."""
    if value is None or column not in _READ:
        return None
    return _READ[column](int(str(value)))


def register() -> None:
    """Called when the room starts."""
    for model, tables in ROWS.items():
        history.register(model, _of(model), _describing(tables))
