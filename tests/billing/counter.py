"""The counter: a workplace that sells, with a browser for each role; and one of everything for the walk of addresses."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.test import Client as Browser
from django.urls import reverse

from etabli.billing.actions import credit, draft_from_deliveries, issue, record_payment, remind
from etabli.billing.actions.certificates import certify_impact, certify_obligation
from etabli.billing.actions.home import state_home_services
from etabli.billing.models import HomeStatement, Invoice
from etabli.orders.models import Client, Order
from etabli.org.grants import add_user
from etabli.org.models import Establishment, User
from etabli.org.states import Role
from etabli.people.models import Person
from etabli.production.models import WorkFact
from tests import workplace
from tests.billing import making

WHO: dict[str, Any] = {"by": None, "at": workplace.AT}
ISSUED, PAID, ON = date(2025, 3, 1), date(2025, 4, 1), date(2026, 1, 12)


class Counter:
    """A seller, and the company Dupin that owes a contribution to Agefiph."""

    def __init__(self) -> None:
        self.place = workplace.workplace(
            association="Les Essais", workshops=(workplace.org.WorkshopSpec("BLA", "Bla"),)
        )
        making.seller(self.place)
        self.client: Client = making.client(self.place, regime="agefiph")
        self.users: dict[str, User] = {}

    def user(self, role: str) -> User:
        if role not in self.users:
            self.users[role] = add_user(
                username=f"{role}-{self.place.pk}", role=Role(role), establishment=self.place, language="en", **WHO
            )
        return self.users[role]

    def browser(self, role: str = Role.SALES) -> Browser:
        browser = Browser()
        browser.force_login(self.user(role))
        return browser

    def url(self, name: str, *keys: Any) -> str:
        return reverse(f"billing:{name}", args=[self.place.finess, *keys])

    def get(self, name: str, *keys: Any, role: str = Role.SALES, query: str = "") -> HttpResponse:
        return self.browser(role).get(self.url(name, *keys) + query)

    def post(self, name: str, /, *keys: Any, role: str = Role.SALES, follow: bool = False, **data: Any) -> HttpResponse:
        return self.browser(role).post(self.url(name, *keys), data, follow=follow)

    def delivered(self, *lines: dict[str, Any], on: date = ISSUED, client: Client | None = None, **more: Any) -> Order:
        made = making.order(client or self.client, *lines, **more)
        making.deliver(made, on=on)
        return made

    def draft(self, *lines: dict[str, Any], **more: Any) -> Invoice:
        """Of what is delivered: by default 100 pieces at 1.00 €, taxed at 20 %."""
        order = self.delivered(*lines, **more)
        (made,) = draft_from_deliveries(establishment=self.place, order=order, on=ISSUED, **WHO)
        return made

    def invoice(self, *lines: dict[str, Any], on: date = ISSUED, **more: Any) -> Invoice:
        return issue(invoice=self.draft(*lines, **more), on=on, **WHO)

    def pay(self, invoice: Invoice, cents: int | None = None, on: date = PAID) -> None:
        record_payment(invoice=invoice, paid_on=on, cents=invoice.payable if cents is None else cents, **WHO)


def text_of(answer: HttpResponse) -> str:
    """What the page says, in one line, spaces as they are read."""
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())


def _home_statement(place: Establishment) -> HomeStatement:
    """Of a private person who paid two hours of cleaning."""
    buyer = making.client(place, "MARIE", kind="individual", siren="", siret="", vat_number="")
    at_home = {"unit": "hour", "quantity": 2_000, "category": "services", "nature": "off_site"}
    order = making.order(buyer, at_home, number="C2025-989")
    making.deliver(order, on=ISSUED)
    (draft,) = draft_from_deliveries(establishment=place, order=order, on=ISSUED, **WHO)
    invoice = issue(invoice=draft, on=ISSUED, **WHO)
    record_payment(invoice=invoice, paid_on=PAID, cents=invoice.payable, **WHO)
    (made,) = state_home_services(establishment=place, year=2025, on=ON, **WHO)
    return made


def samples(place: Establishment, person: Person) -> dict[str, Any]:
    """One of everything of this room, by the names of the parameters of its addresses."""
    making.seller(place)
    buyer = making.client(place, regime="agefiph")
    orders = [making.order(buyer, number=f"C2025-99{i}") for i in range(3)]
    for order in orders:
        making.deliver(order, on=ISSUED)
    made = [draft_from_deliveries(establishment=place, order=row, on=ISSUED, **WHO)[0] for row in orders[:2]]
    invoice, draft = issue(invoice=made[0], on=ISSUED, **WHO), made[1]
    record_payment(invoice=invoice, paid_on=PAID, cents=6_000, **WHO)
    remind(invoice=invoice, sent_on=ON, **WHO)
    credit(invoice=invoice, reason="Essai", on=ON, **WHO)
    WorkFact.objects.create(
        establishment=place,
        subject=person,
        day_no=20_148,
        half=0,
        minutes=60,
        good=0,
        rejected=0,
        order_line=orders[0].lines.get().pk,
        task=0,
        workshop=place.workshops.order_by("pk")[0].pk,
    )
    certificate = certify_obligation(establishment=place, client=buyer, year=2025, on=ON, **WHO)
    impact = certify_impact(establishment=place, client=buyer, invoice=invoice, on=ON, **WHO)
    kinds = {"unbilled_export": "csv", "invoices_export": "xlsx", "certificate_file": "pdf", "impact_file": "json"}
    kinds["invoice_file"] = "ubl"
    return {
        "invoice": invoice.pk,
        "billing:invoice_edit.invoice": draft.pk,
        "billing:invoice_issue.invoice": draft.pk,
        "billing:line_add.invoice": draft.pk,
        "billing:line_remove.line": draft.lines.get().pk,
        "billing:account.client": buyer.pk,
        "certificate": certificate.pk,
        "impact": impact.pk,
        "statement": _home_statement(place).pk,
        "billing:home_file.kind": "json",
        "series": invoice.series_id,
        **{f"billing:{name}.kind": kind for name, kind in kinds.items()},
    }
