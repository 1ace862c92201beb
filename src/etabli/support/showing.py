"""What the pages of the room show: rows turned into plain values for their templates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from etabli.kit import localised
from etabli.org.models import Establishment
from etabli.support import rules
from etabli.support.models import Goal, Observation
from etabli.support.queries import photos_arrived
from etabli.support.states import ICONS, GoalState, Pictogram
from etabli.support.wording import GOAL_STATES, PICTOGRAMS

GOAL_STATUS = {GoalState.IN_FORCE: "ok", GoalState.TO_COME: "info", GoalState.ENDED: "off"}
"""How `components/status.html` shows each state, in the order of the screen."""


def observation_cards(rows: Sequence[Observation], place: Establishment) -> list[dict[str, Any]]:
    """One observation each, in the order given."""
    arrived = photos_arrived(place, rows)
    return [_observation(row, row.photo in arrived) for row in rows]


def _observation(row: Observation, arrived: bool) -> dict[str, Any]:
    seen = Pictogram(row.pictogram) if row.pictogram else None
    author = row.author
    return {
        "pk": row.pk,
        "day": row.day,
        "half": localised.half_day(row.half),
        "icon": ICONS[seen] if seen else "message-square-text",
        "word": PICTOGRAMS[seen] if seen else "",
        "text": row.text,
        "task": row.task,
        "author": (author.get_full_name() or author.get_username()) if author else "",
        "photo": row.photo is not None,
        "photo_arrived": arrived,
    }


def goal_cards(rows: Iterable[Goal], today: date) -> list[dict[str, Any]]:
    """Those in force first, then those to come, then those that ended."""
    cards = [_goal(row, rules.goal_state(row.starts_on, row.ends_before, today)) for row in rows]
    return sorted(cards, key=lambda card: list(GOAL_STATUS.values()).index(card["status"]))


def _goal(row: Goal, state: GoalState) -> dict[str, Any]:
    return {
        "pk": row.pk,
        "wording": row.wording,
        "starts_on": row.starts_on,
        "last_day": row.ends_before - timedelta(days=1) if row.ends_before else None,
        "state": GOAL_STATES[state],
        "status": GOAL_STATUS[state],
    }
