"""Certificates on screen: a year with all its clients, one certificate and its files, the two computations of the client."""

from __future__ import annotations

import io
import json
from datetime import date
from importlib import import_module
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from etabli.billing.models import ImpactCertificate, ObligationCertificate
from etabli.kit.models import AccessLog
from etabli.orders.models import Client
from etabli.org.models import Establishment
from etabli.org.states import Role
from etabli.production.models import WorkFact
from tests import workplace
from tests.billing import making
from tests.billing.counter import Counter, text_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 1, 20)


@pytest.fixture
def counter(monkeypatch: pytest.MonkeyPatch) -> Counter:
    for name in ("certificates", "impact", "simulating"):
        monkeypatch.setattr(import_module(f"etabli.billing.views.{name}"), "today", lambda: TODAY)
    return Counter()


def paid(counter: Counter, *lines: dict[str, Any], **more: Any) -> Any:
    invoice = counter.invoice(*lines, **more)
    counter.pay(invoice)
    return invoice


# ---------------------------------------------------------------- the year


def test_a_year_shows_what_each_client_paid_and_may_deduct(counter: Counter) -> None:
    paid(counter, {"unit_price": 1_500_000, "costs": [{"category": "raw_materials", "cents": 400_000}]})
    text = text_of(counter.get("certificates", query="?year=2025"))
    for words in ("€15,000.00", "€4,000.00", "€11,000.00", "€3,300.00", "To be issued", "by 15 March 2026"):
        assert words in text
    assert "Issue 1 certificate" in text


def test_all_are_issued_in_one_act_and_those_not_paid_up_are_listed(counter: Counter) -> None:
    paid(counter)
    late = making.client(counter.place, "LATE", name="Retard (fictif)", siren="999000292", regime="fiphfp")
    counter.pay(counter.invoice(client=late), 2_000)
    text = text_of(counter.post("certify", year="2025", follow=True))
    assert "2 certificates are issued." in text and "Issue 1" not in text
    assert ObligationCertificate.objects.count() == 2
    part = text[text.index("Not paid up") :]
    assert "Retard (fictif)" in part and "€100.00 left to pay" in part and "Dupin" not in part


def test_one_that_no_longer_says_what_is_known_is_to_be_corrected(counter: Counter) -> None:
    paid(counter)
    counter.post("certify", year="2025")
    paid(counter)
    assert "To be corrected" in text_of(counter.get("certificates"))
    counter.post("certify", year="2025")
    first, second = ObligationCertificate.objects.order_by("pk")
    assert counter.url("certificate", second.pk) in text_of(counter.get("certificate", first.pk))
    assert "It is kept as it was." in text_of(counter.get("certificate", first.pk))
    assert first.number in text_of(counter.get("certificate", second.pk))


def test_merged_certificates_lead_to_each_other(counter: Counter) -> None:
    other = making.client(counter.place, "B", siret="", siren="552081399", regime="agefiph")
    paid(counter)
    paid(counter, client=other)
    counter.post("certify", year="2025")
    Client.objects.filter(pk=other.pk).update(siren="999000284")
    counter.post("certify", year="2025")
    first, second, made = ObligationCertificate.objects.order_by("pk")
    for old in (first, second):
        assert counter.url("certificate", made.pk) in text_of(counter.get("certificate", old.pk))
        assert old.number in text_of(counter.get("certificate", made.pk))


