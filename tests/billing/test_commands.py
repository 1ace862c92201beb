"""`etabli invoice` and `etabli payment`, and what is left of an issue that was killed."""

from __future__ import annotations

import csv
import json
import shutil
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from etabli.billing.models import Invoice
from etabli.core.refusal import Refusal
from etabli.kit.models import AccessLog
from tests.billing import making
from tests.faults.conftest import SQLITE_ONLY, House, made
from tests.waiting import answers_of, kill

__all__ = ["made"]  # the fixture of `house` below


def run(*words: str) -> Any:
    out = StringIO()
    call_command(*words, "--json", stdout=out)
    return json.loads(out.getvalue())


@pytest.mark.django_db
def test_an_order_is_issued_paid_and_exported(tmp_path: Path) -> None:
    place = making.house()
    order = making.order(making.client(place))
    making.deliver(order, 60_000)
    (issued,) = run("invoice", "issue", "--order", order.number, "--on", "2026-01-12")["invoices"]
    assert (issued["number"], issued["net"], issued["tax"], issued["payable"]) == ("F2026-0001", 6_000, 1_200, 7_200)
    assert issued["lines"][0]["order_line"] == f"{order.number}/1" and issued["lines"][0]["quantity"] == 60_000
    paid = run("payment", "record", "F2026-0001", "--on", "2026-02-01", "--cents", "5000")
    assert (paid["left"], paid["settlement"]) == (2_200, "partly")
    for form, start in (("facturx", b"%PDF"), ("cii", b"<?xml"), ("ubl", b"<?xml")):
        path = tmp_path / form
        answer = run("invoice", "export", "F2026-0001", "--format", form, "--out", str(path))
        assert path.read_bytes().startswith(start) and answer["bytes"] == path.stat().st_size
    making.deliver(order, 40_000)
    (rest,) = run("invoice", "issue", "--order", order.number, "--on", "2026-01-13", "--establishment", place.finess)[
        "invoices"
    ]
    assert (rest["number"], rest["net"]) == ("F2026-0002", 4_000)


@pytest.mark.django_db
def test_the_journal_is_written_for_the_books(tmp_path: Path) -> None:
    invoice = making.sold(making.house())
    path = tmp_path / "journal.csv"
    words = ("--from", "2026-01-01", "--to", "2026-02-01", "--out", str(path))
    answer = run("invoice", "journal", "--establishment", invoice.establishment.finess, *words)
    rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines(), delimiter=";"))
    assert answer["lines"] == len(rows) - 1 == 3
    assert rows[0][:3] == ["JournalCode", "JournalLib", "EcritureNum"] and rows[1][2] == "F2026-0001"


@pytest.mark.django_db
def test_what_names_a_private_person_is_logged(tmp_path: Path) -> None:
    place = making.house()
    person = making.client(place, "P", kind="individual", siren="", siret="", vat_number="", email="")
    for buyer in (person, making.client(place)):
        invoice = making.sold(place, buyer=buyer)
        answer = run("invoice", "export", str(invoice.number), "--format", "facturx", "--out", str(tmp_path / "file"))
        assert answer["format"] == ("pdf" if buyer == person else "facturx")
    words = ("--from", "2026-01-01", "--to", "2026-02-01", "--out", str(tmp_path / "journal.csv"))
    run("invoice", "journal", "--establishment", place.finess, *words)
    logged = AccessLog.objects.order_by("pk").values_list("what", "subjects", "establishment_id", "table_name")
    one = [str(person.pk)]
    assert list(logged) == [
        (what, one, place.pk, "orders_client") for what in ("billing.invoice.file", "billing.journals")
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("invoice", "issue", "--order", "C1999-0001", "--on", "2026-01-12"), "order_unknown"),
        (("invoice", "export", "F1999-0001", "--format", "cii", "--out", "x"), "invoice_unknown"),
        (("payment", "record", "F1999-0001", "--on", "2026-01-12", "--cents", "1"), "invoice_unknown"),
        (
            ("payment", "record", "F1", "--on", "2026-01-12", "--cents", "1", "--establishment", "990000010"),
            "establishment_unknown",
        ),
    ],
)
def test_what_is_not_there_is_refused(words: tuple[str, ...], code: str) -> None:
    making.house()
    with pytest.raises(Refusal) as refused:
        run(*words)
    assert refused.value.code == code


@pytest.mark.django_db
def test_a_number_of_two_establishments_needs_one_named() -> None:
    first, second = making.house(), making.house(finess="990000010", name="Les Ormes")
    for place in (first, second):
        making.sold(place)
    words = ("payment", "record", "F2026-0001", "--on", "2026-01-12", "--cents", "100")
    with pytest.raises(Refusal) as refused:
        run(*words)
    assert refused.value.code == "establishment_needed"
    assert run(*words, "--establishment", second.finess)["paid"] == 100


@pytest.mark.django_db
def test_an_issue_that_is_refused_leaves_no_draft() -> None:
    place = making.house()
    order = making.order(making.client(place, siren="", siret=""))
    making.deliver(order)
    with pytest.raises(Refusal):
        run("invoice", "issue", "--order", order.number, "--on", "2026-01-12")
    assert not Invoice.objects.exists()


# ---------------------------------------------------------------- killed

PREPARED = """
from etabli.org.models import Establishment
from tests.billing import making
place = Establishment.objects.get()
making.seller(place)
buyer = making.client(place)
for _ in range(60):
    making.deliver(making.order(buyer))
"""
ISSUES = """
from datetime import date, datetime, UTC
from etabli.billing.actions import draft_from_deliveries, issue
from etabli.orders.models import Order
from etabli.org.models import Establishment
place = Establishment.objects.get()
at = datetime(2026, 1, 15, 9, tzinfo=UTC)
from etabli.billing.queries import unbilled
for order in {row.order.pk: row.order for row in unbilled(place)}.values():
    (draft,) = draft_from_deliveries(establishment=place, order=order, on=date(2026, 1, 12), by=None, at=at)
    print(issue(invoice=draft, on=date(2026, 1, 12), by=None, at=at).number, flush=True)
"""


@pytest.fixture
def house(made: Path, tmp_path: Path) -> House:
    shutil.copytree(made, tmp_path / "home")
    root = Path(__file__).resolve().parents[2]
    return House(tmp_path / "home", environment={"PYTHONPATH": f"{root / 'src'}:{root}"})


@pytest.mark.slow
@SQLITE_ONLY
def test_numbers_have_no_gap_after_kills(house: House) -> None:
    """Whoever was answered a number has it; the numbers in the database follow each other, whenever the process died."""
    house.python(PREPARED)
    answered: list[str] = []
    for turn in range(4):
        with house.script(ISSUES) as process:
            with answers_of(process) as answer:
                answered += [answer().strip() for _ in range(2 + turn)]
            rest, complaint = kill(process)
        assert "Traceback" not in complaint, complaint
        answered += [line for line in rest.splitlines() if line.startswith("F2026-")]
        rows = house.ask("SELECT number, sequence FROM billing_invoice WHERE state = 'issued' ORDER BY sequence")
        assert [sequence for _, sequence in rows] == list(range(1, len(rows) + 1))
        assert set(answered) <= {number for number, _ in rows}
        assert house.ask("SELECT last FROM billing_seriesyear") == [(len(rows),)]
        assert house.ask("PRAGMA integrity_check") == [("ok",)]
    assert len(answered) >= 10
