"""Payments in parts and back, offsets, reminders, what is late, and the journals for the books."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from etabli.billing import actions, rules
from etabli.billing.journal_export import COLUMNS, entries
from etabli.billing.models import Invoice, Payment
from etabli.billing.queries import ageing, outstanding, paid_of, with_paid
from etabli.billing.states import Lateness, Settlement
from etabli.core.refusal import Refusal
from tests.billing import making

YEAR = (date(2026, 1, 1), date(2027, 1, 1))
FEBRUARY = date(2026, 2, 20)


@pytest.mark.django_db
def test_an_invoice_is_paid_in_parts_and_given_back() -> None:
    invoice = making.sold(making.house())
    assert rules.settlement(invoice.payable, paid_of(invoice)) == Settlement.UNPAID
    making.pay(invoice, 5_000)
    assert rules.settlement(invoice.payable, paid_of(invoice)) == Settlement.PARTLY
    making.pay(invoice, 7_000, on=FEBRUARY, reference="VIR 42")
    assert rules.settlement(invoice.payable, paid_of(invoice)) == Settlement.PAID
    making.pay(invoice, -2_000, on=FEBRUARY)
    row = with_paid(Invoice.objects.filter(pk=invoice.pk)).get()
    assert (row.paid, row.left) == (10_000, 2_000)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cents", "day", "code"),
    [
        (0, making.DAY, "payment_of_nothing"),
        (12_001, making.DAY, "payment_exceeds"),
        (-1, making.DAY, "payment_exceeds"),
        (100, making.DAY - timedelta(days=1), "paid_before_issued"),
    ],
)
def test_a_payment_that_cannot_be_is_refused(cents: int, day: date, code: str) -> None:
    invoice = making.sold(making.house())
    with pytest.raises(Refusal) as refused:
        making.pay(invoice, cents, on=day)
    assert refused.value.code == code
    assert not Payment.objects.exists()


@pytest.mark.django_db
def test_a_draft_is_not_paid() -> None:
    place = making.house()
    order = making.order(making.client(place))
    making.deliver(order)
    with pytest.raises(Refusal) as refused:
        making.pay(making.draft(order), 1)
    assert refused.value.code == "invoice_not_issued"


@pytest.mark.django_db
def test_a_credit_note_is_given_back_or_offset() -> None:
    place = making.house()
    buyer = making.client(place)
    invoice = making.sold(place, buyer=buyer)
    other = making.sold(place, buyer=buyer)
    note = making.credited(other)
    with pytest.raises(Refusal) as refused:
        making.pay(note, 1)
    assert refused.value.code == "payment_exceeds"
    making.pay(note, -2_000)
    actions.offset(invoice=invoice, credit_note=note, on=making.DAY, cents=10_000, by=None, at=making.AT)
    assert (paid_of(invoice), paid_of(note)) == (10_000, -12_000)
    with pytest.raises(Refusal) as exceeds:
        actions.offset(invoice=invoice, credit_note=note, on=making.DAY, cents=1, by=None, at=making.AT)
    assert exceeds.value.code == "offset_exceeds"
    elsewhere = making.credited(making.sold(place))
    with pytest.raises(Refusal) as foreign:
        actions.offset(invoice=invoice, credit_note=elsewhere, on=making.DAY, cents=1, by=None, at=making.AT)
    assert foreign.value.code == "offset_elsewhere"


@given(st.lists(st.integers(-40, 40), max_size=6), st.integers(-30, 30))
def test_what_is_paid_never_leaves_what_is_asked(payments: list[int], payable: int) -> None:
    paid = 0
    for cents in payments:
        try:
            rules.check_payment(cents, paid, payable)
        except Refusal:
            continue
        paid += cents
        assert min(payable, 0) <= paid <= max(payable, 0)


# ---------------------------------------------------------------- what is late


@pytest.mark.parametrize(
    ("days", "expected"),
    [
        (0, Lateness.NOT_DUE),
        (1, Lateness.TO_30),
        (30, Lateness.TO_30),
        (31, Lateness.TO_60),
        (60, Lateness.TO_60),
        (61, Lateness.TO_90),
        (90, Lateness.TO_90),
        (91, Lateness.BEYOND),
    ],
)
def test_columns_of_the_ageing(days: int, expected: Lateness) -> None:
    assert rules.lateness(making.DAY, making.DAY + timedelta(days=days)) == expected


@pytest.mark.parametrize(
    ("day", "days", "end_of_month", "due"),
    [
        (date(2026, 1, 15), 30, False, date(2026, 2, 14)),
        (date(2026, 1, 15), 45, True, date(2026, 3, 31)),
        (date(2026, 1, 31), 0, True, date(2026, 1, 31)),
        (date(2026, 11, 15), 30, True, date(2026, 12, 31)),
        (date(2024, 1, 30), 30, True, date(2024, 2, 29)),
    ],
)
def test_the_day_on_which_payment_is_due(day: date, days: int, end_of_month: bool, due: date) -> None:
    assert rules.due_date(day, days, end_of_month) == due


@pytest.mark.django_db
def test_what_clients_owe_by_how_late_it_is() -> None:
    place = making.house()
    dupin, martin = making.client(place, "DUPIN"), making.client(place, "MARTIN", payment_days=60)
    early = making.sold(place, buyer=dupin)
    making.pay(early, 2_000)
    note = making.credited(making.sold(place, {"quantity": 10_000}, buyer=dupin))
    making.sold(place, buyer=martin)
    making.pay(making.sold(place, buyer=martin), 12_000)
    rows = {row.client.code: row for row in ageing(place, FEBRUARY)}
    assert (
        rows["DUPIN"].by_lateness[Lateness.TO_30] == 10_000 + 1_200 and rows["DUPIN"].credit == note.payable == -1_200
    )
    assert rows["DUPIN"].total == 10_000
    assert rows["MARTIN"].by_lateness[Lateness.NOT_DUE] == rows["MARTIN"].total == 12_000
    assert list(ageing(place, making.DAY - timedelta(days=1))) == []


@pytest.mark.django_db
def test_the_ageing_asks_once_however_many_clients() -> None:
    place = making.house()
    counts = []
    for number in range(3):
        making.sold(place, buyer=making.client(place, f"C{number}"))
        with CaptureQueriesContext(connection) as queries:
            assert len(ageing(place, FEBRUARY)) == number + 1
        counts.append(len(queries))
    assert counts == [1, 1, 1]


@pytest.mark.django_db
def test_reminders_go_up_and_only_of_what_is_late() -> None:
    invoice = making.sold(making.house())

    def remind(on: date) -> Any:
        return actions.remind(invoice=invoice, sent_on=on, by=None, at=making.AT)

    with pytest.raises(Refusal) as early:
        remind(date(2026, 2, 11))
    assert early.value.code == "reminder_too_early"
    assert [remind(date(2026, 2, 12)).level, remind(FEBRUARY).level] == [1, 2]
    making.pay(invoice, invoice.payable, on=FEBRUARY)
    with pytest.raises(Refusal) as nothing:
        remind(FEBRUARY)
    assert nothing.value.code == "reminder_of_nothing"
    assert not outstanding(invoice.establishment, FEBRUARY).exists()


# ---------------------------------------------------------------- the books


def balances(rows: list[Any]) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in rows:
        found[row.account] = found.get(row.account, 0) + row.cents
    return found


@pytest.mark.django_db
def test_every_entry_balances_and_a_deposit_leaves_nothing() -> None:
    place = making.house()
    lines = ({"unit_price": 333}, {"category": "services", "vat": making.vat(place, "S", 550), "unit_price": 777})
    order = making.order(making.client(place), *lines)
    asked = actions.draft_deposit(order=order, cents=701, text="Acompte", on=making.DAY, by=None, at=making.AT)
    deposit = actions.issue(invoice=asked, on=making.DAY, by=None, at=making.AT)
    making.pay(deposit, deposit.payable)
    made = []
    for _ in range(2):
        making.deliver(order, 50_000, 50_000)
        made.append(making.issued(order))
    making.pay(made[1], made[1].payable)
    making.credited(made[1])
    rows = entries(place, *YEAR)
    numbers: dict[str, int] = {}
    for row in rows:
        numbers[row.number] = numbers.get(row.number, 0) + row.cents
    assert set(numbers.values()) == {0}
    found = balances(rows)
    assert found["4191"] == 0
    assert found["701"] == -(made[0].lines.get(position=1).amount)
    assert found["44571"] == -made[0].tax
    assert found["512"] == deposit.payable + made[1].payable


@pytest.mark.django_db
def test_the_columns_are_those_of_the_law() -> None:
    invoice = making.sold(making.house())
    making.pay(invoice, 1_234, on=FEBRUARY)
    rows = [dict(zip(COLUMNS, row.row(), strict=True)) for row in entries(invoice.establishment, *YEAR)]
    assert len(COLUMNS) == 18
    first = rows[0]
    assert (first["JournalCode"], first["EcritureNum"], first["EcritureDate"]) == ("VE", "F2026-0001", "20260112")
    assert (first["CompteNum"], first["CompAuxNum"], first["Debit"], first["Credit"]) == (
        "411",
        invoice.client.code,
        "120,00",
        "0,00",
    )
    paid = [row for row in rows if row["JournalCode"] == "BQ"]
    assert [(row["CompteNum"], row["Debit"], row["Credit"], row["EcritureDate"]) for row in paid] == [
        ("512", "12,34", "0,00", "20260220"),
        ("411", "0,00", "12,34", "20260220"),
    ]
    assert entries(invoice.establishment, date(2025, 1, 1), date(2026, 1, 1)) == []


@pytest.mark.django_db
def test_offsets_move_no_money() -> None:
    place = making.house()
    buyer = making.client(place)
    note = making.credited(making.sold(place, buyer=buyer))
    invoice = making.sold(place, buyer=buyer)
    actions.offset(invoice=invoice, credit_note=note, on=making.DAY, cents=12_000, by=None, at=making.AT)
    assert {row.journal for row in entries(place, *YEAR)} == {"VE"}


# ---------------------------------------------------------------- days to come


@pytest.mark.django_db
def test_nothing_is_written_down_of_a_day_to_come() -> None:
    """It is 23:30 UTC on 2 March, and 3 March where the workplace is: that day has come, the next one has not."""
    place = making.house()
    invoice = making.sold(place)
    note = making.credited(invoice, {invoice.lines.get().pk: 10_000})
    who: dict[str, Any] = {"by": None, "at": datetime(2026, 3, 2, 23, 30, tzinfo=UTC)}
    third, fourth = date(2026, 3, 3), date(2026, 3, 4)
    acts: list[Any] = [
        lambda day: actions.record_payment(invoice=invoice, paid_on=day, cents=100, **who),
        lambda day: actions.offset(invoice=invoice, credit_note=note, on=day, cents=100, **who),
        lambda day: actions.remind(invoice=invoice, sent_on=day, **who),
    ]
    for act in acts:
        with pytest.raises(Refusal) as refused:
            act(fourth)
        assert (refused.value.code, refused.value.facts["today"]) == ("day_to_come", third)
        assert act(third)
