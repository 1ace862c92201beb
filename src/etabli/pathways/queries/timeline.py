"""All that is known of the way of a person, from waiting for a place to leaving and coming back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from etabli.org.models import Establishment, User
from etabli.pathways.models import (
    Exit,
    Placement,
    Recognition,
    ReinforcedPathway,
    Return,
    SupportAgreement,
    WaitingEntry,
)
from etabli.pathways.rules.timeline import LANES, Lane
from etabli.pathways.states import Device
from etabli.people.models import Engagement


@dataclass(frozen=True)
class Step:
    """One step of a way. `ends_before`: excluded, None while it goes on. `is_moment`: a day, and no time that lasts."""

    lane: Lane
    row: Any
    starts_on: date
    ends_before: date | None = None
    is_moment: bool = False


def steps_of(user: User, establishment: Establishment, person: int) -> list[Step]:
    """Every step of a person (key) that the user may read there, newest first; eight queries however many steps."""

    def seen(model: Any, *related: str) -> Iterable[Any]:
        rows = model.objects.visible_to(user, establishment).filter(person=person)
        return rows.select_related("person", *related) if related else rows

    engagements = Engagement.objects.filter(establishment=establishment, person=person)
    steps = [
        *(Step(Lane.WAITING, row, row.applied_on, row.closed_on) for row in seen(WaitingEntry)),
        *(Step(Lane.HERE, row, row.starts_on, row.ends_before) for row in engagements),
        *(_placed(row) for row in seen(Placement, "host", "establishment")),
        *(
            Step(Lane.AGREEMENT, row, row.starts_on, min(row.ends_before, row.ended_on or row.ends_before))
            for row in seen(SupportAgreement, "establishment", "host", "job__host")
        ),
        *(
            Step(Lane.AGREEMENT, row, row.handed_on or row.job.starts_on, is_moment=True)
            for row in seen(ReinforcedPathway, "establishment", "job__host")
        ),
        *(
            Step(Lane.LEAVING, row, row.engagement.ends_before or row.engagement.starts_on, is_moment=True)
            for row in seen(Exit, "engagement", "host", "job__host")
        ),
        *(Step(Lane.LEAVING, row, row.returned_on, is_moment=True) for row in seen(Return)),
        *(
            Step(Lane.RECOGNITION, row, row.started_on, row.validated_on, is_moment=row.validated_on == row.started_on)
            for row in seen(Recognition)
        ),
    ]
    return sorted(steps, key=lambda step: (step.starts_on, step.row.pk), reverse=True)


def _placed(row: Placement) -> Step:
    return Step(LANES[Device(row.device)], row, row.starts_on, row.ends_before)
