"""An issued invoice as the business terms of EN 16931: `BT-…` and `BG-…` to plain values, as `factur-x` takes them.

What France adds (XP Z12-012, rules BR-FR): the category of operation in BT-23, the notes PMT, PMD, AAB and BAR, SIREN as
legal and electronic identifiers. What Peppol BIS Billing 3 adds: its process, one note, a reference of the buyer. Amounts
of a credit note, negative in the tables, are positive here: the kind of document says that they are given back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext, override

from etabli.billing.models import Invoice, InvoiceLine
from etabli.billing.states import Format, InvoiceKind
from etabli.core.invoicing import VatCategory
from etabli.core.prices import line_amount
from etabli.kit import localised
from etabli.orders.states import ClientKind, SaleUnit, Supply

CREDIT_OF_DEPOSIT = "503"
TYPES = {InvoiceKind.INVOICE: "380", InvoiceKind.DEPOSIT: "386", InvoiceKind.CREDIT_NOTE: "381"}
"""BT-3, of UNTDID 1001."""
UNITS = {
    SaleUnit.PIECE: "C62",
    SaleUnit.THOUSAND: "MIL",
    SaleUnit.KILOGRAM: "KGM",
    SaleUnit.HOUR: "HUR",
    SaleUnit.VISIT: "E48",
    SaleUnit.WORKER_MONTH: "MON",
}
"""BT-130, of UN/ECE recommendation 20."""
SIREN, SIRET, FRENCH_ADDRESS, EMAIL, BELGIAN = "0002", "0009", "0225", "EM", "0208"
"""Schemes of identifiers, of ISO 6523 and of EAS."""
PEPPOL_PROCESS = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
TRANSFER = "58"
DISCOUNT = "95"
_OPERATIONS = {frozenset({Supply.GOODS}): "B", frozenset({Supply.SERVICES}): "S"}


@dataclass(frozen=True)
class Document:
    """An issued invoice with its lines, and the number and day of each document it refers to (credited, deducted)."""

    invoice: Invoice
    lines: Sequence[InvoiceLine]
    references: Sequence[tuple[str, date]] = ()
    credits_deposit: bool = False
    order_number: str = ""

    @property
    def sign(self) -> int:
        return -1 if self.invoice.kind == InvoiceKind.CREDIT_NOTE else 1


def terms(document: Document, wanted: str) -> dict[str, Any]:
    """The dictionary, for one of the formats. Words are in the buyer's language."""
    with override(document.invoice.buyer["language"]):
        made = _head(document, wanted) | _totals(document) | _payment(document)
        made["BG-4"], made["BG-7"] = _seller(document, wanted), _buyer(document, wanted)
        made |= _delivery(document)
        made["BG-1"] = _notes(document, wanted)
        made["BG-23"] = [_group(group, document.sign) for group in document.invoice.vat]
        made["BG-25"] = [_line(line, document.sign) for line in document.lines]
    return {name: value for name, value in made.items() if value not in ("", None, [])}


def is_french(document: Document) -> bool:
    """Whether the rules of France hold for the seller."""
    return bool(document.invoice.seller["country"] == "FR")


def operation(lines: Sequence[InvoiceLine]) -> str:
    """The category of operation: `B` goods, `S` services, `M` both (CGI, annexe II, art. 242 nonies A, I, 8° bis)."""
    return _OPERATIONS.get(frozenset(Supply(line.supply) for line in lines), "M")


def _head(document: Document, wanted: str) -> dict[str, Any]:
    invoice = document.invoice
    kind = TYPES[InvoiceKind(invoice.kind)]
    if wanted == Format.PEPPOL:
        process = PEPPOL_PROCESS
    else:
        process = operation(document.lines) + ("4" if invoice.prepaid else "1") if is_french(document) else ""
        if document.credits_deposit:
            kind = CREDIT_OF_DEPOSIT
    reference = invoice.buyer["buyer_reference"]
    if wanted == Format.PEPPOL and not (reference or invoice.order_reference):
        # Peppol wants one of the two (PEPPOL-EN16931-R003): our own number of the order, which the client knows.
        reference = document.order_number or invoice.buyer["code"]
    on_debits = invoice.seller["vat_on_debits"] and any(
        line.vat_category == VatCategory.STANDARD for line in document.lines
    )
    return {
        "BT-1": invoice.number,
        "BT-2": invoice.issued_on,
        "BT-3": kind,
        "BT-5": invoice.currency,
        "BT-8": "invoice" if on_debits else "",
        "BT-10": reference,
        "BT-13": invoice.order_reference,
        "BT-23": process,
        "BG-3": [{"BT-25": number, "BT-26": day} for number, day in document.references],
    }


