"""Kinds, and the tables of states of quotes, orders, lines and deliveries: from which state to which."""

from __future__ import annotations

from enum import StrEnum


class ClientKind(StrEnum):
    COMPANY = "company"
    LOCAL_AUTHORITY = "local_authority"
    ASSOCIATION = "association"
    INDIVIDUAL = "individual"


class Regime(StrEnum):
    """To whom a client owes its contribution for the employment of disabled people (Code du travail, art. L5212-9)."""

    AGEFIPH = "agefiph"
    FIPHFP = "fiphfp"
    NONE = "none"


class AddressKind(StrEnum):
    BILLING = "billing"
    DELIVERY = "delivery"


class VatCategory(StrEnum):
    """Categories of EN 16931 (UNCL5305): standard rate, exempt, out of scope, reverse charge, zero rate."""

    STANDARD = "S"
    EXEMPT = "E"
    OUTSIDE = "O"
    REVERSE = "AE"
    ZERO = "Z"


class SaleUnit(StrEnum):
    """In what a quantity is counted."""

    PIECE = "piece"
    THOUSAND = "thousand"
    KILOGRAM = "kilogram"
    HOUR = "hour"
    VISIT = "visit"
    WORKER_MONTH = "worker_month"


class Nature(StrEnum):
    """Where the work is done."""

    ON_SITE = "on_site"
    OFF_SITE = "off_site"
    SECONDMENT = "secondment"


class Supply(StrEnum):
    """What is supplied, as an invoice must say."""

    GOODS = "goods"
    SERVICES = "services"


class CostCategory(StrEnum):
    """The six costs taken off a price to find what was paid for labour (Code du travail, art. D5212-22)."""

    RAW_MATERIALS = "raw_materials"
    PRODUCTS = "products"
    MATERIALS = "materials"
    SUBCONTRACTING = "subcontracting"
    INTERMEDIATE_CONSUMPTION = "intermediate_consumption"
    SELLING = "selling"


class AbsenceRule(StrEnum):
    """What absence does to the month of a seconded worker."""

    WHOLE = "whole"
    """Nothing: the month is due whole."""
    PRO_RATA = "pro_rata"
    """Each due half-day of absence beyond those allowed takes its part of the month off."""


class OrderKind(StrEnum):
    SINGLE = "single"
    OPEN_ENDED = "open_ended"
    """A frame: quantities are called off when they are needed."""
    RECURRING = "recurring"
    """The same quantities each week or month."""


class Recurrence(StrEnum):
    WEEK = "week"
    MONTH = "month"


class QuoteState(StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    EXPIRED = "expired"
    REPLACED = "replaced"


class OrderState(StrEnum):
    DRAFT = "draft"
    CONFIRMED = "confirmed"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class LineState(StrEnum):
    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


class DeliveryState(StrEnum):
    DRAFT = "draft"
    DONE = "done"
    CANCELLED = "cancelled"


class ReturnKind(StrEnum):
    RETURN = "return"
    """Goods came back."""
    COMPLAINT = "complaint"
    """The client is not satisfied; nothing came back."""


class Decision(StrEnum):
    """What is done about a return or a complaint."""

    REDO = "redo"
    CREDIT = "credit"
    NONE = "none"


class GoodsMoveKind(StrEnum):
    """What happened to goods of a client."""

    RECEIVED = "received"
    USED = "used"
    SPOILED = "spoiled"
    RETURNED = "returned"
    COUNTED = "counted"


class StockMoveKind(StrEnum):
    """What happened to finished goods of the house, besides work on order lines and deliveries."""

    MADE = "made"
    SPOILED = "spoiled"
    COUNTED = "counted"


QUOTE_STEPS: dict[QuoteState, frozenset[QuoteState]] = {
    QuoteState.DRAFT: frozenset({QuoteState.SENT, QuoteState.REPLACED}),
    QuoteState.SENT: frozenset({QuoteState.ACCEPTED, QuoteState.REFUSED, QuoteState.EXPIRED, QuoteState.REPLACED}),
    QuoteState.EXPIRED: frozenset({QuoteState.ACCEPTED, QuoteState.REPLACED}),
    QuoteState.REFUSED: frozenset({QuoteState.REPLACED}),
    QuoteState.ACCEPTED: frozenset(),
    QuoteState.REPLACED: frozenset(),
}
"""A quote that lapsed may still be accepted: the client is late, and the workplace agrees."""

ORDER_STEPS: dict[OrderState, frozenset[OrderState]] = {
    OrderState.DRAFT: frozenset({OrderState.CONFIRMED, OrderState.CANCELLED}),
    OrderState.CONFIRMED: frozenset({OrderState.CLOSED, OrderState.CANCELLED}),
    OrderState.CLOSED: frozenset(),
    OrderState.CANCELLED: frozenset(),
}

LINE_STEPS: dict[LineState, frozenset[LineState]] = {
    LineState.OPEN: frozenset({LineState.DONE, LineState.CANCELLED}),
    LineState.DONE: frozenset({LineState.OPEN}),
    LineState.CANCELLED: frozenset(),
}
"""A line that is done is open again when a delivery is cancelled or a return is to be made anew."""

DELIVERY_STEPS: dict[DeliveryState, frozenset[DeliveryState]] = {
    DeliveryState.DRAFT: frozenset({DeliveryState.DONE, DeliveryState.CANCELLED}),
    DeliveryState.DONE: frozenset({DeliveryState.CANCELLED}),
    DeliveryState.CANCELLED: frozenset(),
}
