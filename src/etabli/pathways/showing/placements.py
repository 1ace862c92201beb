"""Placements as their pages show them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext, pgettext

from etabli.kit import localised
from etabli.pathways.models import Placement
from etabli.pathways.rules.fields import FIELDS
from etabli.pathways.rules.timeline import last_day
from etabli.pathways.states import (
    BeyondGround,
    ContractKind,
    Device,
    Objective,
    PlacementOutcome,
    PlacementState,
    Prescriber,
)
from etabli.pathways.wording import (
    BEYOND,
    CONTRACT_KINDS,
    DEVICES,
    OBJECTIVES,
    OUTCOMES,
    PLACEMENT_STATES,
    PRESCRIBERS,
)
from etabli.pathways.wording import fields as labels

APART = frozenset({"host", "weeks"})
"""Shown otherwise than as a line of text."""


def state_of(row: Placement, today: date) -> tuple[Any, str]:
    """The word for where a placement stands on a day, and how `components/status.html` shows it.

    Planned, running and over are told by its days.
    """
    state = PlacementState(row.state)
    if state == PlacementState.AGREED:
        if row.starts_on > today:
            return pgettext("placement", "Agreed, to come"), "info"
        if row.ends_before is None or row.ends_before > today:
            return pgettext("placement", "Running"), "ok"
        return pgettext("placement", "Over, outcome not said"), "watch"
    return PLACEMENT_STATES[state], "watch" if state == PlacementState.DRAFT else "off"


def placement_card(row: Placement, today: date) -> dict[str, Any]:
    """A placement in a list of persons."""
    finess = row.establishment.finess
    state, status = state_of(row, today)
    return {
        "pk": row.pk,
        "person": str(row.person),
        "person_url": reverse("pathways:timeline", args=[finess, row.person_id]),
        "device": DEVICES[Device(row.device)],
        "url": reverse("pathways:placement", args=[finess, row.pk]),
        "host": row.host.name if row.host else "",
        "host_url": reverse("pathways:host", args=[finess, row.host_id]) if row.host_id else "",
        "starts_on": row.starts_on,
        "last_day": last_day(row.ends_before),
        "state": state,
        "status": status,
    }


def facts_of(row: Placement) -> list[dict[str, Any]]:
    """What is known of a placement, label and value, in the order of its form; then how it ended."""
    names = [name for name in FIELDS[Device(row.device)] if name not in APART]
    facts = [{"label": labels.FIELDS[name], "value": _value(row, name)} for name in names]
    if row.state == PlacementState.ENDED:
        facts.append({"label": gettext("Outcome"), "value": OUTCOMES[PlacementOutcome(row.outcome)]})
    if row.outcome_note:
        facts.append({"label": gettext("Note"), "value": row.outcome_note})
    return facts


def _value(row: Placement, name: str) -> Any:
    """In words; empty when nobody said."""
    if name == "last_day":
        last = last_day(row.ends_before)
        return localised.day(last) if last else gettext("until further notice")
    value = getattr(row, name)
    if name == "contract":
        return CONTRACT_KINDS[ContractKind(value)]
    if name == "beyond_ground":
        return BEYOND[BeyondGround(value)]
    if name == "objective":
        return OBJECTIVES[Objective(value)]
    if name == "prescriber":
        return PRESCRIBERS[Prescriber(value)]
    if name == "weekly_minutes":
        return localised.hours(value) if value else ""
    if isinstance(value, date):
        return localised.day(value)
    return value or ""
