"""A small shop: an establishment that sells, a client, a catalogue, and orders in one call. Everything is fictional."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from etabli.orders import actions
from etabli.orders.models import Client, Order, OrderLine, Product, VatTreatment
from etabli.org.models import Establishment, Workshop
from tests.workplace import AT, workplace

SIRET, OTHER_SIRET = "99900027600017", "99900029200014"
"""Two numbers with the right key."""
WHO: dict[str, Any] = {"by": None, "at": AT}
ORDERED, DUE = date(2025, 3, 3), date(2025, 3, 28)


@dataclass
class Shop:
    place: Establishment
    workshop: Workshop
    vat: VatTreatment
    client: Client
    folding: Product


def shop(place: Establishment | None = None) -> Shop:
    """Folding leaflets for one client: 0.0185 EUR a piece, taxed at 20 %, 90 minutes for a thousand."""
    here = place or workplace()
    workshop = here.workshops.filter(code="PLI").first() or Workshop.objects.create(
        establishment=here, code="PLI", name="Pliage"
    )
    vat = actions.save_vat(
        establishment=here, spec=actions.VatSpec("N", "Taux normal", "S", date(2025, 1, 1), rate=2000), **WHO
    )
    folding = product(here, vat, workshop=workshop)
    return Shop(here, workshop, vat, client(here), folding)


def client(place: Establishment, code: str = "CARTON", **changes: Any) -> Client:
    usual = actions.ClientSpec(code, "company", "Cartonnages Fictifs", siret=SIRET, regime="agefiph")
    return actions.save_client(establishment=place, spec=replace(usual, **changes), **WHO)


def product(place: Establishment, vat: VatTreatment, code: str = "PLI-A4", **changes: Any) -> Product:
    """In the catalogue since the beginning of 2025, at 185 ten-thousandths of a euro."""
    usual = actions.ProductSpec(code, "Pliage A4", "piece", vat, minutes_per_thousand=90, trade="Façonnage")
    row = actions.save_product(establishment=place, spec=replace(usual, **changes), **WHO)
    actions.revise_price(product=row, starts_on=date(2025, 1, 1), unit_price=185, **WHO)
    return row


def line(where: Shop, quantity: int = 1_000_000, **changes: Any) -> actions.LineSpec:
    return actions.line_from(where.folding, quantity, ORDERED, **{"due_on": DUE, **changes})


def order(where: Shop, *lines: actions.LineSpec, confirmed: bool = True, **spec: Any) -> Order:
    """An order of these lines, by default of a thousand leaflets."""
    row = actions.draft_order(
        establishment=where.place,
        client=where.client,
        spec=actions.OrderSpec(**{"ordered_on": ORDERED, **spec}),
        lines=lines or [line(where)],
        **WHO,
    )
    if confirmed:
        actions.confirm_order(order=row, **WHO)
    return row


def only(row: Order) -> OrderLine:
    """The line of an order that has one."""
    return row.lines.select_related("order").get()
