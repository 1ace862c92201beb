"""`etabli certificate` and the documents it writes."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override
from pypdf import PdfReader

from etabli.billing.models import ImpactCertificate, ObligationCertificate
from etabli.core.refusal import Refusal
from etabli.kit.models import AccessLog
from etabli.orders.models import Client
from tests import workplace
from tests.billing import making
from tests.billing.certifying import invoiced, paid
from tests.billing.test_certificates_impact import billed, ordered, team, worked

pytestmark = pytest.mark.django_db


@pytest.fixture
def buyer(monkeypatch: pytest.MonkeyPatch) -> Client:
    place = workplace.workplace(workshops=(workplace.org.WorkshopSpec("BLA", "Blanchisserie"),))
    making.seller(place)
    monkeypatch.setattr("etabli.billing.management.commands.certificate.today", lambda: date(2026, 1, 20))
    return making.client(place, regime="agefiph")


def run(*arguments: str, **options: Any) -> str:
    out = io.StringIO()
    with override("en"):
        call_command("certificate", *arguments, stdout=out, **options)
    return out.getvalue()


def test_it_issues_the_certificate_and_prints_it(buyer: Client) -> None:
    paid(invoiced(buyer, 1_500_000, {"raw_materials": 400_000}))
    said = json.loads(run("oeth", "--client", "DUPIN", "--year", "2025", "--json"))
    assert (said["number"], said["price"], said["labour"], said["deduction"]) == (
        "E2026-0001",
        1_500_000,
        1_100_000,
        330_000,
    )
    assert said["digest"] == ObligationCertificate.objects.get().digest
    text = run("oeth", "--client", "DUPIN", "--year", "2025", "--establishment", workplace.NUMBER)
    assert "€3,300.00" in text and ObligationCertificate.objects.count() == 1


def test_it_writes_a_tagged_pdf_in_the_language_of_the_client(buyer: Client, tmp_path: Path) -> None:
    paid(invoiced(buyer, 1_500_000, {"raw_materials": 400_000}))
    file = tmp_path / "certificate.pdf"
    run("oeth", "--client", "DUPIN", "--year", "2025", "--out", str(file))
    document = PdfReader(file)
    text = "".join(page.extract_text() for page in document.pages)
    catalogue = document.trailer["/Root"]
    assert catalogue["/MarkInfo"]["/Marked"] and catalogue["/Lang"] == "fr"
    assert "E2026-0001" in text and "999000284" in text and "D5212-7" in text


def test_a_year_that_is_not_over_is_shown_and_not_issued(buyer: Client) -> None:
    paid(invoiced(buyer, 1_000, on=date(2026, 1, 5)), on=date(2026, 1, 10))
    said = json.loads(run("oeth", "--client", "DUPIN", "--year", "2026", "--json"))
    assert (said["number"], said["provisional"], said["deduction"]) == (None, True, 300)
    assert "Provisional" in run("oeth", "--client", "DUPIN", "--year", "2026")
    assert not ObligationCertificate.objects.exists()


def test_impact_of_a_year_and_of_an_invoice(buyer: Client, tmp_path: Path) -> None:
    line = ordered(buyer, trade="Blanchisserie")
    worked(line, team(buyer.establishment, 5))
    invoice = billed(buyer, line)
    said = json.loads(run("impact", "--client", "DUPIN", "--invoice", str(invoice.number), "--json"))
    assert (said["minutes"], said["people"], said["invoice"]) == (300, 5, invoice.number)
    file = tmp_path / "impact.pdf"
    assert "Hours worked: 5\u00a0h" in run("impact", "--client", "DUPIN", "--year", "2025", "--out", str(file))
    assert "Blanchisserie" in PdfReader(file).pages[0].extract_text()
    assert ImpactCertificate.objects.count() == 2
    assert not AccessLog.objects.exists()
    Client.objects.filter(pk=buyer.pk).update(kind="individual")
    run("impact", "--client", "DUPIN", "--year", "2025", "--out", str(file))
    assert AccessLog.objects.get().subjects == [str(buyer.pk)]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("oeth", "--client", "DUPIN", "--year", "2025", "--establishment", "999999999"), "establishment_unknown"),
        (("oeth", "--client", "NOBODY", "--year", "2025"), "certificate_client_unknown"),
        (("oeth", "--client", "DUPIN", "--year", "2025"), "certificate_nothing_paid"),
        (("impact", "--client", "DUPIN", "--year", "2026"), "impact_year_open"),
        (("impact", "--client", "DUPIN", "--invoice", "F1"), "invoice_unknown"),
    ],
)
def test_it_says_no(buyer: Client, arguments: tuple[str, ...], code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        run(*arguments)
    assert refusal.value.code == code


def test_two_establishments_with_that_code_are_told_apart(buyer: Client) -> None:
    other = workplace.workplace(finess=workplace.OTHER_NUMBER, name="Ailleurs")
    making.client(other)
    with pytest.raises(Refusal) as refusal:
        run("oeth", "--client", "DUPIN", "--year", "2025")
    assert refusal.value.code == "establishment_needed"


def test_an_obligation_is_of_a_year(buyer: Client) -> None:
    with pytest.raises(CommandError) as stopped:
        run("oeth", "--client", "DUPIN", "--invoice", "F1")
    assert "--year" in str(stopped.value)
