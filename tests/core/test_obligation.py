"""OETH: on what was paid, without the six categories of costs, before any cap; and what a client makes of it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etabli.core.obligation import (
    Document,
    Paid,
    Rules,
    Sale,
    Settlement,
    coefficient_for,
    deduction,
    historical_units,
    least_contract,
    most_units,
    paid_before,
    paid_in,
    simulate,
)
from etabli.core.rounding import half_up

RATE = 3000
RULES = Rules(600, ((20, 400), (250, 500), (750, 600)), 5000, 7500)


def sale(price: int, due: int, costs: int = 0, *payments: tuple[date, int], key: str = "F1", site: str = "A") -> Sale:
    """Invoiced on 10 January 2025."""
    settled = tuple(Settlement(*payment) for payment in payments)
    return Sale(key, site, (Document(date(2025, 1, 10), price, due, {"raw_materials": costs}),), settled)


def credited(before: Sale, day: date, price: int, due: int, costs: int = 0) -> Sale:
    note = Document(day, -price, -due, {"raw_materials": -costs})
    return Sale(before.key, before.site, (*before.documents, note), before.settlements)


# ---------------------------------------------------------------- worked cases


def test_18_fifteen_thousand_paid_with_four_thousand_of_costs() -> None:
    found = deduction([sale(1_500_000, 1_800_000, 400_000, (date(2025, 3, 1), 1_800_000))], 2025, RATE)
    assert (found.paid.price, found.paid.cost, found.paid.labour) == (1_500_000, 400_000, 1_100_000)
    assert found.deduction == 330_000


def test_19_a_client_with_two_of_six_keeps_half_of_its_contribution() -> None:
    found = simulate(headcount=100, employed=200, wage=1188, before_cap=1_500_000, rules=RULES)
    assert (found.required, found.missing, found.coefficient) == (6, 400, 400)
    assert (found.contribution, found.cap, found.kept, found.left) == (1_900_800, 950_400, 950_400, 950_400)
    assert simulate(headcount=100, employed=200, wage=1188, before_cap=330_000, rules=RULES).kept == 330_000


def test_20_a_client_at_half_of_the_rate_is_capped_at_three_quarters() -> None:
    found = simulate(headcount=100, employed=300, wage=1188, before_cap=1_500_000, rules=RULES)
    assert (found.contribution, found.cap_rate, found.cap) == (1_425_600, 7500, 1_069_200)
    assert simulate(headcount=100, employed=299, wage=1188, before_cap=0, rules=RULES).cap_rate == 5000


@pytest.mark.parametrize(("hours", "units"), [(2000, 5688), (1600, 7110)])
def test_21_22_the_historical_unit(hours: int, units: int) -> None:
    assert historical_units(1_100_000, 967, hours) == units


def test_23_the_least_value_of_a_contract() -> None:
    assert least_contract(400, 940) == 376_000


def test_the_obligation_is_rounded_down_and_none_is_owed_below_twenty() -> None:
    assert simulate(headcount=116, employed=0, wage=1188, before_cap=0, rules=RULES).required == 6
    small = simulate(headcount=19, employed=0, wage=1188, before_cap=500, rules=RULES)
    assert (small.required, small.contribution, small.kept, small.left) == (0, 0, 0, 0)


@pytest.mark.parametrize(("headcount", "coefficient"), [(19, 0), (20, 400), (249, 400), (250, 500), (750, 600)])
def test_the_coefficient_follows_the_headcount(headcount: int, coefficient: int) -> None:
    assert coefficient_for(headcount, RULES.coefficients) == coefficient


def test_contracts_stood_for_half_of_the_obligation_at_most() -> None:
    assert most_units(7) == 35_000


def test_a_partial_payment_over_two_years_counts_each_part_in_its_year() -> None:
    parts = sale(10_001, 12_001, 3_334, (date(2025, 12, 31), 4_000), (date(2026, 1, 1), 8_001))
    assert paid_in(parts, 2025) == Paid(3_333, {"raw_materials": 1_111})
    assert paid_in(parts, 2026) == Paid(6_668, {"raw_materials": 2_223})
    assert paid_in(parts, 2024).price == 0


def test_an_invoice_of_which_nothing_was_paid_counts_for_nothing() -> None:
    assert deduction([sale(1_000, 1_200, 100)], 2025, RATE).deduction == 0
    assert deduction([sale(1_000, 1_200, 100)], 2025, RATE).sales == {}


def test_a_credit_note_counts_against_the_year_it_is_of() -> None:
    paid = sale(100_000, 120_000, 40_000, (date(2025, 2, 1), 120_000))
    after = credited(paid, date(2026, 2, 1), 20_000, 24_000, 8_000)
    assert paid_in(after, 2025) == Paid(100_000, {"raw_materials": 40_000})
    assert paid_in(after, 2026) == Paid(-20_000, {"raw_materials": -8_000})
    assert deduction([after], 2026, RATE).deduction == 0
    other = sale(50_000, 60_000, 0, (date(2026, 5, 1), 60_000), key="F2")
    assert deduction([after, other], 2026, RATE).deduction == half_up((50_000 - 12_000) * 3, 10)


def test_a_refund_changes_nothing_more_than_its_credit_note() -> None:
    paid = sale(100_000, 120_000, 0, (date(2025, 2, 1), 120_000), (date(2026, 3, 1), -24_000))
    assert paid_in(credited(paid, date(2026, 2, 1), 20_000, 24_000), 2026).price == -20_000


def test_what_was_credited_before_it_was_paid_was_never_bought() -> None:
    reduced = credited(sale(10_000, 12_000, 0, (date(2025, 3, 1), 9_600)), date(2025, 2, 1), 2_000, 2_400)
    assert paid_in(reduced, 2025).price == 8_000
    cancelled = credited(sale(10_000, 12_000), date(2025, 2, 1), 10_000, 12_000)
    assert paid_in(cancelled, 2025) == Paid()


def test_a_deposit_counts_when_it_is_paid_and_once() -> None:
    deposit = Document(date(2025, 11, 1), 30_000, 36_000)
    rest = Document(date(2026, 1, 15), 70_000, 84_000, {"products": 40_000})
    settled = (Settlement(date(2025, 11, 20), 36_000), Settlement(date(2026, 2, 20), 84_000))
    whole = Sale("F1", "A", (deposit, rest), settled)
    assert paid_in(whole, 2025).price == 30_000
    assert paid_in(whole, 2026) == Paid(70_000, {"products": 40_000})


def test_costs_above_the_price_give_no_deduction() -> None:
    found = deduction([sale(1_000, 1_200, 1_500, (date(2025, 3, 1), 1_200))], 2025, RATE)
    assert (found.paid.labour, found.deduction) == (-500, 0)


def test_money_paid_beyond_the_invoice_counts_for_nothing() -> None:
    assert paid_in(sale(1_000, 1_200, 0, (date(2025, 3, 1), 5_000)), 2025).price == 1_000


def test_sites_and_sales_sum_to_the_whole() -> None:
    day = date(2025, 3, 1)
    rows = [
        sale(1_000, 1_200, 100, (day, 1_200)),
        sale(333, 400, 50, (day, 133), key="F2", site="B"),
        sale(2_000, 2_400, 10, (day, 2_400), key="F3"),
    ]
    found = deduction(rows, 2025, RATE)
    assert set(found.sites) == {"A", "B"} and found.sites["A"].price == 3_000
    assert sum(paid.labour for paid in found.sites.values()) == found.paid.labour
    assert sum(paid.labour for paid in found.sales.values()) == found.paid.labour


# ---------------------------------------------------------------- properties

YEARS = (2024, 2025, 2026)
DAYS = st.sampled_from([date(year, month, 15) for year in YEARS for month in (1, 12)])
AMOUNTS = st.integers(0, 40)


@st.composite
def sales(draw: st.DrawFn) -> Sale:
    price, costs = draw(AMOUNTS), draw(AMOUNTS)
    first = Document(date(2024, 1, 1), price, price + draw(st.integers(0, 8)), {"products": costs})
    notes = []
    if first.due and draw(st.booleans()):
        due = draw(st.integers(0, first.due))
        credit = half_up(price * due, first.due)
        notes.append(Document(draw(DAYS), -credit, -due, {"products": -half_up(costs * due, first.due)}))
    money = draw(st.lists(st.tuples(DAYS, st.integers(-10, 40)), max_size=4))
    key = draw(st.sampled_from(["F1", "F2", "F3"]))
    return Sale(key, draw(st.sampled_from("AB")), (first, *notes), tuple(Settlement(*row) for row in money))


@given(sales())
def test_years_sum_to_what_was_paid_in_all(row: Sale) -> None:
    total = sum((paid_in(row, year) for year in YEARS), Paid())
    assert total.price == paid_before(row, date(2027, 1, 1)).price
    assert total.cost == paid_before(row, date(2027, 1, 1)).cost


@given(st.integers(0, 500), st.integers(0, 100), st.integers(0, 300), st.lists(DAYS, min_size=1, max_size=5), st.data())
def test_a_sale_paid_in_parts_loses_no_cent(
    price: int, tax: int, costs: int, days: list[date], data: st.DataObject
) -> None:
    due, parts = price + tax, []
    for day in days[:-1]:
        cents = data.draw(st.integers(0, due - sum(part.cents for part in parts)))
        parts.append(Settlement(day, cents))
    parts.append(Settlement(days[-1], due - sum(part.cents for part in parts)))
    whole = Sale("F1", "A", (Document(date(2024, 1, 1), price, due, {"selling": costs}),), tuple(parts))
    total = sum((paid_in(whole, year) for year in YEARS), Paid())
    assert total.price == price
    assert total.cost == (costs if due else 0)


@given(sales(), st.integers(-10, 40))
def test_a_later_payment_changes_no_earlier_year(row: Sale, cents: int) -> None:
    later = Sale(row.key, row.site, row.documents, (*row.settlements, Settlement(date(2027, 1, 5), cents)))
    assert [paid_in(later, year) for year in YEARS] == [paid_in(row, year) for year in YEARS]


@given(st.lists(sales(), max_size=4), st.sampled_from(YEARS))
def test_a_deduction_is_at_least_nothing_and_at_most_its_share_of_the_labour(rows: list[Sale], year: int) -> None:
    found = deduction(rows, year, RATE)
    assert found.deduction >= 0
    assert 10 * found.deduction <= 3 * max(found.paid.labour, 0) + 5
    for parts in (found.sites, found.sales):
        assert sum(paid.price for paid in parts.values()) == found.paid.price
        assert sum(paid.cost for paid in parts.values()) == found.paid.cost


@given(st.integers(0, 2000), st.integers(0, 20_000), st.integers(0, 3_000_000))
def test_a_client_keeps_at_most_the_cap_and_owes_at_least_nothing(headcount: int, employed: int, cents: int) -> None:
    found = simulate(headcount=headcount, employed=employed, wage=1202, before_cap=cents, rules=RULES)
    assert 0 <= found.kept <= min(cents, found.cap) and found.cap <= found.contribution
    assert found.left == found.contribution - found.kept >= 0


@given(st.integers(-1000, 1000), st.integers(1, 50))
def test_halves_go_away_from_zero(numerator: int, denominator: int) -> None:
    rounded = half_up(numerator, denominator)
    assert 2 * abs(numerator - rounded * denominator) <= denominator
    assert half_up(-numerator, denominator) == -rounded
