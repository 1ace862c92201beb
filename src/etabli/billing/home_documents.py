"""A statement of payments for services at home as PDF, made as certificates are.

It says what was paid, when, for which hours and by whom they were rendered; on which text it rests is what the workplace
wrote in its settings: the house claims no official form.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext

from etabli.billing.certificate_documents import Payload, compiled, day_words, frame
from etabli.billing.wording import MEANS
from etabli.kit import localised


def home_pdf(payload: Payload, digest: str) -> bytes:
    """In the present language. `digest`: of what was sealed."""
    return compiled(home_contents(payload, digest))


def home_contents(payload: Payload, digest: str) -> dict[str, Any]:
    """All that the statement says, as plain values in the present language."""
    notes = [
        gettext("Amounts are those paid, VAT included. An invoice that bills other things too counts in proportion.")
    ]
    if payload["supersedes"]:
        replaced = gettext("This statement replaces %(number)s, which no longer holds.")
        notes.insert(0, replaced % {"number": payload["supersedes"]})
    return {
        **frame(payload, digest),
        "number": gettext("Statement %(number)s") % {"number": payload["number"]},
        "title": gettext("Statement of payments for services at home"),
        "lead": gettext("Paid in %(year)s") % {"year": payload["year"]},
        "text": [payload["basis"]] if payload["basis"] else [],
        "facts": {
            "label": gettext("In the year"),
            "value": gettext("In all"),
            "rows": [[label, value, True] for label, value in home_facts(payload)],
        },
        "tables": [_payments(payload), _services(payload)],
        "notes": notes,
    }


def home_facts(payload: Payload) -> list[tuple[str, str]]:
    return [
        (gettext("Paid for services at home"), localised.money(payload["paid"])),
        (gettext("Hours"), localised.hours(payload["minutes"])),
    ]


def payment_rows(payload: Payload) -> list[list[str]]:
    """Day, invoice, means, payment, and what of it is for services at home."""
    return [
        [
            day_words(row["day"]),
            row["invoice"],
            str(MEANS[row["means"]]),
            *map(localised.money, (row["cents"], row["part"])),
        ]
        for row in payload["payments"]
    ]


def service_rows(payload: Payload) -> list[list[str]]:
    """Service, day, invoice, who rendered it, and how long."""
    return [
        [
            row["text"],
            day_words(row["day"]) if row["day"] else "–",
            row["invoice"],
            ", ".join(row["workers"]) or "–",
            _hours(row["minutes"]),
        ]
        for row in payload["services"]
    ]


def _hours(minutes: int) -> str:
    return localised.hours(minutes) if minutes >= 0 else f"−{localised.hours(-minutes)}"


def payment_heads() -> list[str]:
    return [gettext("Day"), gettext("Invoice"), gettext("Means"), gettext("Payment"), gettext("For services at home")]


def service_heads() -> list[str]:
    return [gettext("Service"), gettext("Day"), gettext("Invoice"), gettext("Worker's number"), gettext("Hours")]


def _payments(payload: Payload) -> dict[str, Any]:
    return {"title": gettext("Payments"), "columns": payment_heads(), "words": 3, "rows": payment_rows(payload)}


def _services(payload: Payload) -> dict[str, Any]:
    return {"title": gettext("Services"), "columns": service_heads(), "words": 4, "rows": service_rows(payload)}
