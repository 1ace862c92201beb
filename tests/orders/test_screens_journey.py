"""By keyboard, in Chromium, in French: a client, its quote, the order, who is on it, and a delivery in two parts.

Every page on the way is held to the rules of accessibility in both themes.
"""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from etabli.orders.models import Client, Delivery, Order, Quote
from etabli.org.grants import save_preferences
from etabli.org.states import Role
from tests import workplace as small
from tests.keyboard import no_violation, press, reach, sign_in, write, write_day
from tests.orders.desk import Desk


def submit(page: Page) -> None:
    press(page, ".form-actions button.btn-primary")


def act(page: Page, address: str) -> None:
    """The button of the form that is sent there."""
    press(page, f'form[action$="{address}"] button')


@pytest.fixture
def floor(transactional_db: Any) -> Desk:
    """A desk whose director, who may do it all, reads French."""
    desk = Desk()
    small.engage(desk.place, "7", last_name="Aulne", workshop="PLI")
    save_preferences(user=desk.user(Role.DIRECTOR), language="fr", by=None, at=small.AT)
    return desk


def test_from_a_client_to_a_delivery_in_two_parts(live_server: Any, page: Page, floor: Desk) -> None:
    sign_in(page, live_server.url, floor.user(Role.DIRECTOR).username)
    page.goto(live_server.url + floor.url("clients"))
    no_violation(page)
    press(page, ".page-head a.btn-primary")
    for name, text in (("code", "MAIRIE"), ("name", "Mairie Fictive"), ("siret", "999 000 292 00014")):
        write(page, f"#id_{name}", text)
    no_violation(page)
    submit(page)
    buyer = Client.objects.get(code="MAIRIE")
    no_violation(page)
    quote = _quote(page, buyer)
    order = _order(page, quote)
    _allotted(page, order)
    _delivered(page, order)


def _quote(page: Page, buyer: Client) -> Quote:
    press(page, ".page-head a.btn-primary")
    assert page.locator("#id_client").input_value() == str(buyer.pk)
    write_day(page, "#id_created_on", "2026-11-02")
    write_day(page, "#id_valid_until", "2026-12-31")
    submit(page)
    press(page, 'a[href$="/lines/add/"]')
    no_violation(page)
    reach(page, "#id_product")
    page.keyboard.press("ArrowDown")
    write(page, "#id_quantity", "5 000")
    write_day(page, "#id_due_on", "2026-12-15")
    submit(page)
    no_violation(page)
    act(page, "/send/")
    quote = Quote.objects.get()
    assert quote.state == "sent" and quote.lines.get().amount == 9250
    return quote


def _order(page: Page, quote: Quote) -> Order:
    press(page, 'a[href$="/accept/"]')
    write_day(page, "#id_on", "2026-11-03")
    write(page, "#id_client_reference", "BC-77")
    no_violation(page)
    submit(page)
    act(page, "/confirm/")
    order = Order.objects.get(quote=quote)
    assert order.state == "confirmed"
    no_violation(page)
    return order


def _allotted(page: Page, order: Order) -> None:
    press(page, 'a[href$="/allot/"]')
    no_violation(page)
    reach(page, "#id_who")
    page.keyboard.press("ArrowDown")
    write_day(page, "#id_starts_on", "2026-11-04")
    submit(page)
    assert page.locator("main").get_by_text("Aulne Camille").is_visible()
    assert order.lines.get().allotments.count() == 1


def _delivered(page: Page, order: Order) -> None:
    for quantity, left in (("2000", "3 000"), ("", "")):
        press(page, 'a[href$="/deliver/"]')
        field = f"#id_line_{order.lines.get().pk}"
        no_violation(page)
        if quantity:
            write(page, field, quantity)
        write_day(page, "#id_delivered_on", "2026-11-20")
        submit(page)
        no_violation(page)
        press(page, f'.lead a[href$="/orders/{order.pk}/"]')
        if left:
            assert left in page.locator("main").inner_text().replace("\u00a0", " ")
    assert list(Delivery.objects.values_list("lines__quantity", flat=True).order_by("pk")) == [2_000_000, 3_000_000]
    assert order.lines.get().state == "done"
