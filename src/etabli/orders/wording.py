"""The sentences of what is refused about orders, and the words of their kinds and states."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from etabli.kit import localised
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
    StockMoveKind,
    Supply,
    VatCategory,
)

SENTENCES: dict[str, Any] = {
    "sale_code_wrong": _("“%(value)s” is not a code: one to %(most)s signs, without spaces."),
    "sale_name_wrong": _("Give a name of one to %(most)s signs."),
    "sale_days_backwards": _("The last day comes before the first, %(start)s. Correct one of them."),
    "client_code_taken": _("There is a client %(value)s already: %(name)s. Give another code."),
    "client_siret_wrong": _("%(value)s is not a SIRET: fourteen digits whose last is the check digit."),
    "client_vat_wrong": _(
        "%(value)s is not a VAT number: the two letters of the country, then its digits. One of them is wrong or missing."
    ),
    "client_vat_of_another": _(
        "The VAT number %(value)s is not that of SIREN %(siren)s, which the SIRET names. Correct one of the two."
    ),
    "client_country_wrong": _("“%(value)s” is not a country: two capital letters, such as FR or BE."),
    "client_elsewhere": _("This client is not one of the establishment. Choose another one."),
    "client_unused": _("The client %(name)s is no longer used. Choose another one, or have it put back."),
    "payment_days_wrong": _("Payment is due after 0 to %(most)s days, not %(value)s."),
    "email_wrong": _("“%(value)s” is not an e-mail address."),
    "peppol_id_wrong": _(
        "“%(value)s” is not a Peppol identifier: four digits, a colon, a number, such as 0208:0999000129."
    ),
    "address_incomplete": _("An address needs a street, a postcode and a town."),
    "address_elsewhere": _("This address is not one of the client. Choose another one."),
    "treatment_rate_missing": _("What is taxed has a rate, from above 0 to 100%%."),
    "treatment_rate_unexpected": _("Only what is taxed has a rate. Leave it at 0, or choose “Taxed”."),
    "treatment_reason_missing": _("Give the mention that the invoice must bear: why no VAT is charged."),
    "treatment_reason_unexpected": _(
        "What is taxed, even at the zero rate, bears no mention of exemption. Leave it empty."
    ),
    "treatment_overlap": _(
        "The code %(value)s already says how sales are taxed from %(start)s on, on some of these days. End that one first."
    ),
    "treatment_elsewhere": _("This VAT treatment is not one of the establishment. Choose another one."),
    "product_code_taken": _("The catalogue has %(value)s already: %(name)s. Give another code."),
    "product_elsewhere": _("This product is not in the catalogue of the establishment. Choose another one."),
    "product_unit_priced": _(
        "This product has prices, which are for its unit: the unit stays. Make another product, or remove the prices first."
    ),
    "price_base_wrong": _("A price is for %(known)s units, not %(value)s."),
    "price_wrong": _("This is not a price. Give an amount of 0 or more."),
    "no_price_yet": _("%(name)s has no price yet on %(day)s. Give one, or write it on the line."),
    "cost_share_wrong": _("A share of the price goes from above 0 to 100%%."),
    "cost_shares_too_many": _("The direct costs are %(value)s%% of the price: more than the price. Lower one of them."),
    "line_cost_either": _("Give a cost in euros or as a share of the price, not both."),
    "line_cost_without_quantity": _(
        "A cost in euros is for the planned quantity, and this line plans none. Give a share of the price."
    ),
    "line_text_wrong": _("Say what is supplied, in one to %(most)s signs."),
    "line_quantity_wrong": _("A quantity goes from 0 to %(most)s."),
    "line_quantity_missing": _("Say how many of “%(name)s”: only an open-ended order may leave it open."),
    "line_discount_wrong": _("A discount goes from 0 to 100%%."),
    "absence_allowance_wrong": _("Allow from 0 to 62 half-days of absence a month."),
    "line_step": _("Line %(number)s is %(line_state)s: this can no longer be done."),
    "line_below_delivered": _("%(value)s were delivered already: the line cannot be of fewer."),
    "line_unit_fixed": _("Part of the line was delivered: its unit stays. Add another line."),
    "line_delivered": _("Part of line %(number)s was delivered: finish it instead of cancelling it."),
    "no_lines": _("There is no line. Add one first."),
    "quantity_missing": _("Say how many: a number above 0."),
    "option_unknown": _("This line is not an option of the quote."),
    "quote_step": _("Quote %(number)s is %(quote_state)s: this can no longer be done."),
    "quote_backwards": _("A quote holds until a day after it is made, on %(start)s."),
    "quote_accepted": _("A version of quote %(number)s was accepted. Change the order, or make another quote."),
    "quote_still_draft": _("A version of quote %(number)s is a draft: change that one."),
    "order_step": _("Order %(number)s is %(order_state)s: this can no longer be done."),
    "order_not_confirmed": _(
        "Order %(number)s is %(order_state)s: only a confirmed order is called off and delivered."
    ),
    "order_rhythm_missing": _("Say from which day on the contract runs, and whether each week or each month."),
    "order_start_missing": _("Say from which day on the order runs."),
    "order_kind_fixed": _("Order %(number)s is confirmed: its kind stays. Make another order."),
    "order_delivered": _("Part of order %(number)s was delivered: close it instead of cancelling it."),
    "order_has_open_lines": _("Order %(number)s has open lines: %(value)s. Confirm that nothing more of them is made."),
    "order_not_recurring": _("Order %(number)s is no recurring contract: deliver it line by line."),
    "call_off_of_single": _("A single order is not called off: all of it is due."),
    "call_off_outside": _("%(day)s is not in the period of the order. Choose a day within it."),
    "call_off_beyond_frame": _(
        "Only %(left)s are left to call off. Call off fewer, or raise the quantity of the line."
    ),
    "allotment_either": _("Choose a person or a work group, not both."),
    "allotment_elsewhere": _("This person or work group is not of the establishment."),
    "allotment_twice": _("This person is on the line already on some of these days. Change that allotment."),
    "allotment_share_wrong": _("A share goes from above 0 to 100%%."),
    "allotment_shares_too_many": _(
        "On %(day)s the shares would be %(value)s%%: more than the whole. Lower one of them."
    ),
    "delivery_line_elsewhere": _("This line is not one of order %(number)s."),
    "delivery_step": _("Delivery %(number)s is %(delivery_state)s: this cannot be done."),
    "period_delivered": _(
        "Delivery %(number)s already covers these days, or some of them. Choose other days, or cancel it first."
    ),
    "delivery_returned": _("Something of delivery %(number)s came back: it did take place, and stays."),
    "over_delivery": _(
        "Of “%(name)s” %(left)s are left to deliver, not %(value)s. Correct it, or confirm that more is delivered."
    ),
    "delivered_before_ordered": _("It is ordered since %(start)s: it cannot be delivered on %(day)s."),
    "return_cause_empty": _("Say in a few words what was wrong, in at most %(most)s signs."),
    "return_too_many": _("At most %(left)s can come back of what was delivered."),
    "returned_before_delivered": _("%(day)s comes before %(start)s, the day it follows. Correct the date."),
    "return_decided": _("What is done about it is decided already."),
    "decision_missing": _("Choose what is done about it."),
    "order_closed_for_redo": _("Order %(number)s is closed: nothing more of it is made. Make another order."),
    "goods_name_taken": _("The client has goods “%(value)s” already."),
    "goods_not_left": _("Only %(left)s are left. Write fewer, or count the goods first."),
    "product_not_stocked": _("“%(name)s” is made to order: it has no stock. Say on its page that it is made to stock."),
    "stock_below": _(
        "Of “%(name)s” %(left)s are in stock, not %(value)s. Count the stock, or tick that more may be delivered."
    ),
    "goods_line_elsewhere": _("This line is of an order of another client."),
}

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

STOCK_MOVES = {
    StockMoveKind.MADE: _("Made ahead of orders"),
    StockMoveKind.SPOILED: _("Spoiled"),
    StockMoveKind.COUNTED: _("Counted"),
}

GOODS_MOVES = {
    GoodsMoveKind.RECEIVED: _("Received"),
    GoodsMoveKind.USED: _("Used"),
    GoodsMoveKind.SPOILED: _("Spoiled"),
    GoodsMoveKind.RETURNED: _("Given back"),
    GoodsMoveKind.COUNTED: _("Counted"),
}


def _said(words: dict[Any, Any]) -> Callable[[str], str]:
    """How a state reads inside a sentence."""
    known = {str(state): word for state, word in words.items()}
    return lambda state: str(known.get(state, state)).lower()


NAMES = {
    "quote_state": _said(QUOTE_STATES),
    "order_state": _said(ORDER_STATES),
    "line_state": _said(LINE_STATES),
    "delivery_state": _said(DELIVERY_STATES),
}
"""Facts of refusals that are states, as a reader knows them."""


def units(unit: str, quantity: int) -> str:
    """The word of a unit behind a quantity (thousandths): of one, or of several."""
    number = -(-abs(quantity) // 1000)
    words = {
        SaleUnit.PIECE: ngettext("piece", "pieces", number),
        SaleUnit.THOUSAND: ngettext("thousand", "thousands", number),
        SaleUnit.KILOGRAM: gettext("kg"),
        SaleUnit.HOUR: ngettext("hour", "hours", number),
        SaleUnit.VISIT: ngettext("visit", "visits", number),
        SaleUnit.WORKER_MONTH: ngettext("worker-month", "worker-months", number),
    }
    return words[SaleUnit(unit)]


def so_many(count: int, unit: str) -> str:
    """Whole units with their word: `1 piece`, `1,000 pieces`."""
    return f"{localised.number(count)}{localised.SPACE}{units(unit, count * 1000)}"


def time_of_one(minutes_per_thousand: int | None) -> str:
    """The standard time of one unit: `0.09 min`, `45 min`, `12 h`; empty when there is none."""
    standard = minutes_per_thousand or 0
    minutes, rest = divmod(standard, 1000)
    if minutes >= 60 and not rest:
        return localised.hours(minutes)
    return f"{localised.quantity(standard)}{localised.SPACE}min" if standard else ""
