"""Exits and what was asked after them, as their pages show them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.translation import gettext

from etabli.kit import localised
from etabli.kit.exports import Kind, shown
from etabli.pathways.columns.exits import still_words
from etabli.pathways.models import Exit, FollowUp
from etabli.pathways.rules.timeline import last_day
from etabli.pathways.states import ContractKind, Destination
from etabli.pathways.wording import CONTRACT_KINDS, DESTINATIONS

NOTHING = "—"
_STATUS: dict[bool | None, str] = {True: "ok", False: "watch", None: "off"}


def exit_facts(row: Exit) -> list[dict[str, Any]]:
    """Label and value, in the order of the form."""
    validated = row.mdph_validated
    contract = CONTRACT_KINDS[ContractKind(row.contract)] if row.contract else NOTHING
    facts = [
        (gettext("Last day"), localised.day(last_day(row.engagement.ends_before) or row.engagement.starts_on, "long")),
        (gettext("Where to"), DESTINATIONS[Destination(row.destination)]),
        (gettext("Employer, or place"), str(row.host) if row.host else NOTHING),
        (gettext("Contract"), contract),
        (gettext("Reason"), row.reason or NOTHING),
        (
            gettext("Validated by the MDPH"),
            gettext("Not asked yet") if validated is None else shown(validated, Kind.YES_NO),
        ),
    ]
    return [{"label": label, "value": value} for label, value in facts]


def follow_up_status(row: FollowUp, today: date) -> tuple[Any, str]:
    """How one stands, in words, and how `components/status.html` shows it."""
    if row.seen_on is not None:
        return still_words(row), _STATUS[row.still_employed]
    if row.due_on <= today:
        return gettext("To ask now"), "late"
    return gettext("To come"), "info"


def follow_up_cards(row: Exit, today: date) -> list[dict[str, Any]]:
    """Those of an exit, the first before."""
    cards = []
    for one in row.follow_ups.all():
        words, status = follow_up_status(one, today)
        cards.append({"row": one, "words": words, "status": status})
    return cards
