"""What a tablet is told of work: plain values, ready for JSON. Each function says how many queries it makes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from etabli.core.periods import Period
from etabli.kit import localised
from etabli.org.models import Establishment, User
from etabli.production.models import Activity
from etabli.production.queries.attended import at_work
from etabli.production.queries.captured import (
    OutputWritten,
    WorkWritten,
    activities_of,
    causes_of,
    standing_outputs,
    standing_work,
)
from etabli.production.queries.handover import Message, recent_messages

SEVERAL = 2_000
"""Thousandths."""


def activities_told(establishment: Establishment, workshops: Collection[int]) -> list[dict[str, Any]]:
    """`[{key, code, name, unit, units, workshop, off_site, note, line}]` of the activities in use; one query.

    An order line has its reference as `code` and in its name, in `note` when it is due, in words, in `line` its key. `unit`
    is the word behind one of them, `units` behind several.
    """
    return [
        {
            "key": row.pk,
            "code": row.code,
            "name": row.called,
            "unit": row.unit_worded,
            "units": row.units_worded(SEVERAL),
            "workshop": row.workshop_id,
            "off_site": row.off_site,
            "note": _due(row),
            "line": row.line_id,
        }
        for row in activities_of(establishment, workshops)
        if row.active
    ]


def _due(row: Activity) -> str:
    if row.line is None or row.line.due_on is None:
        return ""
    return gettext("due %(day)s") % {"day": localised.day(row.line.due_on, "short")}


def causes_told(establishment: Establishment) -> list[dict[str, Any]]:
    """`[{key, name}]` of the causes of rejects in use; one query."""
    return [{"key": row.pk, "name": row.name} for row in causes_of(establishment) if row.active]


def work_told(establishment: Establishment, days: Period, persons: Collection[int]) -> dict[str, Any]:
    """`{"<person>/<day>/<half>": {entry, parts: [{activity, minutes}], author, team}}` of what stands; one query.

    `parts` is empty where what was written is taken back; `minutes` is null for what is left of the minutes at work.
    """
    standing = standing_work(establishment, days, persons)
    return {f"{person}/{day.isoformat()}/{half}": work_value(row) for (person, day, half), row in standing.items()}


def work_value(row: WorkWritten) -> dict[str, Any]:
    """One entry, as in `work_told`: for both sides of a conflict, see `queries.work_named`."""
    return {
        "entry": str(row.entry),
        "parts": [{"activity": part.activity, "minutes": part.minutes} for part in row.parts],
        "author": row.author,
        "team": str(row.team) if row.team else None,
    }


def at_work_told(establishment: Establishment, days: Period, persons: Collection[int]) -> dict[str, int]:
    """`{"<person>/<day>/<half>": minutes}` at work, support and training left out; three queries. A part without minutes
    takes what the others leave of them."""
    hours = at_work(establishment, days, persons)
    return {f"{person}/{day.isoformat()}/{half}": minutes for (person, day, half), minutes in hours.items()}


def outputs_told(establishment: Establishment, days: Period, workshops: Collection[int]) -> list[dict[str, Any]]:
    """`[{id, root, workshop, activity, day, half, good, rejected, cause, rule, group, shares: [{person, good, rejected}],
    author, acted_at}]` of the records that stand, quantities in thousandths; one query."""
    return [output_value(row) for row in standing_outputs(establishment, days, workshops)]


def output_value(row: OutputWritten) -> dict[str, Any]:
    """One act on a record, as in `outputs_told`: for both sides of a conflict, see `queries.outputs_named`."""
    return {
        "id": str(row.id),
        "root": str(row.root),
        "workshop": row.workshop,
        "activity": row.activity,
        "day": row.day.isoformat(),
        "half": row.half,
        "good": row.good,
        "rejected": row.rejected,
        "cause": row.cause,
        "rule": row.rule,
        "group": row.group,
        "shares": [{"person": part.person, "good": part.good, "rejected": part.rejected} for part in row.shares],
        "author": row.author,
        "acted_at": row.acted_at.isoformat(),
    }


def handover_told(
    user: User, establishment: Establishment, workshops: Collection[int], since: datetime
) -> list[dict[str, Any]]:
    """`[{id, workshop, to_role, text, author, at, read, done, done_by}]` of the messages to do or written since then, newest
    first; `author` and `done_by` are names, empty for the operator; `read`: by this reader. Five queries at most."""
    return [_message(message) for message in recent_messages(user, establishment, workshops, since)]


def _message(message: Message) -> dict[str, Any]:
    return {
        "id": str(message.row.pk),
        "workshop": message.row.workshop_id,
        "to_role": message.row.to_role,
        "text": message.row.text,
        "author": name_of(message.row.author),
        "at": message.row.acted_at.isoformat(),
        "read": message.read,
        "done": message.done,
        "done_by": name_of(message.done_by),
    }


def name_of(user: User | None) -> str:
    """How a member of staff is called; empty for the operator."""
    return "" if user is None else user.get_full_name() or user.get_username()
