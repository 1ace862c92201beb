"""The sales dashboard: the order book, what is to bill, billed and paid, the largest clients; and who sees what."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from etabli.billing.queries.sales import largest_clients, money_of, order_book
from etabli.billing.views import sales as views
from etabli.kit import charts
from etabli.orders.states import OrderState
from etabli.org.states import Role
from tests.billing import making
from tests.billing.counter import Counter, text_of
from tests.pages.markup import Page

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)
"""A Monday."""
LATE, SOON = TODAY - timedelta(days=3), TODAY + timedelta(days=2)
READERS = {Role.SALES, Role.ADMINISTRATION, Role.DIRECTOR, Role.HEAD_OF_SERVICE}


@pytest.fixture
def counter(db: Any, monkeypatch: pytest.MonkeyPatch) -> Counter:
    monkeypatch.setattr(views, "today", lambda: TODAY)
    monkeypatch.setattr(charts, "warm", lambda: None)
    return Counter()


def test_open_lines_are_told_by_due_week_with_what_is_left(counter: Counter) -> None:
    made = making.order(counter.client, {"due_on": SOON, "minutes": 100, "prepared": True}, {"due_on": LATE})
    making.deliver(made, 40_000, 0, on=LATE)
    making.order(counter.client, {}, state=OrderState.DRAFT)
    book = order_book(counter.user(Role.SALES), counter.place, TODAY)
    assert (book.states[OrderState.CONFIRMED], book.states[OrderState.DRAFT]) == (1, 1)
    told = [(row.week.late, row.week.monday, len(row.week.rows), row.ready, row.amount) for row in book.weeks]
    assert told == [(True, None, 1, 0, 10_000), (False, TODAY, 1, 1, 6_000)]
    assert (book.lines, book.minutes, book.amount) == (2, 60, 16_000)
    assert [row.line.position for row in book.late] == [2]


def test_money_is_what_is_to_bill_owed_billed_and_paid(counter: Counter) -> None:
    invoice = making.sold(counter.place, buyer=counter.client, on=date(2026, 1, 12))
    making.pay(invoice, 2_000, on=date(2026, 2, 12))
    making.credited(invoice, {invoice.lines.get().pk: 10_000}, on=date(2026, 2, 15))
    making.deliver(making.order(counter.client, {"quantity": 30_000}), on=LATE)
    money = money_of(counter.user(Role.SALES), counter.place, TODAY)
    assert money is not None
    assert (money.to_bill, money.clients) == (3_000, 1)
    assert (money.owed, money.late) == (12_000 - 2_000 - 1_200, 10_000)
    assert len(money.months) == 12 and money.months[0][0] == date(2025, 4, 1)
    assert money.months[-3:] == [
        (date(2026, 1, 1), 12_000, 0),
        (date(2026, 2, 1), -1_200, 2_000),
        (date(2026, 3, 1), 0, 0),
    ]


def test_the_largest_clients_are_those_delivered_most(counter: Counter) -> None:
    other = making.client(counter.place, "MINI", name="Mini (fictif)")
    making.deliver(making.order(counter.client, {"quantity": 300_000}), on=LATE)
    making.deliver(making.order(other, {"quantity": 100_000}), on=LATE)
    making.deliver(making.order(other, {"quantity": 900_000}), on=TODAY - timedelta(days=400))
    found = largest_clients(counter.user(Role.SALES), counter.place, TODAY)
    assert [(row.client, row.amount, row.part) for row in found] == [
        (counter.client, 30_000, 0.75),
        (other, 10_000, 0.25),
    ]


def test_beyond_ten_clients_the_others_are_one(counter: Counter) -> None:
    for number in range(12):
        buyer = making.client(counter.place, f"N{number}")
        making.deliver(making.order(buyer, {"quantity": (20 + number) * 1_000}), on=LATE)
    found = largest_clients(counter.user(Role.SALES), counter.place, TODAY)
    assert [row.client is None for row in found] == [False] * 10 + [True]
    assert found[-1].amount == 2_000 + 2_100


# ---------------------------------------------------------------- the page


def test_the_page_says_it_all(counter: Counter) -> None:
    invoice = making.sold(counter.place, buyer=counter.client, on=date(2026, 1, 12))
    making.pay(invoice, 2_000, on=date(2026, 2, 12))
    making.order(counter.client, {"due_on": LATE, "minutes": 90, "text": "Étuis"})
    page = text_of(counter.get("dashboard"))
    assert Page(page).whole() == []
    for words in ("Late lines", "1 h 30", "Étuis", "€120.00", "€20.00", "January 2026", "Ateliers Dupin"):
        assert words in page, words


def test_an_empty_one_says_so(counter: Counter) -> None:
    page = text_of(counter.get("dashboard"))
    assert Page(page).whole() == []
    for words in ("Nothing is late", "No open line", "Nothing was billed nor paid", "Nothing was delivered"):
        assert words in page, words
    assert counter.get("dashboard_chart").status_code == 404


def test_only_who_reads_prices_sees_it_and_only_who_reads_invoices_what_is_billed(counter: Counter) -> None:
    making.sold(counter.place, buyer=counter.client, on=date(2026, 1, 12))
    answers = {role: counter.get("dashboard", role=role) for role in Role}
    assert {role for role, answer in answers.items() if answer.status_code == 200} == READERS
    assert "€120.00" in text_of(answers[Role.SALES])
    head = text_of(answers[Role.HEAD_OF_SERVICE])
    assert "Largest clients" in head and "€120.00" not in head and "Billed" not in head


def test_it_is_where_the_sales_role_lands(counter: Counter) -> None:
    assert counter.browser().get(f"/{counter.place.finess}/")["Location"] == counter.url("dashboard")


def test_the_chart_draws_the_months(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    making.sold(counter.place, buyer=counter.client, on=date(2026, 1, 12))
    drawn: list[charts.Picture] = []
    monkeypatch.setattr(charts, "standalone", lambda picture: drawn.append(picture) or "<svg></svg>")
    assert counter.get("dashboard_chart")["Content-Type"] == "image/svg+xml"
    assert [(pair.first, pair.second) for pair in drawn[0].pairs][-3:] == [(120, 0), (0, 0), (0, 0)]
    assert drawn[0].description == "In twelve months €120.00 were billed and €0.00 paid."


def test_as_many_queries_for_twenty_lines_as_for_one(counter: Counter) -> None:
    browser = counter.browser()

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert browser.get(counter.url("dashboard")).status_code == 200
        return len(found)

    def one_more() -> None:
        made = making.order(counter.client, {"due_on": LATE})
        making.deliver(made, 10_000, on=LATE)

    making.sold(counter.place, buyer=counter.client, on=date(2026, 1, 12))
    one_more()
    queries()
    alone = queries()
    for _ in range(19):
        one_more()
    assert queries() == alone
