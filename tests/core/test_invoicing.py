"""Totals of invoices, as EN 16931 computes them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etabli.core.invoicing import Line, Vat, VatCategory, check_together, check_vat, tax_of, totals
from etabli.core.refusal import Refusal

FULL, REDUCED = Vat("S", 2000), Vat("S", 550)
EXEMPT = Vat("E", 0, "Exonération de TVA, article 261-7-1° b du CGI", "VATEX-FR-CGI261-7")
OUTSIDE = Vat("O", 0, "Hors champ de la TVA")

VATS = st.sampled_from([FULL, REDUCED, Vat("S", 1000), Vat("Z"), EXEMPT, Vat("AE", 0, "Autoliquidation")])
LINES = st.lists(st.builds(Line, st.integers(-300, 300), VATS), min_size=1, max_size=8)


def test_vat_is_rounded_once_a_rate_and_not_once_a_line() -> None:
    """Three lines of 0.33 € at 20 %: 0.99 € gives 0.20 € of VAT; line by line it would be 0.21 €."""
    made = totals([Line(33, FULL)] * 3)
    assert (made.net, made.tax, made.gross) == (99, 20, 119)


def test_two_rates_and_an_exemption() -> None:
    made = totals([Line(10_050, FULL), Line(1_050, REDUCED), Line(5_000, EXEMPT), Line(950, FULL)], prepaid=2_000)
    assert [(group.vat.category, group.vat.rate, group.taxable, group.tax) for group in made.groups] == [
        ("S", 2000, 11_000, 2_200),
        ("S", 550, 1_050, 58),
        ("E", 0, 5_000, 0),
    ]
    assert (made.net, made.tax, made.gross, made.prepaid, made.payable) == (17_050, 2_258, 19_308, 2_000, 17_308)


@pytest.mark.parametrize(
    ("taxable", "rate", "tax"), [(1050, 550, 58), (-1050, 550, -58), (1049, 550, 58), (10, 550, 1), (9, 550, 0)]
)
def test_half_a_cent_goes_up_and_away_from_zero(taxable: int, rate: int, tax: int) -> None:
    """1 050 × 5.5 % = 57.75; 10 × 5.5 % = 0.55; 9 × 5.5 % = 0.495."""
    assert tax_of(taxable, rate) == tax


def test_exactly_half_a_cent_goes_up() -> None:
    assert tax_of(5, 1000) == 1 and tax_of(-5, 1000) == -1


@given(LINES, st.integers(0, 500))
def test_what_is_asked_is_the_sum_of_what_is_shown(lines: list[Line], prepaid: int) -> None:
    made = totals(lines, prepaid)
    assert made.net == sum(line.amount for line in lines) == sum(group.taxable for group in made.groups)
    assert made.tax == sum(group.tax for group in made.groups)
    assert made.gross == made.net + made.tax and made.payable == made.gross - prepaid
    keys = [(group.vat.category, group.vat.rate) for group in made.groups]
    assert len(keys) == len(set(keys))
    for group in made.groups:
        exact = Fraction(group.taxable * group.vat.rate, 10_000)
        assert abs(group.tax - exact) <= Fraction(1, 2)


@given(LINES)
def test_a_credit_note_of_everything_is_the_mirror_of_the_invoice(lines: list[Line]) -> None:
    made, back = totals(lines), totals([Line(-line.amount, line.vat) for line in lines])
    assert (back.net, back.tax, back.gross) == (-made.net, -made.tax, -made.gross)


@given(LINES)
def test_the_order_of_lines_changes_no_amount(lines: list[Line]) -> None:
    one, other = totals(lines), totals(lines[::-1])
    assert [(row.vat.rate, row.taxable, row.tax) for row in one.groups] == [
        (row.vat.rate, row.taxable, row.tax) for row in other.groups
    ]


def test_a_group_of_two_reasons_names_both_and_keeps_no_code() -> None:
    other = Vat("E", 0, "Exonération de TVA, article 261-7-1° bis du CGI", "VATEX-EU-132-1G")
    (group,) = totals([Line(100, EXEMPT), Line(200, other), Line(300, EXEMPT)]).groups
    assert group.vat == Vat("E", 0, f"{EXEMPT.reason}; {other.reason}", "")
    assert totals([Line(100, EXEMPT), Line(300, EXEMPT)]).groups[0].vat == EXEMPT


@pytest.mark.parametrize(
    ("vat", "code"),
    [
        (Vat("S"), "vat_rate_missing"),
        (Vat("S", 10_001), "vat_rate_missing"),
        (Vat("E", 2000, "why"), "vat_rate_not_due"),
        (Vat("Z", 2000), "vat_rate_not_due"),
        (Vat("E"), "vat_reason_missing"),
        (Vat("O", 0, " "), "vat_reason_missing"),
        (Vat("AE"), "vat_reason_missing"),
        (Vat("K"), "vat_category_unknown"),
    ],
)
def test_a_treatment_that_does_not_hold_is_refused(vat: Vat, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_vat(vat)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "vat", [FULL, EXEMPT, OUTSIDE, Vat("Z"), Vat("AE", 0, "Autoliquidation"), Vat("E", 0, "", "X")]
)
def test_a_treatment_that_holds_passes(vat: Vat) -> None:
    check_vat(vat)


def test_out_of_scope_stands_alone() -> None:
    check_together([OUTSIDE, OUTSIDE])
    check_together([FULL, EXEMPT])
    with pytest.raises(Refusal) as refused:
        check_together([OUTSIDE, FULL])
    assert refused.value.code == "vat_out_of_scope_mixed"


def test_every_category_is_one_of_the_standard() -> None:
    assert {str(category) for category in VatCategory} == {"S", "E", "O", "AE", "Z"}