def _totals(document: Document) -> dict[str, Any]:
    invoice, sign = document.invoice, document.sign
    return {
        "BT-106": _money(sign * invoice.net),
        "BT-109": _money(sign * invoice.net),
        "BT-110": _money(sign * invoice.tax),
        "BT-112": _money(sign * invoice.gross),
        "BT-113": _money(sign * invoice.prepaid) if invoice.prepaid else "",
        "BT-115": _money(sign * invoice.payable),
    }


def _payment(document: Document) -> dict[str, Any]:
    invoice, seller = document.invoice, document.invoice.seller
    if invoice.kind == InvoiceKind.CREDIT_NOTE:
        return {"BT-20": gettext("To be deducted from what is owed, or given back.")}
    account = {"BT-81": TRANSFER, "BT-84": seller["iban"], "BT-86": seller["bic"], "BT-83": invoice.number}
    return {"BT-9": invoice.due_on, "BT-20": seller["payment_terms"]} | (account if seller["iban"] else {})


# ---------------------------------------------------------------- parties


def _seller(document: Document, wanted: str) -> dict[str, Any]:
    seller = document.invoice.seller
    party = _address(seller) | _legal(seller, document, wanted) | {"name": seller["legal_name"]}
    party["legal_info"] = seller["legal_form"]
    if not party.get("vat_identifier") and not _is_outside(document):
        # Whoever is exempt and has no VAT number is known to the tax office by another (BR-E-02).
        party["tax_identifier"] = seller["siren"]
    contact = {"name": seller["legal_name"], "phone": seller["phone"], "email": seller["email"]}
    if seller["phone"] or seller["email"]:
        party["contacts"] = [{name: value for name, value in contact.items() if value}]
    return _filled(party)


def _buyer(document: Document, wanted: str) -> dict[str, Any]:
    buyer = document.invoice.buyer
    return _filled(_address(buyer["address"]) | _legal(buyer, document, wanted) | {"name": buyer["name"]})


def _legal(party: dict[str, Any], document: Document, wanted: str) -> dict[str, Any]:
    """Identifiers, and the electronic address. What is outside the scope of VAT names no VAT number (BR-O-02)."""
    made: dict[str, Any] = {"vat_identifier": "" if _is_outside(document) else party["vat_number"]}
    if party["siren"]:
        made |= {"legal_identifier": party["siren"], "legal_identifier_schemeid": SIREN}
    elif party["country"] == "BE" and party["vat_number"]:
        made |= {"legal_identifier": party["vat_number"][2:], "legal_identifier_schemeid": BELGIAN}
    if party["siret"]:
        made["identifiers"] = {SIRET: party["siret"]}
    scheme, address = _electronic(party, wanted)
    return made | ({"einvoicing_addr": address, "einvoicing_addr_schemeid": scheme} if address else {})


def _electronic(party: dict[str, Any], wanted: str) -> tuple[str, str]:
    if wanted == Format.PEPPOL or not party["siren"]:
        scheme, _, address = party["peppol_id"].partition(":")
        if address:
            return scheme, address
    if party["siren"]:
        return FRENCH_ADDRESS, party["siren"]
    return EMAIL, party["email"]


def is_reachable(document: Document) -> bool:
    """Whether the buyer has an electronic address, which a French e-invoice names (BR-FR-12)."""
    return bool(_electronic(document.invoice.buyer, Format.CII)[1])


def _is_outside(document: Document) -> bool:
    return any(line.vat_category == VatCategory.OUT_OF_SCOPE for line in document.lines)


def _address(place: dict[str, Any]) -> dict[str, Any]:
    names = {"addr_l1": "street", "addr_l2": "more", "postcode": "postcode", "city": "town", "country_code": "country"}
    return _filled({name: place[of] for name, of in names.items()})


def _delivery(document: Document) -> dict[str, Any]:
    invoice = document.invoice
    made: dict[str, Any] = {"BT-72": invoice.delivered_on if invoice.starts_on is None else None}
    if invoice.starts_on and invoice.ends_before:
        made |= {"BT-73": invoice.starts_on, "BT-74": invoice.ends_before - timedelta(days=1)}
    elsewhere = invoice.buyer["delivery"]
    if elsewhere:
        made["BG-13"] = _address(elsewhere) | {"name": invoice.buyer["name"]}
    return made


