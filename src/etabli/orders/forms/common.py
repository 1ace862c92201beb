"""What the forms of this room share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms

ALL = "all"
"""Chosen to see what is no longer used too."""
FIELDS = {
    "sale_code_wrong": "code",
    "client_code_taken": "code",
    "product_code_taken": "code",
    "sale_name_wrong": "name",
    "client_siret_wrong": "siret",
    "client_vat_wrong": "vat_number",
    "client_vat_of_another": "vat_number",
    "client_country_wrong": "country",
    "payment_days_wrong": "payment_days",
    "email_wrong": "email",
    "peppol_id_wrong": "peppol_id",
    "address_incomplete": "street",
    "goods_name_taken": "name",
    "treatment_rate_missing": "rate",
    "treatment_rate_unexpected": "rate",
    "treatment_reason_missing": "reason",
    "treatment_reason_unexpected": "reason",
    "treatment_overlap": "starts_on",
    "sale_days_backwards": "last_day",
    "period_delivered": "start",
    "product_unit_priced": "unit",
    "price_wrong": "unit_price",
    "price_base_wrong": "price_base",
    "no_price_yet": "unit_price",
    "line_text_wrong": "text",
    "line_quantity_wrong": "quantity",
    "line_quantity_missing": "quantity",
    "line_discount_wrong": "discount",
    "absence_allowance_wrong": "absence_allowance",
    "order_rhythm_missing": "recurrence",
    "order_start_missing": "starts_on",
    "quantity_missing": "quantity",
    "call_off_outside": "due_on",
    "call_off_beyond_frame": "quantity",
    "allotment_twice": "who",
    "allotment_either": "who",
    "allotment_share_wrong": "share",
    "allotment_shares_too_many": "share",
    "delivered_before_ordered": "delivered_on",
    "return_cause_empty": "cause",
    "return_too_many": "quantity",
    "returned_before_delivered": "returned_on",
    "goods_not_left": "quantity",
    "line_below_delivered": "quantity",
    "line_unit_fixed": "unit",
    "quote_backwards": "valid_until",
    "over_delivery": "allow_over",
    "stock_below": "allow_below",
    "client_unused": "client",
    "order_kind_fixed": "kind",
    "decision_missing": "decision",
    "order_closed_for_redo": "decision",
}
"""The field beside which the sentence of each refusal stands."""


def offered(words: Mapping[Any, Any], every: Any = None) -> list[tuple[str, Any]]:
    """The choices of a table of words; `every`: the word of no choice at all, first."""
    choices = [(str(value), word) for value, word in words.items()]
    return choices if every is None else [("", every), *choices]


def keyed(rows: Iterable[Any], every: Any = None) -> list[tuple[str, Any]]:
    """Rows as choices, by their keys."""
    choices = [(str(row.pk), str(row)) for row in rows]
    return choices if every is None else [("", every), *choices]


class ListFilter(forms.Form):
    """What a list shows, from its address; a value that is no choice is as if it were not there."""

    hide_optional = True

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.offer()
        self.full_clean()

    def offer(self) -> None:
        """Choices known only now."""

    def chosen(self, name: str) -> str:
        """The value chosen, empty for none and for a wrong one."""
        return str(self.cleaned_data.get(name) or "")

    @property
    def query(self) -> str:
        """What is chosen, as an address carries it."""
        chosen = {name: self.chosen(name) for name in self.fields}
        return urlencode({name: value for name, value in chosen.items() if value})
