"""Statements of payments for services at home: payments, days, hours and the worker's number, for private persons."""

from __future__ import annotations

import io
import json
from datetime import date
from importlib import import_module
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from etabli.billing.actions import draft_deposit, issue
from etabli.billing.actions.home import state_home_services
from etabli.billing.models import HomeStatement, Invoice, Seller
from etabli.billing.queries.home import home_clients, home_years
from etabli.core.refusal import Refusal
from etabli.kit.models import AccessLog
from etabli.orders.actions import name_for_client
from etabli.orders.models import Client, OrderLine, Pseudonym
from etabli.production.models import WorkFact
from tests import workplace
from tests.billing import making
from tests.billing.counter import ISSUED, ON, WHO, Counter, text_of

pytestmark = pytest.mark.django_db
AT_HOME: dict[str, Any] = {"text": "Ménage", "unit": "hour", "quantity": 3_000, "unit_price": 250_000}
AT_HOME |= {"category": "services", "nature": "off_site"}


@pytest.fixture
def counter(monkeypatch: pytest.MonkeyPatch) -> Counter:
    monkeypatch.setattr(import_module("etabli.billing.views.home"), "today", lambda: date(2026, 1, 20))
    return Counter()


def person(counter: Counter, code: str = "MARIE", **changes: Any) -> Client:
    nobody = {"siren": "", "siret": "", "vat_number": "", "kind": "individual"}
    return making.client(counter.place, code, name=f"{code} (fictive)", **nobody, **changes)


def billed(counter: Counter, *lines: dict[str, Any], client: Client | None = None) -> Invoice:
    return counter.invoice(*(lines or (AT_HOME,)), client=client or person(counter))


def stated(counter: Counter, year: int = 2025) -> list[HomeStatement]:
    return state_home_services(establishment=counter.place, year=year, on=ON, **WHO)


def worked(line: OrderLine, worker: Any) -> None:
    WorkFact.objects.create(
        establishment=line.establishment,
        subject=worker,
        day_no=20_148,
        half=0,
        minutes=200,
        good=3_000,
        rejected=0,
        order_line=line.pk,
        task=line.pk,
        workshop=line.establishment.workshops.get().pk,
    )


# ---------------------------------------------------------------- what it says


def test_payments_days_hours_and_the_workers_number(counter: Counter) -> None:
    making.seller(counter.place, home_services_basis="Texte choisi par la maison")
    invoice = billed(counter)
    worker = workplace.engage(counter.place, "1", workshop="BLA", last_name="Fictifnom")
    worked(invoice.order.lines.get(), worker)
    name_for_client(client=invoice.client, persons=[worker.pk], **WHO)
    counter.pay(invoice)
    (made,) = stated(counter)
    said = made.payload
    assert said["payments"] == [
        {"day": "2025-04-01", "invoice": invoice.number, "means": "transfer", "cents": 9_000, "part": 9_000}
    ]
    (service,) = said["services"]
    code = Pseudonym.objects.get().code
    assert (service["day"], service["minutes"], service["workers"]) == ("2025-03-01", 180, [code])
    assert (said["paid"], said["minutes"], said["basis"]) == (9_000, 180, "Texte choisi par la maison")
    assert "Fictifnom" not in json.dumps(said)


def test_what_is_not_billed_by_the_hour_counts_the_hours_worked(counter: Counter) -> None:
    invoice = billed(counter, {**AT_HOME, "unit": "visit", "quantity": 3_000})
    worked(invoice.order.lines.get(), workplace.engage(counter.place, "1", workshop="BLA"))
    counter.pay(invoice)
    assert stated(counter)[0].payload["minutes"] == 200


def test_an_invoice_that_bills_other_things_too_counts_in_proportion_to_the_cent(counter: Counter) -> None:
    invoice = billed(counter, AT_HOME, {"unit_price": 3_333, "quantity": 10_000, "category": "goods"})
    for cents in (1_000, 1_001, invoice.payable - 2_001):
        counter.pay(invoice, cents)
    (made,) = stated(counter)
    parts = [row["part"] for row in made.payload["payments"]]
    assert sum(parts) == made.payload["paid"] == 9_000 and parts[0] == round(1_000 * 9_000 / invoice.payable)


def test_a_payment_counts_in_the_year_in_which_it_came(counter: Counter) -> None:
    invoice = billed(counter)
    counter.pay(invoice, 4_000)
    counter.pay(invoice, 5_000, on=date(2026, 1, 5))
    assert stated(counter)[0].payload["paid"] == 4_000
    (row,) = home_years(counter.place, 2026, home_clients(counter.place, 2026))
    assert row.paid == 5_000


