"""From an invoice line to who did it: each contributor's sums are the line's, over partial deliveries and credit notes too."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client as Browser
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from etabli.billing.models import Invoice
from etabli.billing.trace import LineTrace, trace, trace_for, with_codes
from etabli.core.refusal import Refusal
from etabli.kit.models import AccessLog
from etabli.orders.models import Allotment, Order, OrderLine, Pseudonym
from etabli.org.states import Role
from etabli.people.models import Person, Registration, WorkGroup
from etabli.production.models import WorkFact
from etabli.production.queries.lines import GROUP, PERSON, UNATTRIBUTED
from tests import strategies
from tests.billing.making import client, credited, deliver, draft, issued, order, seller
from tests.pages.markup import Page
from tests.production.doing import (
    MONDAY,
    TUESDAY,
    Floor,
    floor,
    output,
    record_output,
    record_work,
    team,
    user,
    work,
)
from tests.production.lines import told

pytestmark = pytest.mark.django_db

ON = date(2025, 3, 31)
DAY = date(2026, 2, 1)
"""On which the rights of the readers hold."""


class Shop:
    """A laundry whose line of 1,000 pieces `ada` and `bruno` worked on."""

    def __init__(self) -> None:
        self.where: Floor = floor()
        seller(self.where.place)
        self.buyer = client(self.where.place)
        self.ada, self.bruno, self.chloe = team(self.where, "1", "2", "3")

    def order(self, **changes: Any) -> Order:
        made = order(self.buyer, {"quantity": 1_000_000, "workshop": self.where.laundry, **changes}, ordered_on=MONDAY)
        told(*made.lines.all())
        return made

    def book(self, made: Order, *minutes: tuple[Person, int], good: int = 0, day: date = MONDAY) -> None:
        task = self.task(made)
        record_work(self.where, *(work(self.where, person, (task, length), day=day) for person, length in minutes))
        if good:
            record_output(self.where, output(self.where, good, of=task, day=day, rule="minutes"))

    def task(self, made: Order) -> Any:
        from etabli.production.models import Activity  # noqa: PLC0415

        return Activity.objects.get(line=made.lines.get())

    def finish(self, made: Order) -> None:
        OrderLine.objects.filter(order=made).update(state="done")


@pytest.fixture
def shop() -> Shop:
    return Shop()


def told_of(line: LineTrace) -> dict[tuple[str, int], tuple[int, int]]:
    """(minutes, whole units) by contributor."""
    return {row.who: (row.minutes, row.quantity // 1000) for row in line.contributors}


def one(invoice: Invoice) -> LineTrace:
    (line,) = trace(invoice)
    return line


def test_an_invoice_line_leads_to_who_did_it(shop: Shop) -> None:
    made = shop.order()
    shop.book(made, (shop.ada, 180), (shop.bruno, 60), good=1000)
    deliver(made, on=ON)
    line = one(issued(made, ON))
    assert told_of(line) == {(PERSON, shop.ada.pk): (180, 750), (PERSON, shop.bruno.pk): (60, 250)}
    assert (line.minutes, line.quantity) == (240, 1_000_000)
    assert [row.share for row in line.contributors] == [7_500, 2_500]


def test_work_on_something_else_is_not_in_it(shop: Shop) -> None:
    made, other = shop.order(), shop.order()
    shop.book(made, (shop.ada, 100))
    shop.book(other, (shop.bruno, 100))
    record_work(shop.where, work(shop.where, shop.chloe, (shop.where.packing, 50)))
    deliver(made, on=ON)
    assert set(told_of(one(issued(made, ON)))) == {(PERSON, shop.ada.pk)}


def test_partial_deliveries_share_the_minutes_by_quantity_and_lose_none(shop: Shop) -> None:
    made = shop.order()
    shop.book(made, (shop.ada, 101), (shop.bruno, 50), good=1000)
    deliver(made, 333_000, on=ON)
    first = issued(made, ON)
    deliver(made, 667_000, on=ON)
    shop.finish(made)
    second = issued(made, ON)
    assert [one(invoice).minutes for invoice in (first, second)] == [50, 101]
    assert [one(invoice).quantity for invoice in (first, second)] == [333_000, 667_000]
    for person, minutes in ((shop.ada, 101), (shop.bruno, 50)):
        parts = [told_of(one(invoice))[PERSON, person.pk][0] for invoice in (first, second)]
        assert sum(parts) == minutes


def test_what_is_made_and_not_delivered_keeps_its_minutes_for_later(shop: Shop) -> None:
    made = shop.order()
    shop.book(made, (shop.ada, 200), good=1000)
    deliver(made, 400_000, on=ON)
    assert one(issued(made, ON)).minutes == 80


def test_two_deliveries_on_one_invoice_are_two_lines(shop: Shop) -> None:
    made = shop.order()
    shop.book(made, (shop.ada, 90), good=1000)
    deliver(made, 400_000, on=ON)
    deliver(made, 600_000, on=ON)
    shop.finish(made)
    assert [(row.minutes, row.quantity) for row in trace(issued(made, ON))] == [(36, 400_000), (54, 600_000)]


def test_a_group_that_is_allotted_contributes_as_a_group(shop: Shop) -> None:
    made = shop.order()
    group = WorkGroup.objects.create(establishment=shop.where.place, name="Équipe bleue")
    for person in (shop.ada, shop.bruno):
        Registration.objects.get(person=person).work_groups.add(group)
    Allotment.objects.create(line=made.lines.get(), group=group, starts_on=MONDAY)
    shop.book(made, (shop.ada, 60), (shop.bruno, 60), (shop.chloe, 30), good=1000)
    deliver(made, on=ON)
    assert told_of(one(issued(made, ON))) == {(GROUP, group.pk): (120, 800), (PERSON, shop.chloe.pk): (30, 200)}


def test_quantity_nobody_was_on_stays_unattributed(shop: Shop) -> None:
    made = shop.order()
    shop.book(made, (shop.ada, 60), good=600)
    record_output(shop.where, output(shop.where, 400, of=shop.task(made), day=TUESDAY))
    deliver(made, on=ON)
    assert told_of(one(issued(made, ON))) == {(PERSON, shop.ada.pk): (60, 600), (UNATTRIBUTED, 0): (0, 400)}


def test_a_line_on_which_nothing_was_booked_is_nobodys(shop: Shop) -> None:
    made = shop.order()
    deliver(made, on=ON)
    line = one(issued(made, ON))
    assert told_of(line) == {(UNATTRIBUTED, 0): (0, 1000)}
    assert (line.minutes, line.quantity, line.contributors[0].share) == (0, 1_000_000, 10_000)


def test_pieces_are_shared_whole_and_hours_are_not(shop: Shop) -> None:
    pieces, hours = shop.order(quantity=10_000), shop.order(quantity=10_000, unit="hour")
    for made in (pieces, hours):
        shop.book(made, (shop.ada, 40), (shop.bruno, 40), (shop.chloe, 40), day=MONDAY if made is pieces else TUESDAY)
        deliver(made, on=ON)
    assert sorted(row.quantity for row in one(issued(pieces, ON)).contributors) == [3_000, 3_000, 4_000]
    assert sorted(row.quantity for row in one(issued(hours, ON)).contributors) == [3_333, 3_333, 3_334]


def test_a_credit_note_takes_back_its_part(shop: Shop) -> None:
    made = shop.order()
    shop.book(made, (shop.ada, 180), (shop.bruno, 60), good=1000)
    deliver(made, on=ON)
    invoice = issued(made, ON)
    half = credited(invoice, {invoice.lines.get().pk: 500_000}, on=ON)
    assert told_of(one(half)) == {(PERSON, shop.ada.pk): (-90, -375), (PERSON, shop.bruno.pk): (-30, -125)}
    rest = credited(invoice, on=ON)
    assert one(invoice).minutes + one(half).minutes + one(rest).minutes == 0


def test_what_bills_no_delivery_is_nobodys(shop: Shop) -> None:
    from etabli.billing import actions  # noqa: PLC0415

    made = shop.order()
    invoice = actions.draft_deposit(order=made, cents=10_000, text="Acompte", on=ON, by=None, at=strategies.AT)
    assert [told_of(row) for row in trace(invoice)] == [{(UNATTRIBUTED, 0): (0, 1)}]


# ---------------------------------------------------------------- who may see what


def test_outsiders_see_codes_and_the_team_names(shop: Shop) -> None:
    made = shop.order()
    shop.book(made, (shop.ada, 180), good=1000)
    deliver(made, on=ON)
    invoice = issued(made, ON)
    code = Pseudonym.objects.get(client=shop.buyer, person=shop.ada).code
    seen = {
        role: trace_for(invoice, user(shop.where, role), DAY)[0].contributors[0] for role in (Role.SALES, Role.DIRECTOR)
    }
    assert (seen[Role.SALES].code, seen[Role.SALES].name) == (code, "")
    assert (seen[Role.DIRECTOR].code, seen[Role.DIRECTOR].name) == (code, str(shop.ada))


def test_a_code_says_nothing_of_the_person_and_is_another_for_each_client(shop: Shop) -> None:
    made = shop.order()
    shop.book(made, (shop.ada, 180), good=1000)
    shop.buyer = client(shop.where.place, "AUTRE", siret="", siren="")
    shop.book(shop.order(), (shop.ada, 20), day=TUESDAY)
    codes = list(Pseudonym.objects.filter(person=shop.ada).values_list("code", flat=True))
    assert len(set(codes)) == 2
    assert not any(part in code for code in codes for part in ("ADA", "FICT", "CF"))


def test_as_many_queries_for_twenty_lines_as_for_one(shop: Shop, django_assert_num_queries: Any) -> None:
    made = shop.order()
    shop.book(made, (shop.ada, 100), good=1000)
    for _ in range(10):
        deliver(made, 100_000, on=ON)
    whole = issued(made, ON)
    with django_assert_num_queries(5):
        assert len(with_codes(whole, trace(whole))) == 10
    small = shop.order()
    shop.book(small, (shop.bruno, 100), good=1000, day=TUESDAY)
    deliver(small, on=ON)
    one_line = issued(small, ON)
    with django_assert_num_queries(5):
        assert len(with_codes(one_line, trace(one_line))) == 1


# ---------------------------------------------------------------- on the command line


def run(*words: str) -> str:
    out = io.StringIO()
    with override("en"):
        call_command("trace", *words, stdout=out)
    return out.getvalue()


def test_the_command_tells_codes_minutes_and_quantities(shop: Shop) -> None:
    made = shop.order()
    shop.book(made, (shop.ada, 180), (shop.bruno, 60), good=1000)
    deliver(made, on=ON)
    invoice = issued(made, ON)
    Pseudonym.objects.all().delete()
    out = run(str(invoice.number), "--json")
    (line,) = json.loads(out)["lines"]
    assert (line["line"], line["minutes"], line["quantity"]) == (1, 240, 1000)
    assert [(row["kind"], row["minutes"], row["quantity"], row["share"]) for row in line["contributors"]] == [
        ("person", 180, 750, 7500),
        ("person", 60, 250, 2500),
    ]
    codes = [Pseudonym.objects.get(person=person).code for person in (shop.ada, shop.bruno)]
    assert [row["code"] for row in line["contributors"]] == codes
    assert "Fictif" not in out
    out = run(str(invoice.number), "--establishment", shop.where.place.finess)
    assert "Fictif" not in out and f"{codes[0]}: 3 h, 750 (75.0%)" in out.replace("\u00a0", " ")


def test_what_nobody_was_on_is_told_so(shop: Shop) -> None:
    made = shop.order()
    deliver(made, on=ON)
    assert "nobody in particular: 0 h, 1,000" in run(str(issued(made, ON).number)).replace("\u00a0", " ")


def test_an_unknown_number_is_refused(shop: Shop) -> None:
    with pytest.raises(Refusal, match="invoice_unknown"):
        run("F2025-9999")
    with pytest.raises(Refusal, match="no_such_establishment"):
        run("F2025-9999", "--establishment", "990000010")


# ---------------------------------------------------------------- whatever was done


halves = st.tuples(st.sampled_from((0, 1)), st.integers(0, 120), st.integers(0, 60))
"""(which person, minutes, pieces) of one half-day."""


class WhateverWasDone(TestCase):
    @strategies.examples(6)
    @given(st.lists(halves, max_size=4), st.lists(st.integers(1, 90), min_size=1, max_size=3), st.booleans())
    def test_the_sums_of_contributors_are_those_of_the_lines(
        self, story: list[tuple[int, int, int]], parts: list[int], done: bool
    ) -> None:
        shop = Shop()
        made = shop.order(quantity=sum(parts) * 1000)
        people = (shop.ada, shop.bruno)
        for number, (who, minutes, good) in enumerate(story):
            shop.book(made, (people[who], minutes), good=good, day=date(2025, 3, 3 + number))
        for part in parts:
            deliver(made, part * 1000, on=ON)
        if done:
            shop.finish(made)
        invoice = issued(made, ON)
        traced = trace(invoice)
        quantities = [row.quantity for row in invoice.lines.order_by("position")]
        assert [row.quantity for row in traced] == quantities
        assert all(sum(part.share for part in row.contributors) == 10_000 for row in traced)
        worked = self.sums(WorkFact.objects.filter(order_line=made.lines.get().pk).values_list("minutes", flat=True))
        made_too_much = sum(good for *_, good in story) > sum(parts)
        billed = sum(row.minutes for row in traced)
        assert billed == worked if done or not made_too_much else billed <= worked

    @staticmethod
    def sums(values: Iterable[int]) -> int:
        return sum(values)


# ---------------------------------------------------------------- the page


def page(shop: Shop, invoice: Invoice, role: Role) -> Any:
    browser = Browser()
    browser.force_login(user(shop.where, role))
    return browser.get(f"/{shop.where.place.finess}/billing/invoices/{invoice.pk}/trace/")


def test_the_page_tells_codes_to_sales_and_names_to_the_director(shop: Shop) -> None:
    made = shop.order()
    shop.book(made, (shop.ada, 180), good=1000)
    deliver(made, on=ON)
    invoice = issued(made, ON)
    code = Pseudonym.objects.get().code
    sales, director = (page(shop, invoice, role) for role in (Role.SALES, Role.DIRECTOR))
    for answer in (sales, director):
        assert answer.status_code == 200 and not Page(answer.content.decode()).whole()
        assert code in answer.content.decode() and "Article 1" in answer.content.decode()
    assert str(shop.ada) not in sales.content.decode()
    assert str(shop.ada) in director.content.decode()
    assert list(AccessLog.objects.values_list("what", "subjects")) == [("billing.trace", [str(shop.ada.pk)])]


def test_the_page_names_a_group_to_the_director_when_no_person_stands_beside_it(shop: Shop) -> None:
    made = shop.order()
    group = WorkGroup.objects.create(establishment=shop.where.place, name="Équipe bleue")
    Registration.objects.get(person=shop.ada).work_groups.add(group)
    Allotment.objects.create(line=made.lines.get(), group=group, starts_on=MONDAY)
    shop.book(made, (shop.ada, 180), good=1000)
    deliver(made, on=ON)
    invoice = issued(made, ON)
    sales, director = (page(shop, invoice, role).content.decode() for role in (Role.SALES, Role.DIRECTOR))
    assert "Équipe bleue" in director and "Équipe bleue" not in sales
    assert not AccessLog.objects.exists()


def test_a_credit_note_has_its_page_and_a_draft_has_none(shop: Shop) -> None:
    made = shop.order()
    shop.book(made, (shop.ada, 180), good=1000)
    deliver(made, on=ON)
    assert page(shop, draft(made, ON), Role.SALES).status_code == 404
    note = credited(issue_all(), on=ON)
    assert "−3 h" in page(shop, note, Role.DIRECTOR).content.decode().replace("\u00a0", " ")


def issue_all() -> Invoice:
    from etabli.billing import actions  # noqa: PLC0415

    return actions.issue(invoice=Invoice.objects.get(state="draft"), on=ON, by=None, at=strategies.AT)


@pytest.mark.parametrize("role", [Role.INSTRUCTOR, Role.EDUCATOR, Role.HEAD_OF_SERVICE, Role.AUDITOR])
def test_who_does_not_read_invoices_does_not_see_the_trace(shop: Shop, role: Role) -> None:
    made = shop.order()
    deliver(made, on=ON)
    assert page(shop, issued(made, ON), role).status_code == 404
