"""A seconded worker is due by the month, less her absence as the contract says."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from etabli.attendance.models import HalfDayFact
from etabli.core.calendars import Half
from etabli.core.facts import Absence
from etabli.core.refusal import Refusal
from etabli.orders import actions
from etabli.orders.models import Order
from etabli.orders.queries import Seconded, seconded_of
from etabli.people.models import WorkGroup
from tests.orders.selling import ORDERED, WHO, Shop, line, only, order, shop
from tests.workplace import MARCH, OTHER_NUMBER, engage, type_days, workplace

pytestmark = pytest.mark.django_db
APRIL_2025 = (date(2025, 4, 1), date(2025, 5, 1))
START, END = date(2025, 3, 1), date(2025, 4, 1)
WORKING_DAYS = 21
"""Of March 2025."""


@pytest.fixture
def where(db: Any) -> Shop:
    return shop()


def contract(where: Shop, **changes: Any) -> Order:
    """One worker a month from the first of March on, by default less her absence."""
    wanted = line(
        where,
        1_000,
        **{
            "unit": "worker_month",
            "unit_price": 18_000_000,
            "nature": "secondment",
            "absence_rule": "pro_rata",
            "due_on": None,
            **changes,
        },
    )
    return order(
        where, wanted, kind="recurring", recurrence="month", starts_on=MARCH.start, ordered_on=date(2025, 2, 1)
    )


def month(row: Order, start: date = START, end: date = END) -> int:
    prepared = actions.draft_period(order=row, start=start, end=end, **WHO)
    quantity = prepared.lines.get().quantity
    actions.cancel_delivery(delivery=prepared, **WHO)
    return int(quantity)


def test_half_days_of_absence_are_taken_off(where: Shop) -> None:
    ada = engage(where.place)
    row = contract(where)
    actions.allot(line=only(row), person=ada, starts_on=MARCH.start, **WHO)
    assert month(row) == 1_000
    type_days(where.place, ada, [date(2025, 3, 4), date(2025, 3, 5)], "CP", halves=(Half.MORNING,))
    found = seconded_of([only(row)], 1, START, END)[only(row).pk]
    assert found == Seconded(due=2 * WORKING_DAYS, absent=2, quantity=952)
    assert month(row) == 952  # 1000 × 40 / 42


def test_an_allowance_takes_nothing_off(where: Shop) -> None:
    ada = engage(where.place)
    row = contract(where, absence_allowance=2)
    actions.allot(line=only(row), person=ada, starts_on=MARCH.start, **WHO)
    type_days(where.place, ada, [date(2025, 3, 4), date(2025, 3, 5)], "CP")
    assert month(row) == 952
    assert month(row, *APRIL_2025) == 1_000


def test_a_month_that_is_due_whole_is_whatever_the_absence(where: Shop) -> None:
    ada = engage(where.place)
    row = contract(where, absence_rule="whole")
    actions.allot(line=only(row), person=ada, starts_on=MARCH.start, **WHO)
    type_days(where.place, ada, [date(2025, 3, 4)], "CP")
    assert month(row) == 1_000
    assert seconded_of([only(row)], 1, START, END) == {}


def test_only_the_days_on_the_line_count_and_each_person_once(where: Shop) -> None:
    ada, bruno = engage(where.place, "1"), engage(where.place, "2")
    team = WorkGroup.objects.create(establishment=where.place, name="Détachés")
    ada.registrations.get().work_groups.add(team)
    row = contract(where)
    actions.allot(line=only(row), person=ada, starts_on=MARCH.start, ends_before=date(2025, 3, 11), **WHO)
    actions.allot(line=only(row), group=team, starts_on=MARCH.start, ends_before=date(2025, 3, 11), **WHO)
    type_days(where.place, ada, [date(2025, 3, 4), date(2025, 3, 12)], "CP")
    type_days(where.place, bruno, [date(2025, 3, 4)], "CP")
    assert seconded_of([only(row)], 1, START, END)[only(row).pk] == Seconded(due=12, absent=2, quantity=833)


def test_half_days_at_another_establishment_do_not_count(where: Shop) -> None:
    ada, elsewhere = engage(where.place), workplace(finess=OTHER_NUMBER)
    row = contract(where)
    actions.allot(line=only(row), person=ada, starts_on=MARCH.start, **WHO)
    facts = list(HalfDayFact.objects.filter(establishment=where.place, subject=ada))
    for fact in facts:
        fact.pk, fact.establishment, fact.absence = None, elsewhere, Absence.LEAVE
    HalfDayFact.objects.bulk_create(facts)
    found = seconded_of([only(row)], 1, START, END)[only(row).pk]
    assert found == Seconded(due=2 * WORKING_DAYS, absent=0, quantity=1_000)


def test_a_month_that_is_not_due_is_refused(where: Shop) -> None:
    row = contract(where)
    with pytest.raises(Refusal, match="no_lines"):
        month(row, ORDERED, END)


@pytest.mark.parametrize("count", [1, 20])
def test_absence_takes_as_many_queries_for_one_person_as_for_twenty(
    where: Shop, count: int, django_assert_num_queries: Any
) -> None:
    team = WorkGroup.objects.create(establishment=where.place, name="Détachés")
    row = contract(where)
    actions.allot(line=only(row), group=team, starts_on=MARCH.start, **WHO)
    for number in range(count):
        engage(where.place, str(number)).registrations.get().work_groups.add(team)
    lines = [only(row)]
    with django_assert_num_queries(3):
        assert seconded_of(lines, 1, START, END)[lines[0].pk].due == 2 * WORKING_DAYS * count
