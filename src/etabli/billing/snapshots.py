"""What an issued document keeps of its seller, its buyer and itself, and the digest that proves it unchanged."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from etabli.billing.models import Invoice, InvoiceLine, Seller
from etabli.billing.rules import BuyerFacts, SellerFacts
from etabli.core.invoicing import Group
from etabli.orders.models import Client, ClientAddress
from etabli.orders.states import AddressKind

_OF_SELLER = (
    "legal_name legal_form street more postcode town country siren siret vat_number iban bic email phone peppol_id"
    " payment_terms late_rate no_early_discount recovery_fee vat_on_debits"
).split()
_OF_BUYER = (
    "code kind name siret siren vat_number country regime buyer_reference email peppol_id language payment_days"
    " payment_end_of_month"
).split()
_OF_ADDRESS = "label street more postcode town country siret".split()
_OF_INVOICE = (
    "kind number issued_on due_on order_reference starts_on ends_before delivered_on reason note currency net tax gross"
    " prepaid payable seller buyer vat"
).split()
_OF_LINE = (
    "position text quantity unit unit_price price_base discount amount vat_category vat_rate vat_reason vat_reason_code"
    " supply delivered_on delivery_number order_line_id delivery_line_id corrects_id"
).split()


def seller_kept(seller: Seller) -> dict[str, Any]:
    return {name: getattr(seller, name) for name in _OF_SELLER}


def billing_address(client: Client) -> ClientAddress | None:
    """Where its invoices go."""
    return client.addresses.filter(kind=AddressKind.BILLING, active=True).order_by("pk").first()


def buyer_kept(client: Client, billing: ClientAddress | None, delivery: ClientAddress | None) -> dict[str, Any]:
    """The client, with `address` and, where goods went elsewhere, `delivery` (each None or a mapping)."""
    elsewhere = delivery if delivery is not None and _place(delivery) != _place(billing) else None
    kept = {name: getattr(client, name) for name in _OF_BUYER}
    return kept | {"address": _place(billing), "delivery": _place(elsewhere)}


def _place(address: ClientAddress | None) -> dict[str, Any] | None:
    if address is None:
        return None
    return {name: getattr(address, name) for name in _OF_ADDRESS if name != "label"}


def groups_kept(groups: Iterable[Group]) -> list[dict[str, Any]]:
    return [
        {
            "category": str(group.vat.category),
            "rate": group.vat.rate,
            "reason": group.vat.reason,
            "reason_code": group.vat.reason_code,
            "taxable": group.taxable,
            "tax": group.tax,
        }
        for group in groups
    ]


def seller_facts(seller: Seller | None) -> SellerFacts | None:
    if seller is None:
        return None
    return SellerFacts(
        seller.legal_name,
        seller.street,
        seller.postcode,
        seller.town,
        seller.country,
        seller.siren,
        seller.vat_number,
        seller.late_rate,
        seller.recovery_fee,
    )


def buyer_facts(client: Client, address: ClientAddress | None) -> BuyerFacts:
    return BuyerFacts(
        client.name, client.kind, client.country, client.siren, client.vat_number, has_address=address is not None
    )


def digest_of(invoice: Invoice, lines: Iterable[InvoiceLine]) -> str:
    """SHA-256, in hexadecimal, of all that the document says. Reads the costs and deductions."""
    costs = [list(cost) for cost in _costs(invoice)]
    deductions = [list(row) for row in invoice.deductions.order_by("pk").values_list("deposit__number", "cents")]
    said = {
        "invoice": {name: getattr(invoice, name) for name in _OF_INVOICE},
        "corrects": invoice.corrects.number if invoice.corrects else None,
        "lines": [{name: getattr(line, name) for name in _OF_LINE} for line in lines],
        "costs": costs,
        "deductions": deductions,
    }
    text = json.dumps(said, cls=DjangoJSONEncoder, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _costs(invoice: Invoice) -> Iterable[tuple[int, str, int]]:
    rows = invoice.lines.filter(costs__isnull=False).order_by("position", "costs__category")
    return rows.values_list("position", "costs__category", "costs__cents")
