"""Orders on screen: begun, confirmed, their lines changed and called off; who is on them, under which name."""

from __future__ import annotations

from datetime import date, timedelta
from importlib import import_module

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from etabli.orders import actions
from etabli.orders.board import due_lines
from etabli.orders.models import Allotment, CallOff, Order
from etabli.org.states import Role
from tests import workplace as small
from tests.orders.desk import Desk, errors_of, text_of
from tests.orders.selling import DUE, ORDERED, WHO, line, only

SEERS = (Role.SALES, Role.INSTRUCTOR)


def head(desk: Desk, **changes: str) -> dict[str, str]:
    return {"client": str(desk.shop.client.pk), "kind": "single", "ordered_on": "2025-03-03", **changes}


def test_an_order_is_begun_filled_and_confirmed(desk: Desk) -> None:
    answer = desk.post("order_add", follow=True, **head(desk, client_reference="BC-1"))
    order = Order.objects.get()
    assert "No line yet" in text_of(answer) and "Confirm the order" not in text_of(answer)
    values = {"product": str(desk.shop.folding.pk), "quantity": "2000", "due_on": "2025-03-28"}
    desk.post("line_add", order.pk, absence_rule="whole", **values)
    assert "Confirm the order" in text_of(desk.get("order", order.pk))
    desk.post("order_confirm", order.pk)
    order.refresh_from_db()
    assert order.state == "confirmed" and "C2025-0001/1" in text_of(desk.get("board"))


def test_a_recurring_contract_says_its_rhythm(desk: Desk) -> None:
    answer = desk.post("order_add", **head(desk, kind="recurring", starts_on="2025-03-03"))
    assert list(errors_of(answer)) == ["recurrence"]
    values = head(desk, kind="recurring", starts_on="2025-03-03", last_day="2025-12-31", recurrence="month")
    assert desk.post("order_add", **values).status_code == 302
    order = Order.objects.get()
    assert (order.recurrence, order.ends_before) == ("month", date(2026, 1, 1))


def test_the_head_of_an_order_takes_an_address_of_its_client(desk: Desk) -> None:
    order = desk.order()
    site = actions.save_address(
        client=desk.shop.client, spec=actions.AddressSpec("delivery", "2 quai Fictif", "00000", "Port"), **WHO
    )
    values = {"kind": "single", "ordered_on": "2025-03-03", "delivery_address": str(site.pk), "note": "Par le quai"}
    assert desk.post("order_edit", order.pk, **values).status_code == 302
    assert "2 quai Fictif" in text_of(desk.get("order", order.pk)) and "Par le quai" in text_of(
        desk.get("order", order.pk)
    )


def test_a_line_is_changed_and_what_is_wrong_stands_beside_its_field(desk: Desk) -> None:
    order = desk.order()
    row = only(order)
    actions.deliver(order=order, delivered_on=DUE, quantities={row.pk: 400_000}, **WHO)
    values = {"product": str(desk.shop.folding.pk), "absence_rule": "whole", "unit_price": "0.02"}
    assert list(errors_of(desk.post("line", order.pk, row.pk, quantity="300", **values))) == ["quantity"]
    assert desk.post("line", order.pk, row.pk, quantity="1200", **values).status_code == 302
    row.refresh_from_db()
    assert (row.quantity, row.unit_price) == (1_200_000, 200)


def test_a_line_goes_through_its_states(desk: Desk) -> None:
    order = desk.order(line(desk.shop), line(desk.shop))
    first, second = order.lines.all()
    for key, to, expected in (
        (first.pk, "ready", ("open", True)),
        (first.pk, "unready", ("open", False)),
        (first.pk, "finish", ("done", False)),
        (first.pk, "reopen", ("open", False)),
        (second.pk, "cancel", ("cancelled", False)),
    ):
        assert desk.post("line_state", order.pk, key, to=to).status_code == 302
        row = order.lines.get(pk=key)
        assert (row.state, row.prepared) == expected
    assert desk.post("line_state", order.pk, first.pk, to="nowhere").status_code == 404