def test_what_is_given_back_is_taken_off_and_a_deposit_counts(counter: Counter) -> None:
    buyer = person(counter)
    order = making.order(buyer, AT_HOME)
    deposit = draft_deposit(order=order, cents=3_000, text="Acompte", on=ISSUED, **WHO)
    counter.pay(issue(invoice=deposit, on=ISSUED, **WHO))
    invoice = billed(counter, client=buyer)
    counter.pay(invoice)
    note = making.credited(invoice, on=date(2025, 5, 2))
    counter.pay(note, on=date(2025, 6, 2))
    said = stated(counter)[0].payload
    assert [row["part"] for row in said["payments"]] == [3_600, 9_000, -9_000]
    assert (said["paid"], said["minutes"]) == (3_600, 0)


def test_companies_goods_and_work_in_the_house_have_none(counter: Counter) -> None:
    counter.pay(counter.invoice(AT_HOME))
    counter.pay(billed(counter, {"category": "goods", "nature": "off_site"}))
    counter.pay(billed(counter, {**AT_HOME, "nature": "on_site"}, client=person(counter, "PAUL")))
    billed(counter, client=person(counter, "LINA"))
    assert stated(counter) == []


# ---------------------------------------------------------------- issued, corrected, sealed


def test_a_payment_found_late_makes_a_corrected_one(counter: Counter) -> None:
    invoice = billed(counter)
    counter.pay(invoice, 4_000)
    (first,) = stated(counter)
    assert stated(counter) == []
    counter.pay(invoice, 1_000)
    (second,) = stated(counter)
    assert (second.supersedes, second.payload["supersedes"], second.payload["paid"]) == (first, first.number, 5_000)
    text = text_of(counter.get("home", first.pk))
    assert "was corrected" in text and counter.url("home", second.pk) in text
    assert first.number in text_of(counter.get("home", second.pk))


def test_it_waits_for_the_end_of_the_year_and_for_a_seller(counter: Counter) -> None:
    with pytest.raises(Refusal) as refused:
        stated(counter, 2026)
    assert refused.value.code == "certificate_year_open"
    Seller.objects.all().delete()
    with pytest.raises(Refusal) as refused:
        stated(counter)
    assert refused.value.code == "certificate_seller_missing"


def test_the_database_refuses_to_change_it(counter: Counter) -> None:
    counter.pay(billed(counter))
    stated(counter)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE billing_homestatement SET year = 2024")
    assert HomeStatement.objects.get().year == 2025


# ---------------------------------------------------------------- on screen


def test_all_of_a_year_are_issued_in_one_act_and_kept_as_files(counter: Counter) -> None:
    for code in ("MARIE", "PAUL"):
        counter.pay(billed(counter, client=person(counter, code)))
    text = text_of(counter.get("homes"))
    assert "MARIE (fictive)" in text and "€90.00" in text and "3 h" in text and "To be issued" in text
    text = text_of(counter.post("homes_issue", year="2025", follow=True))
    assert "2 statements are issued." in text and "Issue the statements" not in text
    row = HomeStatement.objects.order_by("pk")[0]
    page = text_of(counter.get("home", row.pk))
    assert row.digest in page and "€90.00" in page and "nothing is written there" in page
    assert row.number in text_of(counter.get("account", row.client_id))
    assert json.loads(counter.get("home_file", row.pk, "json").content)["paid"] == 9_000
    assert AccessLog.objects.get(what="billing.home.file").subjects == [str(row.client_id)]
    pdf = PdfReader(io.BytesIO(counter.get("home_file", row.pk, "pdf").content))
    words = " ".join(page.extract_text() for page in pdf.pages)
    assert row.number in words and "Ménage" in words and "90,00" in words
    assert counter.get("home_file", row.pk, "exe").status_code == 404


def test_a_year_without_services_at_home_says_so(counter: Counter) -> None:
    assert "No service at home was paid" in text_of(counter.get("homes", query="?year=x"))
    assert "not over" in text_of(counter.get("homes", query="?year=2026"))
    assert "is not over" in text_of(counter.post("homes_issue", year="2026", follow=True))


def test_as_many_queries_for_twenty_clients_as_for_one(counter: Counter) -> None:
    counts, browser = [], counter.browser()
    for number in (1, 20):
        for each in range(number):
            counter.pay(billed(counter, client=person(counter, f"C{number}-{each}")))
        with CaptureQueriesContext(connection) as queries:
            browser.get(counter.url("homes") + "?year=2025")
        counts.append(len(queries))
    assert counts[0] == counts[1]
