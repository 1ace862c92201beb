"""A certificate as PDF: PDF/A-2a and PDF/UA-1, made by Typst of what was sealed, with its own font and nothing fetched.

It has the contents that D5212-7 of the Code du travail lists, in a form of our own: it is not the model of the order.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language, gettext, pgettext

from etabli.kit import localised
from etabli.kit.papers import FONT, paper
from etabli.orders.wording import COST_CATEGORIES, REGIMES

WHOLE = 10_000
Payload = Mapping[str, Any]


def obligation_pdf(payload: Payload, digest: str) -> bytes:
    """The certificate of a client's obligation to employ, in the present language. `digest`: of what was sealed."""
    return compiled(obligation_contents(payload, digest))


def impact_pdf(payload: Payload, digest: str) -> bytes:
    """The certificate of impact, in the present language."""
    return compiled(impact_contents(payload, digest))


def compiled(content: Mapping[str, Any]) -> bytes:
    """What `frame` begins and a document of its kind completes, as PDF."""
    return paper("etabli.billing", "certificate", content)


# ---------------------------------------------------------------- what each says


def obligation_contents(payload: Payload, digest: str) -> dict[str, Any]:
    """All that the certificate says, as plain values in the present language."""
    year = payload["year"]
    return {
        **frame(payload, digest),
        "title": gettext("Certificate for the obligation to employ disabled workers"),
        "lead": gettext("Contracts paid in %(year)s · %(regime)s") % {"year": year, "regime": _regime(payload)},
        "text": [
            gettext(
                "The workplace certifies the amounts below for the contracts of supply, subcontracting or services that the"
                " client concluded with it (Code du travail, articles L5212-10-1, D5212-7 and D5212-22). Only what the"
                " client paid between 1 January and 31 December %(year)s counts, without VAT."
            )
            % {"year": year}
        ],
        "facts": {
            "label": gettext("Amount"),
            "value": gettext("Without VAT"),
            "rows": [[label, value, strong] for label, value, strong in obligation_facts(payload)],
        },
        "tables": [_sites(payload), _sales(payload)],
        "notes": _obligation_notes(payload),
    }


def obligation_facts(payload: Payload) -> list[tuple[str, str, bool]]:
    """The amounts of the certificate: label, amount, and whether the law asks for it by name."""
    costs = [
        (f"− {COST_CATEGORIES[category]}", localised.money(cents), False)
        for category, cents in payload["costs"].items()
    ]
    rate = localised.ratio(payload["rate"] / WHOLE, 0)
    return [
        (gettext("1. Price paid in the year"), localised.money(payload["price"]), True),
        *costs,
        (
            gettext("2. Price paid, without the costs of the six legal categories"),
            localised.money(payload["labour"]),
            True,
        ),
        (
            gettext("3. Deduction before any cap: %(rate)s of 2") % {"rate": rate},
            localised.money(payload["deduction"]),
            True,
        ),
    ]


def _sites(payload: Payload) -> dict[str, Any]:
    return {
        "title": gettext("By site of the client"),
        "columns": ["SIRET", gettext("Price paid"), gettext("Direct costs"), gettext("Labour")],
        "words": 1,
        "rows": [
            [row["siret"] or "–", *(localised.money(row[name]) for name in ("price", "cost", "labour"))]
            for row in payload["sites"]
        ],
    }


def _sales(payload: Payload) -> dict[str, Any]:
    return {
        "title": gettext("By invoice"),
        "columns": [
            gettext("Invoice"),
            pgettext("document", "Issued on"),
            gettext("Price paid"),
            gettext("Direct costs"),
            gettext("Labour"),
        ],
        "words": 2,
        "rows": [
            [
                row["number"],
                day_words(row["issued_on"]),
                *(localised.money(row[name]) for name in ("price", "cost", "labour")),
            ]
            for row in payload["invoices"]
        ],
    }


def _obligation_notes(payload: Payload) -> list[str]:
    notes = [
        gettext(
            "Before any cap: the client itself applies the limits of article D5212-22 to its contribution. An invoice paid"
            " in part counts in proportion; a credit note counts as negative."
        ),
        gettext(
            "This document has the contents listed by article D5212-7. It is not on the form of the ministerial order."
        ),
    ]
    if payload["labour"] < 0:
        notes.insert(0, gettext("The costs and credit notes of the year exceed the price paid: there is no deduction."))
    if payload["supersedes"]:
        replaced = gettext("This certificate replaces %(number)s, which no longer holds.")
        notes.insert(0, replaced % {"number": payload["supersedes"]})
    return notes


