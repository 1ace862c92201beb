"""Reads of billing, for screens and for higher rooms."""

from etabli.billing.queries.deposits import deducted, deposits_of, deposits_to_deduct, overdrawn
from etabli.billing.queries.invoices import (
    Ageing,
    ageing,
    credited_costs_of,
    credited_of,
    invoice_numbered,
    lines_of,
    missing_numbers,
    of_order,
    outstanding,
    paid_of,
    seller_of,
    to_offset,
    totals_of,
    vat_of,
    with_paid,
)
from etabli.billing.queries.unbilled import Unbilled, billed_before, holding, unbilled

__all__ = [
    "Ageing",
    "Unbilled",
    "ageing",
    "billed_before",
    "credited_costs_of",
    "credited_of",
    "deducted",
    "deposits_of",
    "deposits_to_deduct",
    "holding",
    "invoice_numbered",
    "lines_of",
    "missing_numbers",
    "of_order",
    "outstanding",
    "overdrawn",
    "paid_of",
    "seller_of",
    "to_offset",
    "totals_of",
    "unbilled",
    "vat_of",
    "with_paid",
]
