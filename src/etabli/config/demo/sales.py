"""The sales of the demo: clients, catalogue, quotes and orders of the year, deliveries. Everybody in it is made up."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from etabli.core.periods import month_start, next_month
from etabli.orders import actions as orders
from etabli.orders.models import Client, Delivery, Order, OrderLine, Product
from etabli.orders.states import (
    AddressKind,
    ClientKind,
    CostCategory,
    Nature,
    OrderKind,
    Recurrence,
    Regime,
    SaleUnit,
    Supply,
)
from etabli.org.models import Establishment
from etabli.people.models import Engagement, Person, WorkGroup
from etabli.people.queries import workshops_of

_TOWN = ("85990", "Maillet-sur-Copeau (fictif)")
CLIENTS = (
    orders.ClientSpec("HOTEL", ClientKind.COMPANY, "Hôtel de la Gouge (fictif)", "99900020100015", "FR54999000201",
                      regime=Regime.AGEFIPH, payment_end_of_month=True, email="compta@gouge.example"),
    orders.ClientSpec("LABO", ClientKind.COMPANY, "Laboratoires Bouvet (fictif)", "99900021900017", "FR11999000219",
                      regime=Regime.AGEFIPH, buyer_reference="ACH-PARIS", email="factures@bouvet.example"),
    orders.ClientSpec("VILLE", ClientKind.LOCAL_AUTHORITY, "Ville de Maillet-sur-Copeau (fictif)", "99900022700010",
                      regime=Regime.FIPHFP, buyer_reference="SERVICE-EV"),
    orders.ClientSpec("CLOUS", ClientKind.ASSOCIATION, "Association Les Trois Clous (fictif)", "99900023500013"),
    orders.ClientSpec("RAINURE", ClientKind.INDIVIDUAL, "M. Rainure (fictif)", payment_days=0),
    orders.ClientSpec("VIJS", ClientKind.COMPANY, "Vijs & Moer BV (fictief)", vat_number="BE0999000129", country="BE",
                      peppol_id="0208:0999000129", language="nl"),
)  # fmt: skip
STREETS = {
    "HOTEL": ("4 quai des Copeaux", *_TOWN, "FR"),
    "LABO": ("12 rue du Valet", *_TOWN, "FR"),
    "VILLE": ("1 place de la Mairie", *_TOWN, "FR"),
    "CLOUS": ("8 impasse du Marteau", *_TOWN, "FR"),
    "RAINURE": ("27 chemin de la Languette", *_TOWN, "FR"),
    "VIJS": ("Schroefstraat 3", "9999", "Schaafdorp (fictief)", "BE"),
}


@dataclass(frozen=True)
class Article:
    """A row of the catalogue. `price`: ten-thousandths of a euro for `base` units; `costs`: ten-thousandths of it."""

    code: str
    name: str
    unit: SaleUnit
    price: int
    workshop: str
    trade: str
    minutes: int
    base: int = 1
    nature: Nature = Nature.ON_SITE
    supply: Supply = Supply.SERVICES
    costs: tuple[tuple[CostCategory, int], ...] = ()


ARTICLES = (
    Article("LINGE", "Lavage et pliage de linge plat", SaleUnit.KILOGRAM, 21_500, "BLA", "Blanchisserie", 6000,
            costs=((CostCategory.PRODUCTS, 1200), (CostCategory.INTERMEDIATE_CONSUMPTION, 800))),
    Article("ETUI", "Mise sous étui", SaleUnit.PIECE, 185_000, "CON", "Conditionnement", 250, base=1000,
            costs=((CostCategory.SELLING, 300),)),
    Article("KIT", "Montage d'un kit de bienvenue", SaleUnit.PIECE, 38_000, "CON", "Conditionnement", 6000,
            supply=Supply.GOODS, costs=((CostCategory.RAW_MATERIALS, 2500),)),
    Article("TONTE", "Tonte du parc, une visite", SaleUnit.VISIT, 2_400_000, "EV", "Espaces verts", 720_000,
            nature=Nature.OFF_SITE, costs=((CostCategory.MATERIALS, 900),)),
    Article("HAIE", "Taille de haie", SaleUnit.HOUR, 320_000, "EV", "Espaces verts", 60_000, nature=Nature.OFF_SITE),
    Article("CAISSE", "Caisse de bois à poignées", SaleUnit.PIECE, 420_000, "MEN", "Menuiserie", 75_000,
            supply=Supply.GOODS, costs=((CostCategory.RAW_MATERIALS, 2800),)),
)  # fmt: skip


_TO_COME = (
    ("LABO", "ETUI", 110_000, 16),
    ("CLOUS", "KIT", 2_500, 40),
    ("LABO", "ETUI", 190_000, 62),
    ("VILLE", "HAIE", 420, 19),
    ("HOTEL", "HAIE", 160, 47),
    ("VIJS", "CAISSE", 480, 24),
    ("CLOUS", "CAISSE", 700, 60),
)
"""Client, product, quantity, days until it is due: enough for the weeks to come to have their peaks and their slack."""


def take_orders(establishment: Establishment, at: datetime) -> None:
    """Clients, catalogue, and what they ordered until today. Nothing when the clients are there already."""
    if Client.objects.filter(establishment=establishment).exists():
        return
    today = at.date()
    clients = {spec.code: _client(establishment, spec, at) for spec in CLIENTS}
    products = _catalogue(establishment, date(at.year - 1, 1, 1), at)
    taken = _Book(establishment, clients, products, at)
    taken.laundry(date(today.year - 1, 1, 1))
    taken.single("LABO", "ETUI", 150_000, ordered=today - timedelta(days=30), due=today + timedelta(days=12))
    taken.single("CLOUS", "KIT", 500, ordered=today - timedelta(days=40), due=today - timedelta(days=4))
    taken.single("VIJS", "KIT", 150, ordered=today - timedelta(days=25), due=today + timedelta(days=20))
    taken.single("RAINURE", "HAIE", 6, ordered=today - timedelta(days=20), due=today - timedelta(days=6))
    taken.mowing(date(today.year, 3, 1) if today.month > 3 else date(today.year - 1, 3, 1))
    for client, product, quantity, days in _TO_COME:
        taken.single(client, product, quantity, ordered=today - timedelta(days=6), due=today + timedelta(days=days))
    taken.quote("LABO", "KIT", 1_200, answered=False)
    taken.quote("HOTEL", "LINGE", 300, answered=True)


def _client(establishment: Establishment, spec: orders.ClientSpec, at: datetime) -> Client:
    client = orders.save_client(establishment=establishment, spec=spec, by=None, at=at)
    street, postcode, town, country = STREETS[spec.code]
    address = orders.AddressSpec(AddressKind.BILLING, street, postcode, town, country=country)
    orders.save_address(client=client, spec=address, by=None, at=at)
    return client


def _catalogue(establishment: Establishment, since: date, at: datetime) -> dict[str, Product]:
    vat_spec = orders.VatSpec("NORMAL", "TVA 20 %", "S", since, rate=2000)
    vat = orders.save_vat(establishment=establishment, spec=vat_spec, by=None, at=at)
    workshops = {row.code: row for row in establishment.workshops.all()}
    products = {}
    for row in ARTICLES:
        spec = orders.ProductSpec(
            code=row.code,
            name=row.name,
            unit=row.unit,
            vat=vat,
            price_base=row.base,
            nature=row.nature,
            category=row.supply,
            trade=row.trade,
            workshop=workshops[row.workshop],
            minutes_per_thousand=row.minutes,
        )
        product = orders.save_product(establishment=establishment, spec=spec, by=None, at=at)
        orders.revise_price(product=product, starts_on=since, unit_price=row.price, by=None, at=at)
        orders.save_cost_shares(product=product, shares=dict(row.costs), by=None, at=at)
        products[row.code] = product
    return products


class _Book:
    """The order book as it fills."""

    def __init__(
        self, establishment: Establishment, clients: dict[str, Client], products: dict[str, Product], at: datetime
    ) -> None:
        self.establishment, self.clients, self.products, self.at = establishment, clients, products, at
        self.groups = list(WorkGroup.objects.filter(establishment=establishment).order_by("pk")[:2])
        staying = Engagement.objects.filter(establishment=establishment, ends_before=None).values("person")
        people = Person.objects.in_bulk(list(staying.values_list("person", flat=True)))
        self.people: dict[int | None, list[Person]] = defaultdict(list)
        for person, workshop in sorted(workshops_of(establishment).items()):
            if person in people:
                self.people[workshop].append(people[person])

    def single(self, client: str, product: str, quantity: int, *, ordered: date, due: date) -> Order:
        line = self._line(product, quantity, ordered, due_on=due)
        return self._take(client, orders.OrderSpec(ordered, client_reference=f"BC-{ordered:%m%d}"), line)

    def laundry(self, since: date) -> Order:
        spec = orders.OrderSpec(since, OrderKind.RECURRING, Recurrence.MONTH, starts_on=since)
        return self._take("HOTEL", spec, self._line("LINGE", 9_600, since))

    def mowing(self, since: date) -> Order:
        spec = orders.OrderSpec(since, OrderKind.OPEN_ENDED, starts_on=since, client_reference="MARCHE-EV")
        order = self._take("VILLE", spec, self._line("TONTE", 0, since))
        line = order.lines.get()
        for number in range(3):
            due = self.at.date() - timedelta(days=24 - 14 * number)
            orders.call_off(line=line, quantity=1000, due_on=due, asked_on=due - timedelta(days=7), by=None, at=self.at)
        return order

    def quote(self, client: str, product: str, quantity: int, *, answered: bool) -> None:
        today = self.at.date()
        made = orders.draft_quote(
            establishment=self.establishment,
            client=self.clients[client],
            created_on=today - timedelta(days=8),
            valid_until=today + timedelta(days=22),
            lines=[self._line(product, quantity, today)],
            by=None,
            at=self.at,
        )
        orders.send_quote(quote=made, on=today - timedelta(days=7), by=None, at=self.at)
        if answered:
            orders.refuse_quote(quote=made, on=today - timedelta(days=2), by=None, at=self.at)

    def _line(self, product: str, quantity: int, on: date, **changes: Any) -> orders.LineSpec:
        return orders.line_from(self.products[product], quantity * 1000, on, **changes)

    def _take(self, client: str, spec: orders.OrderSpec, line: orders.LineSpec) -> Order:
        order = orders.draft_order(
            establishment=self.establishment,
            client=self.clients[client],
            spec=spec,
            lines=[line],
            by=None,
            at=self.at,
        )
        orders.confirm_order(order=order, by=None, at=self.at)
        self._allot(order.lines.get(), spec.ordered_on)
        return order

    def _allot(self, line: OrderLine, since: date) -> None:
        """Three of the workshop, and a group on every other line."""
        for person in self.people.get(line.workshop_id, [])[line.pk % 4 :: 5][:3]:
            orders.allot(line=line, person=person, starts_on=since, by=None, at=self.at)
        if line.pk % 2 and self.groups:
            orders.allot(line=line, group=self.groups[0], starts_on=since, by=None, at=self.at)


def deliver(establishment: Establishment, at: datetime) -> None:
    """What left the house: the laundry of each month, visits, and a first part of the packaging."""
    if Delivery.objects.filter(establishment=establishment).exists():
        return
    today = at.date()
    # The first order of each.
    rows = Order.objects.filter(establishment=establishment).select_related("client").order_by("-pk")
    by_client = {order.client.code: order for order in rows}
    _deliver_months(by_client["HOTEL"], today, at)
    for client, quantity, days in (
        ("LABO", 20_000, 9),
        ("LABO", 15_000, 2),
        ("VIJS", 60, 3),
        ("RAINURE", 6, 8),
        ("VILLE", 1, 22),
        ("VILLE", 1, 7),
    ):
        order = by_client[client]
        line = order.lines.get()
        orders.deliver(
            order=order,
            delivered_on=today - timedelta(days=days),
            quantities={line.pk: quantity * 1000},
            receiver="Accueil (fictif)",
            by=None,
            at=at,
        )


def _deliver_months(order: Order, today: date, at: datetime) -> None:
    start = order.starts_on
    while start is not None and next_month(start) <= month_start(today):
        end = next_month(start)
        delivery = orders.draft_period(order=order, start=start, end=end, by=None, at=at)
        orders.complete_delivery(delivery=delivery, by=None, at=at)
        start = end
