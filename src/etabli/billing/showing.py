"""An invoice as plain words and amounts, in the present language: what its preview shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext

from etabli.billing.models import Invoice, InvoiceLine, Payment
from etabli.billing.queries import seller_of, totals_of
from etabli.billing.snapshots import billing_address, buyer_kept, groups_kept, seller_kept
from etabli.billing.states import InvoiceState
from etabli.billing.wording import MEANS
from etabli.core.prices import WHOLE
from etabli.kit import localised
from etabli.orders.wording import VAT_CATEGORIES, units


def preview(row: Invoice, lines: Sequence[InvoiceLine]) -> dict[str, Any]:
    """Parties, lines, VAT and totals. Of a draft, the parties are those of now."""
    is_issued = row.state == InvoiceState.ISSUED
    sums = totals_of(lines, row.prepaid)
    return {
        "seller": party(_seller(row), "legal_name"),
        "buyer": party(_buyer(row), "name"),
        "lines": [_line(line) for line in lines],
        "vat": [_group(group) for group in (row.vat if is_issued else groups_kept(sums.groups))],
        "totals": _totals(row),
    }


def _seller(row: Invoice) -> Mapping[str, Any]:
    if row.state == InvoiceState.ISSUED:
        return row.seller
    seller = seller_of(row.establishment)
    return seller_kept(seller) if seller else {}


def _buyer(row: Invoice) -> Mapping[str, Any]:
    if row.state == InvoiceState.ISSUED:
        return row.buyer
    return buyer_kept(row.client, billing_address(row.client), row.delivery_address)


def party(kept: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The name and the lines under it, those that are known."""
    address = kept.get("address", kept) or {}
    town = f"{address.get('postcode', '')} {address.get('town', '')}".strip()
    numbers = (("SIREN", "siren"), ("SIRET", "siret"), (gettext("VAT"), "vat_number"))
    lines = [address.get("street"), address.get("more"), town]
    lines += [f"{label} {kept[key]}" for label, key in numbers if kept.get(key)]
    return {"name": kept.get(name, ""), "lines": [line for line in lines if line]}


def _line(line: InvoiceLine) -> dict[str, Any]:
    base = "" if line.price_base == 1 else f" / {localised.number(line.price_base)}"
    rate = localised.ratio(line.vat_rate / WHOLE)
    return {
        "pk": line.pk,
        "text": line.text,
        "order": line.order_line.reference if line.order_line else "",
        "delivery": line.delivery_number,
        "delivered_on": line.delivered_on,
        "quantity": f"{localised.quantity(line.quantity)} {units(line.unit, line.quantity)}",
        "price": f"{localised.unit_price(line.unit_price)}{base}",
        "discount": localised.ratio(line.discount / WHOLE) if line.discount else "",
        "vat": rate if line.vat_rate else VAT_CATEGORIES[line.vat_category],
        "amount": localised.money(line.amount),
    }


def _group(group: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "name": VAT_CATEGORIES[group["category"]],
        "rate": localised.ratio(group["rate"] / WHOLE),
        "reason": group["reason"],
        "taxable": localised.money(group["taxable"]),
        "tax": localised.money(group["tax"]),
    }


def _totals(row: Invoice) -> list[tuple[str, str, bool]]:
    """Label, amount, and whether it is what is asked."""
    rows = [(gettext("Without VAT"), row.net), (gettext("VAT"), row.tax), (gettext("VAT included"), row.gross)]
    if row.prepaid:
        rows.append((gettext("Deposits deducted"), -row.prepaid))
    shown = [(label, localised.money(cents), False) for label, cents in rows]
    return [*shown, (gettext("To pay"), localised.money(row.payable), True)]


def payment_words(payment: Payment) -> dict[str, Any]:
    return {
        "day": payment.paid_on,
        "means": MEANS[payment.means],
        "reference": payment.reference,
        "amount": localised.money(payment.cents),
        "is_refund": payment.cents < 0,
    }
