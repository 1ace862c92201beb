"""Rules of orders on tiny domains: states, shares, recurring quantities, goods. No database."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etabli.core.periods import Period
from etabli.core.prices import WHOLE
from etabli.core.refusal import Refusal
from etabli.orders import rules
from etabli.orders.rules import Allotted, shares_on, times_due
from etabli.orders.states import (
    DELIVERY_STEPS,
    LINE_STEPS,
    ORDER_STEPS,
    QUOTE_STEPS,
    AbsenceRule,
    DeliveryState,
    GoodsMoveKind,
    LineState,
    OrderState,
    QuoteState,
    Recurrence,
)

FIRST = date(2025, 3, 3)
DAYS = [FIRST + timedelta(days=number) for number in range(8)]
TABLES: list[tuple[type[Any], Mapping[Any, Any], set[Any], Any]] = [
    (QuoteState, QUOTE_STEPS, {QuoteState.ACCEPTED, QuoteState.REPLACED}, QuoteState.DRAFT),
    (OrderState, ORDER_STEPS, {OrderState.CLOSED, OrderState.CANCELLED}, OrderState.DRAFT),
    (LineState, LINE_STEPS, {LineState.CANCELLED}, LineState.OPEN),
    (DeliveryState, DELIVERY_STEPS, {DeliveryState.CANCELLED}, DeliveryState.DRAFT),
]


# ---------------------------------------------------------------- states


@pytest.mark.parametrize(
    ("states", "steps", "final", "first"), TABLES, ids=lambda value: getattr(value, "__name__", "")
)
def test_a_table_of_states_is_whole(states: Any, steps: Any, final: set[Any], first: Any) -> None:
    """Every state stands in it, final ones lead nowhere, and each is reached from the first."""
    assert set(steps) == set(states)
    assert {state for state in states if not steps[state]} == final
    reached, waiting = set(), [first]
    while waiting:
        state = waiting.pop()
        if state not in reached:
            reached.add(state)
            waiting += steps[state]
    assert reached == set(states)


@given(st.sampled_from(list(QuoteState)), st.sampled_from(list(QuoteState)))
def test_a_step_is_refused_exactly_when_it_cannot_be_made(now: QuoteState, to: QuoteState) -> None:
    possible = rules.can_step(QUOTE_STEPS, now, to)
    assert possible == (refusal_of(rules.check_quote_step, "D2025-0001", now, to) == "")


def refusal_of(call: Any, *arguments: Any) -> str:
    try:
        call(*arguments)
    except Refusal as refusal:
        return refusal.code
    return ""


# ---------------------------------------------------------------- who sells to whom


def test_neither_siret_nor_vat_number_is_needed() -> None:
    rules.check_siret_given("")
    rules.check_vat_number_given("", "")


@pytest.mark.parametrize("siret", ["732 829 320 00074", "99900027600017"])
def test_a_siret_may_have_spaces(siret: str) -> None:
    rules.check_siret_given(siret)


@pytest.mark.parametrize("siret", ["99900027600075", "999000276", "SIRET"])
def test_a_siret_that_is_given_is_right(siret: str) -> None:
    assert refusal_of(rules.check_siret_given, siret) == "client_siret_wrong"


@pytest.mark.parametrize("number", ["FR60999000300", "BE 0999.000.129", "DE136695976"])
def test_a_vat_number_of_any_member_state_is_known(number: str) -> None:
    rules.check_vat_number_given(number, "")


@pytest.mark.parametrize("number", ["FR61999000300", "0999000129", "BE0999000130"])
def test_a_vat_number_that_is_given_is_right(number: str) -> None:
    assert refusal_of(rules.check_vat_number_given, number, "") == "client_vat_wrong"


def test_a_french_vat_number_is_of_the_company_of_the_siret() -> None:
    rules.check_vat_number_given("FR85999000276", "99900027600017")
    assert refusal_of(rules.check_vat_number_given, "FR60999000300", "99900027600017") == "client_vat_of_another"


@pytest.mark.parametrize(
    ("category", "rate", "reason", "code"),
    [
        ("S", 2000, "", ""),
        ("S", 0, "", "treatment_rate_missing"),
        ("S", 10_001, "", "treatment_rate_missing"),
        ("S", 2000, "Exonération", "treatment_reason_unexpected"),
        ("E", 0, "Exonération", ""),
        ("E", 0, " ", "treatment_reason_missing"),
        ("AE", 0, "Autoliquidation", ""),
        ("O", 0, "", "treatment_reason_missing"),
        ("O", 2000, "Hors champ", "treatment_rate_unexpected"),
        ("Z", 0, "", ""),
        ("Z", 0, "Exonération", "treatment_reason_unexpected"),
    ],
)
def test_who_charges_no_vat_says_why(category: str, rate: int, reason: str, code: str) -> None:
    assert refusal_of(rules.check_vat, category, rate, reason) == code


@given(st.dictionaries(st.sampled_from(["raw_materials", "selling", "products"]), st.integers(-1, 2 * WHOLE)))
def test_direct_costs_are_never_more_than_the_price(shares: dict[str, int]) -> None:
    accepted = all(0 < share <= WHOLE for share in shares.values()) and sum(shares.values()) <= WHOLE
    assert accepted == (refusal_of(rules.check_cost_shares, shares) == "")


# ---------------------------------------------------------------- allotments

PERIODS = st.tuples(st.sampled_from(DAYS[:-1]), st.integers(1, 7) | st.none()).map(
    lambda drawn: Period(drawn[0], None if drawn[1] is None else drawn[0] + timedelta(days=drawn[1]))
)
SHARES = st.none() | st.sampled_from([1, 2500, 3333, 5000, WHOLE])
PEOPLE = st.tuples(st.sampled_from(["person", "group"]), st.integers(1, 3))
ALLOTTED = st.builds(Allotted, PEOPLE, PERIODS, SHARES)


def accepted(wanted: list[Allotted]) -> list[Allotted]:
    """Those that may be added one after the other."""
    kept: list[Allotted] = []
    for one in wanted:
        if not refusal_of(rules.check_allotments, one, kept):
            kept.append(one)
    return kept


@given(st.lists(ALLOTTED, max_size=6))
def test_shares_never_exceed_the_whole_and_nobody_is_there_twice(wanted: list[Allotted]) -> None:
    kept = accepted(wanted)
    for day in DAYS:
        present = [one for one in kept if day in one.period]
        shares = shares_on(day, kept)
        assert len({one.who for one in present}) == len(present)
        assert sum(shares) <= WHOLE and all(share >= 0 for share in shares)
        assert not any(share for share, one in zip(shares, kept, strict=True) if day not in one.period)


@given(st.lists(ALLOTTED, max_size=6))
def test_what_is_refused_would_have_been_too_much_or_twice(wanted: list[Allotted]) -> None:
    """Nothing is refused without a day on which it is wrong."""
    kept: list[Allotted] = []
    for one in wanted:
        days = [day for day in [*DAYS, *(DAYS[-1] + timedelta(days=n) for n in range(1, 8))] if day in one.period]
        wrong = any(
            sum(other.share or 0 for other in kept if day in other.period) + (one.share or 0) > WHOLE
            or any(other.who == one.who for other in kept if day in other.period)
            for day in days
        )
        assert wrong == bool(refusal_of(rules.check_allotments, one, kept))
        if not wrong:
            kept.append(one)


@given(st.lists(ALLOTTED, min_size=1, max_size=6))
def test_those_who_state_no_share_have_equal_ones_and_leave_nothing(wanted: list[Allotted]) -> None:
    kept = accepted(wanted)
    for day in DAYS:
        unstated = [
            share
            for share, one in zip(shares_on(day, kept), kept, strict=True)
            if one.share is None and day in one.period
        ]
        if unstated:
            assert max(unstated) - min(unstated) <= 1
            assert sum(shares_on(day, kept)) == WHOLE


def test_three_equal_shares_leave_no_ten_thousandth() -> None:
    always = Period(FIRST)
    three = [Allotted(("person", key), always, None) for key in (1, 2, 3)]
    assert shares_on(FIRST, three) == [3334, 3333, 3333]
    assert shares_on(FIRST, [Allotted(("group", 9), always, 4000), *three]) == [4000, 2000, 2000, 2000]


# ---------------------------------------------------------------- recurring, seconded


def test_a_month_begins_on_the_day_of_the_order() -> None:
    order = Period(date(2025, 1, 31))
    months = [Period(date(2025, month, 1), date(2025, month + 1, 1)) for month in range(1, 7)]
    assert [times_due(Recurrence.MONTH, order, month) for month in months] == [1] * 6
    assert times_due(Recurrence.MONTH, order, Period(date(2024, 12, 1), date(2025, 1, 31))) == 0
    assert times_due(Recurrence.WEEK, Period(FIRST, DAYS[7]), Period(date(2025, 1, 1), date(2026, 1, 1))) == 1


@given(st.sampled_from(list(Recurrence)), st.integers(0, 40), st.integers(1, 90), st.integers(0, 90))
def test_what_is_due_in_two_parts_is_what_is_due_in_all(rhythm: Recurrence, start: int, length: int, cut: int) -> None:
    order, first = Period(FIRST, FIRST + timedelta(days=60)), FIRST - timedelta(days=20) + timedelta(days=start)
    end, middle = first + timedelta(days=length), first + timedelta(days=min(cut, length))
    parts = [(first, middle), (middle, end)]
    halves = [times_due(rhythm, order, Period(*part)) for part in parts if part[0] < part[1]]
    assert sum(halves) == times_due(rhythm, order, Period(first, end))


@pytest.mark.parametrize(
    ("due", "absent", "rule", "allowance", "expected"),
    [
        (42, 6, AbsenceRule.WHOLE, 0, 1000),
        (42, 0, AbsenceRule.PRO_RATA, 0, 1000),
        (42, 6, AbsenceRule.PRO_RATA, 0, 857),
        (42, 6, AbsenceRule.PRO_RATA, 2, 905),
        (42, 2, AbsenceRule.PRO_RATA, 2, 1000),
        (42, 42, AbsenceRule.PRO_RATA, 0, 0),
        (0, 0, AbsenceRule.PRO_RATA, 0, 1000),
    ],
)
def test_absence_takes_off_what_the_contract_says(
    due: int, absent: int, rule: str, allowance: int, expected: int
) -> None:
    assert rules.seconded_quantity(1000, due, absent, rule, allowance) == expected


# ---------------------------------------------------------------- goods of clients


@given(st.lists(st.tuples(st.sampled_from(list(GoodsMoveKind)), st.integers(-2, 5)), max_size=8))
def test_goods_never_fall_below_nothing_and_a_count_says_what_is_there(
    moves: list[tuple[GoodsMoveKind, int]],
) -> None:
    left = 0
    for kind, quantity in moves:
        try:
            left += rules.goods_change(kind, quantity, left)
        except Refusal as refusal:
            assert refusal.code in ("quantity_missing", "goods_not_left")
        else:
            assert left >= 0
            assert kind != GoodsMoveKind.COUNTED or left == quantity


def test_a_part_is_told_as_a_whole_number_when_it_is_one() -> None:
    assert [rules.told(value) for value in (2000, 1500, 0)] == [2, 1.5, 0]
