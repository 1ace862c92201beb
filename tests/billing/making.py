"""A seller, its clients, and orders delivered to them: what a test of billing begins with. All of it is fictional."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from etabli.billing import actions
from etabli.billing.models import Invoice, Payment, Seller
from etabli.orders.models import (
    Client,
    ClientAddress,
    Delivery,
    DeliveryLine,
    Order,
    OrderLine,
    OrderLineCost,
    VatTreatment,
)
from etabli.orders.states import OrderState
from etabli.org.models import Establishment
from tests import workplace

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAY = date(2026, 1, 12)
EXEMPTION = "Exonération de TVA, article 261-7-1° b du CGI"
REVERSE = "Autoliquidation, article 283-2 du CGI"
_NUMBERS = count(1)


def seller(place: Establishment, **changes: Any) -> Seller:
    """An association that sells, with all that the law wants on its invoices."""
    usual: dict[str, Any] = {
        "legal_name": "Association Les Tilleuls (fictive)",
        "legal_form": "Association loi 1901",
        "street": "1 rue des Essais",
        "postcode": "38000",
        "town": "Grenoble",
        "siren": "999000276",
        "siret": "99900027600017",
        "vat_number": "FR85999000276",
        "iban": "FR7630006000011234567890189",
        "bic": "AGRIFRPP",
        "email": "factures@tilleuls.example",
        "payment_terms": "Paiement à 30 jours",
        "late_rate": "Pénalités de retard : trois fois le taux d'intérêt légal",
        "no_early_discount": "Pas d'escompte pour paiement anticipé",
        "recovery_fee": 4000,
    }
    return Seller.objects.update_or_create(establishment=place, defaults=usual | changes)[0]


def vat(place: Establishment, category: str = "S", rate: int = 2000, **changes: Any) -> VatTreatment:
    reasons = {"E": EXEMPTION, "AE": REVERSE, "O": "Hors champ de la TVA"}
    usual: dict[str, Any] = {"label": f"{category} {rate}", "category": category, "rate": rate}
    usual["reason"] = reasons.get(category, "")
    row, _ = VatTreatment.objects.get_or_create(
        establishment=place, code=f"{category}{rate}", starts_on=date(2020, 1, 1), defaults=usual | changes
    )
    return row


def client(place: Establishment, code: str = "DUPIN", **changes: Any) -> Client:
    """A French company, with the address that its invoices go to."""
    address = {"street": "2 avenue du Test", "postcode": "69001", "town": "Lyon", "country": "FR"}
    address |= changes.pop("address", {})
    usual: dict[str, Any] = {
        "kind": "company",
        "name": "Ateliers Dupin (fictif)",
        "siret": "99900028400011",
        "siren": "999000284",
        "vat_number": "FR12999000284",
        "search_key": code.lower(),
        "email": "compta@dupin.example",
    }
    made = Client.objects.create(establishment=place, code=code, **usual | changes)
    ClientAddress.objects.create(client=made, kind="billing", **address)
    return made


def belgian(place: Establishment, code: str = "PEETERS", **changes: Any) -> Client:
    """A Flemish company on Peppol."""
    usual: dict[str, Any] = {
        "name": "Peeters NV (fictief)",
        "country": "BE",
        "siret": "",
        "siren": "",
        "vat_number": "BE0999000228",
        "peppol_id": "0208:0999000228",
        "buyer_reference": "PO-7",
        "language": "nl",
        "address": {"street": "Teststraat 3", "postcode": "8000", "town": "Brugge", "country": "BE"},
    }
    return client(place, code, **usual | changes)


def order(buyer: Client, *lines: dict[str, Any], **changes: Any) -> Order:
    """A confirmed order; each line a mapping of what differs from 100 pieces at 1.00 €, taxed at 20 %."""
    usual = {"number": f"C2026-{next(_NUMBERS):04}", "ordered_on": date(2026, 1, 2), "state": OrderState.CONFIRMED}
    made = Order.objects.create(establishment=buyer.establishment, client=buyer, **usual | changes)
    for position, line in enumerate(lines or ({},), start=1):
        wanted: dict[str, Any] = {"text": f"Article {position}", "unit": "piece", "quantity": 100_000}
        wanted |= {"unit_price": 10_000, "category": "goods"} | line
        costs = wanted.pop("costs", ())
        wanted.setdefault("vat", None)
        wanted["vat"] = wanted["vat"] or vat(buyer.establishment)
        row = OrderLine.objects.create(establishment=buyer.establishment, order=made, position=position, **wanted)
        for cost in costs:
            OrderLineCost.objects.create(line=row, **cost)
    return made


def deliver(made: Order, *quantities: int, on: date = DAY) -> Delivery:
    """Deliver these quantities of its lines, in their order; without any, all that was ordered."""
    lines = list(made.lines.order_by("position"))
    wanted: Sequence[int] = quantities or [line.quantity for line in lines]
    row = Delivery.objects.create(
        establishment=made.establishment, order=made, number=f"L2026-{next(_NUMBERS):04}", delivered_on=on, state="done"
    )
    for line, quantity in zip(lines, wanted, strict=False):
        if quantity:
            DeliveryLine.objects.create(delivery=row, order_line=line, quantity=quantity)
    return row


def house(**changes: Any) -> Establishment:
    """An establishment with its seller."""
    place = workplace.workplace(**changes)
    seller(place)
    return place


def draft(made: Order, on: date = DAY) -> Invoice:
    """The draft of all that was delivered of an order and is not billed."""
    (invoice,) = actions.draft_from_deliveries(
        establishment=made.establishment, order=made, before=None, on=on, by=None, at=AT
    )
    return invoice


def issued(made: Order, on: date = DAY) -> Invoice:
    """All that was delivered of an order, on an issued invoice."""
    return actions.issue(invoice=draft(made, on), on=on, by=None, at=AT)


def sold(place: Establishment, *lines: dict[str, Any], buyer: Client | None = None, on: date = DAY) -> Invoice:
    """An invoice issued for an order of these lines, delivered whole."""
    made = order(buyer or client(place, f"C{next(_NUMBERS)}"), *lines)
    deliver(made, on=on)
    return issued(made, on)


def credited(invoice: Invoice, quantities: dict[int, int] | None = None, on: date = DAY, **changes: Any) -> Invoice:
    """An issued credit note."""
    options = {"reason": "Défaut d'impression", "rebill": False} | changes
    made = actions.credit(invoice=invoice, quantities=quantities, on=on, by=None, at=AT, **options)
    return actions.issue(invoice=made, on=on, by=None, at=AT)


def pay(invoice: Invoice, cents: int, on: date = DAY, **changes: Any) -> Payment:
    return actions.record_payment(invoice=invoice, paid_on=on, cents=cents, by=None, at=AT, **changes)