# ---------------------------------------------------------------- notes


def _notes(document: Document, wanted: str) -> list[dict[str, str]]:
    """What must be said in words. Peppol takes one note, without a subject (PEPPOL-EN16931-R002)."""
    notes = mentions(document)
    if wanted == Format.PEPPOL:
        text = "\n".join(text for subject, text in notes if subject != "BAR")
        return [{"BT-22": text}] if text else []
    return [{"BT-21": subject, "BT-22": text} if subject else {"BT-22": text} for subject, text in notes]


def mentions(document: Document) -> list[tuple[str, str]]:
    """(Subject code, words) of the notes: those of France (BR-FR-05, BR-FR-20) when the seller is French, then its own."""
    invoice, seller = document.invoice, document.invoice.seller
    notes: list[tuple[str, str]] = []
    if is_french(document):
        fee = gettext("Fixed compensation for recovery in case of late payment: %(fee)s")
        none = gettext("No compensation for recovery is asked.")
        notes.append(
            ("PMT", fee % {"fee": localised.money(seller["recovery_fee"])} if seller["recovery_fee"] else none)
        )
        notes.append(("PMD", seller["late_rate"] or gettext("No penalty for late payment is asked.")))
        notes.append(("AAB", seller["no_early_discount"] or gettext("No discount for early payment.")))
        notes.append(("BAR", _treatment(invoice)))
    if seller["vat_on_debits"]:
        notes.append(("", gettext("Option to pay VAT on debits")))
    notes += [("", text) for text in (invoice.reason, invoice.note) if text]
    return notes


def _treatment(invoice: Invoice) -> str:
    """How the platforms of the reform treat it."""
    buyer = invoice.buyer
    if buyer["kind"] == ClientKind.INDIVIDUAL or not (buyer["siren"] or buyer["vat_number"]):
        return "B2C" if buyer["country"] == "FR" else "B2CINT"
    return "B2B" if buyer["country"] == "FR" and buyer["siren"] else "B2BINT"


# ---------------------------------------------------------------- lines and groups


def _line(line: InvoiceLine, sign: int) -> dict[str, Any]:
    gross = line_amount(sign * line.quantity, line.unit_price, line.price_base)
    made = {
        "BT-126": str(line.position),
        "BT-129": _decimal(sign * line.quantity, 3),
        "BT-130": UNITS[SaleUnit(line.unit)],
        "BT-131": _money(sign * line.amount),
        "BT-146": _decimal(line.unit_price, 4),
        "BT-149": str(line.price_base) if line.price_base != 1 else "",
        "BT-151": line.vat_category,
        "BT-152": "" if line.vat_category == VatCategory.OUT_OF_SCOPE else _percent(line.vat_rate),
        "BT-153": line.text,
        "BT-127-00": [{"BT-127": delivered(line)}] if line.delivery_number else [],
    }
    if line.discount:
        allowance = {"amount": _money(gross - sign * line.amount), "base_amount": _money(gross)}
        made["BG-27"] = [
            allowance | {"rate": _percent(line.discount), "reason": gettext("Discount"), "reason_code": DISCOUNT}
        ]
    return _filled(made)


def delivered(line: InvoiceLine) -> str:
    """By which delivery, in words."""
    day = localised.day(line.delivered_on, "short") if line.delivered_on else ""
    return gettext("Delivery %(number)s of %(day)s") % {"number": line.delivery_number, "day": day}


def _group(group: dict[str, Any], sign: int) -> dict[str, Any]:
    return _filled(
        {
            "BT-116": _money(sign * group["taxable"]),
            "BT-117": _money(sign * group["tax"]),
            "BT-118": group["category"],
            "BT-119": "" if group["category"] == VatCategory.OUT_OF_SCOPE else _percent(group["rate"]),
            "BT-120": group["reason"],
            "BT-121": group["reason_code"],
        }
    )


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in ("", None, [])}


def _decimal(value: int, places: int) -> str:
    return str(Decimal(value).scaleb(-places))


def _money(cents: int) -> str:
    return _decimal(cents, 2)


def _percent(ten_thousandths: int) -> str:
    return _decimal(ten_thousandths, 2)
