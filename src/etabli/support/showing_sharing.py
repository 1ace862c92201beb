"""What the pages of consents and shares show: rows turned into plain values for their templates."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from etabli.support.queries.sharing import Held, Said
from etabli.support.states import Answer, Basis, ShareState
from etabli.support.wording import ANSWERS, BASES, MEANS, SHARE_STATES, SHARED_FIELDS

_STATUS = {
    ShareState.OPEN: "ok",
    ShareState.LOCKED: "late",
    ShareState.REVOKED: "off",
    ShareState.EXPIRED: "off",
    ShareState.WITHHELD: "watch",
}


def said_cards(rows: Iterable[Said]) -> list[dict[str, Any]]:
    """One purpose each, and what the person said to it."""
    return [_said(row) for row in rows]


def _said(row: Said) -> dict[str, Any]:
    consent, author = row.consent, row.consent.author if row.consent else None
    needs = row.purpose.basis == Basis.AGREEMENT
    return {
        "purpose": row.purpose,
        "basis": BASES[Basis(row.purpose.basis)],
        "consent": consent,
        "answer": ANSWERS[Answer(consent.answer)] if consent else None,
        "status": "watch" if consent is None and needs else "off" if row.answer == Answer.OBJECTED else "ok",
        "needs": needs,
        "means": MEANS[consent.means] if consent and consent.means else "",  # type: ignore[index]
        "author": (author.get_full_name() or author.get_username()) if author else "",
        "fields": [word for code, word in SHARED_FIELDS.items() if code in row.allowed],
    }


def share_cards(rows: Iterable[Held]) -> list[dict[str, Any]]:
    """One share each, in the order given."""
    return [
        {
            "row": held.row,
            "state": SHARE_STATES[held.state],
            "status": _STATUS[held.state],
            "is_open": held.state in (ShareState.OPEN, ShareState.LOCKED, ShareState.WITHHELD),
            "fields": [SHARED_FIELDS[field] for field in held.fields],
        }
        for held in rows
    ]
