"""The tables of orders, declared once for screen, XLSX and CSV. Prices are columns apart: not everyone reads them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from etabli.kit import exports
from etabli.kit.exports import Column, Kind
from etabli.orders.states import (
    ClientKind,
    Decision,
    DeliveryState,
    LineState,
    Nature,
    OrderKind,
    OrderState,
    QuoteState,
    ReturnKind,
    SaleUnit,
)
from etabli.orders.wording import (
    CLIENT_KINDS,
    DECISIONS,
    DELIVERY_STATES,
    NATURES,
    ORDER_KINDS,
    ORDER_STATES,
    QUOTE_STATES,
    RETURN_KINDS,
    SALE_UNITS,
    so_many,
    time_of_one,
)

QUOTE_STATUS = {
    QuoteState.DRAFT: "info",
    QuoteState.SENT: "watch",
    QuoteState.ACCEPTED: "ok",
    QuoteState.REFUSED: "off",
    QuoteState.EXPIRED: "late",
    QuoteState.REPLACED: "off",
}
ORDER_STATUS = {
    OrderState.DRAFT: "watch",
    OrderState.CONFIRMED: "info",
    OrderState.CLOSED: "ok",
    OrderState.CANCELLED: "off",
}
LINE_STATUS = {LineState.OPEN: "info", LineState.DONE: "ok", LineState.CANCELLED: "off"}
DELIVERY_STATUS = {DeliveryState.DRAFT: "watch", DeliveryState.DONE: "ok", DeliveryState.CANCELLED: "off"}
RETURN_STATUS = {"": "watch", Decision.REDO: "info", Decision.CREDIT: "info", Decision.NONE: "ok"}
"""How `components/status.html` shows each state."""


def _page(name: str, key: str = "pk", place: str = "establishment") -> Any:
    """The address of the page of a row, from the path of its key and of its establishment."""

    def url(row: Any) -> str:
        return reverse(f"orders:{name}", args=[_along(row, place).finess, _along(row, key)])

    return url


def _along(row: Any, path: str) -> Any:
    for name in path.split("."):
        row = getattr(row, name)
    return row


def _of(path: str) -> Any:
    """The value at the end of a path; None where it breaks off."""

    def value(row: Any) -> Any:
        for name in path.split("."):
            row = getattr(row, name)
            if row is None:
                return None
        return row

    return value


BOARD = (
    Column("due", _("Due on"), "due", Kind.DATE),
    Column("late", _("Late"), "late", Kind.YES_NO),
    Column("line", _("Line"), _of("line.reference"), heads_row=True, url=_page("order")),
    Column("client", _("Client"), _of("line.order.client.name"), nominative=True),
    Column("text", _("Text"), _of("line.text")),
    Column("workshop", _("Workshop"), _of("line.workshop.name")),
    Column("planned", _("Planned"), _of("progress.planned"), Kind.QUANTITY),
    Column("delivered", _("Delivered"), _of("progress.delivered"), Kind.QUANTITY),
    Column("left", _("Left"), "left", Kind.QUANTITY),
    Column("unit", _("Counted in"), lambda row: SALE_UNITS[SaleUnit(row.line.unit)]),
    Column("minutes", _("Hours left"), "minutes", Kind.HOURS),
    Column("prepared", _("Ready to be made"), _of("line.prepared"), Kind.YES_NO),
)
"""Rows: `board.Due`."""

CLIENTS = (
    Column("code", _("Code"), "code"),
    Column("name", _("Name"), "name", nominative=True, heads_row=True, url=_page("client")),
    Column("kind", _("Kind"), lambda row: CLIENT_KINDS[ClientKind(row.kind)]),
    Column("siret", "SIRET", "siret"),
    Column("vat_number", _("VAT number"), "vat_number"),
    Column("confirmed", _("Running orders"), "confirmed", Kind.INTEGER),
    Column("active", _("Used"), "active", Kind.YES_NO),
)
"""Rows: clients with `confirmed`, the number of their confirmed orders."""

PRODUCTS = (
    Column("code", _("Code"), "code"),
    Column("name", _("Name"), "name", heads_row=True, url=_page("product")),
    Column("unit", _("Counted in"), lambda row: SALE_UNITS[SaleUnit(row.unit)]),
    Column("workshop", _("Workshop"), _of("workshop.name")),
    Column("trade", _("Trade"), "trade"),
    Column("nature", _("Where"), lambda row: NATURES[Nature(row.nature)]),
    Column("minutes", _("Minutes for 1,000"), "minutes_per_thousand", Kind.INTEGER),
    Column("active", _("Sold"), "active", Kind.YES_NO),
)
PRODUCT_PRICES = (
    Column("price", _("Price before VAT"), "price", Kind.UNIT_PRICE),
    Column("price_base", _("For so many units"), "price_base", Kind.INTEGER),
    Column("vat", _("VAT"), _of("vat.label")),
)
"""Rows: products with `price`, that of today."""


class _Told(Column):
    """A number behind which stands its unit: words, aligned as numbers are."""

    @property
    def numeric(self) -> bool:
        return True


_ON_SHEETS_ONLY = frozenset({"trade", "nature", "vat"})
_ON_SCREEN = {
    "minutes": _Told("minutes", _("Time per unit"), lambda row: time_of_one(row.minutes_per_thousand)),
    "price_base": _Told("price_base", _("Price for"), lambda row: so_many(row.price_base, row.unit)),
}


def on_screen(catalogue: Sequence[Column]) -> tuple[Column, ...]:
    """Columns of the catalogue as a reader has them: what only its sheets have is left out, as each product tells it on
    its own page; numbers that a sheet keeps for a thousand units, or bare, have their unit."""
    return tuple(_ON_SCREEN.get(column.name, column) for column in catalogue if column.name not in _ON_SHEETS_ONLY)


QUOTES = (
    Column("number", _("Number"), str, heads_row=True, url=_page("quote")),
    Column("client", _("Client"), _of("client.name"), nominative=True),
    Column("created_on", _("Written on"), "created_on", Kind.DATE),
    Column("valid_until", _("Valid until"), "valid_until", Kind.DATE),
    Column("amount", _("Before VAT"), "amount", Kind.MONEY),
    Column("state", _("State"), lambda row: QUOTE_STATES[QuoteState(row.state)]),
)
"""Rows: quotes with `amount` in cents."""

ORDERS = (
    Column("number", _("Number"), "number", heads_row=True, url=_page("order")),
    Column("client", _("Client"), _of("client.name"), nominative=True),
    Column("reference", _("Client's reference"), "client_reference"),
    Column("kind", _("Kind"), lambda row: ORDER_KINDS[OrderKind(row.kind)]),
    Column("ordered_on", _("Ordered on"), "ordered_on", Kind.DATE),
    Column("lines", _("Lines"), "line_count", Kind.INTEGER),
    Column("state", _("State"), lambda row: ORDER_STATES[OrderState(row.state)]),
)
"""Rows: orders with `line_count`."""

DELIVERIES = (
    Column("number", _("Number"), "number", heads_row=True, url=_page("delivery")),
    Column("delivered_on", _("Day"), "delivered_on", Kind.DATE),
    Column("order", pgettext_lazy("sale", "Order"), _of("order.number"), url=_page("order", "order_id")),
    Column("client", _("Client"), _of("order.client.name"), nominative=True),
    Column("lines", _("Lines"), "line_count", Kind.INTEGER),
    Column("state", _("State"), lambda row: DELIVERY_STATES[DeliveryState(row.state)]),
)
"""Rows: deliveries with `line_count`."""

_DELIVERY, _LINE = "delivery_line.delivery", "delivery_line.order_line"
RETURNS = (
    Column("returned_on", _("Day"), "returned_on", Kind.DATE),
    Column("kind", _("Kind"), lambda row: RETURN_KINDS[ReturnKind(row.kind)]),
    Column("client", _("Client"), _of(f"{_LINE}.order.client.name"), nominative=True),
    Column("line", _("Line"), _of(f"{_LINE}.text"), heads_row=True),
    Column(
        "delivery",
        _("Delivery"),
        _of(f"{_DELIVERY}.number"),
        url=_page("delivery", f"{_DELIVERY}.pk", f"{_DELIVERY}.establishment"),
    ),
    Column("quantity", _("Quantity"), "quantity", Kind.QUANTITY),
    Column("cause", _("Cause"), "cause"),
    Column(
        "state",
        _("Decision"),
        lambda row: DECISIONS[Decision(row.decision)] if row.decision else _("To decide"),
        url=_page("returned", "pk", f"{_DELIVERY}.establishment"),
    ),
)

GOODS = (
    Column("client", _("Client"), _of("client.name"), nominative=True),
    Column("name", _("Name"), "name", heads_row=True, url=_page("goods_item", place="client.establishment")),
    Column("left", _("Left"), "left", Kind.QUANTITY),
    Column("unit", _("Counted in"), lambda row: SALE_UNITS[SaleUnit(row.unit)]),
)
"""Rows: goods of clients with `left`."""

STOCK = (
    Column("code", _("Code"), "code"),
    Column("name", _("Name"), "name", heads_row=True, url=_page("stock_item")),
    Column("left", _("Left"), _of("stock.left"), Kind.QUANTITY),
    Column("unit", _("Counted in"), lambda row: SALE_UNITS[SaleUnit(row.unit)]),
    Column("workshop", _("Workshop"), _of("workshop.name")),
)
"""Rows: products with `stock`."""

STATUS: dict[tuple[Column, ...], Any] = {
    QUOTES: QUOTE_STATUS,
    ORDERS: ORDER_STATUS,
    DELIVERIES: DELIVERY_STATUS,
}


def table(shown: Sequence[Column], rows: Sequence[Any]) -> dict[str, Any]:
    """`columns` and `rows` of `components/table.html`, states with their symbol."""
    answer = exports.screen(shown, rows)
    statuses = STATUS.get(tuple(shown))
    if statuses is not None:
        for row, line in zip(rows, answer["rows"], strict=True):
            line["cells"][-1]["status"] = statuses[row.state]
    return answer
