"""The sales of the workplace that is measured: clients, and month by month orders, work on them, deliveries, invoices.

Orders, deliveries and work go into the tables in bulk, as their actions would leave them; invoices and payments through
the actions, which seal and number them. Everything is fictional.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from itertools import product
from random import Random
from typing import Any

from stdnum import luhn

from bench._made import Bench, moment
from etabli.billing import actions as billing
from etabli.billing.actions.settings import SellerSpec
from etabli.core.periods import day_no, next_month
from etabli.kit.bulk import insert
from etabli.orders import actions as orders
from etabli.orders.models import Client, Delivery, DeliveryLine, Order, OrderLine, VatTreatment
from etabli.people.models import Registration
from etabli.production.actions import follow_lines
from etabli.production.actions.lines import name_contributors
from etabli.production.models import Activity, WorkFact

CLIENTS, LINES_A_CLIENT = 40, 3
ORDERS_A_MONTH = 34
"""About 400 a year."""
TASKS_A_HALF_DAY, MINUTES = 2, 105
"""So that 120 people leave about 120,000 facts a year."""
PAID = 0.95
_WORK = "establishment subject day_no half minutes good rejected order_line task workshop instructor".split()


@dataclass
class Shop:
    """What the months are made of. `people`: keys of the persons of each workshop (key)."""

    bench: Bench
    vat: VatTreatment
    clients: list[Client]
    people: dict[int, list[int]]
    chance: Random
    at: datetime
    orders: int = 0
    deliveries: int = 0

    @property
    def who(self) -> dict[str, Any]:
        return {"by": None, "at": self.at}


def open_shop(bench: Bench, year: int) -> Shop:
    """Who sells, to whom, and who works where."""
    place, who = bench.establishment, {"by": None, "at": moment(year)}
    address, siret = ("1 rue du Banc", "38000", "Grenoble"), _siret(0)
    siren = int(siret[:9])
    vat_number = f"FR{(12 + 3 * (siren % 97)) % 97:02}{siren}"
    seller = SellerSpec(
        "ESAT du Banc (fictif)",
        *address,
        siret=siret,
        vat_number=vat_number,
        payment_terms="Paiement à 30 jours",
        late_rate="Pénalités de retard : trois fois le taux d'intérêt légal",
        no_early_discount="Pas d'escompte pour paiement anticipé",
        recovery_fee=4000,
    )
    billing.save_seller(establishment=place, spec=seller, **who)
    vat = orders.save_vat(
        establishment=place, spec=orders.VatSpec("N", "Taux normal", "S", date(year, 1, 1), rate=2000), **who
    )
    clients = []
    for number in range(1, CLIENTS + 1):
        spec = orders.ClientSpec(f"C{number:03}", "company", f"Client fictif {number}", siret=_siret(number))
        client = orders.save_client(establishment=place, spec=replace(spec, regime="agefiph"), **who)
        spec_of_address = orders.AddressSpec("billing", f"{number} rue des Essais", "38000", "Grenoble")
        orders.save_address(client=client, spec=spec_of_address, **who)
        clients.append(client)
    people: dict[int, list[int]] = {}
    for person, workshop in Registration.objects.filter(establishment=place).values_list("person", "workshop"):
        if person in bench.persons:
            people.setdefault(workshop, []).append(person)
    return Shop(bench, vat, clients, people, Random(7), moment(year))


def _siret(number: int) -> str:
    """A number with the right keys, of nobody known to us."""
    siren = f"{99_000_000 + number}"
    siren += luhn.calc_check_digit(siren)
    return f"{siren}0001{luhn.calc_check_digit(f'{siren}0001')}"


def month_of_sales(shop: Shop, month: date) -> None:
    """Last month's deliveries are invoiced and paid; this month's orders are taken, worked on and delivered."""
    _bill(shop, month)
    lines = _take_orders(shop, month)
    keys = [line.pk for line in lines]
    follow_lines(establishment=shop.bench.establishment, lines=keys, at=shop.at)
    _work(shop, month, lines)
    _deliver(shop, month, lines)
    follow_lines(establishment=shop.bench.establishment, lines=keys, at=shop.at)


def _take_orders(shop: Shop, month: date) -> list[OrderLine]:
    place, taken = shop.bench.establishment, []
    for _ in range(ORDERS_A_MONTH):
        shop.orders += 1
        taken.append(
            Order(
                establishment=place,
                client=shop.chance.choice(shop.clients),
                number=f"C{month.year}-{shop.orders:04}",
                ordered_on=month,
                state="confirmed",
            )
        )
    Order.objects.bulk_create(taken)
    workshops = sorted(shop.people)
    lines = [
        OrderLine(
            establishment=place,
            order=order,
            position=position,
            text=f"Façonnage {order.number}/{position}",
            quantity=1_000_000 * shop.chance.randint(2, 20),
            unit="piece",
            unit_price=shop.chance.randint(500, 5_000),
            vat=shop.vat,
            minutes=shop.chance.randint(2_000, 9_000),
            due_on=month + timedelta(days=shop.chance.randint(10, 27)),
            workshop_id=shop.chance.choice(workshops),
        )
        for order in taken
        for position in range(1, shop.chance.randint(1, LINES_A_CLIENT) + 1)
    ]
    return OrderLine.objects.bulk_create(lines)


def _work(shop: Shop, month: date, lines: list[OrderLine]) -> None:
    """Everyone, on each half-day of a week-day, on two lines of her workshop."""
    tasks: dict[int, list[tuple[int, int]]] = {}
    held = Activity.objects.filter(line__in=[line.pk for line in lines])
    for pk, line, workshop in held.order_by("pk").values_list("pk", "line", "workshop"):
        tasks.setdefault(workshop, []).append((pk, line))
    days = [month + timedelta(days=number) for number in range((next_month(month) - month).days)]
    days = [day for day in days if day.weekday() < 5]
    place = shop.bench.establishment.pk
    rows = [
        (
            place,
            person,
            day_no(day),
            half,
            MINUTES,
            50_000,
            shop.chance.randint(0, 1) * 1_000,
            line,
            task,
            workshop,
            None,
        )
        for workshop, known in tasks.items()
        for person, day, half in product(shop.people[workshop], days, (0, 1))
        for task, line in shop.chance.sample(known, min(TASKS_A_HALF_DAY, len(known)))
    ]
    insert(WorkFact, _WORK, rows)
    name_contributors(shop.bench.establishment, days, None, shop.at)


def _deliver(shop: Shop, month: date, lines: list[OrderLine]) -> None:
    """Every order in two parts."""
    made, parts = [], []
    for order in sorted({line.order for line in lines}, key=lambda order: order.number):
        for day in (14, 26):
            shop.deliveries += 1
            made.append(
                Delivery(
                    establishment=shop.bench.establishment,
                    order=order,
                    number=f"L{month.year}-{shop.deliveries:04}",
                    delivered_on=month.replace(day=day),
                    state="done",
                )
            )
    held = {(row.order_id, row.delivered_on.day): row for row in Delivery.objects.bulk_create(made)}
    for line in lines:
        half = line.quantity // 2
        for day, quantity in ((14, half), (26, line.quantity - half)):
            parts.append(DeliveryLine(delivery=held[line.order_id, day], order_line=line, quantity=quantity))
    DeliveryLine.objects.bulk_create(parts)
    OrderLine.objects.filter(pk__in=[line.pk for line in lines]).update(state="done")


def _bill(shop: Shop, month: date) -> None:
    """One invoice a client for what was delivered before this month, most of them paid."""
    if not shop.deliveries:
        return
    drafts = billing.draft_from_deliveries(
        establishment=shop.bench.establishment, before=month, grouped=True, on=month, **shop.who
    )
    for draft in drafts:
        invoice = billing.issue(invoice=draft, on=month, **shop.who)
        if shop.chance.random() < PAID:
            billing.record_payment(invoice=invoice, paid_on=month.replace(day=25), cents=invoice.payable, **shop.who)
