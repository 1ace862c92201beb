"""Several who sell at once: no number twice, nothing delivered twice, one order of a quote, one code of a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date
from functools import partial

import pytest
from django.db import connection

from etabli.core.refusal import Refusal
from etabli.orders import actions
from etabli.orders.models import Client, Delivery, Order, OrderLine, Pseudonym, Quote
from tests import waiting
from tests.orders.selling import DUE, ORDERED, WHO, Shop, line, only, order, shop
from tests.workplace import engage

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
THREADS = 6


def at_once(act: Callable[[int], object]) -> Counter[str]:
    """What each of some threads was told: `done`, the code of a refusal, or what went wrong."""
    told: list[str] = []

    def run(number: int) -> None:
        try:
            act(number)
            told.append("done")
        except Refusal as refusal:
            told.append(refusal.code)
        except BaseException as error:
            told.append(repr(error))
        finally:
            connection.close()

    waiting.at_once(partial(run, number) for number in range(THREADS))
    return Counter(told)


def test_no_more_is_delivered_than_was_ordered() -> None:
    row = order(shop())
    key = only(row).pk

    def deliver(number: int) -> None:
        mine = Order.objects.get(pk=row.pk)
        actions.deliver(order=mine, delivered_on=DUE, quantities={key: 400_000}, **WHO)

    told = at_once(deliver)
    assert told == {"done": 2, "over_delivery": THREADS - 2}
    assert sorted(Delivery.objects.values_list("number", flat=True)) == ["L2025-0001", "L2025-0002"]
    assert OrderLine.objects.get().state == "open"


def test_a_quote_is_accepted_once_though_all_saw_it_sent() -> None:
    where = shop()
    row = actions.draft_quote(
        establishment=where.place, client=where.client, created_on=ORDERED, lines=[line(where)], **WHO
    )
    actions.send_quote(quote=row, on=ORDERED, **WHO)
    seen = [Quote.objects.get(pk=row.pk) for _ in range(THREADS)]
    told = at_once(lambda number: actions.accept_quote(quote=seen[number], on=DUE, **WHO))
    assert told == {"done": 1, "quote_step": THREADS - 1}
    assert Order.objects.count() == 1


def test_orders_made_at_once_have_numbers_one_after_the_other() -> None:
    where: Shop = shop()
    told = at_once(lambda number: order(where, ordered_on=date(2025, 3, 3)))
    assert told == {"done": THREADS}
    wanted = [f"C2025-{number:04}" for number in range(1, THREADS + 1)]
    assert sorted(Order.objects.values_list("number", flat=True)) == wanted


def test_a_person_has_one_code_though_all_ask_at_once() -> None:
    where = shop()
    ada = engage(where.place)
    codes: set[str] = set()

    def name(number: int) -> None:
        mine = Client.objects.get(pk=where.client.pk)
        codes.update(actions.name_for_client(client=mine, persons=[ada.pk], **WHO).values())

    assert at_once(name) == {"done": THREADS}
    assert len(codes) == Pseudonym.objects.count() == 1
