"""What a team worked on and made, and the log of its workshops."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.utils.timezone import make_aware

from etabli.core.periods import Period
from etabli.core.suiting import Concern
from etabli.org.models import Establishment, User
from etabli.production.access import ProductionRight
from etabli.production.queries import activities_told, causes_told, handover_told, outputs_told, work_told
from etabli.production.queries.suiting import concerns_told
from etabli.production.wording import concern_worded
from etabli.tablet.bundle.team import Team


def of_the_work(author: User, establishment: Establishment, team: Team, days: Period) -> dict[str, Any]:
    """`activities`, `causes`, `work`, `outputs` and `handover` of the bundle; nobody's work for who may not see it."""
    sees = any(author.may(ProductionRight.READ, establishment, day) for day in team.on)
    since = make_aware(datetime.combine(days.start, time()))
    activities = activities_told(establishment, team.mine)
    return {
        "activities": _with_concerns(author, establishment, team, activities) if sees else activities,
        "causes": causes_told(establishment),
        "work": work_told(establishment, days, team.keys) if sees else {},
        "outputs": outputs_told(establishment, days, team.mine) if sees else [],
        "handover": handover_told(author, establishment, team.mine, since),
    }


def _with_concerns(
    author: User, establishment: Establishment, team: Team, activities: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """With `against` in each activity: what stands between people (keys) and it today, in words that tell no reason."""
    tasks = {row["key"]: row["line"] for row in activities if row["line"] is not None}
    found = concerns_told(author, establishment, tasks, team.keys, team.on[0], team.on[0])
    return [row | {"against": _worded(found.get(row["key"], {}))} for row in activities]


def _worded(rows: dict[int, list[Concern]]) -> dict[str, str]:
    return {str(person): "; ".join(map(concern_worded, concerns)) for person, concerns in rows.items()}
