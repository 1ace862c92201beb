"""The acts of orders, and what the workshops and the facts make of each."""

from __future__ import annotations

from datetime import date

import pytest

from etabli.orders import actions as orders
from etabli.orders.models import Order, OrderLine
from etabli.production.models import Activity, OrderLineFact
from etabli.production.queries.lines import worked
from tests.orders import selling
from tests.orders.selling import WHO, Shop

pytestmark = pytest.mark.django_db

ON = date(2025, 3, 20)


@pytest.fixture
def shop() -> Shop:
    return selling.shop()


def task(order: Order) -> Activity | None:
    return Activity.objects.filter(line__order=order, active=True).first()


def fact(order: Order) -> OrderLineFact | None:
    return OrderLineFact.objects.filter(customer_order=order.pk).first()


def line(order: Order) -> OrderLine:
    return order.lines.get()


def test_a_draft_makes_no_task_and_confirming_it_does(shop: Shop) -> None:
    order = selling.order(shop, confirmed=False)
    assert task(order) is None and fact(order) is None
    orders.confirm_order(order=order, **WHO)
    made = task(order)
    assert made is not None and made.code == f"{order.number}/1" and made.workshop == shop.workshop
    kept = fact(order)
    assert kept is not None and (kept.state, kept.minutes_per_thousand) == ("open", 90)


def test_delivering_it_whole_ends_the_task_and_cancelling_the_delivery_opens_it_again(shop: Shop) -> None:
    order = selling.order(shop)
    delivery = orders.deliver(order=order, delivered_on=ON, quantities={line(order).pk: 1_000_000}, **WHO)
    kept = fact(order)
    assert task(order) is None
    assert kept is not None and (kept.delivered, kept.state) == (1_000_000, "done")
    orders.cancel_delivery(delivery=delivery, **WHO)
    kept = fact(order)
    assert task(order) is not None
    assert kept is not None and (kept.delivered, kept.delivered_day, kept.state) == (0, None, "open")


def test_delivering_a_part_keeps_the_task(shop: Shop) -> None:
    order = selling.order(shop)
    orders.deliver(order=order, delivered_on=ON, quantities={line(order).pk: 400_000}, **WHO)
    kept = fact(order)
    assert task(order) is not None
    assert kept is not None and kept.delivered == 400_000


def test_cancelling_an_order_ends_its_tasks(shop: Shop) -> None:
    order = selling.order(shop)
    orders.cancel_order(order=order, **WHO)
    kept = fact(order)
    assert task(order) is None
    assert kept is not None and kept.state == "cancelled"


def test_what_was_worked_on_a_line_outlives_its_task(shop: Shop) -> None:
    order = selling.order(shop)
    key = line(order).pk
    orders.cancel_order(order=order, **WHO)
    assert Activity.objects.filter(line=key, active=False).count() == 1
    assert worked([key])[key].minutes == 0