def test_an_order_is_closed_or_cancelled(desk: Desk) -> None:
    first, second = desk.order(), desk.order()
    assert "open" in text_of(desk.post("order_close", first.pk, follow=True))
    first.refresh_from_db()
    assert first.state == "confirmed"
    desk.post("order_close", first.pk, open="1")
    desk.post("order_cancel", second.pk)
    assert list(Order.objects.order_by("pk").values_list("state", flat=True)) == ["closed", "cancelled"]
    assert "Add a line" not in text_of(desk.get("order", first.pk))


def test_a_quantity_is_called_off_and_taken_back(desk: Desk) -> None:
    order = desk.order(line(desk.shop, 2_000_000, due_on=None), kind="open_ended", starts_on=ORDERED)
    row = only(order)
    values = {"due_on": "2025-03-20", "asked_on": "2025-03-10"}
    assert list(errors_of(desk.post("call_add", order.pk, row.pk, quantity="3000", **values))) == ["quantity"]
    assert desk.post("call_add", order.pk, row.pk, quantity="500", **values).status_code == 302
    assert "0 of 500 pieces" in text_of(desk.get("order", order.pk))
    browser = desk.browser()
    page = browser.post(desk.url("call_remove", order.pk, row.pk, CallOff.objects.get().pk), follow=True)
    assert not CallOff.objects.exists()
    browser.post(desk.url("call_restore", order.pk, row.pk), {"token": page.context["undo"]["token"]})
    assert CallOff.objects.get().quantity == 500_000


# ---------------------------------------------------------------- who is on a line


def test_a_head_of_service_allots_and_sees_names(desk: Desk) -> None:
    order = desk.order()
    row = only(order)
    person = small.engage(desk.place, "7", last_name="Aulne", workshop="PLI", groups=("Matin",))
    group = desk.place.work_groups.get()
    boss = Role.HEAD_OF_SERVICE
    values = {"starts_on": "2025-03-03", "share": "60"}
    assert desk.post("allot", order.pk, row.pk, role=boss, who=f"person:{person.pk}", **values).status_code == 302
    assert desk.post("allot", order.pk, row.pk, role=boss, who=f"group:{group.pk}", starts_on="2025-03-03")
    cards = desk.get("order", order.pk, role=boss).context["lines"][0]["allotments"]
    assert [(card["name"], card["share"]) for card in cards] == [("Aulne Camille", "60%"), ("Matin", "40%")]
    answer = desk.post("allot", order.pk, row.pk, role=boss, who=f"person:{person.pk}", **values)
    assert list(errors_of(answer)) == ["who"]


def test_sales_see_a_code_and_never_a_name(desk: Desk) -> None:
    order = desk.order()
    person = small.engage(desk.place, "7", last_name="Aulne", workshop="PLI", groups=("Matin",))
    actions.allot(line=only(order), person=person, starts_on=ORDERED, **WHO)
    actions.allot(line=only(order), group=desk.place.work_groups.get(), starts_on=ORDERED, **WHO)
    page = desk.get("order", order.pk)
    cards = page.context["lines"][0]["allotments"]
    assert all(len(card["code"]) == 6 and not card["name"] for card in cards)
    assert "Aulne" not in text_of(page) and "Matin" not in text_of(page)
    assert desk.get("allot", order.pk, only(order).pk).status_code == 404
    assert [card["code"] for card in desk.get("order", order.pk).context["lines"][0]["allotments"]] == [
        card["code"] for card in cards
    ]


def test_an_instructor_sees_names_of_her_workshop_only(desk: Desk) -> None:
    order = desk.order()
    hers = small.engage(desk.place, "7", last_name="Aulne", workshop="PLI")
    other = small.engage(desk.place, "8", last_name="Bouleau", workshop="EV")
    for person in (hers, other):
        actions.allot(line=only(order), person=person, starts_on=ORDERED, **WHO)
    page = text_of(desk.get("order", order.pk, role=Role.INSTRUCTOR))
    assert "Aulne Camille" in page and "Bouleau" not in page and "Price before VAT" not in page


def test_an_instructor_sees_the_lines_of_her_workshop_only(desk: Desk) -> None:
    order = desk.order(line(desk.shop), line(desk.shop, text="Au jardin", workshop=desk.garden))
    page = text_of(desk.get("order", order.pk, role=Role.INSTRUCTOR))
    assert "Pliage A4" in page and "Au jardin" not in page
    alone = desk.order(line(desk.shop, workshop=desk.garden))
    assert desk.get("order", alone.pk, role=Role.INSTRUCTOR).status_code == 404