def impact_contents(payload: Payload, digest: str) -> dict[str, Any]:
    """All that the certificate of impact says: hours, trades, and people only when they are enough."""
    return {
        **frame(payload, digest),
        "title": gettext("Certificate of social impact"),
        "lead": impact_scope(payload),
        "text": [
            gettext("Your orders gave work, adapted to each, to people whom the workplace accompanies."),
        ],
        "facts": {
            "label": gettext("What your orders brought about"),
            "value": gettext("In all"),
            "rows": [[label, value, True] for label, value in impact_facts(payload)],
        },
        "tables": [
            {
                "title": gettext("By trade"),
                "columns": [gettext("Trade"), gettext("Hours worked")],
                "words": 1,
                "rows": [[trade_name(row["trade"]), localised.hours(row["minutes"])] for row in payload["trades"]],
            }
        ]
        if payload["trades"]
        else [],
        "notes": [withheld(payload)]
        if payload["minutes"] is None
        else [
            gettext(
                "Nobody is named. Hours, trades and the number of people are told only when they are of %(least)s people or"
                " more, and when they tell nothing about fewer beside the certificates issued before."
            )
            % {"least": payload["least"]}
        ],
    }


def withheld(payload: Payload) -> str:
    """Why a certificate of impact tells nothing."""
    return gettext(
        "Nothing is told: fewer than %(least)s people stand behind this work, or behind what it would add to the"
        " certificates issued before."
    ) % {"least": payload["least"]}


def impact_scope(payload: Payload) -> str:
    """What a certificate of impact is about."""
    if payload["invoice"]:
        return gettext("Invoice %(number)s") % {"number": payload["invoice"]}
    return gettext("Year %(year)s") % {"year": payload["year"]}


def impact_facts(payload: Payload) -> list[tuple[str, str]]:
    """Hours, trades and people, as label and value."""
    people = gettext("not told") if payload["people"] is None else localised.number(payload["people"])
    hours = gettext("not told") if payload["minutes"] is None else localised.hours(payload["minutes"])
    trades = localised.number(len(payload["trades"])) if payload["trades"] else gettext("not told")
    return [
        (gettext("Hours worked"), hours),
        (gettext("Trades"), trades),
        (gettext("People who took part"), people),
    ]


def trade_name(trade: str) -> str:
    return trade or gettext("Other work")


# ---------------------------------------------------------------- what both have


def frame(payload: Payload, digest: str) -> dict[str, Any]:
    """Parties, number, day and seal, as plain values in the present language."""
    issued = date.fromisoformat(payload["issued_on"])
    seller, client = payload["seller"], payload["client"]
    return {
        "language": (get_language() or "fr")[:2],
        "font": FONT,
        "day": [issued.year, issued.month, issued.day],
        "number": gettext("Certificate %(number)s") % {"number": payload["number"]},
        "parties": [
            {"label": gettext("Workplace"), "name": seller["name"], "lines": party_lines(seller)},
            {"label": gettext("Client"), "name": client["name"], "lines": party_lines(client)},
        ],
        "place_and_day": gettext("Issued on %(day)s") % {"day": localised.day(issued, "long")},
        "signer": seller["name"],
        "signature": gettext("Name, capacity and signature"),
        "seal": gettext("Seal (SHA-256 of the contents): %(digest)s") % {"digest": digest},
    }


def party_lines(party: Mapping[str, Any]) -> list[str]:
    """Address and numbers of a party, those that are known."""
    numbers = [f"{label} {party[name]}" for label, name in (("SIREN", "siren"), ("SIRET", "siret")) if party.get(name)]
    return [*(line for line in party.get("address", ()) if line), *numbers]


def _regime(payload: Payload) -> str:
    return gettext("Regime: %(name)s") % {"name": REGIMES[payload["regime"]]}


def day_words(text: str) -> str:
    return localised.day(date.fromisoformat(text), "short")
