"""The certificate of what a client paid: one for a SIREN and a year, numbered, sealed, superseded and never edited."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from etabli.billing import actions
from etabli.billing.actions.certificates import certify_obligation, certify_obligations, digest_of
from etabli.billing.models import ObligationCertificate
from etabli.billing.queries.certificates import deadline_of, standing_certificates, standings
from etabli.core.refusal import Refusal
from etabli.orders.models import Client
from etabli.org.actions.settings import save_parameter
from etabli.org.models import Establishment
from tests import workplace
from tests.billing import making
from tests.billing.certifying import AT, ON, invoiced, paid

pytestmark = pytest.mark.django_db
WHO: dict[str, Any] = {"by": None, "at": AT}


@pytest.fixture
def place() -> Establishment:
    made = workplace.workplace()
    making.seller(made)
    return made


def certified(place: Establishment, buyer: Any, year: int = 2025, on: date = ON) -> ObligationCertificate:
    return certify_obligation(establishment=place, client=buyer, year=year, on=on, **WHO)


def refused(code: str, act: Any) -> Refusal:
    with pytest.raises(Refusal) as refusal:
        act()
    assert refusal.value.code == code
    return refusal.value


# ---------------------------------------------------------------- what it says


def test_18_fifteen_thousand_paid_with_four_thousand_of_costs_give_3300(place: Establishment) -> None:
    buyer = making.client(place, regime="agefiph")
    paid(invoiced(buyer, 1_500_000, {"raw_materials": 250_000, "selling": 150_000}))
    said = certified(place, buyer).payload
    assert (said["price"], said["cost"], said["labour"], said["deduction"]) == (1_500_000, 400_000, 1_100_000, 330_000)
    assert said["costs"] == {"raw_materials": 250_000, "selling": 150_000}
    assert (said["year"], said["regime"], said["rate"]) == (2025, "agefiph", 3000)
    assert said["client"]["siren"] == "999000284" and said["seller"]["siret"] == "99900027600017"
    assert said["deadline"] == "2026-03-15"


def test_it_states_no_capped_amount(place: Establishment) -> None:
    buyer = making.client(place, regime="fiphfp")
    paid(invoiced(buyer, 6_000_000, {"products": 1_000_000}))
    said = certified(place, buyer).payload
    assert (said["deduction"], said["regime"]) == (1_500_000, "fiphfp")
    assert "cap" not in said


def test_a_partial_payment_over_two_years_counts_each_part_in_its_year(place: Establishment) -> None:
    buyer = making.client(place, regime="agefiph")
    invoice = invoiced(buyer, 10_000, {"materials": 4_000}, on=date(2024, 12, 1))
    paid(invoice, 4_000, on=date(2024, 12, 31))
    paid(invoice, 8_000, on=date(2025, 1, 1))
    first, second = certified(place, buyer, 2024).payload, certified(place, buyer, 2025).payload
    assert (first["price"], first["cost"]) == (3_333, 1_333)
    assert (second["price"], second["cost"]) == (6_667, 2_667)


def test_a_credit_note_counts_as_negative_and_the_deduction_is_never_below_zero(place: Establishment) -> None:
    buyer = making.client(place, regime="agefiph")
    invoice = invoiced(buyer, 10_000, {"materials": 4_000}, on=date(2024, 3, 1))
    paid(invoice, on=date(2024, 4, 1))
    invoiced(buyer, -5_000, {"materials": -2_000}, on=date(2025, 2, 1), kind="credit_note", corrects=invoice)
    said = certified(place, buyer, 2025).payload
    assert (said["price"], said["cost"], said["labour"], said["deduction"]) == (-5_000, -2_000, -3_000, 0)


def test_costs_above_the_price_give_nothing(place: Establishment) -> None:
    buyer = making.client(place, regime="agefiph")
    paid(invoiced(buyer, 1_000, {"subcontracting": 1_500}))
    said = certified(place, buyer).payload
    assert (said["labour"], said["deduction"]) == (-500, 0)


def test_a_deposit_and_its_final_invoice_count_once(place: Establishment) -> None:
    buyer = making.client(place, regime="agefiph")
    deposit = invoiced(buyer, 30_000, {"products": 12_000}, on=date(2024, 11, 1), kind="deposit")
    paid(deposit, on=date(2024, 12, 1))
    final = invoiced(buyer, 100_000, {"products": 40_000}, on=date(2025, 1, 15), deposits={deposit: 36_000})
    paid(final, on=date(2025, 2, 1))
    first, second = certified(place, buyer, 2024).payload, certified(place, buyer, 2025).payload
    assert (first["price"], first["cost"]) == (30_000, 12_000)
    assert (second["price"], second["cost"]) == (70_000, 28_000)
    assert second["invoices"][0]["number"] == f"{deposit.number}, {final.number}"


def test_a_deposit_counts_with_its_share_of_the_costs_of_its_order(place: Establishment) -> None:
    """10,000 € with 6,000 € of costs, 5,000 € of it paid in advance: 30 % of 2,000 € in each of the two years."""
    buyer = making.client(place, regime="agefiph")
    costs = ({"category": "subcontracting", "cents": 200_000}, {"category": "products", "share": 4_000})
    order = making.order(buyer, {"quantity": 10_000_000, "costs": costs})
    draft = actions.draft_deposit(order=order, cents=500_000, text="Acompte", on=date(2024, 11, 1), **WHO)
    paid(actions.issue(invoice=draft, on=date(2024, 11, 1), **WHO), on=date(2024, 12, 1))
    making.deliver(order, on=date(2025, 1, 10))
    paid(making.issued(order, on=date(2025, 1, 15)), on=date(2025, 2, 1))
    said = [certified(place, buyer, year).payload for year in (2024, 2025)]
    assert [(row["price"], row["cost"], row["deduction"]) for row in said] == [(500_000, 300_000, 60_000)] * 2
    assert said[0]["costs"] == said[1]["costs"] == {"products": 200_000, "subcontracting": 100_000}


def test_a_deposit_deducted_in_three_parts_is_taken_off_exactly(place: Establishment) -> None:
    buyer = making.client(place, regime="agefiph")
    deposit = invoiced(buyer, 10_000, {"products": 5_000}, on=date(2025, 1, 2), kind="deposit")
    paid(deposit)
    for month in (2, 3, 4):
        paid(invoiced(buyer, 10_000, {"products": 5_000}, on=date(2025, month, 1), deposits={deposit: 4_000}))
    said = certified(place, buyer).payload
    assert (said["price"], said["cost"]) == (30_000, 15_000)


def test_one_certificate_for_a_siren_with_a_line_for_each_siret(place: Establishment) -> None:
    one = making.client(place, regime="agefiph")
    other = making.client(place, "DUPIN2", siret="99900028400029", regime="agefiph")
    paid(invoiced(one, 1_000, {"products": 100}))
    paid(invoiced(other, 2_000))
    (made,) = certify_obligations(establishment=place, year=2025, on=ON, **WHO)
    assert [(row["siret"], row["price"], row["labour"]) for row in made.payload["sites"]] == [
        ("99900028400011", 1_000, 900),
        ("99900028400029", 2_000, 2_000),
    ]
    assert (made.siren, made.payload["price"]) == ("999000284", 3_000)
    assert certified(place, other) == made


def test_a_siren_of_one_regime_owes_for_all_its_clients(place: Establishment) -> None:
    without = making.client(place, "A")
    obliged = making.client(place, "B", siret="99900028400029", regime="fiphfp")
    paid(invoiced(without, 1_000))
    paid(invoiced(obliged, 2_000))
    made = certified(place, without)
    assert (made.client, made.regime, made.payload["price"]) == (obliged, "fiphfp", 3_000)
    assert made.payload["regime"] == "fiphfp"


def test_the_rate_and_the_deadline_are_those_that_hold(place: Establishment) -> None:
    save_parameter(
        establishment=place,
        code="obligation_certificate_deadline",
        valid_from=date(2026, 1, 1),
        value=131,
        source="Essai",
        **WHO,
    )
    assert deadline_of(place, 2025) == date(2026, 1, 31)
    assert deadline_of(place, 2024) == date(2025, 3, 15)


def test_a_deadline_that_is_no_day_is_none(place: Establishment) -> None:
    save_parameter(
        establishment=place,
        code="obligation_certificate_deadline",
        valid_from=date(2026, 1, 1),
        value=1399,
        source="Essai",
        **WHO,
    )
    assert deadline_of(place, 2025) is None


# ---------------------------------------------------------------- all of January in one act


def test_all_certificates_of_a_year_in_one_act_and_none_twice(place: Establishment) -> None:
    buyers = [making.client(place, f"C{i}", siren=f"55208131{i}", regime="agefiph") for i in range(3)]
    for buyer in buyers:
        paid(invoiced(buyer, 1_000))
    making.client(place, "NOBODY", siren="552081399", regime="agefiph")
    paid(invoiced(making.client(place, "NONE", siren="552081398"), 1_000))
    made = certify_obligations(establishment=place, year=2025, on=ON, **WHO)
    assert [row.client.code for row in made] == ["C0", "C1", "C2"]
    assert [row.number for row in made] == ["E2026-0001", "E2026-0002", "E2026-0003"]
    assert certify_obligations(establishment=place, year=2025, on=ON, **WHO) == []


def test_clients_not_paid_up_are_listed_with_what_they_owe(place: Establishment) -> None:
    late = making.client(place, "LATE", siren="999000292", regime="agefiph")
    invoice = invoiced(late, 1_000)
    paid(invoice, 700)
    paid(invoice, 500, on=date(2026, 1, 5))
    paid(invoiced(making.client(place, regime="agefiph"), 1_000))
    rows = {row.client.code: row for row in standings(place, 2025)}
    assert (rows["LATE"].left, rows["LATE"].unpaid) == (500, (invoice.number,))
    assert rows["DUPIN"].left == 0


def test_the_number_of_queries_does_not_grow_with_the_clients(
    place: Establishment, django_assert_num_queries: Any
) -> None:
    for i in range(10, 31):
        buyer = making.client(place, f"C{i}", siren=f"5520813{i}", regime="agefiph")
        paid(invoiced(buyer, 1_000, {"products": 10}))
        if i in (10, 30):
            with django_assert_num_queries(7):
                assert len(standings(place, 2025)) == i - 9


# ---------------------------------------------------------------- corrected, never edited


def test_a_corrected_certificate_supersedes_the_one_before_which_stays(place: Establishment) -> None:
    buyer = making.client(place, regime="agefiph")
    paid(invoiced(buyer, 1_000))
    first = certified(place, buyer)
    before = dict(first.payload)
    paid(invoiced(buyer, 2_000, on=date(2025, 4, 1)))
    second = certified(place, buyer)
    first.refresh_from_db()
    assert (second.supersedes, second.payload["supersedes"], second.payload["price"]) == (first, first.number, 3_000)
    assert first.payload == before and first.superseded_by == second
    assert certified(place, buyer) == second


@pytest.mark.parametrize("before", ["", "552081399"])
def test_a_client_whose_siren_was_not_known_or_wrong_gets_a_corrected_one(place: Establishment, before: str) -> None:
    buyer = making.client(place, siret="", siren=before, regime="agefiph")
    paid(invoiced(buyer, 1_000))
    first = certified(place, buyer)
    Client.objects.filter(pk=buyer.pk).update(siret="99900028400011", siren="999000284")
    (second,) = certify_obligations(establishment=place, year=2025, on=ON, **WHO)
    assert (first.siren, second.siren, second.supersedes) == (before, "999000284", first)
    assert second.payload["client"]["siren"] == "999000284"
    assert certify_obligations(establishment=place, year=2025, on=ON, **WHO) == []


def test_a_client_that_leaves_its_siren_takes_its_certificate_along(place: Establishment) -> None:
    one = making.client(place, "A", regime="agefiph")
    other = making.client(place, "B", regime="agefiph")
    for buyer in (one, other):
        paid(invoiced(buyer, 1_000))
    (first,) = certify_obligations(establishment=place, year=2025, on=ON, **WHO)
    Client.objects.filter(pk=one.pk).update(siret="", siren="552081399")
    made = certify_obligations(establishment=place, year=2025, on=ON, **WHO)
    assert {(row.client, row.siren, row.supersedes, row.payload["price"]) for row in made} == {
        (one, "552081399", first, 1_000),
        (other, "999000284", None, 1_000),
    }


def test_two_certificates_of_clients_that_are_one_employer_are_both_superseded(place: Establishment) -> None:
    one = making.client(place, "A", siret="", siren="", regime="agefiph")
    other = making.client(place, "B", siret="", siren="552081399", regime="agefiph")
    for buyer in (one, other):
        paid(invoiced(buyer, 1_000))
    first, second = certify_obligations(establishment=place, year=2025, on=ON, **WHO)
    Client.objects.filter(establishment=place).update(siret="", siren="999000284")
    (made,) = certify_obligations(establishment=place, year=2025, on=ON, **WHO)
    assert (made.payload["price"], made.payload["supersedes"]) == (2_000, f"{first.number}, {second.number}")
    assert made.supersedes == first and [row.certificate for row in made.merges.all()] == [second]
    assert list(standing_certificates(place, 2025)) == [made]
    assert certify_obligations(establishment=place, year=2025, on=ON, **WHO) == []


def test_a_workplace_outside_france_certifies_no_obligation(place: Establishment) -> None:
    Establishment.objects.update(country="BE")
    place.refresh_from_db()
    buyer = making.client(place, regime="agefiph")
    refused("certificate_elsewhere", lambda: certified(place, buyer))


def test_its_digest_is_that_of_what_it_says(place: Establishment) -> None:
    buyer = making.client(place, regime="agefiph")
    paid(invoiced(buyer, 1_000))
    made = certified(place, buyer)
    made.refresh_from_db()
    assert made.digest == digest_of(made.payload)
    assert made.digest != digest_of({**made.payload, "deduction": 301})


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE billing_obligationcertificate SET year = 2024",
        "UPDATE billing_obligationcertificate SET payload = '{}'",
        "DELETE FROM billing_obligationcertificate",
    ],
)
def test_the_database_refuses_to_change_it(place: Establishment, statement: str) -> None:
    buyer = making.client(place, regime="agefiph")
    paid(invoiced(buyer, 1_000))
    certified(place, buyer)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert ObligationCertificate.objects.get().year == 2025


# ---------------------------------------------------------------- refused


def test_it_is_refused_before_the_year_is_over(place: Establishment) -> None:
    buyer = making.client(place, regime="agefiph")
    paid(invoiced(buyer, 1_000))
    refusal = refused("certificate_year_open", lambda: certified(place, buyer, on=date(2025, 12, 31)))
    assert refusal.facts["day"] == date(2026, 1, 1)
    refused("certificate_year_to_come", lambda: certified(place, buyer, 2030))


def test_it_is_refused_for_years_declared_in_units(place: Establishment) -> None:
    refused("certificate_before_2020", lambda: certified(place, making.client(place, regime="agefiph"), 2019))


def test_it_is_refused_to_a_client_without_a_regime(place: Establishment) -> None:
    refused("certificate_regime_missing", lambda: certified(place, making.client(place)))


def test_it_is_refused_when_nothing_was_paid(place: Establishment) -> None:
    buyer = making.client(place, regime="agefiph")
    invoiced(buyer, 1_000)
    refused("certificate_nothing_paid", lambda: certified(place, buyer))


def test_it_is_refused_while_nobody_sells() -> None:
    place = workplace.workplace()
    buyer = making.client(place, regime="agefiph")
    refused("certificate_seller_missing", lambda: certified(place, buyer))
