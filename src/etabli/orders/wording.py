"""The sentences of what is refused about orders, and the words of their kinds and states."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from etabli.orders.states import (
    AbsenceRule,
    AddressKind,
    ClientKind,
    CostCategory,
    Decision,
    DeliveryState,
    GoodsMoveKind,
    LineState,
    Nature,
    OrderKind,
    OrderState,
    QuoteState,
    Recurrence,
    Regime,
    ReturnKind,
    SaleUnit,
    Supply,
    VatCategory,
)

SENTENCES: dict[str, Any] = {}

CLIENT_KINDS = {
    ClientKind.COMPANY: _("Company"),
    ClientKind.LOCAL_AUTHORITY: _("Public body"),
    ClientKind.ASSOCIATION: _("Association"),
    ClientKind.INDIVIDUAL: _("Private person"),
}

REGIMES = {
    Regime.AGEFIPH: "Agefiph",
    Regime.FIPHFP: "FIPHFP",
    Regime.NONE: pgettext_lazy("regime", "None"),
}

ADDRESS_KINDS = {
    AddressKind.BILLING: _("Billing address"),
    AddressKind.DELIVERY: _("Delivery address"),
}

VAT_CATEGORIES = {
    VatCategory.STANDARD: _("Taxed"),
    VatCategory.EXEMPT: _("Exempt"),
    VatCategory.OUTSIDE: _("Outside the scope of VAT"),
    VatCategory.REVERSE: _("Reverse charge"),
    VatCategory.ZERO: _("Zero rate"),
}

SALE_UNITS = {
    SaleUnit.PIECE: _("piece"),
    SaleUnit.THOUSAND: _("thousand"),
    SaleUnit.KILOGRAM: _("kilogram"),
    SaleUnit.HOUR: _("hour"),
    SaleUnit.VISIT: _("visit"),
    SaleUnit.WORKER_MONTH: _("worker-month"),
}

NATURES = {
    Nature.ON_SITE: _("On site"),
    Nature.OFF_SITE: _("At the client's"),
    Nature.SECONDMENT: _("Secondment"),
}

SUPPLIES = {
    Supply.GOODS: _("Goods"),
    Supply.SERVICES: _("Services"),
}

COST_CATEGORIES = {
    CostCategory.RAW_MATERIALS: _("Raw materials"),
    CostCategory.PRODUCTS: _("Products"),
    CostCategory.MATERIALS: _("Supplies"),
    CostCategory.SUBCONTRACTING: _("Subcontracting"),
    CostCategory.INTERMEDIATE_CONSUMPTION: _("Intermediate consumption"),
    CostCategory.SELLING: _("Selling and marketing"),
}

ABSENCE_RULES = {
    AbsenceRule.WHOLE: _("The month is due whole"),
    AbsenceRule.PRO_RATA: _("Absence is taken off"),
}

ORDER_KINDS = {
    OrderKind.SINGLE: _("Single order"),
    OrderKind.OPEN_ENDED: _("Open-ended order"),
    OrderKind.RECURRING: _("Recurring contract"),
}

RECURRENCES = {
    Recurrence.WEEK: _("Each week"),
    Recurrence.MONTH: _("Each month"),
}

QUOTE_STATES = {
    QuoteState.DRAFT: _("Draft"),
    QuoteState.SENT: _("Sent"),
    QuoteState.ACCEPTED: _("Accepted"),
    QuoteState.REFUSED: _("Refused"),
    QuoteState.EXPIRED: _("Expired"),
    QuoteState.REPLACED: _("Replaced"),
}

ORDER_STATES = {
    OrderState.DRAFT: _("Draft"),
    OrderState.CONFIRMED: _("Confirmed"),
    OrderState.CLOSED: pgettext_lazy("order", "Closed"),
    OrderState.CANCELLED: _("Cancelled"),
}

LINE_STATES = {
    LineState.OPEN: pgettext_lazy("order line", "Open"),
    LineState.DONE: pgettext_lazy("order line", "Done"),
    LineState.CANCELLED: _("Cancelled"),
}

DELIVERY_STATES = {
    DeliveryState.DRAFT: _("Draft"),
    DeliveryState.DONE: pgettext_lazy("delivery", "Delivered"),
    DeliveryState.CANCELLED: _("Cancelled"),
}

RETURN_KINDS = {
    ReturnKind.RETURN: pgettext_lazy("goods", "Return"),
    ReturnKind.COMPLAINT: _("Complaint"),
}

DECISIONS = {
    Decision.REDO: _("To be made anew"),
    Decision.CREDIT: _("Credited"),
    Decision.NONE: _("Nothing to do"),
}

GOODS_MOVES = {
    GoodsMoveKind.RECEIVED: _("Received"),
    GoodsMoveKind.USED: _("Used"),
    GoodsMoveKind.SPOILED: _("Spoiled"),
    GoodsMoveKind.RETURNED: _("Given back"),
    GoodsMoveKind.COUNTED: _("Counted"),
}
