"""The desk of sales: a shop with one of everything, and a browser for each role."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.test import Client as Browser
from django.urls import reverse

from etabli.orders import actions
from etabli.orders.models import Order, Quote
from etabli.org.grants import add_user
from etabli.org.models import Establishment, User
from etabli.org.states import Role
from tests import workplace as small
from tests.orders.selling import DUE, ORDERED, WHO, Shop, client, line, only, order, product, shop

PASSWORD = "a long pass phrase"


class Desk:
    """A shop in an establishment of two workshops; `PLI` folds, `EV` gardens. The instructor is that of the folding."""

    def __init__(self, **changes: Any) -> None:
        workshops = (small.org.WorkshopSpec("PLI", "Pliage"), small.org.WorkshopSpec("EV", "Espaces verts"))
        self.place = small.workplace(**{"association": "Les Essais", "workshops": workshops, **changes})
        self.shop: Shop = shop(self.place)
        self.garden = self.place.workshops.get(code="EV")
        self.users: dict[str, User] = {}

    def user(self, role: str) -> User:
        if role not in self.users:
            workshop = self.shop.workshop if role == Role.INSTRUCTOR else None
            user = add_user(
                username=f"{role}-{self.place.pk}",
                role=role,
                establishment=self.place,
                workshop=workshop,
                language="en",
                by=None,
                at=small.AT,
            )
            user.set_password(PASSWORD)
            user.save()
            self.users[role] = user
        return self.users[role]

    def browser(self, role: str = Role.SALES) -> Browser:
        browser = Browser()
        browser.force_login(self.user(role))
        return browser

    def url(self, name: str, *keys: Any) -> str:
        return reverse(f"orders:{name}", args=[self.place.finess, *keys])

    def get(self, name: str, *keys: Any, role: str = Role.SALES, query: str = "") -> HttpResponse:
        return self.browser(role).get(self.url(name, *keys) + query)

    def post(self, name: str, /, *keys: Any, role: str = Role.SALES, follow: bool = False, **data: Any) -> HttpResponse:
        return self.browser(role).post(self.url(name, *keys), data, follow=follow)

    def quote(self, *lines: actions.LineSpec, **changes: Any) -> Quote:
        """A draft, by default of a thousand leaflets."""
        usual = {"created_on": ORDERED, "valid_until": date(2025, 5, 31), **changes}
        return actions.draft_quote(
            establishment=self.place, client=self.shop.client, lines=lines or [line(self.shop)], **usual, **WHO
        )

    def order(self, *lines: actions.LineSpec, **changes: Any) -> Order:
        return order(self.shop, *lines, **changes)


def text_of(answer: HttpResponse) -> str:
    """What the page says, in one line, spaces as they are read."""
    return " ".join(answer.content.decode().replace("\u00a0", " ").split())


def errors_of(answer: HttpResponse) -> dict[str, list[str]]:
    """The sentences beside each field of the form of a page."""
    return {field: list(sentences) for field, sentences in answer.context["form"].errors.items()}


def _another_shop(place: Establishment) -> Shop:
    """Beside what the samples of other rooms sell there."""
    workshop = place.workshops.order_by("code")[0]
    spec = actions.VatSpec("ESSAI", "Taux normal", "S", date(2025, 1, 1), rate=2000)
    vat = actions.save_vat(establishment=place, spec=spec, **WHO)
    folding = product(place, vat, "ESSAI", workshop=workshop)
    return Shop(place, workshop, vat, client(place, "ESSAI"), folding)


def samples(place: Establishment, person: Any) -> dict[str, Any]:
    """One of everything of this room, by the names of the parameters of its addresses."""
    where = _another_shop(place)
    address = actions.AddressSpec("delivery", "1 rue Fictive", "00000", "Ville")
    site = actions.save_address(client=where.client, spec=address, **WHO)
    contact = actions.save_contact(client=where.client, spec=actions.ContactSpec("Sacha Fictif"), **WHO)
    quote = actions.draft_quote(
        establishment=place, client=where.client, created_on=ORDERED, lines=[line(where)], **WHO
    )
    # Of a year whose numbers the samples of other rooms leave free.
    frame = order(where, kind="open_ended", ordered_on=date(2024, 12, 2), starts_on=ORDERED)
    row = only(frame)
    call = actions.call_off(line=row, quantity=500_000, due_on=DUE, asked_on=ORDERED, **WHO)
    allotment = actions.allot(line=row, person=person, starts_on=ORDERED, **WHO)
    delivery = actions.deliver(order=frame, delivered_on=DUE, quantities={row.pk: 200_000}, **WHO)
    back = actions.take_back(
        delivery_line=delivery.lines.get(), returned_on=DUE, quantity=1000, cause="Mal plié", **WHO
    )
    goods = actions.save_goods(client=where.client, name="Chemises vides", unit="piece", **WHO)
    stocked = product(place, where.vat, "STOCK", stocked=True)
    actions.move_stock(product=stocked, kind="made", quantity=9_000, on=ORDERED, **WHO)
    actions.move_goods(goods=goods, kind="received", quantity=5_000_000, on=ORDERED, line=row, **WHO)
    return {
        "client": where.client.pk,
        "address": site.pk,
        "contact": contact.pk,
        "product": where.folding.pk,
        "revision": where.folding.prices.get().pk,
        "vat": where.vat.pk,
        "quote": quote.pk,
        "position": 1,
        "order": frame.pk,
        "line": row.pk,
        "call": call.pk,
        "allotment": allotment.pk,
        "delivery": delivery.pk,
        "returned": back.pk,
        "goods": goods.pk,
        "orders:stock_item.product": stocked.pk,
        "orders:stock_move.product": stocked.pk,
        **{f"orders:{name}_export.kind": "csv" for name in LISTS},
    }


LISTS = ("clients", "goods", "stock", "products", "quotes", "deliveries", "returns", "board", "orders")
