"""What a team worked on and made, and the log of its workshops."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.utils.timezone import make_aware

from etabli.core.periods import Period
from etabli.org.models import Establishment, User
from etabli.production.access import ProductionRight
from etabli.production.queries import activities_told, causes_told, handover_told, outputs_told, work_told
from etabli.tablet.bundle.team import Team


def of_the_work(author: User, establishment: Establishment, team: Team, days: Period) -> dict[str, Any]:
    """`activities`, `causes`, `work`, `outputs` and `handover` of the bundle; nobody's work for who may not see it."""
    sees = any(author.may(ProductionRight.READ, establishment, day) for day in team.on)
    since = make_aware(datetime.combine(days.start, time()))
    return {
        "activities": activities_told(establishment, team.mine),
        "causes": causes_told(establishment),
        "work": work_told(establishment, days, team.keys) if sees else {},
        "outputs": outputs_told(establishment, days, team.mine) if sees else [],
        "handover": handover_told(author, establishment, team.mine, since),
    }