def test_an_allotment_ends_or_is_taken_back_with_undo(desk: Desk) -> None:
    order = desk.order()
    row, boss = only(order), Role.DIRECTOR
    person = small.engage(desk.place, "7", workshop="PLI")
    allotment = actions.allot(line=row, person=person, starts_on=ORDERED, share=5000, **WHO)
    keys = (order.pk, row.pk, allotment.pk)
    assert desk.post("allotment_end", *keys, role=boss, last_day="2025-03-14").status_code == 302
    allotment.refresh_from_db()
    assert allotment.ends_before == date(2025, 3, 15)
    browser = desk.browser(boss)
    page = browser.post(desk.url("allotment_remove", *keys), follow=True)
    assert not Allotment.objects.exists()
    browser.post(desk.url("allotment_restore", order.pk, row.pk), {"token": page.context["undo"]["token"]})
    again = Allotment.objects.get()
    assert (again.person, again.share, again.ends_before) == (person, 5000, date(2025, 3, 15))


# ---------------------------------------------------------------- lists


@pytest.mark.parametrize(("query", "found"), [("?state=draft", 1), ("?kind=recurring", 0), ("?q=BC-9", 1), ("", 2)])
def test_orders_are_found_by_state_kind_and_reference(desk: Desk, query: str, found: int) -> None:
    desk.order(client_reference="BC-9")
    desk.order(confirmed=False)
    assert len(desk.get("orders", query=query).context["table"]["rows"]) == found
    assert len(desk.get("orders_export", "csv", query=query).content.decode().splitlines()) == found + 1


def test_the_same_queries_for_one_line_and_for_twenty(desk: Desk) -> None:
    people = [small.engage(desk.place, str(number), workshop="PLI") for number in range(1, 21)]
    counts = []
    for number in (1, 20):
        order = desk.order(*[line(desk.shop, text=f"Ligne {each}") for each in range(number)])
        for row, person in zip(order.lines.all(), people, strict=False):
            actions.allot(line=row, person=person, starts_on=ORDERED, **WHO)
            actions.deliver(order=order, delivered_on=DUE, quantities={row.pk: 1000}, **WHO)
        for role in (Role.SALES, Role.HEAD_OF_SERVICE):
            browser = desk.browser(role)
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(desk.url("order", order.pk)).status_code == 200
            counts.append(len(queries))
    assert counts[:2] == counts[2:]


# ---------------------------------------------------------------- the board


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    """A Monday."""
    day = date(2025, 3, 17)
    for module in ("board", "orders", "deliveries"):
        # The package offers views of those names: the modules are asked for by name.
        monkeypatch.setattr(import_module(f"etabli.orders.views.{module}"), "today", lambda: day)
    return day


def test_late_lines_come_first_then_week_by_week_with_the_hours_left(desk: Desk, today: date) -> None:
    order = desk.order(
        line(desk.shop, 4_000_000, text="Plus tard", due_on=today + timedelta(7)),
        line(desk.shop, 2_000_000, text="En retard", due_on=today - timedelta(1)),
        line(desk.shop, 1_000_000, text="Cette semaine", due_on=today + timedelta(4)),
        line(desk.shop, 1_000_000, text="Sans date", due_on=None),
    )
    late = order.lines.get(text="En retard")
    actions.deliver(order=order, delivered_on=today, quantities={late.pk: 1_000_000}, **WHO)
    weeks = desk.get("board").context["load"]
    assert [(week.late, week.monday, week.minutes) for week in weeks] == [
        (True, None, 90),
        (False, today, 90),
        (False, today + timedelta(7), 360),
        (False, None, 90),
    ]
    page = text_of(desk.get("board"))
    assert page.index("En retard") < page.index("Cette semaine") < page.index("Plus tard") < page.index("Sans date")
    assert "1,000 delivered" in page


