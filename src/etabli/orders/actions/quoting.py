"""Quotes: drafted, sent, made anew as another version, accepted or refused."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from etabli.core.refusal import Refusal
from etabli.orders import rules
from etabli.orders.actions.lines import LineSpec, check_lines, shared_values, spec_of
from etabli.orders.actions.numbers import QUOTES, next_number
from etabli.orders.actions.ordering import OrderSpec, draft_order
from etabli.orders.actions.turns import take_turn
from etabli.orders.models import Client, Order, Quote, QuoteLine
from etabli.orders.states import QuoteState
from etabli.org.models import Establishment, User
from etabli.org.turns import one_at_a_time


@transaction.atomic
def draft_quote(
    *,
    establishment: Establishment,
    client: Client,
    created_on: date,
    lines: Sequence[LineSpec],
    valid_until: date | None = None,
    note: str = "",
    by: User | None,
    at: datetime,
) -> Quote:
    """The first version of a quote. Refusals `client_elsewhere`, `quote_backwards`, and those of `check_lines`."""
    one_at_a_time(establishment)
    if client.establishment_id != establishment.pk:
        raise Refusal("client_elsewhere")
    _check_valid(created_on, valid_until)
    quote = Quote.objects.create(
        establishment=establishment,
        client=client,
        number=next_number(establishment, QUOTES, created_on),
        created_on=created_on,
        valid_until=valid_until,
        note=note.strip(),
    )
    _write_lines(quote, lines)
    return quote


@transaction.atomic
def change_quote(
    *,
    quote: Quote,
    lines: Sequence[LineSpec],
    valid_until: date | None,
    note: str,
    by: User | None,
    at: datetime,
) -> None:
    """What a draft says becomes this. Refusals `quote_step` once it is sent, and those of `draft_quote`."""
    take_turn(quote)
    rules.check_draft(quote.number, quote.state)
    _check_valid(quote.created_on, valid_until)
    quote.valid_until, quote.note = valid_until, note.strip()
    quote.save(update_fields=["valid_until", "note"])
    quote.lines.all().delete()
    _write_lines(quote, lines)


def _check_valid(created_on: date, valid_until: date | None) -> None:
    if valid_until is not None and valid_until < created_on:
        raise Refusal("quote_backwards", start=created_on)


def _write_lines(quote: Quote, lines: Sequence[LineSpec]) -> None:
    check_lines(quote.establishment, lines)
    for position, line in enumerate(lines, 1):
        rules.check_quantity_planned("single", line.quantity, line.text)
        chosen = line.chosen if line.optional else True
        QuoteLine.objects.create(
            quote=quote, position=position, optional=line.optional, chosen=chosen, **shared_values(line)
        )


@transaction.atomic
def revise_quote(*, quote: Quote, created_on: date, by: User | None, at: datetime) -> Quote:
    """The next version, a draft that says what this one says. The others stand until one is accepted.

    Refusals: `quote_accepted`; `quote_still_draft`, for a draft is changed as it is.
    """
    take_turn(quote)
    versions = Quote.objects.filter(establishment=quote.establishment_id, number=quote.number)
    if versions.filter(state=QuoteState.ACCEPTED).exists():
        raise Refusal("quote_accepted", number=quote.number)
    if versions.filter(state=QuoteState.DRAFT).exists():
        raise Refusal("quote_still_draft", number=quote.number)
    length = quote.valid_until - quote.created_on if quote.valid_until else None
    revised = Quote.objects.create(
        establishment=quote.establishment,
        client=quote.client,
        number=quote.number,
        version=versions.aggregate(last=Max("version"))["last"] + 1,
        created_on=created_on,
        valid_until=created_on + length if length is not None else None,
        note=quote.note,
    )
    _write_lines(revised, [spec_of(line) for line in _lines_of(quote)])
    return revised


def _lines_of(quote: Quote) -> list[QuoteLine]:
    return list(quote.lines.select_related("product", "vat", "workshop"))


@transaction.atomic
def send_quote(*, quote: Quote, on: date, by: User | None, at: datetime) -> None:
    """From now on it is not changed. Refusals `quote_step`, `no_lines`."""
    take_turn(quote)
    rules.check_quote_step(quote.number, quote.state, QuoteState.SENT)
    rules.check_not_empty(_lines_of(quote))
    _decide(quote, QuoteState.SENT, on)


@transaction.atomic
def refuse_quote(*, quote: Quote, on: date, by: User | None, at: datetime) -> None:
    """The client does not want it. Refusal `quote_step`."""
    take_turn(quote)
    rules.check_quote_step(quote.number, quote.state, QuoteState.REFUSED)
    _decide(quote, QuoteState.REFUSED, on)


@transaction.atomic
def expire_quotes(*, on: date, by: User | None, at: datetime) -> int:
    """Those sent, of every establishment, whose last day is past lapse; answers how many."""
    late = Quote.objects.filter(state=QuoteState.SENT, valid_until__lt=on)
    return late.update(state=QuoteState.EXPIRED, decided_on=on)


@transaction.atomic
def accept_quote(
    *,
    quote: Quote,
    on: date,
    chosen: Collection[int] | None = None,
    client_reference: str = "",
    by: User | None,
    at: datetime,
) -> Order:
    """The client accepts this version: a draft order is made of it, and the other versions are replaced.

    `chosen`: positions of the options that are taken; None leaves them as they were offered. Refusals `quote_step`,
    `quote_accepted` (of another version), `option_unknown`, `no_lines`.
    """
    take_turn(quote)
    rules.check_quote_step(quote.number, quote.state, QuoteState.ACCEPTED)
    others = Quote.objects.filter(establishment=quote.establishment_id, number=quote.number).exclude(pk=quote.pk)
    if others.filter(state=QuoteState.ACCEPTED).exists():
        raise Refusal("quote_accepted", number=quote.number)
    if chosen is not None:
        _choose(quote, set(chosen))
    others.update(state=QuoteState.REPLACED, decided_on=on)
    _decide(quote, QuoteState.ACCEPTED, on)
    return draft_order(
        establishment=quote.establishment,
        client=quote.client,
        spec=OrderSpec(ordered_on=on, client_reference=client_reference, note=quote.note),
        lines=[spec_of(line) for line in _lines_of(quote) if line.chosen],
        quote=quote,
        by=by,
        at=at,
    )


def _choose(quote: Quote, chosen: set[int]) -> None:
    options = quote.lines.filter(optional=True)
    if chosen - set(options.values_list("position", flat=True)):
        raise Refusal("option_unknown")
    options.filter(position__in=chosen).update(chosen=True)
    options.exclude(position__in=chosen).update(chosen=False)


def _decide(quote: Quote, state: QuoteState, on: date) -> None:
    quote.state, quote.decided_on = state, on
    quote.save(update_fields=["state", "decided_on"])
