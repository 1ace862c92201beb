"""The figures of sales, end to end: ordered, worked, delivered, then the figure; the same on every engine."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from etabli.core.periods import Period
from etabli.indicators import queries as indicators
from etabli.indicators.definitions import definitions
from etabli.orders.actions import take_back
from etabli.production.actions import set_rhythm
from etabli.production.queries.lines import worked
from tests import workplace as small
from tests.indicators.test_engines import check_same
from tests.production.doing import MONDAY, TUESDAY, Floor, floor, output, record_output, record_work, team, work
from tests.production.lines import Ordered, change, deliver, order_of, ordered
from tests.workplace import MARCH, figure

pytestmark = pytest.mark.django_db

SALES = [code for code, definition in definitions().items() if definition.framework == "sales"]


class Sold:
    """A line of 1,000 pieces and ten hours due on 14 March, one of 500 and four hours due on 31 March, and one of April."""

    def __init__(self) -> None:
        self.where: Floor = floor()
        self.ada, self.bruno = team(self.where, "1", "2")
        self.first, self.second = self.line(), self.line(quantity=500_000, minutes=240, due_on=date(2025, 3, 31))
        self.april = self.line(due_on=date(2025, 4, 1))

    def line(self, **changes: Any) -> Ordered:
        return ordered(self.where.laundry, self.where.place, order=order_of(self.where.place), **changes)

    def value(self, code: str, period: Period = MARCH) -> tuple[float | None, float | None]:
        found = figure(code, self.where.place, period)
        return found.num, found.den


@pytest.fixture
def sold() -> Sold:
    return Sold()


def test_hours_done_are_those_of_the_lines_due_whenever_they_were_worked(sold: Sold) -> None:
    record_work(sold.where, work(sold.where, sold.ada, (sold.first.task, 120)))
    record_work(sold.where, work(sold.where, sold.bruno, (sold.april.task, 60), (sold.where.packing, 30)))
    assert sold.value("quoted_hours_rate") == (2, 14)
    assert sold.value("quoted_hours_rate", Period(date(2025, 4, 1), date(2025, 5, 1))) == (1, 10)
    change(sold.second.line, state="cancelled")
    assert sold.value("quoted_hours_rate") == (2, 10)


def test_productivity_is_of_the_days_worked_and_of_orders_only(sold: Sold) -> None:
    """1,000 pieces are quoted ten hours: 60 pieces are 36 minutes."""
    record_work(sold.where, work(sold.where, sold.ada, (sold.april.task, 60), (sold.where.packing, 30)))
    record_output(sold.where, output(sold.where, 60, 3, of=sold.april.task), output(sold.where, 99))
    assert sold.value("productivity") == (0.6, 1)
    assert sold.value("productivity", Period(TUESDAY, date(2025, 4, 1))) == (0, 0)


def test_a_delivery_and_its_day_change_what_is_fulfilled_and_on_time(sold: Sold) -> None:
    assert sold.value("quantity_fulfilment_rate") == (0, 2)
    deliver(sold.first.line, 400, MONDAY, "L1")
    assert sold.value("quantity_fulfilment_rate") == (0.4, 2)
    assert sold.value("on_time_delivery_rate") == (0, 0)
    deliver(sold.first.line, 600, date(2025, 3, 15), "L2")
    deliver(sold.second.line, 500, date(2025, 3, 31), "L3")
    assert sold.value("quantity_fulfilment_rate") == (2, 2)
    assert sold.value("on_time_delivery_rate") == (1, 2)


def test_rejects_are_of_orders_and_of_recurring_activities(sold: Sold) -> None:
    record_output(sold.where, output(sold.where, 90, 10, of=sold.first.task), output(sold.where, 95, 5))
    assert sold.value("reject_rate") == (15, 200)


def test_what_comes_back_is_held_against_what_was_delivered(sold: Sold) -> None:
    delivered = deliver(sold.first.line, 400, MONDAY, "L1")
    assert sold.value("customer_return_rate") == (0, 400)
    take_back(delivery_line=delivered, returned_on=TUESDAY, quantity=20_000, cause="Pliage", by=None, at=small.AT)
    assert sold.value("customer_return_rate") == (20, 400)
    complaint = {"quantity": 0, "cause": "Retard", "kind": "complaint"}
    take_back(delivery_line=delivered, returned_on=TUESDAY, **complaint, by=None, at=small.AT)
    assert sold.value("customer_return_rate") == (20, 400)


def test_the_load_is_what_lines_ask_against_the_hours_of_who_is_there(sold: Sold) -> None:
    """From 20 February: ten of the seventeen open days of the first line, 21 of 28 and of 29 of the others."""
    load, capacity = sold.value("load_rate")
    assert load == pytest.approx(10 * 10 / 17 + 4 * 21 / 28 + 10 * 21 / 29, abs=0.05)
    assert capacity is not None
    small.type_days(sold.where.place, sold.ada, MONDAY, "CP", halves=(0, 1))
    assert sold.value("load_rate") == (load, capacity)
    place = sold.where.place
    set_rhythm(establishment=place, person=sold.ada, starts_on=MONDAY, share=5_000, by=None, at=small.AT)
    set_rhythm(establishment=place, person=sold.ada, starts_on=TUESDAY, share=10_000, by=None, at=small.AT)
    assert sold.value("load_rate") == (load, pytest.approx(capacity - 3.5))


def test_nobody_is_named_and_the_rows_sum_to_the_figure(sold: Sold) -> None:
    record_work(sold.where, work(sold.where, sold.ada, (sold.first.task, 120)))
    record_output(sold.where, output(sold.where, 90, 10, of=sold.first.task))
    deliver(sold.first.line, 90, TUESDAY)
    for code in SALES:
        found = indicators.explain(code, indicators.scope_of(sold.where.place), MARCH)
        rows = (*found.rows, *found.excluded)
        assert rows and all(row.subject is None for row in rows), code
        assert sum(row.num for row in found.rows) == pytest.approx(found.figure.num), code
        assert sum(row.den for row in found.rows) == pytest.approx(found.figure.den), code


def test_every_engine_gives_the_same(sold: Sold) -> None:
    record_work(
        sold.where,
        work(sold.where, sold.ada, (sold.first.task, 70), sold.where.packing),
        work(sold.where, sold.bruno, sold.second.task, day=TUESDAY),
    )
    record_output(
        sold.where,
        output(sold.where, 7, 3, of=sold.first.task),
        output(sold.where, 11, 1, of=sold.second.task, day=TUESDAY),
        output(sold.where, 5, day=TUESDAY, of=sold.april.task),
    )
    deliver(sold.first.line, 333, TUESDAY)
    assert worked([sold.second.line.pk])[sold.second.line.pk].minutes == 210
    check_same(sold.where.place, MARCH)


def test_the_figures_of_sales_are_eight() -> None:
    assert len(SALES) == 8
