"""Writes of billing. Each takes `by` (a user or None for the operator) and `at`, in one transaction."""

from etabli.billing.actions.crediting import credit
from etabli.billing.actions.deposits import draft_deposit
from etabli.billing.actions.drafting import (
    FreeLine,
    add_line,
    change_draft,
    draft_from_deliveries,
    remove_draft,
    remove_line,
)
from etabli.billing.actions.following import keep_billed_delivery
from etabli.billing.actions.issuing import issue
from etabli.billing.actions.paying import offset, record_payment, remind
from etabli.billing.actions.settings import SellerSpec, SeriesSpec, save_seller, save_series

__all__ = [
    "FreeLine",
    "SellerSpec",
    "SeriesSpec",
    "add_line",
    "change_draft",
    "credit",
    "draft_deposit",
    "draft_from_deliveries",
    "issue",
    "keep_billed_delivery",
    "offset",
    "record_payment",
    "remind",
    "remove_draft",
    "remove_line",
    "save_seller",
    "save_series",
]
