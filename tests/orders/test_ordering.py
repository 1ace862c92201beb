"""From the order to its last delivery: what each state allows, what is left, and who is told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from etabli.core.refusal import Refusal
from etabli.kit import changes
from etabli.orders import actions
from etabli.orders.models import Delivery, Order, OrderLine
from etabli.orders.queries import open_lines, progress_of, times_due_in
from etabli.orders.topics import DELIVERY_CANCELLING, ORDER_LINES_CHANGED
from tests.orders.selling import DUE, ORDERED, WHO, Shop, client, line, only, order, product, shop
from tests.workplace import OTHER_NUMBER, workplace

pytestmark = pytest.mark.django_db
LATER = date(2025, 3, 20)


@pytest.fixture
def where(db: Any) -> Shop:
    return shop()


def deliver(row: Order, quantity: int, **options: Any) -> Delivery:
    return actions.deliver(order=row, delivered_on=LATER, quantities={only(row).pk: quantity}, **{**options, **WHO})


def refused(code: str, call: Any, **arguments: Any) -> Refusal:
    with pytest.raises(Refusal) as caught:
        call(**arguments, **WHO)
    assert caught.value.code == code
    return caught.value


def test_a_line_of_the_catalogue_brings_its_price_minutes_and_costs(where: Shop) -> None:
    actions.save_cost_shares(product=where.folding, shares={"raw_materials": 2500, "selling": 500}, **WHO)
    row = only(order(where, line(where, 500_000)))
    assert (row.unit_price, row.minutes, row.amount, row.workshop) == (185, 45, 925, where.workshop)
    assert dict(row.costs.values_list("category", "share")) == {"raw_materials": 2500, "selling": 500}


def test_numbers_follow_each_other_in_a_year(where: Shop) -> None:
    numbers = [order(where, ordered_on=day).number for day in (ORDERED, ORDERED, date(2026, 1, 2))]
    assert numbers == ["C2025-0001", "C2025-0002", "C2026-0001"]


def test_a_line_is_called_by_its_order_and_position(where: Shop) -> None:
    row = order(where, line(where), line(where))
    assert [each.reference for each in row.lines.all()] == [f"{row.number}/1", f"{row.number}/2"]


def test_only_lines_of_confirmed_orders_are_worked_on(where: Shop) -> None:
    draft = order(where, confirmed=False)
    assert not open_lines(where.place).exists()
    actions.confirm_order(order=draft, **WHO)
    assert [row.order for row in open_lines(where.place)] == [draft]


def test_lines_due_first_come_first_and_those_without_a_day_last(where: Shop) -> None:
    order(where, line(where, due_on=None), line(where, due_on=DUE), line(where, due_on=LATER))
    assert [row.due_on for row in open_lines(where.place)] == [LATER, DUE, None]


def test_an_order_without_lines_is_not_confirmed(where: Shop) -> None:
    row = order(where, confirmed=False)
    row.lines.all().delete()
    refused("no_lines", actions.confirm_order, order=row)


def test_a_delivery_in_two_parts_leaves_the_rest_and_then_nothing(where: Shop) -> None:
    row = order(where)
    deliver(row, 400_000)
    progress = progress_of([only(row)])[only(row).pk]
    assert (progress.planned, progress.delivered, progress.left) == (1_000_000, 400_000, 600_000)
    assert only(row).state == "open"
    deliver(row, 600_000)
    assert only(row).state == "done"
    assert not open_lines(where.place).exists()


def test_more_than_what_is_left_is_asked_about(where: Shop) -> None:
    row = order(where)
    caught = refused(
        "over_delivery",
        actions.deliver,
        order=row,
        delivered_on=LATER,
        quantities={only(row).pk: 1_000_500},
    )
    assert (caught.facts["left"], caught.facts["value"]) == (1000, 1000.5)
    assert not Delivery.objects.exists()
    deliver(row, 1_000_500, allow_over=True)
    assert progress_of([only(row)])[only(row).pk].left == -500


def test_a_draft_delivery_counts_for_nothing_until_it_is_made(where: Shop) -> None:
    row = order(where)
    prepared = deliver(row, 1_000_000, draft=True)
    assert progress_of([only(row)])[only(row).pk].delivered == 0
    actions.change_delivery(delivery=prepared, delivered_on=DUE, quantities={only(row).pk: 999_000}, **WHO)
    actions.complete_delivery(delivery=prepared, **WHO)
    assert progress_of([only(row)])[only(row).pk].left == 1_000
    refused(
        "delivery_step",
        actions.change_delivery,
        delivery=prepared,
        delivered_on=DUE,
        quantities={only(row).pk: 1_000},
    )


def test_what_cannot_be_delivered(where: Shop) -> None:
    row, other = order(where), order(where)
    asked: dict[str, Any] = {"order": row, "delivered_on": LATER}
    refused("no_lines", actions.deliver, quantities={only(row).pk: 0}, **asked)
    refused("delivery_line_elsewhere", actions.deliver, quantities={only(other).pk: 1_000}, **asked)
    refused("quantity_missing", actions.deliver, quantities={only(row).pk: -1}, **asked)
    before = {**asked, "delivered_on": date(2025, 3, 2)}
    refused("delivered_before_ordered", actions.deliver, quantities={only(row).pk: 1_000}, **before)
    draft = order(where, confirmed=False)
    refused(
        "order_not_confirmed",
        actions.deliver,
        order=draft,
        delivered_on=LATER,
        quantities={only(draft).pk: 1_000},
    )


def test_a_delivery_that_was_a_mistake_is_left_to_be_made_again(where: Shop) -> None:
    row = order(where)
    delivery = deliver(row, 1_000_000)
    actions.cancel_delivery(delivery=delivery, **WHO)
    assert only(row).state == "open"
    assert progress_of([only(row)])[only(row).pk].left == 1_000_000
    refused("delivery_step", actions.cancel_delivery, delivery=delivery)


def test_a_higher_room_may_hold_on_to_a_delivery(where: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    def held(**facts: Any) -> None:
        raise Refusal("order_delivered", number=facts["delivery"].number)

    delivery = deliver(order(where), 1_000)
    monkeypatch.setitem(changes._LISTENERS, DELIVERY_CANCELLING, [held])
    refused("order_delivered", actions.cancel_delivery, delivery=delivery)
    delivery.refresh_from_db()
    assert delivery.state == "done"


def test_who_listens_is_told_of_lines_that_change(where: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[list[int]] = []
    monkeypatch.setitem(changes._LISTENERS, ORDER_LINES_CHANGED, [lambda **facts: told.append(facts["lines"])])
    row = order(where)
    key = only(row).pk
    actions.change_line(line=only(row), spec=line(where, 2_000_000), **WHO)
    deliver(row, 2_000_000)
    actions.close_order(order=row, **WHO)
    assert set(map(tuple, told)) == {(key,)} and len(told) >= 5


def test_an_order_of_which_something_was_delivered_is_closed_not_cancelled(where: Shop) -> None:
    row = order(where)
    deliver(row, 1_000)
    refused("order_delivered", actions.cancel_order, order=row)
    refused("order_has_open_lines", actions.close_order, order=row)
    actions.close_order(order=row, allow_open=True, **WHO)
    assert only(row).state == "done"
    refused("order_step", actions.cancel_order, order=row)
    refused("order_step", actions.add_line, order=row, spec=line(where))


def test_a_cancelled_order_is_worked_on_no_more(where: Shop) -> None:
    row = order(where)
    actions.cancel_order(order=row, **WHO)
    assert only(row).state == "cancelled"
    refused("order_step", actions.confirm_order, order=row)


def test_a_line_keeps_what_was_delivered_of_it(where: Shop) -> None:
    row = order(where)
    deliver(row, 400_000)
    change = {"line": only(row)}
    refused("line_below_delivered", actions.change_line, spec=line(where, 399_000), **change)
    refused("line_unit_fixed", actions.change_line, spec=line(where, unit="hour"), **change)
    refused("line_delivered", actions.cancel_line, **change)
    actions.change_line(spec=line(where, 400_000, unit_price=200), **change, **WHO)
    assert only(row).amount == 800


def test_a_line_is_finished_and_opened_again_by_hand(where: Shop) -> None:
    row = order(where)
    actions.finish_line(line=only(row), **WHO)
    refused("line_step", actions.finish_line, line=only(row))
    actions.reopen_line(line=only(row), **WHO)
    actions.cancel_line(line=only(row), **WHO)
    refused("line_step", actions.reopen_line, line=only(row))


def test_a_line_is_refused_that_says_nothing(where: Shop) -> None:
    row = order(where)
    asked: dict[str, Any] = {"order": row}
    refused("line_text_wrong", actions.add_line, spec=replace(line(where), text=" "), **asked)
    refused("line_quantity_missing", actions.add_line, spec=line(where, 0), **asked)
    refused("line_quantity_wrong", actions.add_line, spec=line(where, -1), **asked)
    refused("line_discount_wrong", actions.add_line, spec=line(where, discount=10_001), **asked)
    refused("price_wrong", actions.add_line, spec=line(where, unit_price=-1), **asked)
    refused("price_base_wrong", actions.add_line, spec=line(where, price_base=10), **asked)
    refused("absence_allowance_wrong", actions.add_line, spec=line(where, absence_allowance=63), **asked)
    assert row.lines.count() == 1


def test_what_is_of_another_house_is_refused(where: Shop) -> None:
    other = shop(workplace(finess=OTHER_NUMBER, name="Les Ormes"))
    row = order(where)
    refused("treatment_elsewhere", actions.add_line, order=row, spec=line(where, vat=other.vat))
    refused("workshop_unknown_key", actions.add_line, order=row, spec=line(where, workshop=other.workshop))
    refused("product_elsewhere", actions.add_line, order=row, spec=replace(line(where), product=other.folding))
    refused(
        "client_elsewhere",
        actions.draft_order,
        establishment=where.place,
        client=other.client,
        spec=actions.OrderSpec(ORDERED),
        lines=[line(where)],
    )


def test_nothing_is_ordered_by_a_client_no_longer_used(where: Shop) -> None:
    gone = client(where.place, "ANCIEN", siret="", active=False)
    refused(
        "client_unused",
        actions.draft_order,
        establishment=where.place,
        client=gone,
        spec=actions.OrderSpec(ORDERED),
        lines=[line(where)],
    )


def test_goods_are_delivered_to_an_address_of_the_client(where: Shop) -> None:
    spec = actions.AddressSpec("delivery", "1 rue de l'Exemple", "99000", "Ville-Fictive")
    own = actions.save_address(client=where.client, spec=spec, **WHO)
    theirs = actions.save_address(client=client(where.place, "AUTRE", siret=""), spec=spec, **WHO)
    row = order(where, delivery_address=own)
    assert deliver(row, 1_000).address == own
    refused(
        "address_elsewhere",
        actions.deliver,
        order=row,
        delivered_on=LATER,
        quantities={only(row).pk: 1_000},
        address=theirs,
    )
    refused(
        "address_elsewhere", actions.change_order, order=row, spec=actions.OrderSpec(ORDERED, delivery_address=theirs)
    )


def test_what_a_line_costs_is_said_in_euros_or_as_a_share(where: Shop) -> None:
    row = only(order(where))
    actions.save_line_costs(
        line=row, costs={"products": actions.Cost(cents=300), "selling": actions.Cost(share=100)}, **WHO
    )
    actions.save_line_costs(line=row, costs={"products": actions.Cost(cents=400)}, **WHO)
    assert list(row.costs.values_list("category", "cents", "share")) == [("products", 400, None)]
    refused("line_cost_either", actions.save_line_costs, line=row, costs={"selling": actions.Cost()})
    refused("line_cost_either", actions.save_line_costs, line=row, costs={"selling": actions.Cost(cents=1, share=1)})
    refused("cost_share_wrong", actions.save_line_costs, line=row, costs={"selling": actions.Cost(share=10_001)})


# ---------------------------------------------------------------- open-ended and recurring


def frame(where: Shop, quantity: int = 0) -> Order:
    return order(where, line(where, quantity), kind="open_ended", starts_on=ORDERED, ends_before=date(2025, 4, 1))


def call(row: OrderLine, quantity: int, due_on: date = LATER) -> dict[str, Any]:
    return {"line": row, "quantity": quantity, "due_on": due_on, "asked_on": ORDERED}


def test_what_is_called_off_is_what_is_left(where: Shop) -> None:
    row = only(frame(where))
    assert progress_of([row])[row.pk].left is None
    actions.call_off(**call(row, 300_000), **WHO)
    mistaken = actions.call_off(**call(row, 200_000), **WHO)
    assert progress_of([row])[row.pk].left == 500_000
    actions.remove_call_off(call_off=mistaken, **WHO)
    deliver(row.order, 300_000)
    assert progress_of([row])[row.pk].left == 0
    assert only(row.order).state == "open"  # more may be called off


def test_what_is_not_called_off(where: Shop) -> None:
    bounded = only(frame(where, 500_000))
    actions.call_off(**call(bounded, 400_000), **WHO)
    assert refused("call_off_beyond_frame", actions.call_off, **call(bounded, 100_500)).facts["left"] == 100
    refused("call_off_outside", actions.call_off, **call(bounded, 1_000, date(2025, 4, 1)))
    refused("quantity_missing", actions.call_off, **call(bounded, 0))
    refused("call_off_of_single", actions.call_off, **call(only(order(where)), 1_000))


def test_a_recurring_order_says_from_when_and_how_often(where: Shop) -> None:
    refused(
        "order_rhythm_missing",
        actions.draft_order,
        establishment=where.place,
        client=where.client,
        spec=actions.OrderSpec(ORDERED, kind="recurring", starts_on=ORDERED),
        lines=[line(where)],
    )
    refused(
        "order_start_missing",
        actions.draft_order,
        establishment=where.place,
        client=where.client,
        spec=actions.OrderSpec(ORDERED, kind="open_ended", ends_before=ORDERED),
        lines=[line(where)],
    )
    refused(
        "order_kind_fixed",
        actions.change_order,
        order=order(where),
        spec=actions.OrderSpec(ORDERED, kind="recurring", recurrence="week", starts_on=ORDERED),
    )


def test_the_quantities_of_a_contract_are_due_each_week(where: Shop) -> None:
    weekly = order(where, line(where, 50_000), kind="recurring", recurrence="week", starts_on=ORDERED)
    march = (date(2025, 3, 1), date(2025, 4, 1))
    assert times_due_in(weekly, *march) == 5
    actions.call_off(**call(only(weekly), 7_000), **WHO)
    prepared = actions.draft_period(order=weekly, start=march[0], end=march[1], **WHO)
    assert (prepared.state, prepared.delivered_on) == ("draft", date(2025, 3, 31))
    assert [row.quantity for row in prepared.lines.all()] == [257_000]
    actions.complete_delivery(delivery=prepared, **WHO)
    assert progress_of([only(weekly)])[only(weekly).pk].delivered == 257_000
    refused("order_not_recurring", actions.draft_period, order=order(where), start=march[0], end=march[1])


@pytest.mark.parametrize(
    ("start", "end"), [((3, 1), (4, 1)), ((3, 31), (5, 1)), ((2, 1), (3, 2)), ((3, 10), (3, 11)), ((1, 1), (12, 1))]
)
def test_no_day_of_a_contract_is_prepared_twice(where: Shop, start: tuple[int, int], end: tuple[int, int]) -> None:
    begun = date(2025, 1, 6)
    weekly = order(where, line(where, 50_000), kind="recurring", recurrence="week", ordered_on=begun, starts_on=begun)
    march = actions.draft_period(order=weekly, start=date(2025, 3, 1), end=date(2025, 4, 1), **WHO)
    again = {"order": weekly, "start": date(2025, *start), "end": date(2025, *end)}
    refused("period_delivered", actions.draft_period, **again)
    # Whatever day it is handed over on, and once it is.
    actions.change_delivery(delivery=march, delivered_on=date(2025, 4, 2), quantities={only(weekly).pk: 10_000}, **WHO)
    actions.complete_delivery(delivery=march, **WHO)
    refused("period_delivered", actions.draft_period, **again)
    for first, last in ((date(2025, 2, 1), date(2025, 3, 1)), (date(2025, 4, 1), date(2025, 5, 1))):
        beside = actions.draft_period(order=weekly, start=first, end=last, **WHO)
        actions.cancel_delivery(delivery=beside, **WHO)
    actions.cancel_delivery(delivery=march, **WHO)
    assert actions.draft_period(**again, **WHO).covers_before == again["end"]


def test_a_product_keeps_its_unit_once_it_has_a_price(where: Shop) -> None:
    spec = actions.ProductSpec("PLI-A4", "Pliage A4", "thousand", where.vat)
    refused("product_unit_priced", actions.save_product, establishment=where.place, spec=spec, product=where.folding)


def test_a_line_has_the_price_of_the_day_it_was_written(where: Shop) -> None:
    actions.revise_price(product=where.folding, starts_on=date(2025, 7, 1), unit_price=190, **WHO)
    row = only(order(where))
    late = actions.line_from(where.folding, 1_000_000, date(2025, 7, 1))
    assert (row.unit_price, late.unit_price) == (185, 190)
    with pytest.raises(Refusal, match="no_price_yet"):
        actions.line_from(product(where.place, where.vat, "NEUF"), 1_000, date(2024, 12, 31))


@pytest.mark.parametrize("count", [1, 20])
def test_progress_takes_as_many_queries_for_one_line_as_for_twenty(
    where: Shop, count: int, django_assert_num_queries: Any
) -> None:
    order(where, *[line(where)] * count)
    with django_assert_num_queries(4):
        assert len(progress_of(open_lines(where.place))) == count
