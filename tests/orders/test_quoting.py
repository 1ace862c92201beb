"""Quotes: versions, options, and the order that comes of the one accepted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from etabli.core.refusal import Refusal
from etabli.orders import actions
from etabli.orders.models import Order, Quote, QuoteLine
from tests.orders.selling import DUE, ORDERED, SIRET, WHO, Shop, client, line, shop
from tests.workplace import OTHER_NUMBER, workplace

pytestmark = pytest.mark.django_db
SENT, DECIDED = ORDERED + timedelta(days=1), ORDERED + timedelta(days=9)


@pytest.fixture
def where(db: Any) -> Shop:
    return shop()


def quote(where: Shop, *lines: actions.LineSpec, sent: bool = False, **changes: Any) -> Quote:
    usual = {"created_on": ORDERED, "valid_until": DUE, "client": where.client}
    row = actions.draft_quote(establishment=where.place, lines=lines or [line(where)], **{**usual, **changes}, **WHO)
    if sent:
        actions.send_quote(quote=row, on=SENT, **WHO)
    return row


def refused(code: str, call: Any, **arguments: Any) -> None:
    with pytest.raises(Refusal) as caught:
        call(**arguments, **WHO)
    assert caught.value.code == code


def told(row: Quote) -> list[tuple[Any, ...]]:
    return list(QuoteLine.objects.filter(quote=row).values_list("position", "text", "quantity", "unit_price", "chosen"))


def test_a_quote_is_changed_until_it_is_sent(where: Shop) -> None:
    row = quote(where)
    change: dict[str, Any] = {"quote": row, "valid_until": DUE, "note": "Franco"}
    actions.change_quote(lines=[line(where, 2_000_000), line(where, 5_000)], **change, **WHO)
    assert [said[2] for said in told(row)] == [2_000_000, 5_000]
    actions.send_quote(quote=row, on=SENT, **WHO)
    refused("quote_step", actions.change_quote, lines=[line(where)], **change)
    refused("quote_step", actions.send_quote, quote=row, on=SENT)
    assert [said[2] for said in told(row)] == [2_000_000, 5_000]


def test_versions_have_one_number_and_the_length_of_the_first(where: Shop) -> None:
    first = quote(where, sent=True)
    second = actions.revise_quote(quote=first, created_on=DECIDED, **WHO)
    assert (second.number, second.version, second.state) == (first.number, 2, "draft")
    assert second.valid_until == DECIDED + (DUE - ORDERED)
    assert told(second) == told(first)
    assert str(second) == f"{first.number} v2"
    refused("quote_still_draft", actions.revise_quote, quote=first, created_on=DECIDED)


def test_the_accepted_version_is_kept_and_the_others_are_replaced(where: Shop) -> None:
    first = quote(where, sent=True)
    second = actions.revise_quote(quote=first, created_on=DECIDED, **WHO)
    before = told(first)
    made = actions.accept_quote(quote=first, on=DECIDED, client_reference="BC 12", **WHO)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, first.decided_on, second.state) == ("accepted", DECIDED, "replaced")
    assert told(first) == before
    assert (made.quote, made.client, made.client_reference, made.state) == (first, where.client, "BC 12", "draft")
    (ordered,) = made.lines.all()
    (quoted,) = first.lines.all()
    assert [getattr(ordered, name) for name in ("text", "quantity", "amount", "minutes", "due_on", "workshop")] == [
        getattr(quoted, name) for name in ("text", "quantity", "amount", "minutes", "due_on", "workshop")
    ]
    refused("quote_accepted", actions.revise_quote, quote=first, created_on=DECIDED)
    refused("quote_step", actions.accept_quote, quote=first, on=DECIDED)
    refused("quote_step", actions.accept_quote, quote=second, on=DECIDED)
    assert Order.objects.count() == 1


def test_only_the_options_that_are_taken_are_ordered(where: Shop) -> None:
    extra = replace(line(where, 3_000), text="Mise sous pli", optional=True, chosen=False)
    row = quote(where, line(where), extra, replace(extra, text="Affranchissement"), sent=True)
    refused("option_unknown", actions.accept_quote, quote=row, on=DECIDED, chosen=[1])
    made = actions.accept_quote(quote=row, on=DECIDED, chosen=[3], **WHO)
    assert [said.text for said in made.lines.all()] == ["Pliage A4", "Affranchissement"]
    assert [said[4] for said in told(row)] == [True, False, True]


def test_options_stay_as_they_were_offered_when_nothing_is_said(where: Shop) -> None:
    offered = replace(line(where, 3_000), optional=True)
    row = quote(where, replace(line(where), chosen=False), offered, replace(offered, chosen=False), sent=True)
    made = actions.accept_quote(quote=row, on=DECIDED, **WHO)
    assert made.lines.count() == 2


def test_a_quote_lapses_after_its_last_day_and_may_still_be_accepted(where: Shop) -> None:
    row, other = quote(where, sent=True), quote(where, valid_until=None, sent=True)
    assert actions.expire_quotes(on=DUE, **WHO) == 0
    assert actions.expire_quotes(on=DUE + timedelta(days=1), **WHO) == 1
    row.refresh_from_db()
    other.refresh_from_db()
    assert (row.state, other.state) == ("expired", "sent")
    actions.accept_quote(quote=row, on=DUE + timedelta(days=2), **WHO)


def test_a_refused_quote_may_have_another_version(where: Shop) -> None:
    row = quote(where, sent=True)
    actions.refuse_quote(quote=row, on=DECIDED, **WHO)
    refused("quote_step", actions.accept_quote, quote=row, on=DECIDED)
    again = actions.revise_quote(quote=row, created_on=DECIDED, **WHO)
    actions.send_quote(quote=again, on=DECIDED, **WHO)
    actions.accept_quote(quote=again, on=DECIDED, **WHO)
    row.refresh_from_db()
    assert row.state == "replaced"


def test_what_cannot_be_quoted(where: Shop) -> None:
    other = shop(workplace(finess=OTHER_NUMBER, name="Les Ormes"))
    with pytest.raises(Refusal, match="client_elsewhere"):
        quote(where, client=other.client)
    with pytest.raises(Refusal, match="quote_backwards"):
        quote(where, valid_until=ORDERED - timedelta(days=1))
    with pytest.raises(Refusal, match="line_quantity_missing"):
        quote(where, line(where, 0))
    empty = actions.draft_quote(
        establishment=where.place, client=where.client, created_on=date(2025, 3, 3), lines=[], **WHO
    )
    refused("no_lines", actions.send_quote, quote=empty, on=SENT)


def test_a_quote_is_accepted_whole_or_not_at_all(where: Shop) -> None:
    """The order is refused to a client no longer used: then the quote is not accepted either."""
    gone = client(where.place, "ANCIEN")
    row = quote(where, client=gone, sent=True)
    actions.save_client(
        establishment=where.place,
        spec=actions.ClientSpec("ANCIEN", "company", "Ancien", siret=SIRET, active=False),
        client=gone,
        **WHO,
    )
    refused("client_unused", actions.accept_quote, quote=Quote.objects.get(pk=row.pk), on=DECIDED)
    row.refresh_from_db()
    assert row.state == "sent"
