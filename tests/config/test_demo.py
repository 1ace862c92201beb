"""The demo workplace: the example of ANDICAT comes out of its people and days, and loading it again changes nothing."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
from datetime import UTC, date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import translation

from etabli.attendance.models import Entry
from etabli.billing.einvoice.writing import document_of
from etabli.billing.models import Invoice, Payment
from etabli.billing.queries import unbilled
from etabli.billing.states import InvoiceState
from etabli.config.demo import loading
from etabli.config.demo.people import HOUSES, VARLOPE
from etabli.core.periods import Period
from etabli.core.refusal import Refusal
from etabli.cpom.models import Objective
from etabli.indicators.queries import figures, scope_of
from etabli.kit.models import JournalRow
from etabli.kit.wording import sentence
from etabli.org.models import Establishment, User
from etabli.pathways.models import ExitFact, Placement
from etabli.production.models import RefusedOperation, WorkFact
from etabli.support.models import RefusedObservation
from etabli.surveys.satisfaction.models import SatisfactionAnswer
from etabli.tablet.bundle import bundle_of
from etabli.tablet.models import EnrolmentCode
from tests.billing.schematron import failures
from tests.billing.test_einvoice import in_all_formats
from tests.waiting import LIMIT
from tests.workplace import workplace

AT = datetime(2026, 1, 9, 8, 0, tzinfo=UTC)
YEAR = Period(date(2025, 1, 1), date(2026, 1, 1))


@pytest.mark.slow
@pytest.mark.django_db
def test_the_example_of_andicat_comes_out_and_a_second_start_loads_nothing(tmp_path: Path, settings: Any) -> None:
    settings.HOME = tmp_path
    (tmp_path / "keys").mkdir()
    months: list[int] = []
    loading.load(at=AT, home=tmp_path, advance=months.append)
    assert len(months) == loading.steps(AT) == 13 * len(HOUSES)

    house = Establishment.objects.get(finess=VARLOPE.finess)
    values = {figure.definition.code: figure.value for figure in figures(scope_of(house), YEAR)}
    assert values["headcount"] == 108
    assert values["fte"] == pytest.approx(90)
    assert values["blended_occupancy_rate"] == pytest.approx(0.99)
    assert values["theoretical_days"] == 22_500
    assert values["blended_days"] == pytest.approx(22_275)
    assert 0.6 < values["paid_hours_activity_rate"] < 1

    check_floor(house)
    check_sales(house)
    check_invoices(tmp_path)
    check_pathways(house, values)
    call_command("demo", "--no-serve", "--json", stdout=StringIO())
    before = Entry.objects.count(), JournalRow.objects.count()
    out = StringIO()
    call_command("demo", "--no-serve", "--json", stdout=out)
    assert [login["username"] for login in json.loads(out.getvalue())["logins"]] == [
        name for name, _, _ in loading.LOGINS
    ]
    assert (Entry.objects.count(), JournalRow.objects.count()) == before
    tablet = json.loads(out.getvalue())["tablet"]
    assert tablet["address"].endswith("/tablet/enrol") and tablet["username"] == "monitrice"
    assert EnrolmentCode.objects.get().user.username == tablet["other"] and len(tablet["code"]) == 9


def check_pathways(house: Establishment, values: dict[str, Any]) -> None:
    """Something of every device that a workplace meets, exits that are told and one that is not, and a contract with targets."""
    devices = set(Placement.objects.filter(establishment=house).values_list("device", flat=True))
    assert devices >= {"mispe", "pmsmp", "internship", "mad_individual", "service", "job"}
    told = ExitFact.objects.filter(establishment=house).values_list("destination", flat=True)
    assert set(told) == {"private", "retirement", "unknown"}
    assert 0 < values["exit_rate_ordinary_permanent"] < values["inclusion_rate"] < 0.2
    assert Objective.objects.filter(contract__establishment=house).count() == 4
    assert SatisfactionAnswer.objects.filter(campaign__establishment=house).count() == 61


def check_floor(house: Establishment) -> None:
    """There is something of everything on the tablet, and nothing of it was refused."""
    assert WorkFact.objects.filter(establishment=house, minutes__gt=0).count() > 300
    assert RefusedOperation.objects.count() == RefusedObservation.objects.count() == 0
    bundle = bundle_of(User.objects.get(username="monitrice"), house, today=AT.date(), at=AT)
    empty = [name for name, value in bundle.items() if value in ([], {}) and name != "closed_months"]
    assert empty == []
    cards = [row["card"] for row in bundle["people"]]
    assert all(any(card[part] for card in cards) for part in ("restrictions", "certifications", "goals"))


def check_sales(house: Establishment) -> None:
    """A year of invoices in one series, most of them paid, work on order lines, and something to bill."""
    issued = Invoice.objects.filter(establishment=house, state="issued").order_by("issued_on", "sequence")
    by_year = {year: [row.sequence for row in issued if row.year == year] for year in (2025, 2026)}
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in by_year.values())
    assert len(by_year[2025]) >= 11 and len(by_year[2026]) >= 2
    assert Payment.objects.filter(invoice__establishment=house).count() >= 9
    assert WorkFact.objects.filter(establishment=house, minutes__gt=0, order_line__isnull=False).exists()
    assert unbilled(house)


@pytest.mark.django_db
def check_invoices(folder: Path) -> None:
    """Every invoice of the demo passes the rules of EN 16931 and of France, and of Peppol where its client is there."""
    issued = Invoice.objects.filter(state=InvoiceState.ISSUED)
    asked = [row for invoice in issued for row in in_all_formats(invoice.number, document_of(invoice))]
    found = failures(asked, folder)
    assert len(found) == len(asked) > 0
    assert {name: rules for name, rules in found.items() if rules} == {}


@pytest.mark.django_db
def test_it_is_not_loaded_beside_a_real_workplace(tmp_path: Path) -> None:
    workplace()
    with pytest.raises(Refusal) as refused:
        loading.check_empty()
    assert refused.value.code == "demo_beside_others"


@pytest.mark.django_db
def test_a_port_that_is_taken_is_told_before_anything_is_loaded_or_printed() -> None:
    out = StringIO()
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(Refusal) as refused:
            call_command("demo", port=port, stdout=out)
    with translation.override("en"):
        told = sentence(refused.value)
    assert f"Port {port} is taken" in told and f"make demo PORT={port + 1}" in told
    assert (out.getvalue(), Establishment.objects.exists()) == ("", False)


def test_make_takes_another_port() -> None:
    make = shutil.which("make")
    assert make is not None
    command = [make, "-n", "-o", "setup", "demo", "PORT=8123"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=LIMIT)  # noqa: S603
    assert "etabli demo --port 8123" in done.stdout
