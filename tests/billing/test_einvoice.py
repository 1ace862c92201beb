"""Every invoice passes the XSD, EN 16931, the rules of France and those of Peppol; one whose total was touched does not."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from facturx import xml_check_xsd
from lxml import etree

from etabli.billing import actions
from etabli.billing.einvoice import cii, peppol, ubl, written
from etabli.billing.einvoice.terms import Document, terms
from etabli.billing.einvoice.writing import document_of
from etabli.billing.models import Invoice, InvoiceLine
from etabli.billing.snapshots import groups_kept
from etabli.billing.states import Format, InvoiceKind
from etabli.core.invoicing import Line, Vat, totals
from etabli.core.prices import line_amount
from etabli.core.refusal import Refusal
from etabli.orders.models import ClientAddress
from etabli.orders.states import SaleUnit
from tests.billing import making
from tests.billing.schematron import failures

RANDOM = 200
WRITERS: dict[str, Callable[[Document], bytes]] = {"cii": cii, "ubl": ubl, "peppol": peppol}
SEED = 20260112


# ---------------------------------------------------------------- worked invoices


def deposit(order: Any, cents: int) -> Invoice:
    draft = actions.draft_deposit(order=order, cents=cents, text="Acompte", on=making.DAY, by=None, at=making.AT)
    return actions.issue(invoice=draft, on=making.DAY, by=None, at=making.AT)


def worked() -> dict[str, Invoice]:
    """One of each kind that a workplace meets, all from one seller on Peppol."""
    place = making.house()
    making.seller(place, peppol_id="0009:99900027600017")
    buyer = making.client(place, buyer_reference="SERVICE-ACHATS", payment_days=45, payment_end_of_month=True)
    exempt, reduced, reverse = making.vat(place, "E", 0), making.vat(place, "S", 550), making.vat(place, "AE", 0)
    made = {
        "simple": making.sold(place, buyer=buyer),
        "a tenth of a cent": making.sold(
            place, {"unit_price": 185, "quantity": 1_234_000}, {"unit_price": 12_345, "price_base": 1000}, buyer=buyer
        ),
        "discounts": making.sold(place, {"discount": 1_000}, {"discount": 333, "unit_price": 777}, buyer=buyer),
        "two rates and an exemption": making.sold(
            place, {}, {"vat": reduced, "unit_price": 333}, {"vat": exempt, "category": "services"}, buyer=buyer
        ),
        "nothing to pay": making.sold(place, {"discount": 10_000}, buyer=buyer),
        "reverse charge": making.sold(place, {"vat": reverse, "category": "services"}, buyer=making.belgian(place)),
        "private person": making.sold(
            place, buyer=making.client(place, "MARIE", kind="individual", siren="", siret="", vat_number="")
        ),
    }
    order = making.order(buyer, client_reference="PO-4711")
    made["deposit"] = deposit(order, 3_000)
    making.deliver(order)
    made["final"] = making.issued(order)
    made["credit"] = making.credited(made["two rates and an exemption"])
    line = made["a tenth of a cent"].lines.get(position=1)
    made["credit of a part"] = making.credited(made["a tenth of a cent"], {line.pk: 333_000})
    made["credit of a deposit"] = making.credited(deposit(making.order(buyer), 2_000))
    made["grouped"] = grouped(buyer)
    making.seller(place, peppol_id="0009:99900027600017", vat_on_debits=True)
    made["on debits, delivered elsewhere"] = elsewhere(buyer)
    making.seller(place, peppol_id="0009:99900027600017", vat_number="")
    made["exempt, no VAT number"] = making.sold(place, {"vat": exempt}, buyer=buyer)
    made["outside the scope"] = making.sold(place, {"vat": making.vat(place, "O", 0)}, buyer=buyer)
    return made


def grouped(buyer: Any) -> Invoice:
    for day in (date(2026, 1, 5), date(2026, 1, 9)):
        making.deliver(making.order(buyer, {"category": "services", "unit": "hour"}), on=day)
    (draft,) = actions.draft_from_deliveries(
        establishment=buyer.establishment, client=buyer, grouped=True, on=making.DAY, by=None, at=making.AT
    )
    return actions.issue(invoice=draft, on=making.DAY, by=None, at=making.AT)


def elsewhere(buyer: Any) -> Invoice:
    site = {"street": "9 quai des Essais", "postcode": "69002", "town": "Lyon"}
    address = ClientAddress.objects.create(client=buyer, kind="delivery", **site)
    order = making.order(buyer)
    delivery = making.deliver(order)
    delivery.address = address
    delivery.save()
    return making.issued(order)


def in_all_formats(name: str, document: Document) -> list[tuple[str, str, bytes]]:
    on_network = ["peppol"] if document.invoice.buyer["peppol_id"] else []
    return [(f"{name} as {wanted}", wanted, WRITERS[wanted](document)) for wanted in ["cii", "ubl", *on_network]]


@pytest.mark.slow
@pytest.mark.django_db
def test_worked_invoices_pass_every_rule_and_touched_ones_do_not(tmp_path: Path) -> None:
    documents = {name: document_of(invoice) for name, invoice in worked().items()}
    asked = [row for name, document in documents.items() for row in in_all_formats(name, document)]
    touched = [
        (f"touched: {name}", wanted, touch(xml))
        for name, wanted, xml in asked
        if name.startswith(("simple", "reverse"))
    ]
    found = failures([*asked, *touched], tmp_path)
    assert {name: rules for name, rules in found.items() if rules and not name.startswith("touched")} == {}
    for name, _, _ in touched:
        assert any("BR-CO-1" in rule for rule in found[name]), name


def touch(xml: bytes) -> bytes:
    """The same document, asking for a cent more in all."""
    total = re.compile(rb"(<ram:GrandTotalAmount>|<cbc:TaxInclusiveAmount[^>]*>)(\d+)\.(\d\d)(<)")
    assert total.search(xml)
    return total.sub(lambda found: found[1] + str(int(found[2]) + 1).encode() + b"." + found[3] + found[4], xml)


# ---------------------------------------------------------------- any invoice

RATES = {"FR": (2000, 1000, 550, 210), "BE": (2100, 1200, 600)}
REASONS = {"E": making.EXEMPTION, "AE": making.REVERSE, "O": "Hors champ de la TVA"}


def any_document(chance: random.Random, number: int, on_network: bool) -> Document:
    """A document that no table holds: whatever a workplace could issue."""
    country = "BE" if on_network and chance.random() < 0.5 else "FR"
    kind = chance.choice([InvoiceKind.INVOICE, InvoiceKind.INVOICE, InvoiceKind.DEPOSIT, InvoiceKind.CREDIT_NOTE])
    sign = -1 if kind == InvoiceKind.CREDIT_NOTE else 1
    categories = chance.choice([["O"], ["S"], ["S", "E"], ["S", "E", "Z"], ["AE"], ["E"], ["AE", "S"]])
    lines = [any_line(chance, position, sign, categories, country) for position in range(1, chance.randint(1, 6) + 1)]
    sums = totals([Line(line.amount, Vat(line.vat_category, line.vat_rate, line.vat_reason)) for line in lines])
    prepaid = chance.randint(0, sums.gross) if kind == InvoiceKind.INVOICE and chance.random() < 0.3 else 0
    issued = date(2026, 1, 1) + timedelta(days=chance.randint(0, 700))
    invoice = Invoice(
        kind=kind,
        number=f"F2026-{number:04}",
        issued_on=issued,
        due_on=issued + timedelta(days=chance.randint(0, 60)),
        delivered_on=issued - timedelta(days=chance.randint(0, 40)),
        order_reference=chance.choice(["", "PO-1", "Bon n° 7 & suite"]),
        note=chance.choice(["", "Merci <beaucoup> & à bientôt", "Ligne 1\nLigne 2"]),
        reason="Erreur de prix" if sign < 0 else "",
        net=sums.net,
        tax=sums.tax,
        gross=sums.gross,
        prepaid=prepaid,
        payable=sums.gross - prepaid,
        vat=groups_kept(sums.groups),
        seller=any_seller(chance, country),
        buyer=any_buyer(chance, country, on_network),
    )
    references = [("F2025-0042", date(2025, 12, 1))] if sign < 0 or prepaid else []
    return Document(invoice, lines, references, order_number="C2026-0001")


def any_line(chance: random.Random, position: int, sign: int, categories: list[str], country: str) -> InvoiceLine:
    quantity, base = chance.choice([1, 3, 1_000, 12_345, 1_000_000]), chance.choice([1, 1, 100, 1000])
    price, discount = chance.choice([1, 185, 9_999, 1_234_567]), chance.choice([0, 0, 0, 500, 3_333])
    category = chance.choice(categories)
    return InvoiceLine(
        position=position,
        text=chance.choice(["Mise sous pli", "Entretien d'espaces verts (½ j.)", "Pièce <X> & Cie"]),
        quantity=sign * quantity,
        unit=chance.choice(list(SaleUnit)),
        unit_price=price,
        price_base=base,
        discount=discount,
        amount=sign * line_amount(quantity, price, base, discount),
        vat_category=category,
        vat_rate=chance.choice(RATES[country]) if category == "S" else 0,
        vat_reason=REASONS.get(category, ""),
        supply=chance.choice(["goods", "services"]),
        delivered_on=date(2026, 1, 5),
        delivery_number=chance.choice(["", "L2026-0001"]),
    )


def any_seller(chance: random.Random, country: str) -> dict[str, Any]:
    place = {"street": "1 rue des Essais", "more": "", "postcode": "38000", "town": "Grenoble", "country": country}
    kept = place | {
        "legal_name": "Atelier <Fictif> & Fils",
        "legal_form": chance.choice(["", "Association loi 1901"]),
        "siren": "999000276" if country == "FR" else "",
        "siret": chance.choice(["99900027600017", ""]) if country == "FR" else "",
        "vat_number": "FR85999000276" if country == "FR" else "BE0999000129",
        "iban": chance.choice(["", "FR7630006000011234567890189"]),
        "bic": "",
        "email": chance.choice(["", "factures@atelier.example"]),
        "phone": chance.choice(["", "+33 4 00 00 00 00"]),
        "peppol_id": "0009:99900027600017" if country == "FR" else "0208:0999000129",
        "payment_terms": chance.choice(["", "Paiement à 30 jours"]),
        "late_rate": chance.choice(["", "3 fois le taux d'intérêt légal"]),
        "no_early_discount": "",
        "recovery_fee": chance.choice([0, 4000]),
        "vat_on_debits": chance.random() < 0.3,
    }
    return kept


def any_buyer(chance: random.Random, seller_country: str, on_network: bool) -> dict[str, Any]:
    country = "BE" if seller_country == "BE" else chance.choice(["FR", "FR", "BE"])
    address = {"street": "2 avenue du Test", "more": "Bât. B", "postcode": "1000", "town": "Ville", "country": country}
    elsewhere = address | {"street": "3 quai du Test", "siret": ""}
    return {
        "code": "CLI",
        "kind": "company",
        "name": "Client fictif & associés",
        "siren": "999000284" if country == "FR" else "",
        "siret": chance.choice(["99900028400011", ""]) if country == "FR" else "",
        "vat_number": "FR12999000284" if country == "FR" else "BE0999000228",
        "country": country,
        "buyer_reference": chance.choice(["", "REF-1"]),
        "email": "compta@client.example",
        "peppol_id": ("0009:99900028400011" if country == "FR" else "0208:0999000228") if on_network else "",
        "language": chance.choice(["fr", "nl", "en"]),
        "address": address,
        "delivery": chance.choice([None, elsewhere]),
    }


@pytest.mark.slow
def test_two_hundred_invoices_of_any_kind_pass_every_rule(tmp_path: Path) -> None:
    chance = random.Random(SEED)
    asked = []
    for number in range(RANDOM):
        wanted = list(WRITERS)[number % 3]
        document = any_document(chance, number, wanted == "peppol")
        asked.append((f"{number} as {wanted}", wanted, WRITERS[wanted](document)))
    found = failures(asked, tmp_path)
    assert {name: rules for name, rules in found.items() if rules} == {}
    assert len(found) == RANDOM


# ---------------------------------------------------------------- what is said


@pytest.mark.django_db
def test_all_that_the_law_wants_is_there() -> None:
    place = making.house()
    making.seller(place, vat_on_debits=True)
    buyer = making.client(place)
    said = terms(document_of(elsewhere(buyer)), Format.CII)
    assert said["BT-23"] == "B1" and said["BT-8"] == "invoice"
    assert said["BG-7"]["legal_identifier"] == "999000284" and said["BG-4"]["legal_identifier"] == "999000276"
    assert said["BG-4"]["legal_info"] == "Association loi 1901"
    assert said["BG-13"]["addr_l1"] == "9 quai des Essais"
    notes = {note.get("BT-21", ""): note["BT-22"] for note in said["BG-1"]}
    assert set(notes) == {"PMT", "PMD", "AAB", "BAR", ""} and notes["BAR"] == "B2B"
    assert "40,00" in notes["PMT"] and "trois fois" in notes["PMD"]
    assert (said["BT-72"], said["BT-9"], said["BT-84"]) == (
        making.DAY,
        date(2026, 2, 11),
        "FR7630006000011234567890189",
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("supplies", "expected"), [(["goods"], "B1"), (["services"], "S1"), (["goods", "services"], "M1")]
)
def test_the_category_of_operation(supplies: list[str], expected: str) -> None:
    invoice = making.sold(making.house(), *({"category": supply} for supply in supplies))
    assert terms(document_of(invoice), Format.UBL)["BT-23"] == expected


@pytest.mark.django_db
def test_a_credit_note_says_its_invoice_and_positive_amounts() -> None:
    invoice = making.sold(making.house())
    root = etree.fromstring(ubl(document_of(making.credited(invoice))))
    values = {child.tag.split("}")[1]: child.text for child in root.iter() if child.text and child.text.strip()}
    assert root.tag.endswith("}CreditNote") and values["CreditNoteTypeCode"] == "381"
    assert values["PayableAmount"] == "120.00"
    assert invoice.number in {child.text for child in root.iter()}


@pytest.mark.django_db
def test_each_document_is_valid_against_its_schema() -> None:
    document = document_of(making.sold(making.house()))
    for xml in (cii(document), ubl(document)):
        assert xml_check_xsd(xml) is True
    with pytest.raises(Exception, match="not valid"):
        xml_check_xsd(cii(document).replace(b"ram:TypeCode>", b"ram:KindCode>"))


@pytest.mark.django_db
def test_totals_that_do_not_follow_from_the_lines_are_never_written() -> None:
    invoice = making.sold(making.house())
    invoice.gross += 1
    with pytest.raises(Refusal) as refused:
        document_of(invoice)
    assert refused.value.code == "einvoice_wrong"


@pytest.mark.django_db
def test_a_draft_and_a_client_off_the_network_are_refused() -> None:
    place = making.house()
    order = making.order(making.client(place))
    making.deliver(order)
    draft = making.draft(order)
    with pytest.raises(Refusal) as refused:
        written(draft, Format.CII)
    assert refused.value.code == "invoice_not_issued"
    invoice = actions.issue(invoice=draft, on=making.DAY, by=None, at=making.AT)
    with pytest.raises(Refusal) as off:
        written(invoice, Format.PEPPOL)
    assert off.value.code == "peppol_address_missing"
