"""Quotes on screen: lines and options, versions, what the client decides, the paper."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from etabli.orders import actions, documents
from etabli.orders.models import Order, Quote
from etabli.org.states import Role
from tests.orders.desk import Desk, errors_of, text_of
from tests.orders.selling import WHO, line, product


def option(desk: Desk, **changes: object) -> actions.LineSpec:
    return line(desk.shop, 500_000, text="Mise sous film", optional=True, chosen=False, **changes)


def begun(desk: Desk) -> Quote:
    values = {"client": str(desk.shop.client.pk), "created_on": "2025-03-03", "valid_until": "2025-05-31"}
    assert desk.post("quote_add", **values).status_code == 302
    return Quote.objects.get()


def test_a_quote_is_begun_and_its_lines_come_from_the_catalogue(desk: Desk) -> None:
    quote = begun(desk)
    answer = desk.post(
        "quote_line_add", quote.pk, product=str(desk.shop.folding.pk), quantity="5000", absence_rule="whole"
    )
    assert answer.status_code == 302
    row = quote.lines.get()
    assert (row.text, row.unit_price, row.quantity, row.minutes) == ("Pliage A4", 185, 5_000_000, 450)
    assert "€92.50" in text_of(desk.get("quote", quote.pk))


def test_a_line_without_product_says_all_itself(desk: Desk) -> None:
    quote = begun(desk)
    answer = desk.post("quote_line_add", quote.pk, quantity="2", absence_rule="whole")
    assert set(errors_of(answer)) == {"text", "unit", "unit_price", "vat"}
    full = {"text": "Mise en route", "unit": "hour", "unit_price": "32.50", "vat": str(desk.shop.vat.pk)}
    assert desk.post("quote_line_add", quote.pk, quantity="2", absence_rule="whole", **full).status_code == 302
    row = quote.lines.get()
    assert (row.text, row.unit_price, row.amount, row.price_base) == ("Mise en route", 325_000, 6500, 1)


def test_a_product_without_price_asks_for_one(desk: Desk) -> None:
    quote = begun(desk)
    bare = actions.save_product(
        establishment=desk.place, spec=actions.ProductSpec("NU", "Sans prix", "piece", desk.shop.vat), **WHO
    )
    answer = desk.post("quote_line_add", quote.pk, product=str(bare.pk), quantity="1", absence_rule="whole")
    assert list(errors_of(answer)) == ["unit_price"]


def test_a_line_is_changed_taken_out_and_put_back(desk: Desk) -> None:
    quote = desk.quote(line(desk.shop), line(desk.shop, 2_000_000, text="Deuxième", discount=500))
    values = {"text": "Première", "quantity": "1500", "product": str(desk.shop.folding.pk), "absence_rule": "whole"}
    assert desk.post("quote_line", quote.pk, 1, **values).status_code == 302
    assert [row.text for row in quote.lines.all()] == ["Première", "Deuxième"]
    browser = desk.browser()
    page = browser.post(desk.url("quote_line_remove", quote.pk, 1), follow=True)
    assert [row.text for row in quote.lines.all()] == ["Deuxième"] and "is taken out" in text_of(page)
    browser.post(desk.url("quote_line_restore", quote.pk), {"token": page.context["undo"]["token"]})
    rows = [(row.text, row.quantity, row.discount) for row in quote.lines.all()]
    assert rows == [("Première", 1_500_000, 0), ("Deuxième", 2_000_000, 500)]
    assert desk.get("quote_line", quote.pk, 9).status_code == 404


def test_options_stand_apart_and_outside_the_total(desk: Desk) -> None:
    quote = desk.quote(line(desk.shop), option(desk))
    shown = desk.get("quote", quote.pk).context["shown"]
    assert shown["totals"]["net"] == 1850 and [row["text"] for row in shown["options"]] == ["Mise sous film"]
    assert "€18.50" in text_of(desk.get("quotes"))


def test_once_sent_it_is_not_changed_and_a_new_version_is(desk: Desk) -> None:
    quote = desk.quote()
    desk.post("quote_send", quote.pk)
    assert "Add a line" not in text_of(desk.get("quote", quote.pk))
    answer = desk.post("quote_edit", quote.pk, valid_until="2025-06-30")
    assert answer.status_code == 200 and errors_of(answer)
    desk.post("quote_revise", quote.pk)
    second = Quote.objects.get(version=2)
    page = text_of(desk.get("quote", second.pk))
    assert "Version 1" in page and "Add a line" in page
    desk.post("quote_revise", quote.pk)
    assert Quote.objects.count() == 2


def test_the_client_accepts_with_the_options_it_chose(desk: Desk) -> None:
    quote = desk.quote(line(desk.shop), option(desk), option(desk))
    desk.post("quote_send", quote.pk)
    answer = desk.post("quote_accept", quote.pk, on="2025-03-10", client_reference="BC-77", chosen=["3"], follow=True)
    order = Order.objects.get()
    assert order.client_reference == "BC-77" and order.lines.count() == 2
    assert "still a draft" in text_of(answer)
    page = text_of(desk.get("quote", quote.pk))
    assert "Not chosen" in page and order.number in page and "The client accepts" not in page


def test_the_client_refuses(desk: Desk) -> None:
    quote = desk.quote()
    desk.post("quote_send", quote.pk)
    desk.post("quote_refuse", quote.pk)
    quote.refresh_from_db()
    assert quote.state == "refused" and "New version" in text_of(desk.get("quote", quote.pk))


@pytest.mark.parametrize("role", [Role.INSTRUCTOR, Role.EDUCATOR, Role.AUDITOR])
def test_who_reads_no_price_sees_no_quote(desk: Desk, role: Role) -> None:
    quote = desk.quote()
    for name in ("quotes", "quote", "quote_pdf"):
        assert desk.get(name, *([] if name == "quotes" else [quote.pk]), role=role).status_code == 404


def test_a_head_of_service_reads_quotes_and_writes_none(desk: Desk) -> None:
    quote = desk.quote()
    page = text_of(desk.get("quote", quote.pk, role=Role.HEAD_OF_SERVICE))
    assert "Add a line" not in page and "Mark as sent" not in page
    assert desk.post("quote_send", quote.pk, role=Role.HEAD_OF_SERVICE).status_code == 404


def test_the_paper_says_the_same_and_is_a_tagged_pdf(desk: Desk) -> None:
    quote = desk.quote(line(desk.shop), option(desk), note="Livraison franco.")
    answer = desk.get("quote_pdf", quote.pk)
    assert answer["Content-Type"] == "application/pdf" and answer.content.startswith(b"%PDF")
    assert b"/StructTreeRoot" in answer.content or b"/MarkInfo" in answer.content
    contents = documents.quote_contents(quote)
    assert contents["totals"][-1][1].replace("\u00a0", " ") in ("€22.20", "22,20 €")
    assert len(contents["groups"]) == 2 and contents["note"] == "Livraison franco."


def test_quotes_are_found_by_state_number_and_client(desk: Desk) -> None:
    first, second = desk.quote(), desk.quote()
    desk.post("quote_send", second.pk)
    assert first.number not in text_of(desk.get("quotes", query="?state=sent"))
    assert second.number not in text_of(desk.get("quotes", query=f"?q={first.number}"))
    assert len(desk.get("quotes_export", "csv").content.decode().splitlines()) == 3


def test_the_same_queries_for_one_quote_and_for_twenty_lines(desk: Desk) -> None:
    quote = desk.quote()
    counts = []
    for turn in range(2):
        for name, keys in (("quotes", ()), ("quote", (quote.pk,))):
            browser = desk.browser()
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(desk.url(name, *keys)).status_code == 200
            counts.append(len(queries))
        if not turn:
            lines = [line(desk.shop, text=f"Ligne {number}") for number in range(20)]
            actions.change_quote(quote=quote, lines=lines, valid_until=None, note="", **WHO)
            for _ in range(19):
                desk.quote(*lines)
    assert counts[:2] == counts[2:]


def test_another_establishment_learns_nothing(desk: Desk) -> None:
    other = Desk(finess="990000010", name="Ailleurs", association="Ailleurs")
    quote = desk.quote()
    assert other.browser().get(desk.url("quote", quote.pk)).status_code == 404
    assert other.get("quote", quote.pk).status_code == 404
    foreign = product(other.place, other.shop.vat, "X")
    answer = desk.post("quote_line_add", quote.pk, product=str(foreign.pk), quantity="1", absence_rule="whole")
    assert "product" in errors_of(answer)
    assert quote.created_on == date(2025, 3, 3)
