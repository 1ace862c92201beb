"""What is owed on the ways of persons, as pages show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from etabli.org.models import Establishment
from etabli.pathways.rules.deadlines import PathwayDeadline, is_unanswerable
from etabli.pathways.states import PathwayDue
from etabli.pathways.wording import PATHWAY_DUE, PATHWAY_DUTIES
from etabli.pathways.wording.duties import SOURCES

STATUS = {PathwayDue.LATE: "late", PathwayDue.LONG_PAST: "off", PathwayDue.SOON: "watch"}


def deadline_cards(
    rows: Sequence[PathwayDeadline], place: Establishment, names: Mapping[int, str], on: date, may_write: bool
) -> list[dict[str, Any]]:
    """Each with its rule and source, in the order given. `names`: by key of the person."""
    cards = [_card(row, place, names.get(row.person, ""), on) for row in rows]
    for row, card in zip(rows, cards, strict=True):
        closes = may_write and is_unanswerable(row, on)
        card["close"] = reverse("pathways:placement_unknown", args=[place.finess, row.placement]) if closes else ""
    return cards


def _card(row: PathwayDeadline, place: Establishment, name: str, on: date) -> dict[str, Any]:
    state = row.state(on)
    return {
        "pk": row.person,
        "placement": row.placement,
        "person": name,
        "person_url": reverse("pathways:timeline", args=[place.finess, row.person]),
        "words": PATHWAY_DUTIES[row.duty],
        "url": _page(row, place),
        "due_on": row.due_on,
        "state": PATHWAY_DUE[state],
        "status": STATUS.get(state, "info"),
        "rule": SOURCES.get(row.duty, ""),
    }


def _page(row: PathwayDeadline, place: Establishment) -> str:
    """Of what it is about; of the person's situation when it is of herself."""
    if row.placement:
        return reverse("pathways:placement", args=[place.finess, row.placement])
    if row.agreement:
        return reverse("pathways:agreement", args=[place.finess, row.agreement])
    return reverse("pathways:situation", args=[place.finess, row.person])
