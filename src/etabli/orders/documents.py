"""Quotes and delivery slips as PDF: PDF/A-2a and PDF/UA-1, made by Typst with its own font and nothing fetched.

In the language of the client, whatever that of the reader.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils import translation
from django.utils.translation import gettext, pgettext

from etabli.kit import localised
from etabli.kit.papers import FONT, paper
from etabli.orders.models import Client, ClientAddress, Delivery, Quote
from etabli.orders.showing import quote_shown, units_of
from etabli.orders.states import AddressKind
from etabli.org.models import Establishment, User

ROOM = "etabli.orders"


def answer(content: bytes, name: str) -> HttpResponse:
    """The PDF as a download of that name."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.pdf"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def quote_pdf(quote: Quote) -> bytes:
    """A quote with its prices, its options apart, its totals and a place to sign."""
    with translation.override(quote.client.language):
        return paper(ROOM, "paper", quote_contents(quote))


def slip_pdf(delivery: Delivery, user: User) -> bytes:
    """A delivery slip: what was handed over, of the lines that a user may see, without prices, and a place to sign."""
    with translation.override(delivery.order.client.language):
        return paper(ROOM, "paper", slip_contents(delivery, user))


def _frame(language: str, title: str, day: Any) -> dict[str, Any]:
    return {
        "language": language,
        "font": FONT,
        "title": title,
        "day": [day.year, day.month, day.day],
        "totals": [],
        "note": "",
        "signatures": [],
        "words": {"note": gettext("Note")},
    }


def _house(place: Establishment) -> list[str]:
    return [place.name, place.association.name, gettext("FINESS number %(number)s") % {"number": place.finess}]


def _party(client: Client, address: ClientAddress | None) -> list[str]:
    lines = [client.name]
    if address is not None:
        lines += [address.label, address.street, address.more, f"{address.postcode} {address.town}"]
    lines += [f"SIRET {client.siret}" if client.siret else "", client.vat_number]
    return [line for line in lines if line]


def quote_contents(quote: Quote) -> dict[str, Any]:
    """All that the paper of a quote says, as plain values in the present language."""
    shown, client = quote_shown(quote), quote.client
    billing = client.addresses.filter(kind=AddressKind.BILLING, active=True).first()
    facts = [[gettext("Date"), localised.day(quote.created_on, "long")]]
    if quote.valid_until:
        facts.append([gettext("Valid until"), localised.day(quote.valid_until, "long")])
    heads = [gettext("No."), gettext("Text"), gettext("Quantity")]
    heads += [gettext("Price before VAT"), gettext("VAT"), gettext("Amount")]
    groups = [{"title": "", "heads": heads, "rows": [_quoted(row) for row in shown["rows"]]}]
    if shown["options"]:
        title = gettext("Options, not counted in the total")
        groups.append({"title": title, "heads": heads, "rows": [_quoted(row) for row in shown["options"]]})
    return {
        **_frame(client.language, gettext("Quote %(number)s") % {"number": quote}, quote.created_on),
        "parties": [[gettext("Supplier"), _house(quote.establishment)], [gettext("Client"), _party(client, billing)]],
        "facts": facts,
        "groups": groups,
        "totals": _totals(shown["totals"]),
        "note": "\n".join([*([quote.note] if quote.note else []), *shown["reasons"]]),
        "signatures": [[gettext("For agreement"), gettext("date, name, signature")]],
    }


def _quoted(row: dict[str, Any]) -> list[str]:
    text = row["text"]
    if row["discount"]:
        text = gettext("%(text)s (discount %(share)s)") % {"text": text, "share": row["discount"]}
    quantity = f"{localised.quantity(row['quantity'])}{localised.SPACE}{row['unit']}"
    return [str(row["position"]), text, quantity, row["price"], row["vat"], localised.money(row["amount"])]


def _totals(totals: dict[str, Any]) -> list[list[str]]:
    rows = [[gettext("Total before VAT"), localised.money(totals["net"])]]
    rows += [[group["label"], localised.money(group["tax"])] for group in totals["groups"]]
    return [*rows, [gettext("Total with VAT"), localised.money(totals["gross"])]]


def slip_contents(delivery: Delivery, user: User) -> dict[str, Any]:
    """All that a delivery slip says to a user; it tells when lines of other workshops are left out."""
    order, client = delivery.order, delivery.order.client
    facts = [
        [gettext("Date"), localised.day(delivery.delivered_on, "long")],
        [pgettext("sale", "Order"), order.number],
        [gettext("Your reference"), order.client_reference or "–"],
    ]
    heads = [gettext("No."), gettext("Text"), gettext("Ordered"), gettext("Delivered")]
    visible = delivery.lines.visible_to(user, delivery.establishment)
    lines = list(visible.select_related("order_line").order_by("order_line__position"))
    left_out = delivery.lines.count() > len(lines)
    notes = [delivery.note, gettext("Lines of other workshops are not on this slip.") if left_out else ""]
    rows = [
        [
            str(line.order_line.position),
            line.order_line.text,
            localised.quantity(line.order_line.quantity) if line.order_line.quantity else "–",
            f"{localised.quantity(line.quantity)}{localised.SPACE}{units_of(line.order_line, line.quantity)}",
        ]
        for line in lines
    ]
    return {
        **_frame(client.language, gettext("Delivery slip %(number)s") % {"number": delivery}, delivery.delivered_on),
        "parties": [
            [gettext("Supplier"), _house(delivery.establishment)],
            [gettext("Delivered to"), _party(client, delivery.address)],
        ],
        "facts": facts,
        "groups": [{"title": "", "heads": heads, "rows": rows}],
        "note": "\n".join(note for note in notes if note),
        "signatures": [[gettext("Received by"), delivery.receiver or gettext("date, name, signature")]],
    }
