"""The tables of billing, declared once for screen, XLSX and CSV."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from etabli.billing.models import Invoice
from etabli.billing.states import InvoiceState
from etabli.billing.wording import INVOICE_KINDS
from etabli.kit.exports import Column, Kind
from etabli.orders.wording import SALE_UNITS


def _page(row: Invoice) -> str:
    return reverse("billing:invoice", args=[row.establishment.finess, row.pk])


def _number(row: Invoice) -> str:
    return row.number or gettext("Draft")


def _issued(name: str) -> Any:
    """A column that is empty for a draft."""
    return lambda row: getattr(row, name) if row.state == InvoiceState.ISSUED else None


INVOICES = (
    Column("number", _("Number"), _number, heads_row=True, url=_page),
    Column("kind", _("Kind"), lambda row: INVOICE_KINDS[row.kind]),
    Column("client_code", _("Code"), lambda row: row.client.code, nominative=True),
    Column("client", _("Client"), lambda row: row.client.name, nominative=True),
    Column("issued_on", pgettext_lazy("document", "Issued on"), "issued_on", Kind.DATE),
    Column("due_on", _("Due on"), _issued("due_on"), Kind.DATE),
    Column("net", _("Without VAT"), "net", Kind.MONEY),
    Column("tax", _("VAT"), "tax", Kind.MONEY),
    Column("gross", _("VAT included"), "gross", Kind.MONEY),
    Column("left", _("Left to pay"), _issued("left"), Kind.MONEY),
)

UNBILLED = (
    Column("client", _("Client"), lambda row: row.client.name, nominative=True),
    Column("order", _("Order"), lambda row: row.order.number),
    Column("delivery", _("Delivery"), lambda row: row.delivery.number),
    Column("delivered_on", _("Delivered on"), lambda row: row.delivery.delivered_on, Kind.DATE),
    Column("text", _("Line"), lambda row: row.delivery_line.order_line.text, heads_row=True),
    Column("quantity", _("Quantity"), "quantity", Kind.QUANTITY),
    Column("unit", _("Unit"), lambda row: SALE_UNITS[row.delivery_line.order_line.unit]),
    Column("amount", _("Without VAT"), "amount", Kind.MONEY),
)
