"""Issue: numbers without gap, copies of seller and buyer, the refusals of the law, credit notes."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from etabli.billing import actions, rules
from etabli.billing.models import Invoice, InvoiceLineCost, Seller, Series
from etabli.billing.queries import lines_of, missing_numbers, unbilled
from etabli.billing.snapshots import digest_of
from etabli.billing.wording import SENTENCES
from etabli.core.refusal import Refusal
from tests.billing import making
from tests.waiting import LIMIT, at_once

JANUARY, DECEMBER = date(2026, 1, 12), date(2025, 12, 30)
ISSUERS = 20


@pytest.mark.django_db
def test_numbers_follow_each_other_by_year_and_kind() -> None:
    place = making.house()
    buyer = making.client(place)
    numbers = [making.sold(place, buyer=buyer, on=day).number for day in (DECEMBER, DECEMBER, JANUARY)]
    assert numbers == ["F2025-0001", "F2025-0002", "F2026-0001"]
    assert making.credited(making.sold(place, buyer=buyer)).number == "A2026-0001"
    assert missing_numbers(place) == []


@pytest.mark.django_db
def test_each_establishment_has_its_own_numbers() -> None:
    first, second = making.house(), making.house(finess="990000010", name="Les Ormes")
    assert [making.sold(place).number for place in (first, second)] == ["F2026-0001", "F2026-0001"]


@pytest.mark.django_db
def test_numbers_follow_the_days() -> None:
    place = making.house()
    buyer = making.client(place)
    making.sold(place, buyer=buyer)
    with pytest.raises(Refusal) as refused:
        making.sold(place, buyer=buyer, on=date(2026, 1, 11))
    assert refused.value.code == "issued_out_of_order"
    with pytest.raises(Refusal):
        making.sold(place, buyer=buyer, on=DECEMBER)


@pytest.mark.django_db
def test_a_series_without_a_year_goes_on() -> None:
    place = making.house()
    spec = actions.SeriesSpec("N", "FAC-", 5)
    actions.save_series(establishment=place, spec=spec, by=None, at=making.AT)
    buyer = making.client(place)
    numbers = [making.sold(place, buyer=buyer, on=day).number for day in (DECEMBER, JANUARY)]
    assert numbers == ["FAC-00001", "FAC-00002"]
    with pytest.raises(Refusal) as refused:
        changed = actions.SeriesSpec("N", "X-", 5)
        actions.save_series(
            establishment=place, spec=changed, series=Series.objects.get(code="N"), by=None, at=making.AT
        )
    assert refused.value.code == "series_in_use"


@pytest.mark.parametrize(
    ("prefix", "digits", "code"),
    [
        ("", 4, "series_prefix_wrong"),
        ("F {year}", 4, "series_prefix_wrong"),
        ("F{month}-", 4, "series_prefix_wrong"),
        ("{year}{year}", 4, "series_prefix_wrong"),
        ("F-", 0, "series_digits_wrong"),
        ("F" * 28, 9, "series_digits_wrong"),
    ],
)
def test_a_series_that_does_not_hold_is_refused(prefix: str, digits: int, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        rules.check_series(prefix, digits)
    assert refused.value.code == code


@pytest.mark.django_db
def test_what_is_issued_keeps_seller_and_buyer_as_they_were() -> None:
    place = making.house()
    buyer = making.client(place, payment_days=45, payment_end_of_month=True)
    invoice = making.sold(place, buyer=buyer)
    assert invoice.due_on == date(2026, 2, 28)
    making.seller(place, legal_name="Autre nom")
    buyer.name = "Autre client"
    buyer.save()
    again = Invoice.objects.get(pk=invoice.pk)
    assert again.seller["legal_name"] == "Association Les Tilleuls (fictive)"
    assert again.buyer["name"] == "Ateliers Dupin (fictif)" and again.buyer["address"]["town"] == "Lyon"
    assert again.vat == [
        {"category": "S", "rate": 2000, "reason": "", "reason_code": "", "taxable": 10_000, "tax": 2_000}
    ]
    assert again.digest == digest_of(again, lines_of(again)) and len(again.digest) == 64


@pytest.mark.django_db
def test_the_digest_is_of_every_word_and_amount() -> None:
    invoice = making.sold(making.house())
    lines = lines_of(invoice)
    lines[0].text += "!"
    assert digest_of(invoice, lines) != invoice.digest
    invoice.net += 1
    assert digest_of(invoice, lines_of(invoice)) != invoice.digest


@pytest.mark.django_db
def test_a_draft_is_issued_once() -> None:
    place = making.house()
    order = making.order(making.client(place))
    making.deliver(order)
    draft = making.draft(order)
    actions.issue(invoice=draft, on=making.DAY, by=None, at=making.AT)
    with pytest.raises(Refusal) as refused:
        actions.issue(invoice=draft, on=making.DAY, by=None, at=making.AT)
    assert refused.value.code == "invoice_sealed"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("seller", "buyer", "line", "code"),
    [
        (None, {}, {}, "seller_missing"),
        ({"street": ""}, {}, {}, "seller_address_missing"),
        ({"siren": ""}, {}, {}, "seller_siren_missing"),
        ({"vat_number": ""}, {}, {}, "seller_vat_missing"),
        ({"late_rate": ""}, {}, {}, "seller_terms_missing"),
        ({"recovery_fee": 0}, {}, {}, "seller_terms_missing"),
        ({}, {"siren": "", "siret": ""}, {}, "buyer_siren_missing"),
        ({}, {"vat_number": ""}, {"category": "AE"}, "buyer_vat_missing"),
    ],
)
def test_an_invoice_without_what_the_law_wants_is_refused(
    seller: dict[str, Any] | None, buyer: dict[str, Any], line: dict[str, Any], code: str
) -> None:
    place = making.house()
    if seller is None:
        Seller.objects.all().delete()
    else:
        making.seller(place, **seller)
    wanted = {"vat": making.vat(place, line["category"], 0)} if line else {}
    with pytest.raises(Refusal) as refused:
        making.sold(place, wanted, buyer=making.client(place, **buyer))
    assert refused.value.code == code
    assert not Series.objects.filter(years__last__gt=0).exists()


@pytest.mark.django_db
def test_a_client_without_an_address_is_refused() -> None:
    place = making.house()
    buyer = making.client(place)
    buyer.addresses.all().delete()
    with pytest.raises(Refusal) as refused:
        making.sold(place, buyer=buyer)
    assert refused.value.code == "buyer_address_missing"


@pytest.mark.django_db
def test_an_exempt_seller_needs_no_vat_number_and_a_private_person_no_siren_nor_terms() -> None:
    place = making.house()
    making.seller(place, vat_number="", late_rate="", recovery_fee=0)
    buyer = making.client(place, kind="individual", siret="", siren="", vat_number="")
    invoice = making.sold(place, {"vat": making.vat(place, "E", 0)}, buyer=buyer)
    assert (invoice.tax, invoice.gross) == (0, 10_000)


# ---------------------------------------------------------------- credit notes


@pytest.mark.django_db
def test_a_credit_note_by_line_says_what_and_why() -> None:
    place = making.house()
    costs = ({"category": "products", "cents": 1_000},)
    invoice = making.sold(place, {"costs": costs}, {"text": "Port", "unit_price": 2_500})
    line = invoice.lines.get(position=1)
    note = making.credited(invoice, {line.pk: 30_000}, reason="Humidité")
    assert (note.corrects, note.reason, note.net, note.tax, note.payable) == (invoice, "Humidité", -3_000, -600, -3_600)
    assert [row.quantity for row in note.lines.all()] == [-30_000]
    assert [cost.cents for cost in InvoiceLineCost.objects.filter(line__invoice=note)] == [-300]
    assert unbilled(place) == []


@pytest.mark.django_db
def test_no_more_is_credited_than_was_billed() -> None:
    invoice = making.sold(making.house())
    line = invoice.lines.get()
    making.credited(invoice, {line.pk: 60_000})
    with pytest.raises(Refusal) as refused:
        making.credited(invoice, {line.pk: 50_000})
    assert refused.value.code == "credit_exceeds"
    rest = making.credited(invoice)
    assert rest.net == -4_000
    with pytest.raises(Refusal) as nothing:
        making.credited(invoice)
    assert nothing.value.code == "nothing_to_bill"


@pytest.mark.django_db
def test_what_is_credited_to_be_billed_anew_is_unbilled_once_it_is_issued() -> None:
    place = making.house()
    invoice = making.sold(place)
    draft = actions.credit(invoice=invoice, reason="Mauvais prix", rebill=True, on=making.DAY, by=None, at=making.AT)
    assert unbilled(place) == []
    actions.issue(invoice=draft, on=making.DAY, by=None, at=making.AT)
    assert [row.quantity for row in unbilled(place)] == [100_000]


@pytest.mark.django_db
@pytest.mark.parametrize(("reason", "code"), [("  ", "credit_reason_missing")])
def test_a_credit_note_without_a_reason_is_refused(reason: str, code: str) -> None:
    invoice = making.sold(making.house())
    with pytest.raises(Refusal) as refused:
        making.credited(invoice, reason=reason)
    assert refused.value.code == code


@pytest.mark.django_db
def test_a_credit_note_and_a_draft_are_not_credited() -> None:
    place = making.house()
    note = making.credited(making.sold(place))
    with pytest.raises(Refusal) as refused:
        making.credited(note)
    assert refused.value.code == "credit_of_credit"
    order = making.order(making.client(place, "AUTRE"))
    making.deliver(order)
    with pytest.raises(Refusal) as draft:
        making.credited(making.draft(order))
    assert draft.value.code == "invoice_not_issued"


class Credits(TestCase):
    """Whatever is credited in whatever parts, the whole leaves no cent: neither of price nor of cost."""

    @settings(max_examples=15)
    @given(st.integers(1, 40), st.integers(1, 900), st.integers(0, 50), st.lists(st.integers(1, 20), max_size=3))
    def test_parts_sum_to_the_invoice(self, units: int, price: int, cost: int, parts: list[int]) -> None:
        place = making.house()
        line = {"quantity": units * 1000, "unit_price": price, "costs": ({"category": "products", "cents": cost},)}
        invoice = making.sold(place, line)
        key, left, notes = invoice.lines.get().pk, units, []
        for part in parts:
            if left > part:
                notes.append(making.credited(invoice, {key: part * 1000}))
                left -= part
        notes.append(making.credited(invoice))
        assert sum(note.net for note in notes) == -invoice.net
        costs = InvoiceLineCost.objects.filter(line__invoice__in=[invoice, *notes])
        assert sum(costs.values_list("cents", flat=True)) == 0


# ---------------------------------------------------------------- twenty at once


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_twenty_who_issue_at_once_leave_no_gap() -> None:
    """A quarter of the drafts cannot be issued: their numbers are not lost."""
    place = making.house()
    good, bad = making.client(place, "GOOD"), making.client(place, "BAD", siren="", siret="")
    drafts = []
    for number in range(ISSUERS):
        order = making.order(bad if number % 4 == 3 else good)
        making.deliver(order)
        drafts.append(making.draft(order))
    answers: list[str] = []
    start = threading.Barrier(ISSUERS)

    def work(draft: Invoice) -> None:
        try:
            start.wait(LIMIT)
            answers.append(actions.issue(invoice=draft, on=making.DAY, by=None, at=making.AT).number or "")
        except Refusal as refusal:
            answers.append(refusal.code)
        finally:
            connection.close()

    at_once(partial(work, draft) for draft in drafts)
    count = ISSUERS - ISSUERS // 4
    wanted = Counter({f"F2026-{number:04}": 1 for number in range(1, count + 1)})
    assert Counter(answers) == wanted + Counter({"buyer_siren_missing": ISSUERS // 4})
    assert missing_numbers(place) == []


# ---------------------------------------------------------------- days


@pytest.mark.django_db
def test_an_invoice_is_issued_neither_before_its_deliveries_nor_on_a_day_to_come() -> None:
    place = making.house()
    order = making.order(making.client(place))
    making.deliver(order, on=date(2026, 2, 10))
    draft = making.draft(order)
    for day, code in ((date(2026, 2, 9), "issued_before_delivery"), (date(2026, 3, 3), "day_to_come")):
        with pytest.raises(Refusal) as refused:
            actions.issue(invoice=draft, on=day, by=None, at=making.AT)
        assert refused.value.code == code
    assert actions.issue(invoice=draft, on=date(2026, 2, 10), by=None, at=making.AT).number == "F2026-0001"


@pytest.mark.django_db
def test_a_deposit_is_issued_before_anything_is_delivered() -> None:
    place = making.house()
    order = making.order(making.client(place))
    draft = actions.draft_deposit(order=order, cents=1_000, text="Acompte", on=making.DAY, by=None, at=making.AT)
    making.deliver(order, on=date(2026, 2, 10))
    assert actions.issue(invoice=draft, on=making.DAY, by=None, at=making.AT).number


# ---------------------------------------------------------------- series that meet


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("spec", "other"),
    [
        (actions.SeriesSpec("B", "F1", 4), actions.SeriesSpec("N", "F", 5)),
        (actions.SeriesSpec("B", "F2026-", 4), actions.SeriesSpec("N", "F{year}-", 4)),
        (actions.SeriesSpec("B", "X{year}", 1), actions.SeriesSpec("N", "X20", 3)),
    ],
)
def test_two_series_never_give_the_same_number(spec: actions.SeriesSpec, other: actions.SeriesSpec) -> None:
    place = making.house()
    made = actions.save_series(establishment=place, spec=other, by=None, at=making.AT)
    with pytest.raises(Refusal) as refused:
        actions.save_series(establishment=place, spec=spec, by=None, at=making.AT)
    assert (refused.value.code, refused.value.facts["prefix"]) == ("series_coincide", other.prefix)
    assert other.prefix in str(SENTENCES["series_coincide"]) % refused.value.facts
    unused = actions.SeriesSpec(other.code, other.prefix, other.digits, active=False)
    assert not actions.save_series(establishment=place, spec=unused, series=made, by=None, at=making.AT).active


@pytest.mark.django_db
@pytest.mark.parametrize(("code", "prefix"), [("B", "A{year}-"), ("B", "A2026-"), ("A", "B{year}-")])
def test_the_numbers_of_credit_notes_are_kept_until_they_have_a_series(code: str, prefix: str) -> None:
    place = making.house()
    spec = actions.SeriesSpec(code, prefix)
    with pytest.raises(Refusal) as refused:
        actions.save_series(establishment=place, spec=spec, by=None, at=making.AT)
    assert refused.value.code == "series_kept"
    assert "A{year}-" in str(SENTENCES["series_kept"]) % refused.value.facts
    own = actions.SeriesSpec("Z", "Z{year}-", credit_notes=True)
    actions.save_series(establishment=place, spec=own, by=None, at=making.AT)
    assert actions.save_series(establishment=place, spec=spec, by=None, at=making.AT).code == code


_PREFIXES = st.text("F1-", min_size=1, max_size=3)


@given(_PREFIXES, st.integers(1, 2), _PREFIXES, st.integers(1, 2))
def test_numbers_that_coincide_are_foreseen(one: str, digits: int, other: str, other_digits: int) -> None:
    """Numbers up to 1,199 meet all that prefixes of three signs at most leave open."""
    first = {rules.number_in(one, 0, sequence, digits) for sequence in range(1, 1_200)}
    second = {rules.number_in(other, 0, sequence, other_digits) for sequence in range(1, 1_200)}
    assert rules.may_coincide(one, digits, other, other_digits) == bool(first & second)
    assert rules.may_coincide(other, other_digits, one, digits) == bool(first & second)
