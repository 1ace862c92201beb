"""Drafts: what was delivered is billed once, by order or by client, with its costs and its deposits."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from etabli.billing import actions
from etabli.billing.models import DepositDeduction, Invoice, InvoiceLineCost
from etabli.billing.queries import unbilled
from etabli.core.refusal import Refusal
from etabli.orders.actions import cancel_delivery
from etabli.orders.models import CustomerReturn, VatTreatment
from tests.billing import making
from tests.waiting import LIMIT, at_once

pytestmark = pytest.mark.django_db

FEBRUARY = date(2026, 2, 1)


def drafts(place: Any, **options: Any) -> list[Invoice]:
    return actions.draft_from_deliveries(establishment=place, on=making.DAY, by=None, at=making.AT, **options)


def test_what_is_delivered_is_billed_once() -> None:
    place = making.house()
    order = making.order(making.client(place), {"quantity": 100_000, "unit_price": 185, "text": "Mise sous pli"})
    making.deliver(order, 40_000)
    first = making.draft(order)
    assert [(line.quantity, line.amount, line.text) for line in first.lines.all()] == [(40_000, 74, "Mise sous pli")]
    assert (first.net, first.tax, first.gross, first.payable) == (74, 15, 89, 89)
    with pytest.raises(Refusal) as refused:
        drafts(place)
    assert refused.value.code == "nothing_to_bill"
    making.deliver(order, 60_000)
    assert [line.quantity for line in making.draft(order).lines.all()] == [60_000]
    assert unbilled(place) == []


def test_a_removed_draft_sets_its_deliveries_free() -> None:
    place = making.house()
    order = making.order(making.client(place), {}, {})
    making.deliver(order)
    invoice = making.draft(order)
    actions.remove_line(line=invoice.lines.first(), by=None, at=making.AT)
    assert [row.quantity for row in unbilled(place)] == [100_000]
    invoice.refresh_from_db()
    assert invoice.net == 10_000
    actions.remove_draft(invoice=invoice, by=None, at=making.AT)
    assert len(unbilled(place)) == 2 and not Invoice.objects.exists()


def test_an_invoice_an_order_or_one_a_client() -> None:
    place = making.house()
    dupin, martin = making.client(place, "DUPIN"), making.client(place, "MARTIN")
    for buyer, day in ((dupin, date(2026, 1, 5)), (dupin, date(2026, 1, 29)), (martin, date(2026, 1, 7))):
        making.deliver(making.order(buyer), on=day)
    making.deliver(making.order(dupin), on=FEBRUARY)
    made = drafts(place, before=FEBRUARY, grouped=True)
    assert [(row.client.code, row.lines.count(), row.net, row.order) for row in made] == [
        ("DUPIN", 2, 20_000, None),
        ("MARTIN", 1, 10_000, made[1].order),
    ]
    assert (made[0].starts_on, made[0].ends_before) == (date(2026, 1, 5), date(2026, 1, 30))
    assert made[0].delivered_on == date(2026, 1, 29)
    for row in made:
        actions.remove_draft(invoice=row, by=None, at=making.AT)
    assert len(drafts(place, before=FEBRUARY)) == 3


def test_drafts_of_one_client_leave_the_others() -> None:
    place = making.house()
    dupin, martin = making.client(place, "DUPIN"), making.client(place, "MARTIN")
    for buyer in (dupin, martin):
        making.deliver(making.order(buyer))
    assert [row.client for row in drafts(place, client=dupin, grouped=True)] == [dupin]
    assert [row.client for row in unbilled(place)] == [martin]


def test_what_is_outside_the_scope_of_vat_comes_on_its_own() -> None:
    place = making.house()
    outside = making.vat(place, "O", 0)
    order = making.order(making.client(place), {}, {"vat": outside})
    making.deliver(order)
    made = drafts(place, order=order)
    assert sorted(line.vat_category for row in made for line in row.lines.all()) == ["O", "S"]
    assert len(made) == 2


def test_the_treatment_of_vat_is_that_of_the_day_of_delivery() -> None:
    place = making.house()
    old = making.vat(place)
    old.ends_before = date(2026, 1, 10)
    old.save()
    new = VatTreatment.objects.create(
        establishment=place, code=old.code, label="new", category="S", rate=2100, starts_on=date(2026, 1, 10)
    )
    order = making.order(making.client(place), {"vat": old})
    making.deliver(order, 40_000, on=date(2026, 1, 9))
    making.deliver(order, 60_000, on=date(2026, 1, 10))
    assert [line.vat_rate for line in making.draft(order).lines.all()] == [old.rate, new.rate]


def test_what_came_back_and_is_credited_is_not_billed() -> None:
    place = making.house()
    order = making.order(making.client(place))
    row = making.deliver(order).lines.get()
    returned = {"delivery_line": row, "returned_on": making.DAY, "cause": "Humidité"}
    CustomerReturn.objects.create(**returned, quantity=10_000, kind="return", decision="credit")
    CustomerReturn.objects.create(**returned, quantity=5_000, kind="return", decision="redo")
    assert [row.quantity for row in unbilled(place)] == [90_000]


def test_what_came_back_and_was_credited_is_taken_off_once() -> None:
    """Of 100 billed, 10 come back and are credited for good; the other 90, credited to be billed anew, are billed anew."""
    place = making.house()
    order = making.order(making.client(place))
    row = making.deliver(order).lines.get()
    invoice = making.issued(order)
    returned = {"delivery_line": row, "returned_on": making.DAY, "cause": "Humidité", "quantity": 10_000}
    CustomerReturn.objects.create(**returned, kind="return", decision="credit")
    line = invoice.lines.get().pk
    making.credited(invoice, {line: 10_000})
    assert unbilled(place) == []
    making.credited(invoice, {line: 90_000}, rebill=True)
    assert [row.quantity for row in unbilled(place)] == [90_000]


def test_what_is_billed_is_not_read_again() -> None:
    place = making.house()
    order = making.order(making.client(place))
    making.deliver(order, 40_000)
    making.issued(order)
    making.deliver(order, 60_000)
    with CaptureQueriesContext(connection) as queries:
        assert [row.quantity for row in unbilled(place)] == [60_000]
    with connection.cursor() as cursor:
        cursor.execute(queries.captured_queries[0]["sql"])
        assert len(cursor.fetchall()) == 1


def test_direct_costs_go_with_what_is_billed_and_sum_to_the_whole() -> None:
    """10.00 € of products for 300 pieces, billed in three parts of 100; selling 12.5 % of each amount."""
    place = making.house()
    costs = ({"category": "products", "cents": 1_000}, {"category": "selling", "share": 1_250})
    order = making.order(making.client(place), {"quantity": 300_000, "unit_price": 333, "costs": costs})
    found: list[list[tuple[str, int]]] = []
    for _ in range(3):
        making.deliver(order, 100_000)
        rows = InvoiceLineCost.objects.filter(line__invoice=making.draft(order))
        found.append(sorted(rows.values_list("category", "cents")))
    assert found == [
        [("products", 333), ("selling", 42)],
        [("products", 334), ("selling", 42)],
        [("products", 333), ("selling", 42)],
    ]


def test_two_parts_on_one_draft_share_the_costs_too() -> None:
    place = making.house()
    order = making.order(making.client(place), {"quantity": 3_000, "costs": ({"category": "products", "cents": 100},)})
    for _ in range(3):
        making.deliver(order, 1_000)
    rows = InvoiceLineCost.objects.filter(line__invoice=making.draft(order)).order_by("line__position")
    assert list(rows.values_list("cents", flat=True)) == [33, 34, 33]


# ---------------------------------------------------------------- deposits


def deposit(order: Any, cents: int) -> Invoice:
    return actions.draft_deposit(order=order, cents=cents, text="Acompte", on=making.DAY, by=None, at=making.AT)


def test_a_deposit_has_the_rates_of_its_order() -> None:
    place = making.house()
    lines = ({"quantity": 100_000}, {"quantity": 50_000, "vat": making.vat(place, "S", 550)})
    order = making.order(making.client(place), *lines)
    made = deposit(order, 5_000)
    assert [(line.amount, line.vat_rate) for line in made.lines.all()] == [(3_333, 2000), (1_667, 550)]
    assert (made.net, made.tax, made.gross) == (5_000, 667 + 92, 5_759)


@pytest.mark.parametrize("cents", [0, -1, 10_001])
def test_a_deposit_is_part_of_what_is_ordered(cents: int) -> None:
    order = making.order(making.client(making.house()))
    with pytest.raises(Refusal) as refused:
        deposit(order, cents)
    assert refused.value.code == "deposit_wrong"


def test_deposits_of_an_order_are_together_no_more_than_the_order() -> None:
    order = making.order(making.client(making.house()))
    first = actions.issue(invoice=deposit(order, 6_000), on=making.DAY, by=None, at=making.AT)
    with pytest.raises(Refusal) as refused:
        deposit(order, 4_001)
    assert (refused.value.code, refused.value.facts["most"]) == ("deposit_wrong", 40)
    deposit(order, 4_000)
    making.credited(first)
    assert deposit(order, 6_000).net == 6_000


@pytest.mark.parametrize("state", ["draft", "cancelled", "closed"])
def test_a_deposit_is_of_a_confirmed_order(state: str) -> None:
    order = making.order(making.client(making.house()), state=state)
    with pytest.raises(Refusal) as refused:
        deposit(order, 1_000)
    assert refused.value.code == "deposit_unconfirmed"


def test_a_deposit_is_deducted_until_it_is_used_up() -> None:
    """A deposit of 60 € before VAT on 100 €: 72 € of the first invoice of 48 €, then of the second one of 72 €."""
    place = making.house()
    order = making.order(making.client(place))
    asked = actions.issue(invoice=deposit(order, 6_000), on=making.DAY, by=None, at=making.AT)
    making.deliver(order, 40_000)
    first = making.issued(order)
    assert (first.gross, first.prepaid, first.payable) == (4_800, 4_800, 0)
    making.deliver(order, 60_000)
    second = making.issued(order)
    assert (second.gross, second.prepaid, second.payable) == (7_200, 2_400, 4_800)
    assert sum(row.cents for row in asked.deducted_by.all()) == asked.gross == 7_200


def test_a_deposit_that_is_a_draft_or_taken_back_is_not_deducted() -> None:
    place = making.house()
    order = making.order(making.client(place))
    deposit(order, 1_000)
    taken_back = actions.issue(invoice=deposit(order, 2_000), on=making.DAY, by=None, at=making.AT)
    making.credited(taken_back)
    making.deliver(order)
    assert making.draft(order).prepaid == 0


def test_what_of_a_deposit_is_credited_is_not_deducted_and_the_other_way_round() -> None:
    """72 € asked in advance: 48 € deducted, then no more than 24 € are credited; half credited, the rest is deducted."""
    place = making.house()
    order = making.order(making.client(place))
    asked = actions.issue(invoice=deposit(order, 6_000), on=making.DAY, by=None, at=making.AT)
    making.deliver(order, 40_000)
    making.draft(order)
    line = asked.lines.get().pk
    for quantities in (None, {line: 334}):
        with pytest.raises(Refusal) as refused:
            making.credited(asked, quantities)
        assert (refused.value.code, refused.value.facts["number"]) == ("deposit_deducted", asked.number)
    note = making.credited(asked, {line: 300})
    assert note.gross == -2_160
    making.deliver(order, 60_000)
    assert making.draft(order).prepaid == 240


def test_a_draft_that_deducts_more_than_is_left_is_not_issued() -> None:
    place = making.house()
    order = making.order(making.client(place))
    asked = actions.issue(invoice=deposit(order, 6_000), on=making.DAY, by=None, at=making.AT)
    making.deliver(order, 40_000)
    draft = making.draft(order)
    DepositDeduction.objects.filter(deposit=asked).update(cents=7_201)
    with pytest.raises(Refusal) as refused:
        actions.issue(invoice=draft, on=making.DAY, by=None, at=making.AT)
    assert refused.value.code == "deposit_deducted"


# ---------------------------------------------------------------- by hand


def test_a_line_by_hand() -> None:
    place = making.house()
    order = making.order(making.client(place))
    making.deliver(order)
    invoice = making.draft(order)
    line = actions.FreeLine("Transport", 1_000, "visit", 250_000, making.vat(place), "services")
    actions.add_line(invoice=invoice, line=line, by=None, at=making.AT)
    invoice.refresh_from_db()
    assert [row.amount for row in invoice.lines.all()] == [10_000, 2_500] and invoice.gross == 15_000


def by_hand(invoice: Invoice) -> list[Any]:
    """All that is done with a draft by hand, by who opened it a while ago."""
    line = invoice.lines.get()
    free = actions.FreeLine("Transport", 1_000, "visit", 250_000, making.vat(invoice.establishment), "services")
    who: dict[str, Any] = {"by": None, "at": making.AT}
    return [
        lambda: actions.change_draft(invoice=invoice, order_reference="PO", note="", **who),
        lambda: actions.add_line(invoice=invoice, line=free, **who),
        lambda: actions.remove_line(line=line, **who),
        lambda: actions.remove_draft(invoice=invoice, **who),
    ]


@pytest.mark.parametrize("code", ["invoice_sealed", "draft_removed"])
def test_a_draft_that_another_issued_or_removed_meanwhile_is_left_alone(code: str) -> None:
    order = making.order(making.client(making.house()))
    making.deliver(order)
    stale = making.draft(order)
    acts, other = by_hand(stale), Invoice.objects.get(pk=stale.pk)
    if code == "invoice_sealed":
        actions.issue(invoice=other, on=making.DAY, by=None, at=making.AT)
    else:
        actions.remove_draft(invoice=other, by=None, at=making.AT)
    for act in acts:
        with pytest.raises(Refusal) as refused:
            act()
        assert refused.value.code == code
    assert Invoice.objects.filter(state="issued").count() == (code == "invoice_sealed")


def test_what_two_change_who_opened_the_same_draft_both_stands() -> None:
    order = making.order(making.client(making.house()))
    making.deliver(order)
    draft = making.draft(order)
    first, second = by_hand(Invoice.objects.get(pk=draft.pk)), by_hand(Invoice.objects.get(pk=draft.pk))
    first[1]()
    second[0]()
    draft.refresh_from_db()
    assert (draft.gross, draft.order_reference, draft.lines.count()) == (15_000, "PO", 2)


def test_a_delivery_that_is_billed_is_not_cancelled() -> None:
    place = making.house()
    order = making.order(making.client(place))
    delivery = making.deliver(order)
    invoice = making.draft(order)
    with pytest.raises(Refusal) as refused:
        cancel_delivery(delivery=delivery, by=None, at=making.AT)
    assert refused.value.code == "delivery_billed"
    actions.remove_draft(invoice=invoice, by=None, at=making.AT)
    cancel_delivery(delivery=delivery, by=None, at=making.AT)
    assert unbilled(place) == []


@pytest.mark.parametrize("count", [1, 20])
def test_the_unbilled_list_asks_once_however_long(count: int) -> None:
    place = making.house()
    for number in range(count):
        making.deliver(making.order(making.client(place, f"C{number}")))
    with CaptureQueriesContext(connection) as queries:
        rows = unbilled(place)
        assert [row.client.name and row.delivery.number and row.amount for row in rows] == [10_000] * count
    assert len(queries) == 1


def test_drafts_ask_as_often_for_one_line_as_for_twenty() -> None:
    place, counts = making.house(), []
    for number in (1, 20):
        order = making.order(making.client(place, f"C{number}"), *({} for _ in range(number)))
        making.deliver(order)
        with CaptureQueriesContext(connection) as queries:
            making.draft(order)
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_two_who_bill_the_same_order_at_once_bill_it_once() -> None:
    place = making.house()
    order = making.order(making.client(place))
    making.deliver(order)
    answers: list[str] = []
    start = threading.Barrier(4)

    def work() -> None:
        try:
            start.wait(LIMIT)
            answers.append(str(making.draft(order).net))
        except Refusal as refusal:
            answers.append(refusal.code)
        finally:
            connection.close()

    at_once([work] * 4)
    assert sorted(answers) == ["10000", "nothing_to_bill", "nothing_to_bill", "nothing_to_bill"]
