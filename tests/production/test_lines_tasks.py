"""An order line that is open is a task of the workshop that makes it, and work and output are booked on it as on any other."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.utils import translation

from etabli.core.periods import day_no
from etabli.orders.models import Order, Product
from etabli.org.states import Role
from etabli.people.models import Person
from etabli.production import actions
from etabli.production.models import Activity, OrderLineFact, TaskFact, WorkFact
from etabli.production.queries import activities_of, activities_told
from etabli.production.queries.day import LINES_SHOWN, board_of
from tests import workplace as small
from tests.production.conftest import House, text_of
from tests.production.doing import (
    MONDAY,
    Floor,
    activity,
    facts,
    floor,
    output,
    record_output,
    record_work,
    refusals,
    team,
    user,
    work,
)
from tests.production.lines import DUE, change, deliver, order_of, ordered, told, vat_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def where() -> Floor:
    return floor()


def tasks(where: Floor) -> list[tuple[str, str, bool]]:
    rows = Activity.objects.filter(establishment=where.place, line__isnull=False).order_by("code", "workshop__code")
    return [(row.code, row.workshop.code, row.active) for row in rows]


# ---------------------------------------------------------------- which lines


def test_an_open_line_of_a_confirmed_order_is_a_task_of_its_workshop(where: Floor) -> None:
    made = ordered(where.laundry, where.place)
    task = made.task
    assert (task.code, task.name, task.unit, task.active) == ("C2025-0001/1", "Mise sous pli", "piece", True)
    assert not task.off_site
    assert task.called == "C2025-0001/1 · Mise sous pli"


@pytest.mark.parametrize("state", ["draft", "cancelled", "closed"])
def test_a_line_of_an_order_that_is_not_confirmed_is_none(where: Floor, state: str) -> None:
    ordered(where.laundry, where.place, order=order_of(where.place, state=state))
    assert tasks(where) == []


@pytest.mark.parametrize("state", ["done", "cancelled"])
def test_a_line_that_is_no_longer_open_is_none(where: Floor, state: str) -> None:
    ordered(where.laundry, where.place, state=state)
    assert tasks(where) == []


def test_a_line_without_a_workshop_is_none(where: Floor) -> None:
    ordered(None, where.place)
    assert tasks(where) == []


def test_a_line_told_twice_is_one_task(where: Floor) -> None:
    made = ordered(where.laundry, where.place)
    told(made.line)
    assert tasks(where) == [("C2025-0001/1", "BLA", True)]


def test_a_line_that_is_done_leaves_the_lists_and_comes_back_when_it_is_open_again(where: Floor) -> None:
    made = ordered(where.laundry, where.place)
    change(made.line, state="done")
    assert tasks(where) == [("C2025-0001/1", "BLA", False)]
    change(made.line, state="open")
    assert tasks(where) == [("C2025-0001/1", "BLA", True)]


def test_a_line_given_to_another_workshop_is_a_task_there_and_what_was_written_stays(where: Floor) -> None:
    (ada,) = team(where, "1")
    made = ordered(where.laundry, where.place)
    before = made.task
    record_work(where, work(where, ada, (before, 60)))
    change(made.line, workshop=where.garden)
    assert tasks(where) == [("C2025-0001/1", "BLA", False), ("C2025-0001/1", "EV", True)]
    assert facts(where)[ada.pk, 0, before.pk] == (60, 0, 0)


def test_a_line_off_site_is_a_task_off_site(where: Floor) -> None:
    assert ordered(where.garden, where.place, nature="off_site", unit="visit").task.off_site


def test_the_task_of_a_line_is_counted_as_it_changes(where: Floor) -> None:
    made = ordered(where.garden, where.place, nature="off_site", unit="visit")
    assert TaskFact.objects.get(task=made.task.pk).outside == 1
    change(made.line, nature="on_site")
    assert TaskFact.objects.get(task=made.task.pk).outside == 0


def test_the_words_of_a_line_follow_it(where: Floor) -> None:
    made = ordered(where.laundry, where.place)
    change(made.line, text="x" * 300, unit="kilogram")
    assert (made.task.name, made.task.unit) == ("x" * 100, "kilogram")


def test_a_reference_that_an_activity_has_as_its_code_is_told_apart(where: Floor) -> None:
    activity(where.place, where.laundry, "C2025-0001/1", "Homonyme", "plis")
    made = ordered(where.laundry, where.place)
    assert made.task.code == f"C2025-0001/1#{made.line.pk}"


def test_as_many_queries_for_twenty_lines_as_for_one(where: Floor, django_assert_num_queries: Any) -> None:
    order = order_of(where.place)
    lines = [ordered(where.laundry, where.place, order=order).line for _ in range(20)]
    with django_assert_num_queries(_asked(lines[:1])):
        told(*lines)


def _asked(lines: list[Any]) -> int:
    from django.db import connection  # noqa: PLC0415
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    with CaptureQueriesContext(connection) as found:
        told(*lines)
    return len(found)


# ---------------------------------------------------------------- work and output on a line


def test_work_on_a_line_names_it_in_the_facts(where: Floor) -> None:
    (ada,) = team(where, "1")
    made = ordered(where.laundry, where.place)
    record_work(where, work(where, ada, (where.packing, 60), (made.task, 150)))
    record_output(where, output(where, 240, 10, of=made.task))
    assert facts(where)[ada.pk, 0, made.task.pk] == (150, 240, 10)
    rows = {row.task: row.order_line for row in WorkFact.objects.filter(establishment=where.place)}
    assert rows == {where.packing.pk: None, made.task.pk: made.line.pk}


def test_facts_of_a_line_stay_when_it_is_cancelled_and_what_was_done_before_is_still_written(where: Floor) -> None:
    (ada,) = team(where, "1")
    made = ordered(where.laundry, where.place)
    record_work(where, work(where, ada, (made.task, 150)))
    change(made.line, state="cancelled")
    assert refusals(record_work(where, work(where, ada, (made.task, 60), half=1))) == ["applied"]
    assert refusals(record_output(where, output(where, 5, of=made.task, half=1))) == ["applied"]
    actions.rederive_work(establishment=where.place)
    assert [row.minutes for row in WorkFact.objects.filter(order_line=made.line.pk).order_by("half")] == [150, 60]


def test_the_day_books_a_line_as_any_activity(house: House) -> None:
    made = ordered(house.where.laundry, house.where.place)
    path = f"people/{house.ada.pk}/{MONDAY.isoformat()}/0/?workshop={house.where.laundry.pk}"
    assert "C2025-0001/1" in text_of(house.get(path, Role.INSTRUCTOR))
    record_work(house.where, work(house.where, house.ada, (made.task, 90)))
    page = text_of(house.get(f"?workshop={house.where.laundry.pk}&day={MONDAY.isoformat()}", Role.INSTRUCTOR))
    assert "C2025-0001/1 · Mise sous pli" in page
    assert "1 h 30" in page


def test_output_is_counted_in_the_unit_of_the_line_in_the_language_of_the_reader(house: House) -> None:
    ordered(house.where.garden, house.where.place, unit="kilogram")
    row = activities_of(house.where.place, [house.where.garden.pk])[-1]
    words = {}
    for language in ("en", "fr"):
        with translation.override(language):
            words[language] = row.unit_worded
    assert words == {"en": "kilogram", "fr": "kilogramme"}
    assert house.where.mowing.unit_worded == house.where.mowing.units_worded(2_000) == "m²"


def test_the_unit_of_a_line_follows_its_number(house: House) -> None:
    ordered(house.where.garden, house.where.place, unit="hour")
    row = activities_of(house.where.place, [house.where.garden.pk])[-1]
    with translation.override("fr"):
        assert [row.units_worded(quantity) for quantity in (1_000, 18_000)] == ["heure", "heures"]


def test_the_day_shows_the_recurring_activities_and_the_lines_due_first(where: Floor) -> None:
    head = user(where, Role.HEAD_OF_SERVICE)
    order = order_of(where.place)
    made = [ordered(where.laundry, where.place, order=order, due_on=date(2025, 4, 30 - day)) for day in range(12)]
    (ada,) = team(where, "1")
    record_work(where, work(where, ada, (made[0].task, 60)))
    board = board_of(head, where.place, where.laundry, MONDAY, None, date(2025, 3, 3))
    lines = [row.line_id for row in board.activities if row.line_id]
    assert [row.code for row in board.activities][:2] == ["PACK", "ETIQ"]
    assert lines == [row.line.pk for row in made[::-1][:LINES_SHOWN]] + [made[0].line.pk]


def test_a_tablet_is_told_the_lines_after_the_activities_by_due_date(where: Floor) -> None:
    order = order_of(where.place)
    late = ordered(where.laundry, where.place, order=order, due_on=date(2025, 5, 2))
    never = ordered(where.laundry, where.place, order=order, due_on=None)
    soon = ordered(where.laundry, where.place, order=order)
    done = ordered(where.laundry, where.place, order=order)
    change(done.line, state="done")
    told_ = activities_told(where.place, [where.laundry.pk])
    assert [row["key"] for row in told_] == [
        where.packing.pk,
        where.labels.pk,
        soon.task.pk,
        late.task.pk,
        never.task.pk,
    ]
    assert [row["code"] for row in told_[2:]] == ["C2025-0001/3", "C2025-0001/1", "C2025-0001/2"]
    assert told_[2]["name"] == "C2025-0001/3 · Mise sous pli"
    assert [bool(row["note"]) for row in told_] == [False, False, True, True, False]


def test_the_settings_show_and_change_recurring_activities_only(house: House) -> None:
    made = ordered(house.where.laundry, house.where.place)
    assert "C2025-0001" not in text_of(house.get("activities/"))
    assert house.get(f"activities/{made.task.pk}/").status_code == 404
    assert house.post(f"activities/{made.task.pk}/use/", {"active": "0"}).status_code == 404
    assert made.task.active


def test_a_recurring_activity_added_later_stays_before_the_lines(where: Floor) -> None:
    ordered(where.laundry, where.place)
    activity(where.place, where.laundry, "TRI", "Tri", "kg")
    assert [row.code for row in activities_of(where.place, [where.laundry.pk])] == [
        "PACK",
        "ETIQ",
        "TRI",
        "C2025-0001/1",
    ]


# ---------------------------------------------------------------- the fact table of order lines


def test_the_facts_of_a_line_say_what_was_ordered_and_delivered(where: Floor) -> None:
    product = Product.objects.create(
        establishment=where.place,
        code="PLI",
        name="Pli",
        unit="piece",
        vat=vat_of(where.place),
        minutes_per_thousand=540,
    )
    made = ordered(where.laundry, where.place, product=product)
    fact = made.fact
    assert (fact.state, fact.quantity, fact.quoted_minutes, fact.minutes_per_thousand) == ("open", 1_000_000, 600, 540)
    assert (fact.due_day, fact.delivered, fact.delivered_day) == (day_no(DUE), 0, None)
    assert (fact.customer_order, fact.client) == (made.line.order_id, made.line.order.client_id)

    deliver(made.line, 600, date(2025, 3, 10), "L1")
    assert (made.fact.delivered, made.fact.delivered_day) == (600_000, None)
    deliver(made.line, 500, date(2025, 3, 12), "L2")
    assert (made.fact.delivered, made.fact.delivered_day) == (1_100_000, day_no(date(2025, 3, 12)))


def test_a_delivery_that_was_cancelled_is_not_delivered(where: Floor) -> None:
    made = ordered(where.laundry, where.place)
    deliver(made.line, 1000, date(2025, 3, 10), state="cancelled")
    assert (made.fact.delivered, made.fact.delivered_day) == (0, None)


def test_a_line_without_an_agreed_quantity_is_never_delivered_whole(where: Floor) -> None:
    made = ordered(where.laundry, where.place, quantity=0)
    deliver(made.line, 10, date(2025, 3, 10))
    assert (made.fact.delivered, made.fact.delivered_day) == (10_000, None)


def test_an_order_that_is_a_draft_has_no_facts_and_a_cancelled_one_says_so(where: Floor) -> None:
    draft = ordered(where.laundry, where.place, order=order_of(where.place, state="draft"))
    assert not OrderLineFact.objects.filter(order_line=draft.line.pk).exists()
    made = ordered(where.laundry, where.place)
    Order.objects.filter(pk=made.line.order_id).update(state="cancelled")
    told(made.line)
    assert made.fact.state == "cancelled"


def test_facts_of_people_follow_attendance_on_a_line(where: Floor) -> None:
    """What is left of a half-day goes to the line, and follows when attendance changes."""
    ada: Person = team(where, "1")[0]
    made = ordered(where.laundry, where.place)
    record_work(where, work(where, ada, made.task))
    assert WorkFact.objects.get(order_line=made.line.pk).minutes == 210
    small.type_days(where.place, ada, MONDAY, "PRE", halves=(0,), minutes=120)
    assert WorkFact.objects.get(order_line=made.line.pk).minutes == 120


def test_a_line_that_is_done_stands_on_the_days_on_which_it_was_worked_and_no_others(house: House) -> None:
    made = ordered(house.where.laundry, house.where.place)
    record_work(house.where, work(house.where, house.ada, (made.task, 90)))
    record_output(house.where, output(house.where, 5, of=made.task))
    change(made.line, state="done")
    place, laundry = house.where.place, house.where.laundry.pk
    assert made.task not in activities_of(place, [laundry]) and made.task in activities_of(
        place, [laundry], [made.task.pk]
    )
    path = f"?workshop={laundry}&day="
    assert made.task.called in text_of(house.get(f"{path}2025-03-03"))
    assert made.task.called not in text_of(house.get(f"{path}2025-03-04"))
    assert "C2025-0001/1" in house.get(f"day.csv{path}2025-03-03").content.decode()
    assert made.task.called in text_of(house.get(f"people/{house.ada.pk}/2025-03-03/0/?workshop={laundry}"))
    assert made.task.called not in text_of(house.get(f"people/{house.ada.pk}/2025-03-04/0/?workshop={laundry}"))
