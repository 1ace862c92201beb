"""Load against capacity: what each kind of order weighs week by week, and what people can do."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from etabli.core.load import Balance
from etabli.core.refusal import Refusal
from etabli.orders.models import CallOff, CustomerReturn, Product
from etabli.org.states import Role
from etabli.production import actions
from etabli.production.queries.load import Outlook, Week, outlook
from tests import workplace as small
from tests.production.conftest import House
from tests.production.doing import output, record_output, record_work, team, work
from tests.production.lines import Ordered, deliver, order_of, ordered, vat_of

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)
"""A Monday, with no holiday in its week nor in the next four; the same week of last year began on 3 March."""
NEXT = TODAY + timedelta(weeks=1)
FRIDAY = TODAY + timedelta(days=11)
"""Of the next week: ten open half-days in each week until then."""
LAST_YEAR = date(2025, 3, 3)
WEEK_OF_ONE = 2100


def line(house: House, **changes: Any) -> Ordered:
    return ordered(house.where.laundry, house.where.place, **{"due_on": FRIDAY, **changes})


def found(house: House, *workshops: Any, today: date = TODAY) -> Outlook:
    keys = [row.pk for row in workshops or (house.where.laundry,)]
    return outlook(house.user(Role.HEAD_OF_SERVICE), house.where.place, keys, today)


def weeks(house: House, **options: Any) -> list[Week]:
    return list(found(house, **options).weeks[house.where.laundry.pk])


def loads(house: House, **options: Any) -> dict[date, int]:
    return {week.monday: week.load for week in weeks(house, **options) if week.load}


# ---------------------------------------------------------------- load


def test_a_line_is_spread_over_the_weeks_until_it_is_due(house: House) -> None:
    line(house)
    assert loads(house) == {TODAY: 300, NEXT: 300}


def test_what_is_made_or_delivered_weighs_nothing_more(house: House) -> None:
    made = line(house)
    record_output(house.where, output(house.where, 400, of=made.task))
    assert sum(loads(house).values()) == 360
    part = deliver(made.line, 500, LAST_YEAR)
    assert sum(loads(house).values()) == 300
    CustomerReturn.objects.create(
        delivery_line=part, returned_on=TODAY, quantity=100_000, cause="x", kind="return", decision="redo"
    )
    assert sum(loads(house).values()) == 360
    deliver(made.line, 600, LAST_YEAR, number="L2")
    assert loads(house) == {}


def test_what_is_late_stands_in_the_present_week_and_says_so(house: House) -> None:
    line(house, due_on=TODAY - timedelta(days=3))
    first = weeks(house)[0]
    assert (first.load, first.late) == (600, 600)
    assert loads(house) == {TODAY: 600}


def test_a_recurring_line_comes_back_each_week_less_what_is_delivered(house: House) -> None:
    order = order_of(
        house.where.place, kind="recurring", recurrence="week", starts_on=TODAY, ends_before=TODAY + timedelta(weeks=4)
    )
    made = line(house, order=order, due_on=None)
    assert loads(house) == {TODAY + timedelta(weeks=number): 600 for number in range(4)}
    deliver(made.line, 1_500, TODAY)
    assert list(loads(house).values()) == [300, 600, 600]


def test_an_endless_recurring_line_ends_with_the_weeks_looked_at(house: House) -> None:
    line(
        house,
        order=order_of(house.where.place, kind="recurring", recurrence="week", starts_on=TODAY),
        due_on=None,
    )
    assert list(loads(house).values()) == [600] * 13


def test_a_recurring_line_of_nothing_weighs_nothing(house: House) -> None:
    order = order_of(house.where.place, kind="recurring", recurrence="month", starts_on=TODAY)
    line(house, order=order, due_on=None, quantity=0)
    assert loads(house) == {}


def test_of_an_open_ended_order_weighs_what_is_called(house: House) -> None:
    made = line(house, order=order_of(house.where.place, kind="open_ended", starts_on=TODAY), due_on=None)
    assert loads(house) == {}
    for quantity, day in ((100_000, TODAY), (200_000, FRIDAY)):
        CallOff.objects.create(line=made.line, quantity=quantity, due_on=day, asked_on=TODAY)
    assert loads(house) == {TODAY: 60 + 60, NEXT: 60}
    deliver(made.line, 100, TODAY)
    assert loads(house) == {TODAY: 60, NEXT: 60}


def test_without_quoted_hours_the_product_says_how_long_it_takes(house: House) -> None:
    product = Product.objects.create(
        establishment=house.where.place,
        code="PLI",
        name="Mise sous pli",
        unit="piece",
        vat=vat_of(house.where.place),
        minutes_per_thousand=800,
    )
    line(house, minutes=0, product=product)
    assert loads(house) == {TODAY: 400, NEXT: 400}
    assert found(house).untimed == []


def test_a_line_without_any_time_is_told_apart_unless_it_is_a_secondment(house: House) -> None:
    untimed = line(house, minutes=0)
    line(house, minutes=0, nature="secondment")
    assert [row.line.pk for row in found(house).untimed] == [untimed.line.pk]
    assert loads(house) == {}


def test_a_line_without_a_day_is_told_apart(house: House) -> None:
    undated = line(house, due_on=None)
    assert [(row.line.pk, row.undated) for row in found(house).undated] == [(undated.line.pk, 600)]
    assert loads(house) == {}


def test_lines_of_other_workshops_do_not_weigh(house: House) -> None:
    ordered(house.where.garden, house.where.place, due_on=FRIDAY)
    assert loads(house) == {}
    together = found(house, house.where.laundry, house.where.garden).together
    assert [week.load for week in together[:3]] == [300, 300, 0]
    assert together[0].capacity == 3 * WEEK_OF_ONE


# ---------------------------------------------------------------- capacity


def test_capacity_is_what_the_people_of_the_workshop_are_due(house: House) -> None:
    assert [week.capacity for week in weeks(house)[:2]] == [2 * WEEK_OF_ONE] * 2
    # Of the present week, what is left of it.
    wednesday = TODAY + timedelta(days=2)
    assert weeks(house, today=wednesday)[0].capacity == 2 * WEEK_OF_ONE * 3 // 5
    assert weeks(house)[0].balance == Balance.SLACK


def test_absence_of_the_same_week_of_last_year_is_taken_off(house: House) -> None:
    for person in house.people:
        small.type_days(house.where.place, person, LAST_YEAR, "PRE")
    small.type_days(house.where.place, house.chloe, LAST_YEAR + timedelta(days=1), "CP")
    first, second = weeks(house)[:2]
    # Two people in the workshop are too few: the absence is that of the establishment, a day of four.
    assert first.absence == pytest.approx(0.25)
    assert first.capacity == 2 * WEEK_OF_ONE * 3 // 4
    assert (second.absence, second.capacity) == (None, 2 * WEEK_OF_ONE)


def test_five_people_have_an_absence_of_their_own(house: House) -> None:
    people = [house.ada, house.bruno, *team(house.where, "4", "5", "6")]
    for person in people:
        small.type_days(house.where.place, person, LAST_YEAR, "PRE")
    small.type_days(house.where.place, house.chloe, LAST_YEAR, "CP")
    assert weeks(house)[0].absence == 0


def test_only_the_part_meant_for_production_counts(house: House) -> None:
    laundry = house.where.laundry
    actions.set_presence_target(workshop=laundry, starts_on=TODAY, share=9_000, by=None, at=small.AT)
    actions.set_presence_target(workshop=laundry, starts_on=NEXT, share=8_000, by=None, at=small.AT)
    assert [week.capacity for week in weeks(house)[:2]] == [3_780, 3_360]


def test_a_rhythm_adapted_to_a_person_lowers_what_she_counts_for(house: House) -> None:
    where = house.where
    actions.set_rhythm(establishment=where.place, person=house.ada, starts_on=TODAY, share=5_000, by=None, at=small.AT)
    actions.set_rhythm(establishment=where.place, person=house.ada, starts_on=NEXT, share=10_000, by=None, at=small.AT)
    first, second = weeks(house)[:2]
    assert (first.due, first.capacity) == (2 * WEEK_OF_ONE, WEEK_OF_ONE + WEEK_OF_ONE // 2)
    assert second.capacity == 2 * WEEK_OF_ONE
    for person in house.people:
        small.type_days(where.place, person, LAST_YEAR, "PRE")
    small.type_days(where.place, house.chloe, LAST_YEAR + timedelta(days=1), "CP")
    # Three quarters of 3,150 minutes, half up.
    assert weeks(house)[0].capacity == 2_363


@pytest.mark.parametrize("share", [0, -1, 20_001])
def test_a_rhythm_is_above_nothing_and_up_to_twice_the_usual_one(house: House, share: int) -> None:
    with pytest.raises(Refusal) as caught:
        actions.set_rhythm(
            establishment=house.where.place, person=house.ada, starts_on=TODAY, share=share, by=None, at=small.AT
        )
    assert caught.value.code == "rhythm_wrong"


def test_beside_stands_what_was_worked_in_the_same_week_of_last_year(house: House) -> None:
    small.type_days(house.where.place, house.ada, LAST_YEAR)
    record_work(house.where, work(house.where, house.ada, (house.where.packing, 120), day=LAST_YEAR))
    assert [week.before for week in weeks(house)[:2]] == [120, 0]


def test_more_load_than_capacity_is_a_peak(house: House) -> None:
    line(house, minutes=4 * WEEK_OF_ONE + 60, due_on=FRIDAY)
    first, second, third = weeks(house)[:3]
    assert (first.balance, second.balance, third.balance) == (Balance.PEAK, Balance.PEAK, Balance.SLACK)
    assert (first.over, third.over) == (30, -2 * WEEK_OF_ONE)
