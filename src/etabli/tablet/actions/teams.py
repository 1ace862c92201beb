"""Acts that change a team, sent by a tablet: someone joins it, or it is taken for a day. Each once, under its id."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from etabli.attendance.states import Outcome
from etabli.core.refusal import Refusal
from etabli.kit import items
from etabli.org.actions import take_team
from etabli.org.models import Establishment, User
from etabli.people.actions.stays import join_team
from etabli.tablet.models import TeamAct
from etabli.tablet.queries import team_acts

LONGEST_NAME = 100
JOIN, TAKE_TEAM = "join", "take_team"


@dataclass(frozen=True)
class Join:
    """Someone whom her colleagues name by first name and staff number is of this team on a day. `workshop`: key."""

    id: UUID
    workshop: int
    day: date
    first_name: str
    staff_number: str
    acted_at: datetime


@dataclass(frozen=True)
class TakeTeam:
    """The author takes a team on a day. `workshop`: key."""

    id: UUID
    workshop: int
    day: date
    acted_at: datetime


@dataclass(frozen=True)
class TeamAnswer:
    """What became of it."""

    outcome: Outcome
    refusal: Refusal | None = None
    entry: UUID | None = field(default=None, init=False)


def read_join(item: Mapping[str, Any]) -> Join:
    return Join(
        items.uuid(item, "id"),
        items.key(item, "workshop"),
        items.day(item, "day"),
        items.text(item, "first_name", LONGEST_NAME, least=1),
        items.text(item, "staff_number", LONGEST_NAME, least=1),
        datetime.fromisoformat(item["acted_at"]),
    )


def read_take_team(item: Mapping[str, Any]) -> TakeTeam:
    return TakeTeam(
        items.uuid(item, "id"),
        items.key(item, "workshop"),
        items.day(item, "day"),
        datetime.fromisoformat(item["acted_at"]),
    )


@transaction.atomic
def record_joins(
    *, establishment: Establishment, operations: Sequence[Join], by: User, at: datetime
) -> list[TeamAnswer]:
    """Refusals as `people.actions.join_team`, per operation."""

    def act(operation: Join) -> dict[str, Any]:
        words = {"first_name": operation.first_name, "staff_number": operation.staff_number}
        where = {"workshop": operation.workshop, "day": operation.day, "acted_at": operation.acted_at}
        return {"person": join_team(establishment=establishment, **where, **words, by=by, at=at)}

    return _record(JOIN, establishment, operations, act, by, at)


@transaction.atomic
def record_taken_teams(
    *, establishment: Establishment, operations: Sequence[TakeTeam], by: User, at: datetime
) -> list[TeamAnswer]:
    """Refusals as `org.actions.take_team`, per operation."""

    def act(operation: TakeTeam) -> dict[str, Any]:
        where = {"workshop": operation.workshop, "day": operation.day, "acted_at": operation.acted_at}
        return {"grant": take_team(establishment=establishment, **where, by=by, at=at)}

    return _record(TAKE_TEAM, establishment, operations, act, by, at)


def _record(
    kind: str,
    establishment: Establishment,
    operations: Sequence[Any],
    act: Callable[[Any], dict[str, Any]],
    by: User,
    at: datetime,
) -> list[TeamAnswer]:
    """One answer each; the same id again gets the same answer. `act`: what its row refers to, or a Refusal."""
    known = dict(team_acts(establishment, {operation.id for operation in operations}))
    answers = []
    for operation in operations:
        row = known.get(operation.id)
        if row is not None:
            answers.append(_again(row))
            continue
        refusal: Refusal | None = None
        refers: dict[str, Any] = {}
        try:
            with transaction.atomic():
                refers = act(operation)
        except Refusal as error:
            refusal = error
        known[operation.id] = _keep(kind, establishment, operation, refers, refusal, by, at)
        answers.append(TeamAnswer(Outcome.REFUSED if refusal else Outcome.APPLIED, refusal))
    return answers


def _again(row: TeamAct) -> TeamAnswer:
    if row.refusal:
        return TeamAnswer(Outcome.REFUSED, Refusal(row.refusal, **row.facts))
    return TeamAnswer(Outcome.DUPLICATE)


def _keep(
    kind: str,
    establishment: Establishment,
    operation: Any,
    refers: Mapping[str, Any],
    refusal: Refusal | None,
    by: User,
    at: datetime,
) -> TeamAct:
    told = {name: str(value) for name, value in vars(operation).items() if name not in ("id", "acted_at")}
    return TeamAct.objects.create(
        id=operation.id,
        establishment=establishment,
        author=by,
        kind=kind,
        acted_at=operation.acted_at,
        received_at=at,
        payload=told,
        outcome=Outcome.REFUSED if refusal else Outcome.APPLIED,
        refusal=refusal.code if refusal else "",
        facts={name: str(value) for name, value in refusal.facts.items()} if refusal else {},
        **refers,
    )
