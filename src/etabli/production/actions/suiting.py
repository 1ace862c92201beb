"""Whoever can do no step of a line is not allotted to it, where the workplace says so."""

from __future__ import annotations

from datetime import datetime

from django.utils.timezone import localtime

from etabli.orders.models import Allotment
from etabli.people.models import Registration
from etabli.production import rules
from etabli.production.queries.suiting import Suiting, refuses_unsuited


def check_allotted(*, allotment: Allotment, at: datetime, **others: object) -> None:
    """Of a group, at least one member can do a step. Refusal `task_unsuited`, where the workplace refuses."""
    line = allotment.line
    if not refuses_unsuited(line.establishment):
        return
    day = max(allotment.starts_on, localtime(at).date())
    persons = [allotment.person_id] if allotment.person_id is not None else _members(allotment)
    suiting = Suiting(line.establishment, [line.pk], persons)
    able = not persons or any(suiting.is_able(line.pk, person, day) for person in persons)
    rules.check_suited(able, str(allotment.person or allotment.group), f"{line.reference} · {line.text}")


def _members(allotment: Allotment) -> list[int]:
    rows = Registration.objects.filter(work_groups=allotment.group_id)
    return list(rows.values_list("person", flat=True))
