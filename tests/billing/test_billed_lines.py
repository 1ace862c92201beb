"""What surveys count of billed lines: made when an invoice is issued, for good."""

from __future__ import annotations

import pytest
from django.apps import apps

from etabli.billing.migrations import __name__ as migrations
from etabli.billing.models import BilledLineFact, InvoiceLine
from etabli.core import facts
from tests.billing import making

pytestmark = pytest.mark.django_db


def counted() -> list[tuple[object, ...]]:
    columns = ("establishment", "invoice_line", "kind", "issued_day", "amount", "supply", "nature", "public_client")
    return list(BilledLineFact.objects.order_by("invoice_line").values_list(*columns))


def test_a_draft_counts_for_nothing_and_each_issued_line_once() -> None:
    place = making.house()
    town = making.client(place, "VILLE", kind="local_authority")
    invoice = making.sold(place, {}, {}, buyer=town)
    lines = list(invoice.lines.order_by("pk").values_list("pk", "amount"))
    assert [(row[1], row[4], row[2], row[7]) for row in counted()] == [
        (pk, amount, "invoice", 1) for pk, amount in lines
    ]


def test_a_credit_note_takes_off_and_a_company_is_no_public_body() -> None:
    invoice = making.sold(making.house())
    making.credited(invoice)
    kinds = {row[2]: (row[4], row[7]) for row in counted()}
    assert kinds["invoice"] == (invoice.net, 0)
    assert kinds["credit_note"] == (-invoice.net, 0)


def test_what_was_issued_before_is_derived_by_the_migration() -> None:
    making.sold(making.house())
    before = counted()
    BilledLineFact.objects.all().delete()
    module = __import__(f"{migrations}.0004_billed_lines", fromlist=["derive"])
    module.derive(apps, None)
    assert counted() == before and len(before) == InvoiceLine.objects.count()


def test_the_table_has_the_columns_of_its_schema() -> None:
    names = [
        field.column for field in BilledLineFact._meta.concrete_fields if field.column not in ("id", "establishment")
    ]
    assert names == list(facts.BilledLine.__dataclass_fields__)
