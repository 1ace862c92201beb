"""What came back and is to be credited stands on the page of what is to bill until a credit note covers it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from etabli.billing.actions import credit, draft_from_deliveries, issue, remove_draft
from etabli.billing.models import Invoice
from etabli.billing.queries.returned import credits_of, to_credit
from etabli.orders.models import CustomerReturn, DeliveryLine
from tests.billing.counter import ISSUED, ON, WHO, Counter, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def counter() -> Counter:
    return Counter()


def came_back(invoice: Invoice, quantity: int = 10_000, **changes: Any) -> CustomerReturn:
    part = DeliveryLine.objects.get(pk=invoice.lines.get().delivery_line_id)
    return returned(part, quantity, **changes)


def returned(part: DeliveryLine, quantity: int = 10_000, **changes: Any) -> CustomerReturn:
    usual = {"kind": "return", "decision": "credit", "returned_on": ON, "closed_on": ON, "cause": "Taché"}
    return CustomerReturn.objects.create(delivery_line=part, quantity=quantity, **{**usual, **changes})


def listed(counter: Counter) -> list[tuple[int, str]]:
    return [(row.quantity, str(row.invoice.number)) for row in credits_of(to_credit(counter.place))]


def test_a_return_that_was_billed_is_listed_until_a_credit_note_covers_it(counter: Counter) -> None:
    invoice = counter.invoice()
    came_back(invoice)
    came_back(invoice, 5_000)
    assert listed(counter) == [(15_000, invoice.number)]
    page = counter.get("unbilled")
    assert counter.url("invoice_credit", invoice.pk) in page.content.decode() and "To credit" in text_of(page)
    line = invoice.lines.get()
    credit(invoice=invoice, quantities={line.pk: 12_000}, reason="Taché", on=ON, **WHO)
    assert listed(counter) == [(3_000, invoice.number)]
    rest = credit(invoice=invoice, quantities={line.pk: 3_000}, reason="Taché", on=ON, **WHO)
    assert listed(counter) == [] and "To credit" not in text_of(counter.get("unbilled"))
    remove_draft(invoice=rest, **WHO)
    assert listed(counter) == [(3_000, invoice.number)]


@pytest.mark.parametrize("changes", [{"decision": "redo"}, {"kind": "complaint"}, {"decision": "", "closed_on": None}])
def test_what_is_not_to_be_credited_is_not_listed(counter: Counter, changes: dict[str, Any]) -> None:
    came_back(counter.invoice(), **changes)
    assert listed(counter) == []


def test_what_came_back_before_it_was_billed_asks_for_no_credit_note(counter: Counter) -> None:
    order = counter.delivered()
    returned(DeliveryLine.objects.get(delivery__order=order))
    assert listed(counter) == []
    (draft,) = draft_from_deliveries(establishment=counter.place, order=order, on=ISSUED, **WHO)
    issue(invoice=draft, on=ISSUED, **WHO)
    assert listed(counter) == []


def test_as_many_queries_for_twenty_returns_as_for_one(counter: Counter) -> None:
    came_back(counter.invoice())
    with CaptureQueriesContext(connection) as one:
        assert len(credits_of(to_credit(counter.place))) == 1
    for _ in range(19):
        came_back(counter.invoice())
    with CaptureQueriesContext(connection) as twenty:
        assert len(credits_of(to_credit(counter.place))) == 20
    assert len(one) == len(twenty) == 2


def test_a_long_list_is_cut_into_pages_of_its_own(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etabli.billing.views.unbilled.CREDITS_A_PAGE", 1)
    for _ in range(2):
        came_back(counter.invoice())
    answer = counter.get("unbilled", query="?credits=2")
    assert len(answer.context["credits"]) == 1 and "Page 2 of 2" in text_of(answer)