def test_an_open_ended_line_is_due_on_its_first_call_not_yet_delivered(desk: Desk, today: date) -> None:
    order = desk.order(line(desk.shop, 0, due_on=None, minutes=0), kind="open_ended", starts_on=ORDERED)
    row = only(order)
    for day in (today - timedelta(3), today + timedelta(3)):
        actions.call_off(line=row, quantity=500_000, due_on=day, asked_on=ORDERED, **WHO)
    assert [week.late for week in desk.get("board").context["load"]] == [True]
    actions.deliver(order=order, delivered_on=today, quantities={row.pk: 500_000}, **WHO)
    (week,) = desk.get("board").context["load"]
    assert (week.late, week.rows[0].due, week.minutes) == (False, today + timedelta(3), 45)


@pytest.mark.parametrize(
    ("rhythm", "delivered", "due"),
    [
        ("week", 0, date(2025, 3, 9)),
        ("week", 2500, date(2025, 3, 23)),
        ("month", 0, date(2025, 4, 2)),
        ("month", 1000, date(2025, 5, 2)),
        ("month", 10_000, date(2026, 2, 2)),
        ("month", 12_000, None),
    ],
)
def test_a_recurring_line_is_due_by_its_rhythm(
    desk: Desk, today: date, rhythm: str, delivered: int, due: date | None
) -> None:
    days = {"starts_on": ORDERED, "ends_before": date(2026, 3, 3)}
    order = desk.order(line(desk.shop, due_on=None), kind="recurring", recurrence=rhythm, **days)
    if delivered:
        actions.deliver(order=order, delivered_on=ORDERED, quantities={only(order).pk: delivered * 1000}, **WHO)
    (week,) = desk.get("board").context["load"]
    assert week.rows[0].due == due


def test_a_monthly_contract_is_late_once_its_month_is_over(desk: Desk) -> None:
    order = desk.order(line(desk.shop, due_on=None), kind="recurring", recurrence="month", starts_on=ORDERED)
    rows = [only(order)]
    late = {day: due_lines(rows, day)[0].late for day in (date(2025, 3, 4), date(2025, 4, 2), date(2025, 4, 3))}
    assert list(late.values()) == [False, False, True]


def test_the_lines_of_an_order_are_counted_as_far_as_they_are_seen(desk: Desk) -> None:
    order = desk.order(line(desk.shop), line(desk.shop, text="Au jardin", workshop=desk.garden))
    keys = {row.pk: 1000 for row in order.lines.all()}
    actions.deliver(order=order, delivered_on=ORDERED, quantities=keys, **WHO)
    for name in ("orders", "deliveries"):
        counts = [desk.get(name, role=role).context["page"].object_list[0].line_count for role in SEERS]
        assert counts == [2, 1], name


def test_the_board_is_cut_by_workshop_client_and_state(desk: Desk, today: date) -> None:
    order = desk.order(
        line(desk.shop, text="Pliage prêt", due_on=today),
        line(desk.shop, text="Au jardin", workshop=desk.garden, due_on=today - timedelta(9)),
    )
    actions.prepare_line(line=order.lines.first(), prepared=True, **WHO)
    for query, shown in (
        (f"?workshop={desk.garden.pk}", "Au jardin"),
        ("?state=late", "Au jardin"),
        ("?state=ready", "Pliage prêt"),
        ("?state=unready", "Au jardin"),
    ):
        page = text_of(desk.get("board", query=query))
        assert shown in page and ({"Au jardin", "Pliage prêt"} - {shown}).pop() not in page
    assert "Au jardin" not in text_of(desk.get("board", role=Role.INSTRUCTOR))
    sheet = desk.get("board_export", "csv", query="?state=late").content.decode("utf-8-sig").splitlines()
    assert len(sheet) == 2 and "Au jardin" in sheet[1]
    assert desk.get("board_export", "xlsx").content[:2] == b"PK"


def test_a_draft_order_is_not_on_the_board(desk: Desk) -> None:
    desk.order(confirmed=False)
    assert "No open line" in text_of(desk.get("board"))


def test_a_long_board_is_paged_with_the_same_queries(desk: Desk, today: date) -> None:
    counts = []
    for number in (1, 54):
        desk.order(*[line(desk.shop, text=f"Ligne {each:02}") for each in range(number)])
        browser = desk.browser()
        with CaptureQueriesContext(connection) as queries:
            answer = browser.get(desk.url("board"))
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert sum(len(week.rows) for week in answer.context["weeks"]) == 50
    assert sum(len(week.rows) for week in answer.context["load"]) == 55
