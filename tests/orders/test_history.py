"""What was changed of a client, a product or an order is told in words, to those who see prices."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client as Browser

from etabli.orders import actions
from etabli.org.grants import add_user
from etabli.org.states import Role
from tests.orders.selling import WHO, Shop, line, only, order, shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def where(db: Any) -> Shop:
    return shop()


def page(where: Shop, row: Any, role: Role = Role.DIRECTOR) -> Any:
    browser = Browser()
    browser.force_login(add_user(username=str(role), role=role, establishment=where.place, workshop=None, **WHO))
    return browser.get(f"/{where.place.finess}/history/{row._meta.db_table}/{row.pk}/", HTTP_ACCEPT_LANGUAGE="fr")


def test_a_line_is_told_in_words_quantities_and_prices(where: Shop) -> None:
    row = only(order(where))
    actions.change_line(line=row, spec=line(where, 1_250_500, unit_price=199), **WHO)
    actions.finish_line(line=row, **WHO)
    text = " ".join(page(where, row).content.decode().replace("\u202f", " ").replace("\xa0", " ").split())
    assert "1 250,5" in text and "0,0199 €" in text and "0,0185 €" in text
    assert row.order.number in text and where.workshop.name in text


@pytest.mark.parametrize("name", ["client", "folding", "vat"])
def test_what_is_sold_has_a_history(where: Shop, name: str) -> None:
    assert page(where, getattr(where, name)).status_code == 200


def test_who_sees_no_price_sees_no_history(where: Shop) -> None:
    assert page(where, only(order(where)), Role.INSTRUCTOR).status_code == 404
