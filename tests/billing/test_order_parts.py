"""What the page of an order shows of billing: its invoices, and who did what part of its lines."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from etabli.orders.actions import name_for_client
from etabli.orders.models import Order, OrderLine, Pseudonym
from etabli.org.states import Role
from etabli.people.models import Person
from etabli.production.models import WorkFact
from tests import workplace
from tests.billing import making
from tests.billing.counter import ISSUED, WHO, Counter, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def counter() -> Counter:
    return Counter()


def worked(line: OrderLine, people: list[Person], minutes: int = 90) -> None:
    """Each of them as long, and ten pieces."""
    workshop = line.establishment.workshops.get().pk
    WorkFact.objects.bulk_create(
        WorkFact(
            establishment=line.establishment,
            subject=person,
            day_no=20_148,
            half=0,
            minutes=minutes,
            good=10_000,
            rejected=0,
            order_line=line.pk,
            task=line.pk,
            workshop=workshop,
        )
        for person in people
    )


def part(counter: Counter, name: str, order: Order, role: str = Role.SALES) -> Any:
    return counter.browser(role).get(counter.url(name, order.pk), headers={"hx-request": "true"})


def test_the_page_of_an_order_fetches_its_invoices_and_its_trace(counter: Counter) -> None:
    order = counter.delivered()
    url = reverse("orders:order", args=[counter.place.finess, order.pk])
    page = counter.browser().get(url).content.decode()
    urls = [counter.url(name, order.pk) for name in ("order_invoices", "order_trace")]
    assert all(f'hx-get="{url}"' in page for url in urls)
    workshop = counter.browser(Role.HEAD_OF_SERVICE).get(url).content.decode()
    assert not any(url in workshop for url in urls)


def test_the_invoices_of_an_order_with_what_is_asked_and_paid(counter: Counter) -> None:
    invoice = counter.invoice()
    counter.pay(invoice, 2_000)
    making.deliver(invoice.order, 10_000, on=ISSUED)
    counter.post("draft", order=invoice.order.pk)
    other = counter.invoice()
    text = text_of(part(counter, "order_invoices", invoice.order))
    for words in (invoice.number, "€120.00", "€20.00", "Draft", "€12.00"):
        assert words in text
    assert other.number not in text and "<h1" not in text
    whole = text_of(counter.get("order_invoices", invoice.order.pk))
    assert whole.count("<h1") == 1 and invoice.number in whole
    assert "No invoice yet." in text_of(part(counter, "order_invoices", counter.delivered()))


def test_the_trace_of_an_order_tells_codes_minutes_and_quantities(counter: Counter) -> None:
    order = counter.delivered()
    people = [workplace.engage(counter.place, number, workshop="BLA", last_name="Fictifnom") for number in "12"]
    worked(order.lines.get(), people)
    name_for_client(client=counter.client, persons=[person.pk for person in people], **WHO)
    text = text_of(part(counter, "order_trace", order))
    assert all(row.code in text for row in Pseudonym.objects.all())
    assert "1 h 30" in text and "3 h" in text and "20 pieces" in text and "Fictifnom" not in text
    assert text_of(counter.get("order_trace", order.pk)).count("<h1") == 1
    assert "no work written down yet" in text_of(part(counter, "order_trace", counter.delivered()))


def test_as_many_queries_for_twenty_lines_as_for_one(counter: Counter) -> None:
    counts: dict[str, list[int]] = {"order_invoices": [], "order_trace": []}
    browser, person = counter.browser(), workplace.engage(counter.place, "1", workshop="BLA")
    for lines in (1, 20):
        invoice = counter.invoice(*[{} for _ in range(lines)])
        for line in invoice.order.lines.all():
            worked(line, [person])
        for name, found in counts.items():
            with CaptureQueriesContext(connection) as queries:
                browser.get(counter.url(name, invoice.order.pk), headers={"hx-request": "true"})
            found.append(len(queries))
    assert all(one == twenty for one, twenty in counts.values())
