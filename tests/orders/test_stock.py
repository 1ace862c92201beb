"""Finished goods made to stock: what is made adds, what is delivered takes off, and nothing goes below zero unasked."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from etabli.core.refusal import Refusal
from etabli.orders import actions
from etabli.orders.models import Delivery, Product, StockMove
from etabli.orders.queries import stock_of
from etabli.org.states import Role
from etabli.production.models import WorkFact
from tests import workplace as small
from tests.orders.desk import Desk, errors_of, text_of
from tests.orders.selling import ORDERED, WHO, line, only, product

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    made = Desk()
    Product.objects.filter(pk=made.shop.folding.pk).update(stocked=True)
    made.shop.folding.refresh_from_db()
    return made


def left(desk: Desk) -> int:
    return stock_of([desk.shop.folding])[desk.shop.folding.pk].left


def moved(desk: Desk, kind: str, quantity: int) -> StockMove:
    return actions.move_stock(product=desk.shop.folding, kind=kind, quantity=quantity, on=ORDERED, **WHO)


def worked(desk: Desk, order_line: Any, good: int) -> None:
    WorkFact.objects.create(
        establishment=desk.place,
        subject=small.engage(desk.place, "1", workshop="PLI"),
        day_no=20_148,
        half=0,
        minutes=60,
        good=good,
        rejected=1_000,
        order_line=order_line.pk,
        task=order_line.pk,
        workshop=desk.shop.workshop.pk,
    )


def delivered(desk: Desk, quantity: int, **ticks: Any) -> Delivery:
    order = desk.order()
    return actions.deliver(order=order, delivered_on=ORDERED, quantities={only(order).pk: quantity}, **ticks, **WHO)


def test_what_is_made_counted_spoiled_and_delivered_is_what_is_left(desk: Desk) -> None:
    moved(desk, "made", 500_000)
    worked(desk, only(desk.order()), 200_000)
    moved(desk, "spoiled", 50_000)
    delivered(desk, 100_000)
    assert left(desk) == 550_000
    assert moved(desk, "counted", 540_000).quantity == -10_000
    assert left(desk) == 540_000
    assert moved(desk, "counted", 545_000).quantity == 5_000


def test_a_delivery_takes_no_more_than_the_stock_unasked(desk: Desk) -> None:
    moved(desk, "made", 100_000)
    with pytest.raises(Refusal) as refused:
        delivered(desk, 100_001)
    assert refused.value.code == "stock_below"
    assert not Delivery.objects.exists()
    delivered(desk, 100_001, allow_below=True)
    assert left(desk) == -1
    with pytest.raises(Refusal) as spoiled:
        moved(desk, "spoiled", 1_000)
    assert spoiled.value.code == "goods_not_left"


def test_lines_of_one_product_take_from_the_stock_together(desk: Desk) -> None:
    moved(desk, "made", 1_500_000)
    order = desk.order(line(desk.shop), line(desk.shop))
    with pytest.raises(Refusal) as refused:
        actions.deliver(
            order=order, delivered_on=ORDERED, quantities={row.pk: 800_000 for row in order.lines.all()}, **WHO
        )
    assert refused.value.code == "stock_below"


def test_a_delivery_that_is_prepared_takes_nothing_and_one_cancelled_gives_it_back(desk: Desk) -> None:
    moved(desk, "made", 100_000)
    made = delivered(desk, 60_000, draft=True)
    assert left(desk) == 100_000
    actions.complete_delivery(delivery=made, **WHO)
    assert left(desk) == 40_000
    actions.cancel_delivery(delivery=made, **WHO)
    assert left(desk) == 100_000


def test_what_is_made_to_order_has_no_stock(desk: Desk) -> None:
    other = product(desk.place, desk.shop.vat, "AUTRE")
    with pytest.raises(Refusal) as refused:
        actions.move_stock(product=other, kind="made", quantity=1_000, on=ORDERED, **WHO)
    assert refused.value.code == "product_not_stocked"
    assert desk.get("stock_item", other.pk).status_code == 404
    assert "in stock" not in text_of(desk.get("product", other.pk))


# ---------------------------------------------------------------- on screen


def test_the_stock_is_listed_counted_and_moved(desk: Desk) -> None:
    key = desk.shop.folding.pk
    assert "No move yet" in text_of(desk.get("stock_item", key))
    values = {"kind": "made", "quantity": "250", "on": "2025-03-04", "note": "Série de mars"}
    text = text_of(desk.post("stock_move", key, follow=True, **values))
    assert "250 pieces in stock" in text and "+250" in text and "Série de mars" in text
    wrong = desk.post("stock_move", key, **values | {"kind": "spoiled", "quantity": "300"})
    assert errors_of(wrong) == {"quantity": ["Only 250 are left. Write fewer, or count the goods first."]}
    assert "250" in text_of(desk.get("stock")) and "Pliage A4" in text_of(desk.get("stock_count"))
    assert "PLI-A4" in desk.get("stock_export", "csv").content.decode("utf-8-sig")
    assert "250 in stock" in text_of(desk.get("product", key))
    assert "Nothing answers" in text_of(desk.get("stock", query="?q=rien"))
    assert desk.get("stock", role=Role.INSTRUCTOR).status_code == 200
    assert desk.get("stock_move", key, role=Role.INSTRUCTOR).status_code == 404


def test_nothing_made_to_stock_says_so(desk: Desk) -> None:
    Product.objects.update(stocked=False)
    assert "Nothing is made to stock" in text_of(desk.get("stock"))
    assert "Nothing is made to stock" in text_of(desk.get("stock_count"))


def test_the_delivery_form_shows_the_stock_and_asks_before_it_goes_below(desk: Desk) -> None:
    moved(desk, "made", 400_000)
    order = desk.order()
    row = only(order)
    assert "400 in stock" in text_of(desk.get("deliver", order.pk))
    values = {"delivered_on": "2025-03-10", f"line_{row.pk}": "1000"}
    assert list(errors_of(desk.post("deliver", order.pk, **values))) == ["allow_below"]
    desk.post("deliver", order.pk, **values, act="draft")
    prepared = Delivery.objects.get()
    assert "confirm-over" in desk.get("delivery", prepared.pk).content.decode()
    assert desk.post("delivery_complete", prepared.pk, over="1").status_code == 302
    assert left(desk) == -600_000
    assert "count what is there" in text_of(desk.get("stock_item", desk.shop.folding.pk))
    assert "allow_below" not in desk.get("deliver", _unstocked(desk)).content.decode()


def _unstocked(desk: Desk) -> int:
    Product.objects.update(stocked=False)
    return int(desk.order().pk)


def test_as_many_queries_for_twenty_products_as_for_one(desk: Desk) -> None:
    counts = []
    browser = desk.browser()
    for number in (1, 20):
        for each in range(number):
            made = product(desk.place, desk.shop.vat, f"P{number}-{each}", stocked=True)
            actions.move_stock(product=made, kind="made", quantity=1_000, on=date(2025, 3, 3), **WHO)
        with CaptureQueriesContext(connection) as queries:
            browser.get(desk.url("stock"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
