"""Kinds and states of what is billed, means of payment, and how late a payment is."""

from __future__ import annotations

from enum import StrEnum


class InvoiceKind(StrEnum):
    INVOICE = "invoice"
    CREDIT_NOTE = "credit_note"
    DEPOSIT = "deposit"
    """Asked before delivery; the final invoice deducts it."""


class InvoiceState(StrEnum):
    DRAFT = "draft"
    ISSUED = "issued"
    """Numbered and sealed: never changed again."""


INVOICE_STEPS: dict[InvoiceState, frozenset[InvoiceState]] = {
    InvoiceState.DRAFT: frozenset({InvoiceState.ISSUED}),
    InvoiceState.ISSUED: frozenset(),
}


class Means(StrEnum):
    """How a payment came."""

    TRANSFER = "transfer"
    DIRECT_DEBIT = "direct_debit"
    CHEQUE = "cheque"
    CARD = "card"
    CASH = "cash"
    OFFSET = "offset"
    """Between an invoice and a credit note of the same client: no money moved."""


class Settlement(StrEnum):
    """How much of an issued invoice is paid."""

    UNPAID = "unpaid"
    PARTLY = "partly"
    PAID = "paid"


class Lateness(StrEnum):
    """By how many days the day on which payment was due is past."""

    NOT_DUE = "not_due"
    TO_30 = "to_30"
    TO_60 = "to_60"
    TO_90 = "to_90"
    BEYOND = "beyond"


class Format(StrEnum):
    """In which form an invoice leaves."""

    FACTURX = "facturx"
    CII = "cii"
    UBL = "ubl"
    PEPPOL = "peppol"
