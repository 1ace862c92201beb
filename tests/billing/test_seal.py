"""What is issued cannot be changed: not by SQL, not by models, and the triggers outlive migrations."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from etabli.billing.models import (
    DepositDeduction,
    Invoice,
    InvoiceLine,
    InvoiceLineCost,
    ObligationCertificate,
    Payment,
)
from etabli.core.refusal import Refusal
from etabli.kit import journal
from tests import workplace
from tests.billing import making

pytestmark = pytest.mark.django_db

ISSUED = {
    "state": "issued",
    "number": "F2026-0001",
    "sequence": 1,
    "year": 2026,
    "issued_on": date(2026, 1, 12),
    "digest": "d",
}


def drafted() -> Invoice:
    place = workplace.workplace()
    buyer = making.client(place)
    invoice = Invoice.objects.create(establishment=place, client=buyer, kind="invoice", drafted_on=making.DAY)
    line = add_line(invoice, 1)
    InvoiceLineCost.objects.create(line=line, category="products", cents=5)
    deposit = Invoice.objects.create(establishment=place, client=buyer, kind="deposit", drafted_on=making.DAY)
    DepositDeduction.objects.create(invoice=invoice, deposit=deposit, cents=1)
    return invoice


def add_line(invoice: Invoice, position: int) -> InvoiceLine:
    return InvoiceLine.objects.create(
        invoice=invoice,
        position=position,
        text="Mise sous pli",
        quantity=1000,
        unit="piece",
        unit_price=10_000,
        amount=100,
        vat_category="S",
        vat_rate=2000,
        supply="services",
    )


def sealed() -> Invoice:
    invoice = drafted()
    for name, value in ISSUED.items():
        setattr(invoice, name, value)
    invoice.save()
    return invoice


def run(statement: str, *values: Any) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


STATEMENTS = [
    "UPDATE billing_invoice SET note = 'x' WHERE id = %s",
    "UPDATE billing_invoice SET state = 'draft', number = NULL, sequence = NULL, issued_on = NULL, digest = ''"
    " WHERE id = %s",
    "DELETE FROM billing_invoice WHERE id = %s",
    "UPDATE billing_invoiceline SET amount = 1 WHERE invoice_id = %s",
    "DELETE FROM billing_invoiceline WHERE invoice_id = %s",
    "DELETE FROM billing_invoicelinecost WHERE line_id IN (SELECT id FROM billing_invoiceline WHERE invoice_id = %s)",
    "UPDATE billing_invoicelinecost SET cents = 0"
    " WHERE line_id IN (SELECT id FROM billing_invoiceline WHERE invoice_id = %s)",
    "DELETE FROM billing_depositdeduction WHERE invoice_id = %s",
]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_sql_cannot_change_what_is_issued(statement: str) -> None:
    invoice = sealed()
    with pytest.raises(DatabaseError, match="sealed"):
        run(statement, invoice.pk)


CHANGES_OF_A_DRAFT = [STATEMENTS[0], *STATEMENTS[3:4], *STATEMENTS[5:]]
"""Those that leave nothing hanging."""


@pytest.mark.parametrize("statement", CHANGES_OF_A_DRAFT)
def test_the_same_sql_changes_a_draft(statement: str) -> None:
    """Else the test above would say nothing."""
    run(statement, drafted().pk)


def test_sql_adds_no_line_to_what_is_issued() -> None:
    invoice = sealed()
    columns = [field.column for field in InvoiceLine._meta.concrete_fields if not field.primary_key]
    chosen = ", ".join("2" if name == "position" else name for name in columns)
    text = f"INSERT INTO billing_invoiceline ({', '.join(columns)}) SELECT {chosen} FROM billing_invoiceline"
    with pytest.raises(DatabaseError, match="sealed"):
        run(f"{text} WHERE invoice_id = %s", invoice.pk)


def test_sql_moves_no_line_into_what_is_issued() -> None:
    invoice = sealed()
    other = Invoice.objects.create(
        establishment=invoice.establishment, client=invoice.client, kind="invoice", drafted_on=making.DAY
    )
    line = add_line(other, 9)
    with pytest.raises(DatabaseError, match="sealed"):
        run("UPDATE billing_invoiceline SET invoice_id = %s WHERE id = %s", invoice.pk, line.pk)


ACTS: dict[str, Callable[[Invoice], Any]] = {
    "save": lambda invoice: invoice.save(),
    "delete": lambda invoice: invoice.delete(),
    "update": lambda invoice: Invoice.objects.filter(pk=invoice.pk).update(note="x"),
    "delete many": lambda invoice: Invoice.objects.filter(pk=invoice.pk).delete(),
    "bulk": lambda invoice: Invoice.objects.bulk_update([invoice], ["note"]),
    "line": lambda invoice: invoice.lines.get().save(),
    "line deleted": lambda invoice: invoice.lines.get().delete(),
    "lines": lambda invoice: invoice.lines.update(amount=1),
    "line added": lambda invoice: add_line(invoice, 2),
    "lines added": lambda invoice: InvoiceLine.objects.bulk_create([InvoiceLine(invoice=invoice, position=3)]),
    "cost": lambda invoice: InvoiceLineCost.objects.filter(line__invoice=invoice).update(cents=1),
    "cost added": lambda invoice: InvoiceLineCost.objects.create(line=invoice.lines.get(), category="selling", cents=1),
    "deduction": lambda invoice: invoice.deductions.get().delete(),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_models_refuse_with_a_sentence(act: Callable[[Invoice], Any]) -> None:
    invoice = sealed()
    with pytest.raises(Refusal) as refused, transaction.atomic():
        act(invoice)
    assert refused.value.code == "invoice_sealed"


@pytest.mark.parametrize("act", [act for name, act in ACTS.items() if name != "lines added"])
def test_models_let_a_draft_be_changed(act: Callable[[Invoice], Any]) -> None:
    act(drafted())


@pytest.mark.parametrize("statement", ["UPDATE billing_payment SET cents = 2", "DELETE FROM billing_payment"])
def test_a_payment_stands(statement: str) -> None:
    Payment.objects.create(invoice=sealed(), paid_on=making.DAY, cents=1, means="transfer", recorded_at=making.AT)
    with pytest.raises(DatabaseError, match="sealed"):
        run(statement)


@pytest.mark.parametrize(
    "statement", ["UPDATE billing_obligationcertificate SET year = 2020", "DELETE FROM billing_obligationcertificate"]
)
def test_a_certificate_stands(statement: str) -> None:
    invoice = sealed()
    ObligationCertificate.objects.create(
        establishment=invoice.establishment,
        client=invoice.client,
        year=2025,
        number="OETH2025-0001",
        regime="agefiph",
        payload={},
        digest="d",
        issued_on=making.DAY,
        issued_at=making.AT,
    )
    with pytest.raises(DatabaseError, match="sealed"):
        run(statement)


def test_the_seals_are_among_the_triggers_that_must_be_there() -> None:
    assert journal.missing() == []
    names = set(journal.present(connection))
    for table in ("invoice", "invoiceline", "invoicelinecost", "depositdeduction", "payment", "obligationcertificate"):
        assert any(name.startswith(f"etabli_billing_{table}_seal") for name in names), table


def test_they_are_put_back_after_they_made_way() -> None:
    invoice = sealed()
    journal.uninstall()
    journal.install()
    with pytest.raises(DatabaseError, match="sealed"):
        run(STATEMENTS[0], invoice.pk)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a statement of SQLite")
def test_nothing_is_replaced_by_an_insert() -> None:
    """A row that is replaced is deleted in secret."""
    invoice = sealed()
    columns = [field.column for field in Invoice._meta.concrete_fields]
    chosen = ", ".join("'x'" if name == "note" else name for name in columns)
    text = f"INSERT OR REPLACE INTO billing_invoice ({', '.join(columns)}) SELECT {chosen} FROM billing_invoice"
    with pytest.raises(DatabaseError, match="sealed"):
        run(f"{text} WHERE id = %s", invoice.pk)


@pytest.mark.parametrize("table", ["billing_invoice", "billing_invoiceline", "billing_payment"])
@pytest.mark.skipif(connection.vendor != "postgresql", reason="a statement of PostgreSQL")
def test_nothing_is_truncated(table: str) -> None:
    sealed()
    # Else PostgreSQL would refuse for another reason: checks of keys that wait for the end of the transaction.
    run("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(DatabaseError, match="never changed"):
        run(f"TRUNCATE {table} CASCADE")