def test_a_year_of_many_clients_is_read_a_page_at_a_time(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(3):
        row = making.client(counter.place, f"C{number}", siret="", siren=f"55208139{number}", regime="agefiph")
        counter.pay(counter.invoice(client=row), 2_000)
    monkeypatch.setattr("etabli.kit.pagination.LARGEST_SIZE", 2)
    answer = counter.get("certificates", query="?year=2025&page=2")
    assert len(answer.context["rows"]) == 1 and answer.context["waiting"] is None
    text = text_of(answer)
    assert "Issue all certificates that are due" in text and "the others stand on the other pages" in text


def test_as_many_queries_for_twenty_clients_as_for_one(counter: Counter) -> None:
    counts, browser = [], counter.browser()
    for number in (1, 20):
        for each in range(number):
            siren = f"5520{number:02}{each:03}"
            paid(counter, client=making.client(counter.place, siren, siret="", siren=siren, regime="agefiph"))
        with CaptureQueriesContext(connection) as queries:
            browser.get(counter.url("certificates") + "?year=2025")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_workplace_outside_france_has_no_such_page(counter: Counter) -> None:
    Establishment.objects.update(country="BE")
    assert counter.url("certificates") not in text_of(counter.get("invoices"))
    for name in ("certificates", "simulator", "units"):
        assert counter.get(name).status_code == 404


def test_a_year_that_is_not_over_is_shown_and_not_issued(counter: Counter) -> None:
    text = text_of(counter.get("certificates", query="?year=2026"))
    assert "This year is not over" in text and "Issue" not in text.split("Not paid up")[0].split("tabs")[0]
    assert "is not over" in text_of(counter.post("certify", year="2026", follow=True))
    assert not ObligationCertificate.objects.exists()


@pytest.mark.parametrize("year", ["2019", "2031", "x", "20255"])
def test_a_year_that_cannot_be_is_last_year(counter: Counter, year: str) -> None:
    assert counter.get("certificates", query=f"?year={year}").context["year"] == 2025


def test_a_year_without_clients_says_so(counter: Counter) -> None:
    assert "No client to certify for" in text_of(counter.get("certificates"))


# ---------------------------------------------------------------- one certificate


def test_a_certificate_shows_what_was_sealed_and_is_kept_as_pdf_and_json(counter: Counter) -> None:
    paid(counter, {"unit_price": 1_500_000, "costs": [{"category": "raw_materials", "cents": 400_000}]})
    counter.post("certify", year="2025")
    row = ObligationCertificate.objects.get()
    text = text_of(counter.get("certificate", row.pk))
    assert row.digest in text and "€3,300.00" in text and "99900028400011" in text and "D5212-22" in text
    said = json.loads(counter.get("certificate_file", row.pk, "json").content)
    assert (said["deduction"], said["digest"]) == (330_000, row.digest)
    pdf = counter.get("certificate_file", row.pk, "pdf")
    assert row.number in PdfReader(io.BytesIO(pdf.content)).pages[0].extract_text()
    assert counter.get("certificate_file", row.pk, "exe").status_code == 404


def test_only_those_who_sell_see_certificates(counter: Counter) -> None:
    paid(counter)
    counter.post("certify", year="2025")
    key = ObligationCertificate.objects.get().pk
    for role in (Role.INSTRUCTOR, Role.EDUCATOR, Role.HEAD_OF_SERVICE):
        assert counter.get("certificate", key, role=role).status_code == 404
        assert counter.post("certify", year="2025", role=role).status_code == 404


# ---------------------------------------------------------------- impact


def worked(counter: Counter, invoice: Any, people: int) -> None:
    line = invoice.lines.get().order_line
    for number in range(1, people + 1):
        WorkFact.objects.create(
            establishment=counter.place,
            subject=workplace.engage(counter.place, str(number), workshop="BLA"),
            day_no=20_148,
            half=0,
            minutes=90,
            good=0,
            rejected=0,
            order_line=line.pk,
            task=line.pk,
            workshop=counter.place.workshops.get().pk,
        )


def test_a_certificate_of_impact_is_issued_from_the_page_of_an_invoice(counter: Counter) -> None:
    invoice = counter.invoice()
    worked(counter, invoice, 5)
    answer = counter.post("impact_of_invoice", invoice.pk)
    row = ImpactCertificate.objects.get()
    assert answer["Location"] == counter.url("impact", row.pk)
    text = text_of(counter.get("impact", row.pk))
    assert "7 h 30" in text and "People who took part" in text and row.digest in text
    assert row.number in text_of(counter.get("impacts"))
    assert json.loads(counter.get("impact_file", row.pk, "json").content)["people"] == 5
    assert counter.get("impact_file", row.pk, "pdf").content.startswith(b"%PDF")
    assert counter.get("impact_file", row.pk, "exe").status_code == 404
    assert not AccessLog.objects.filter(what="billing.impact.file").exists()
    Client.objects.filter(pk=row.client_id).update(kind="individual")
    counter.get("impact_file", row.pk, "json")
    log = AccessLog.objects.get(what="billing.impact.file")
    assert (log.table_name, log.subjects) == ("orders_client", [str(row.client_id)])


def test_a_certificate_of_impact_without_work_is_refused(counter: Counter) -> None:
    invoice = counter.invoice()
    assert "No work was written down" in text_of(counter.post("impact_of_invoice", invoice.pk, follow=True))
    assert "No certificate yet" in text_of(counter.get("impacts"))


def test_a_certificate_of_impact_of_a_year(counter: Counter) -> None:
    worked(counter, counter.invoice(), 3)
    refused = counter.post("impact_add", client=counter.client.pk, year="2026")
    assert "is not over" in text_of(refused) and refused.context["form"]["year"].value() == "2026"
    counter.post("impact_add", client=counter.client.pk, year="2025")
    row = ImpactCertificate.objects.get()
    assert (row.year, row.payload["people"]) == (2025, None)
    assert "not told" in text_of(counter.get("impact", row.pk))


def test_a_certificate_about_too_few_tells_nothing_and_says_what_to_do(counter: Counter) -> None:
    invoice = counter.invoice()
    worked(counter, invoice, 4)
    counter.post("impact_of_invoice", invoice.pk)
    row = ImpactCertificate.objects.get()
    text = text_of(counter.get("impact", row.pk))
    assert "fewer than 5 people" in text and "Certify the whole year" in text and "6 h" not in text
    pdf = PdfReader(io.BytesIO(counter.get("impact_file", row.pk, "pdf").content))
    assert "6 h" not in "".join(page.extract_text() for page in pdf.pages)


# ---------------------------------------------------------------- the client's own computations


def test_the_simulator_is_labelled_as_the_clients_and_gives_the_worked_case(counter: Counter) -> None:
    query = "?headcount=100&employed=2&wage=11.88&deduction=15000"
    text = text_of(counter.get("simulator", query=query))
    assert "It is the computation of the client" in text
    for words in ("€19,008.00", "Cap: 50% of the gross contribution", "€9,504.00"):
        assert words in text


def test_the_simulator_takes_the_deduction_of_a_certificate_and_the_minimum_wage(counter: Counter) -> None:
    initial = counter.get("simulator", query="?cents=330000").context["form"].initial
    assert initial["deduction"] == 330_000 and initial["wage"] == 1188
    assert counter.get("simulator", query="?cents=-1").context["form"].initial["deduction"] is None


def test_the_simulator_says_what_it_cannot_read(counter: Counter) -> None:
    answer = counter.get("simulator", query="?headcount=many&employed=&wage=0&deduction=1")
    assert set(answer.context["form"].errors) == {"headcount", "employed", "wage"}


@pytest.mark.parametrize(("nature", "units"), [("work", "0.5688"), ("secondment", "0.7110")])
def test_the_historical_unit_of_the_worked_cases(counter: Counter, nature: str, units: str) -> None:
    query = f"?year=2017&price=15000&costs=4000&wage=9.67&nature={nature}"
    assert units in text_of(counter.get("units", query=query))


def test_there_are_no_units_after_2019(counter: Counter) -> None:
    answer = counter.get("units", query="?year=2020&price=1&wage=9.67&nature=work")
    assert "year" in answer.context["form"].errors


# ---------------------------------------------------------------- the seller


def test_who_sells_is_written_by_the_administration_and_read_by_sales(counter: Counter) -> None:
    form = counter.get("seller_edit", role=Role.ADMINISTRATION).context["form"]
    data = {name: value for name, value in form.initial.items() if value not in (None, False)}
    data |= {"recovery_fee": "40", "iban": "FR76 3000 6000 0112 3456 7890 189", "town": "Voiron"}
    answer = counter.post("seller_edit", role=Role.ADMINISTRATION, follow=True, **data)
    assert "The seller is saved." in text_of(answer)
    assert "Voiron" in text_of(counter.get("seller")) and "€40.00" in text_of(counter.get("seller"))
    wrong = counter.post("seller_edit", role=Role.ADMINISTRATION, **{**data, "iban": "FR00"})
    assert "iban" in wrong.context["form"].errors and wrong.context["form"]["town"].value() == "Voiron"
    assert counter.get("seller_edit").status_code == 404


def test_a_series_that_gave_numbers_keeps_its_prefix(counter: Counter) -> None:
    counter.post("series_add", role=Role.DIRECTOR, code="G", prefix="G{year}-", digits="5", active="on")
    assert "G{year}-" in text_of(counter.get("seller"))
    series = counter.invoice().series
    data = {"code": series.code, "prefix": "X{year}-", "digits": "4", "active": "on"}
    refused = counter.post("series", series.pk, role=Role.DIRECTOR, **data)
    assert "prefix" in refused.context["form"].errors
    assert "last number 1" in text_of(counter.get("seller"))
