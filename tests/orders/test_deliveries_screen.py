"""Deliveries, returns and goods of clients on screen: in parts, with slips, counted and decided."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from etabli.kit.models import AccessLog
from etabli.orders import actions, documents
from etabli.orders.models import Client, ClientGoods, CustomerReturn, Delivery
from etabli.org.states import Role
from tests.orders.desk import Desk, errors_of, text_of
from tests.orders.selling import DUE, ORDERED, WHO, client, line, only


def test_the_form_is_filled_with_what_is_left_and_part_of_it_is_delivered(desk: Desk) -> None:
    order = desk.order(line(desk.shop), line(desk.shop, 2_000_000, text="Deuxième"))
    first, second = order.lines.all()
    page = text_of(desk.get("deliver", order.pk))
    assert 'value="1,000"' in page and 'value="2,000"' in page
    values = {f"line_{first.pk}": "400", f"line_{second.pk}": "", "delivered_on": "2025-03-20", "receiver": "Sacha"}
    answer = desk.post("deliver", order.pk, follow=True, **values)
    delivery = Delivery.objects.get()
    assert delivery.state == "done" and list(delivery.lines.values_list("order_line", "quantity")) == [
        (first.pk, 400_000)
    ]
    assert "400 pieces" in text_of(answer) and "Sacha" in text_of(answer)
    page = text_of(desk.get("deliver", order.pk))
    assert 'value="600"' in page
    assert "400 of 1,000 pieces" in text_of(desk.get("order", order.pk))


def test_more_than_what_is_left_asks_for_a_tick(desk: Desk) -> None:
    order = desk.order()
    values = {f"line_{only(order).pk}": "1500", "delivered_on": "2025-03-20"}
    answer = desk.post("deliver", order.pk, **values)
    assert list(errors_of(answer)) == ["allow_over"] and 'value="1500"' in text_of(answer)
    assert not Delivery.objects.exists()
    assert desk.post("deliver", order.pk, allow_over="on", **values).status_code == 302


def test_nothing_and_too_early_are_refused(desk: Desk) -> None:
    order = desk.order()
    field = f"line_{only(order).pk}"
    assert errors_of(desk.post("deliver", order.pk, delivered_on="2025-03-20"))
    answer = desk.post("deliver", order.pk, delivered_on="2025-01-01", **{field: "1"})
    assert list(errors_of(answer)) == ["delivered_on"]
    assert "is-invalid" in text_of(answer) or "errorlist" in text_of(answer)


def test_a_delivery_is_prepared_changed_and_done(desk: Desk) -> None:
    order = desk.order()
    field = f"line_{only(order).pk}"
    values = {field: "500", "delivered_on": "2025-03-20"}
    desk.post("deliver", order.pk, act="draft", **values)
    delivery = Delivery.objects.get()
    assert delivery.state == "draft" and 'value="500"' in text_of(desk.get("delivery_edit", delivery.pk))
    assert desk.post("delivery_edit", delivery.pk, **{**values, field: "1100"}).status_code == 302
    assert "1,100 pieces" in text_of(desk.get("delivery", delivery.pk))
    desk.post("delivery_complete", delivery.pk)
    delivery.refresh_from_db()
    assert delivery.state == "draft"
    desk.post("delivery_complete", delivery.pk, over="1")
    delivery.refresh_from_db()
    assert delivery.state == "done"


def test_what_is_over_is_asked_about_on_the_page_of_a_prepared_delivery(desk: Desk) -> None:
    order = desk.order()
    values = {f"line_{only(order).pk}": "1500", "delivered_on": "2025-03-20"}
    desk.post("deliver", order.pk, act="draft", **values)
    page = text_of(desk.get("delivery", Delivery.objects.get().pk))
    assert "More than what is left" in page and 'name="over"' in page


def test_a_cancelled_delivery_leaves_its_quantities_to_be_delivered(desk: Desk) -> None:
    order = desk.order()
    delivery = actions.deliver(order=order, delivered_on=DUE, quantities={only(order).pk: 1_000_000}, **WHO)
    assert only(order).state == "done"
    desk.post("delivery_cancel", delivery.pk)
    assert only(order).state == "open" and "Cancelled" in text_of(desk.get("delivery", delivery.pk))


def test_what_a_contract_has_due_is_prepared(desk: Desk) -> None:
    order = desk.order(line(desk.shop, due_on=None), kind="recurring", recurrence="week", starts_on=ORDERED)
    assert desk.post("order_period", order.pk, start="2025-03-01", last_day="2025-03-31").status_code == 302
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.delivered_on) == ("draft", date(2025, 3, 31))
    # The 3rd, 10th, 17th, 24th and 31st.
    assert delivery.lines.get().quantity == 5_000_000
    answer = desk.post("order_period", order.pk, start="2025-03-31", last_day="2025-03-01")
    assert list(errors_of(answer)) == ["last_day"]
    answer = desk.post("order_period", order.pk, start="2025-03-31", last_day="2025-04-30")
    assert delivery.number in errors_of(answer)["start"][0]


def test_the_slip_says_quantities_and_no_price(desk: Desk) -> None:
    order = desk.order(client_reference="BC-1")
    delivery = actions.deliver(order=order, delivered_on=DUE, quantities={only(order).pk: 400_000}, **WHO)
    answer = desk.get("delivery_pdf", delivery.pk, role=Role.INSTRUCTOR)
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")
    said = documents.slip_contents(delivery, desk.user(Role.INSTRUCTOR))
    assert said["groups"][0]["rows"][0][1] == "Pliage A4" and said["totals"] == []
    assert "€" not in str(said)


def test_the_slip_holds_the_lines_of_the_workshops_of_the_reader(desk: Desk) -> None:
    order = desk.order(line(desk.shop), line(desk.shop, workshop=desk.garden, text="Tonte"))
    quantities = dict.fromkeys(order.lines.values_list("pk", flat=True), 1000)
    delivery = actions.deliver(order=order, delivered_on=DUE, quantities=quantities, note="Quai 2", **WHO)

    def said(role: str) -> tuple[list[str], list[str]]:
        contents = documents.slip_contents(delivery, desk.user(role))
        return [row[1] for row in contents["groups"][0]["rows"]], contents["note"].splitlines()

    assert said(Role.SALES) == (["Pliage A4", "Tonte"], ["Quai 2"])
    rows, notes = said(Role.INSTRUCTOR)
    assert rows == ["Pliage A4"] and notes[0] == "Quai 2" and len(notes) == 2


def test_the_clients_that_a_sheet_names_are_logged(desk: Desk) -> None:
    person = client(desk.place, "PART", kind="individual", name="Camille Fictif", siret="", regime="none")
    Client.objects.filter(pk=desk.shop.client.pk).update(active=False)
    desk.shop.client = person
    order = desk.order(line(desk.shop), line(desk.shop))
    desk.quote()
    delivery = actions.deliver(order=order, delivered_on=DUE, quantities={order.lines.first().pk: 1000}, **WHO)
    actions.take_back(delivery_line=delivery.lines.get(), returned_on=DUE, quantity=1000, cause="Taché", **WHO)
    actions.save_goods(client=person, name="Chemises", unit="piece", **WHO)
    for name in ("clients", "board", "orders", "quotes", "deliveries", "returns", "goods"):
        assert "Camille Fictif" in desk.get(f"{name}_export", "csv").content.decode("utf-8-sig")
        log = AccessLog.objects.get(what=f"orders.{name}.export")
        assert (log.table_name, log.subjects) == ("orders_client", [str(person.pk)]), name
    assert desk.get("products_export", "csv").status_code == 200
    assert not AccessLog.objects.filter(what="orders.products.export").exists()


def test_deliveries_are_listed_found_and_exported(desk: Desk) -> None:
    order = desk.order()
    delivery = actions.deliver(order=order, delivered_on=DUE, quantities={only(order).pk: 1000}, **WHO)
    for query, shown in (("", True), (f"?q={order.number}", True), ("?state=cancelled", False)):
        assert (delivery.number in text_of(desk.get("deliveries", query=query))) is shown
    assert len(desk.get("deliveries_export", "csv").content.decode().splitlines()) == 2


@pytest.mark.parametrize("name", ["deliveries", "returns", "orders", "goods"])
def test_the_same_queries_for_one_row_and_for_twenty(desk: Desk, name: str) -> None:
    counts = []
    for turn in range(2):
        for number in range(19 * turn + 1):
            order = desk.order()
            row = only(order)
            delivery = actions.deliver(order=order, delivered_on=DUE, quantities={row.pk: 1000}, **WHO)
            held = delivery.lines.get()
            actions.take_back(delivery_line=held, returned_on=DUE, quantity=1000, cause="Plis", **WHO)
            goods = actions.save_goods(client=desk.shop.client, name=f"G{turn}-{number}", unit="piece", **WHO)
            actions.move_goods(goods=goods, kind="received", quantity=1000, on=DUE, **WHO)
        browser = desk.browser()
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(desk.url(name)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


# ---------------------------------------------------------------- returns


def delivered(desk: Desk) -> Delivery:
    order = desk.order()
    return actions.deliver(order=order, delivered_on=DUE, quantities={only(order).pk: 1_000_000}, **WHO)


def test_a_return_is_written_down_and_made_anew(desk: Desk) -> None:
    delivery = delivered(desk)
    values = {"kind": "return", "returned_on": "2025-04-02", "cause": "Plis de travers"}
    answer = desk.post("return_add", delivery.pk, 1, quantity="2000", **values)
    assert list(errors_of(answer)) == ["quantity"]
    assert desk.post("return_add", delivery.pk, 1, quantity="50", **values).status_code == 302
    back = CustomerReturn.objects.get()
    assert "To decide" in text_of(desk.get("returns")) and "Plis de travers" in text_of(
        desk.get("delivery", delivery.pk)
    )
    assert desk.post("returned", back.pk, decision="redo", closed_on="2025-04-03").status_code == 302
    page = text_of(desk.get("order", delivery.order.pk))
    assert "of which 50 to be made anew" in page and "To be made anew" in page
    assert errors_of(desk.post("returned", back.pk, decision="none", closed_on="2025-04-04"))


def test_a_complaint_needs_no_quantity(desk: Desk) -> None:
    delivery = delivered(desk)
    values = {"kind": "complaint", "returned_on": "2025-04-02", "cause": "Livré trop tôt"}
    assert desk.post("return_add", delivery.pk, 1, **values).status_code == 302
    for query, shown in (
        ("?kind=complaint", True),
        ("?kind=return", False),
        ("?state=open", True),
        ("?state=redo", False),
    ):
        assert ("Livré trop tôt" in text_of(desk.get("returns", query=query))) is shown
    assert desk.get("return_add", delivery.pk, 9).status_code == 404


# ---------------------------------------------------------------- goods of clients


def test_goods_of_a_client_are_received_used_and_counted(desk: Desk) -> None:
    assert desk.post("goods_add", desk.shop.client.pk, name="Chemises", unit="piece", active="on").status_code == 302
    goods = ClientGoods.objects.get()
    row = only(desk.order())
    day = {"on": "2025-03-10"}
    assert desk.post("goods_move", goods.pk, kind="received", quantity="500", **day).status_code == 302
    assert desk.post("goods_move", goods.pk, kind="used", quantity="200", line=str(row.pk), **day).status_code == 302
    assert list(errors_of(desk.post("goods_move", goods.pk, kind="spoiled", quantity="301", **day))) == ["quantity"]
    assert desk.post("goods_move", goods.pk, kind="counted", quantity="290", **day).status_code == 302
    page = text_of(desk.get("goods_item", goods.pk))
    assert "left: 290 pieces" in page and "+500" in page and "−200" in page and "−10" in page
    assert "290" in text_of(desk.get("client", desk.shop.client.pk))


def test_the_count_sheet_is_that_of_the_client_asked_for(desk: Desk) -> None:
    other = client(desk.place, "AUTRE", name="Autre Fictif")
    actions.save_goods(client=desk.shop.client, name="Chemises", unit="piece", **WHO)
    actions.save_goods(client=other, name="Palettes", unit="piece", **WHO)
    assert "Palettes" in text_of(desk.get("goods_count"))
    page = text_of(desk.get("goods_count", query=f"?client={desk.shop.client.pk}"))
    assert "Chemises" in page and "Palettes" not in page
    assert len(desk.get("goods_export", "csv").content.decode().splitlines()) == 3


def test_who_does_not_sell_writes_nothing(desk: Desk) -> None:
    delivery = delivered(desk)
    goods = actions.save_goods(client=desk.shop.client, name="Chemises", unit="piece", **WHO)
    for role in (Role.HEAD_OF_SERVICE, Role.INSTRUCTOR):
        assert desk.get("delivery", delivery.pk, role=role).status_code == 200
        assert "Cancel the delivery" not in text_of(desk.get("delivery", delivery.pk, role=role))
        for name, keys in (
            ("deliver", (delivery.order.pk,)),
            ("delivery_cancel", (delivery.pk,)),
            ("return_add", (delivery.pk, 1)),
            ("goods_move", (goods.pk,)),
        ):
            assert desk.post(name, *keys, role=role).status_code == 404
