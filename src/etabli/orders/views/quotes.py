"""Quotes: their list, one version with its lines and options, what becomes of it, its PDF."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from etabli.kit import undo
from etabli.kit.asking import do, sent
from etabli.kit.clock import now, today
from etabli.kit.pages import Request, page
from etabli.orders import actions, columns, documents, forms, showing
from etabli.orders.access import OrdersRight
from etabli.orders.models import Order, Quote
from etabli.orders.plain import line_again, plain_line
from etabli.orders.rules import can_step
from etabli.orders.states import QUOTE_STEPS, QuoteState
from etabli.orders.views.common import (
    ORDERS,
    Crumb,
    asked,
    clients_of,
    crumb,
    found,
    line_offers,
    may_trace,
    sheet,
    to,
)
from etabli.orders.views.listing import Listing, show_list
from etabli.org.models import Establishment
from etabli.org.queries import rights_in

WRITE, PRICES = OrdersRight.WRITE, OrdersRight.PRICES_READ
JOINED = ("establishment", "client")
USUAL_DAYS = 60
"""For how long a quote is proposed to hold; whoever writes it says otherwise."""
LISTING = Listing(
    name="quotes",
    group=ORDERS,
    heading=_("Quotes"),
    nothing=_("No quote yet"),
    nothing_text=_("A quote that is accepted becomes an order."),
    icon="file-text",
    add=_("New quote"),
    add_name="quote_add",
    right=WRITE,
)


def _filter(request: Request) -> forms.QuoteFilter:
    return forms.QuoteFilter(request.GET, clients_of(request))


def _listed(request: Request, asked_for: forms.QuoteFilter) -> Any:
    rows = Quote.objects.visible_to(request.user, request.place, PRICES).select_related(*JOINED)
    for name in ("state", "client"):
        if value := asked_for.chosen(name):
            rows = rows.filter(**{name: value})
    if number := asked_for.chosen("q"):
        rows = rows.filter(number__icontains=number)
    return rows.order_by("-created_on", "-number", "-version", "-pk")


def _valued(rows: Any) -> list[Quote]:
    """The rows, each with its `amount` before VAT, in cents, without options that nobody chose."""
    listed = list(rows.prefetch_related("lines"))
    for row in listed:
        accepted = row.state == QuoteState.ACCEPTED
        row.amount = sum(line.amount for line in row.lines.all() if line.chosen and (accepted or not line.optional))
    return listed


@page(see=PRICES)
def quotes(request: Request, place: Establishment) -> HttpResponse:
    """Every version, latest first."""
    asked_for = _filter(request)
    return show_list(request, LISTING, asked_for, _listed(request, asked_for), columns.QUOTES, finish=_valued)


@page(see=PRICES)
def quotes_export(request: Request, place: Establishment, kind: str) -> HttpResponse:
    rows = _valued(_listed(request, _filter(request)))
    title = gettext("Quotes")
    named = [row.client for row in rows]
    return sheet(request, kind, columns.QUOTES, rows, what="orders.quotes.export", title=title, clients=named)


@page(see=PRICES)
def quote(request: Request, place: Establishment, quote: int) -> HttpResponse:
    """One version of a quote, and what may become of it."""
    row = found(request, Quote, quote, PRICES, joined=JOINED)
    rights = rights_in(request.user, place)
    state = QuoteState(row.state)
    may_write = WRITE in rights
    context = {
        "place": place,
        "quote": row,
        "crumbs": [*_crumbs(place), {"label": str(row)}],
        "state": {"word": columns.QUOTE_STATES[state], "status": columns.QUOTE_STATUS[state]},
        "shown": showing.quote_shown(row),
        "versions": showing.versions_of(row),
        "order": Order.objects.visible_to(request.user, place).filter(quote=row).first(),
        "may_change": may_write and state == QuoteState.DRAFT,
        "steps": {str(to): may_write and can_step(QUOTE_STEPS, state, to) for to in QuoteState},
        "may_revise": may_write and state in (QuoteState.SENT, QuoteState.REFUSED, QuoteState.EXPIRED),
        "may_trace": may_trace(rights),
        "undo": undo.offered(request),
    }
    return render(request, "orders/quote.html", context)


@page(see=PRICES)
def quote_pdf(request: Request, place: Establishment, quote: int) -> HttpResponse:
    """The quote to send, in the language of the client."""
    row = found(request, Quote, quote, PRICES, joined=JOINED)
    return documents.answer(documents.quote_pdf(row), slugify(f"{gettext('Quote')} {row}"))


# ---------------------------------------------------------------- heads


def _crumbs(place: Establishment, row: Quote | None = None) -> list[Crumb]:
    way = [crumb(place, gettext("Quotes"), "quotes")]
    return way if row is None else [*way, crumb(place, str(row), "quote", row.pk)]


def _drafted(request: Request, key: int) -> Quote:
    return found(request, Quote, key, WRITE, joined=JOINED)


@page(see=WRITE, do=WRITE)
def quote_add(request: Request, place: Establishment) -> HttpResponse:
    """Head first; lines are added on its page."""
    day = today()
    initial = {
        "client": request.GET.get("client", ""),
        "created_on": day,
        "valid_until": day + timedelta(days=USUAL_DAYS),
    }
    form = forms.QuoteForm(sent(request), initial=initial, clients=clients_of(request, WRITE))
    made: list[Quote] = []

    def act() -> None:
        made.append(actions.draft_quote(establishment=place, lines=[], **form.values, by=request.user, at=now()))

    def then() -> str:
        return to(place, "quote", made[0].pk)

    heading, done = gettext("New quote"), gettext("The quote is begun: add its lines.")
    return asked(request, form, act, heading=heading, done=done, crumbs=_crumbs(place), then=then)


@page(see=WRITE, do=WRITE)
def quote_edit(request: Request, place: Establishment, quote: int) -> HttpResponse:
    row = _drafted(request, quote)
    form = forms.QuoteForm(sent(request), initial=forms.quote_initial(row), clients=None)

    def act() -> None:
        actions.change_quote(quote=row, lines=_specs(row), **form.values, by=request.user, at=now())

    heading, done = gettext("Change a quote"), gettext("The quote is saved.")
    return asked(request, form, act, heading=heading, done=done, crumbs=_crumbs(place, row), lead=row.client.name)


# ---------------------------------------------------------------- lines of a draft


def _specs(row: Quote) -> list[actions.LineSpec]:
    return [actions.spec_of(line) for line in row.lines.select_related("product", "vat", "workshop")]


def _rewrite(request: Request, row: Quote, lines: Sequence[actions.LineSpec]) -> None:
    actions.change_quote(quote=row, lines=lines, valid_until=row.valid_until, note=row.note, by=request.user, at=now())


def _line(request: Request, row: Quote, position: int | None) -> HttpResponse:
    line = None if position is None else row.lines.filter(position=position).first()
    if position is not None and line is None:
        raise Http404
    form = forms.LineForm(sent(request), initial=forms.line_initial(line), **line_offers(request, line))

    def act() -> None:
        lines = _specs(row)
        spec = form.spec(row.created_on)
        _rewrite(request, row, [*lines, spec] if position is None else _with(lines, position, spec))

    heading = gettext("Add a line") if line is None else gettext("Change a line")
    done, way = gettext("The line is saved."), _crumbs(request.place, row)
    return asked(
        request,
        form,
        act,
        heading=heading,
        done=done,
        crumbs=way,
        lead=f"{row} · {row.client.name}",
        template="orders/line_form.html",
    )


def _with(lines: list[actions.LineSpec], position: int, spec: actions.LineSpec) -> list[actions.LineSpec]:
    return [spec if number == position else line for number, line in enumerate(lines, 1)]


@page(see=WRITE, do=WRITE)
def quote_line_add(request: Request, place: Establishment, quote: int) -> HttpResponse:
    return _line(request, _drafted(request, quote), None)


@page(see=WRITE, do=WRITE)
def quote_line(request: Request, place: Establishment, quote: int, position: int) -> HttpResponse:
    return _line(request, _drafted(request, quote), position)


@page(see=WRITE, do=WRITE)
def quote_line_remove(request: Request, place: Establishment, quote: int, position: int) -> HttpResponse:
    """Taken back by undo, it stands again where it stood."""
    row = _drafted(request, quote)
    line = row.lines.filter(position=position).first()
    back = to(place, "quote", row.pk)
    if line is None:
        raise Http404

    def act() -> None:
        lines = _specs(row)
        text = gettext("The line “%(text)s” is taken out.") % {"text": line.text}
        _rewrite(request, row, [*lines[: position - 1], *lines[position:]])
        values = {"position": position, "line": plain_line(line)}
        way = to(place, "quote_line_restore", row.pk)
        undo.offer(request, act=f"orders.quote.{row.pk}", address=way, text=text, values=values)

    return do(request, act, back)


@page(see=WRITE, do=WRITE)
def quote_line_restore(request: Request, place: Establishment, quote: int) -> HttpResponse:
    row = _drafted(request, quote)
    back = to(place, "quote", row.pk)
    if request.method != "POST":
        return redirect(back)
    values = undo.redeem(request, f"orders.quote.{row.pk}")

    def act() -> None:
        lines, at_index = _specs(row), values["position"] - 1
        spec = line_again(row.establishment, values["line"])
        _rewrite(request, row, [*lines[:at_index], spec, *lines[at_index:]])

    return do(request, act, back, gettext("The line is back."))


# ---------------------------------------------------------------- what becomes of it


def _decide(request: Request, row: Quote, act: Callable[..., object], done: str) -> HttpResponse:
    """An act of one day, without a form: today."""
    return do(
        request, lambda: act(quote=row, on=today(), by=request.user, at=now()), to(request.place, "quote", row.pk), done
    )


@page(see=WRITE, do=WRITE)
def quote_send(request: Request, place: Establishment, quote: int) -> HttpResponse:
    row = _drafted(request, quote)
    return _decide(request, row, actions.send_quote, gettext("The quote is sent: it is not changed any more."))


@page(see=WRITE, do=WRITE)
def quote_refuse(request: Request, place: Establishment, quote: int) -> HttpResponse:
    row = _drafted(request, quote)
    return _decide(request, row, actions.refuse_quote, gettext("The client refused the quote."))


@page(see=WRITE, do=WRITE)
def quote_revise(request: Request, place: Establishment, quote: int) -> HttpResponse:
    """The next version, a draft."""
    row = _drafted(request, quote)
    made: list[Quote] = []

    def act() -> None:
        made.append(actions.revise_quote(quote=row, created_on=today(), by=request.user, at=now()))

    answer = do(request, act, to(place, "quote", row.pk), gettext("A new version is begun."))
    return redirect(to(place, "quote", made[0].pk)) if made else answer


@page(see=WRITE, do=WRITE)
def quote_accept(request: Request, place: Establishment, quote: int) -> HttpResponse:
    """What the client chose becomes a draft order."""
    row = _drafted(request, quote)
    options = list(row.lines.filter(optional=True))
    form = forms.AcceptForm(sent(request), initial={"on": today()}, options=options)
    made: list[Order] = []

    def act() -> None:
        made.append(actions.accept_quote(quote=row, **form.values, by=request.user, at=now()))

    def then() -> str:
        return to(place, "order", made[0].pk)

    heading, done = gettext("Accept a quote"), gettext("The quote is accepted: here is its order, still a draft.")
    lead, submit = f"{row} · {row.client.name}", gettext("The client accepts")
    way = _crumbs(place, row)
    return asked(request, form, act, heading=heading, done=done, crumbs=way, lead=lead, submit=submit, then=then)
