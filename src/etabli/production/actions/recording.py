"""What every kind of operation goes through: known already, judged, entered or kept as refused."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Generic, Protocol, TypeVar
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.timezone import localtime

from etabli.attendance.actions import CLOCK_TOLERANCE
from etabli.attendance.deriving import one_at_a_time
from etabli.attendance.states import Outcome
from etabli.core.refusal import Refusal
from etabli.org.access import DatedLimits
from etabli.org.models import Establishment, User
from etabli.people.reach import Reach
from etabli.production.actions.acts import Answer
from etabli.production.models import RefusedOperation
from etabli.production.states import OperationKind


class Operation(Protocol):
    @property
    def id(self) -> UUID: ...
    @property
    def acted_at(self) -> datetime: ...


Kind = TypeVar("Kind", bound=Operation)


class Workshops:
    """The workshops of an establishment, and in which of them a right of a user was held on a day; two queries."""

    def __init__(self, establishment: Establishment, right: str, by: User | None) -> None:
        self.names: dict[int, str] = dict(establishment.workshops.values_list("pk", "name"))
        self._limits = None if by is None else DatedLimits(by, right, establishment)

    def holds(self, workshop: int, day: date) -> bool:
        limit = None if self._limits is None else self._limits.on(day)
        return workshop in self.names and (limit is None or workshop in limit)

    def check(self, workshop: int, acted_on: date) -> None:
        if workshop not in self.names:
            raise Refusal("workshop_unknown_key", value=workshop)
        if not self.holds(workshop, acted_on):
            raise Refusal("workshop_not_yours_then", name=self.names[workshop], day=acted_on)


class Recorder(Generic[Kind]):
    """One call of an action of this room. A kind says how an operation is judged (`check`) and entered (`enter`)."""

    kind: OperationKind

    def __init__(self, establishment: Establishment, operations: Sequence[Kind], by: User | None, at: datetime) -> None:
        one_at_a_time(establishment)
        self.establishment, self.by, self.at = establishment, by, at
        self.ids = [operation.id for operation in operations]
        self._refused = {row.pk: row for row in RefusedOperation.objects.filter(pk__in=self.ids)}
        self._kept: list[RefusedOperation] = []

    def check(self, operation: Kind) -> None:
        """Raise the Refusal of an operation that may not be entered."""
        raise NotImplementedError

    def enter(self, operation: Kind) -> Answer:
        raise NotImplementedError

    def known(self, operation: Kind) -> Answer | None:
        """The answer to one entered before, by an earlier call or by this one."""
        raise NotImplementedError

    def standing(self, operation: Kind) -> UUID | None:
        """What stands of what it is about."""
        return None

    def take(self, operation: Kind) -> Answer:
        kept = self._refused.get(operation.id)
        if kept is not None:
            # The same key gives the same answer: never "already saved" for what was not.
            refusal = Refusal(kept.refusal, **kept.facts)
            return Answer(operation.id, Outcome.REFUSED, self.standing(operation), refusal)
        known = self.known(operation)
        if known is not None:
            return known
        try:
            self.check(operation)
        except Refusal as refusal:
            self._keep(operation, refusal)
            return Answer(operation.id, Outcome.REFUSED, self.standing(operation), refusal)
        return self.enter(operation)

    def _keep(self, operation: Kind, refusal: Refusal) -> None:
        row = RefusedOperation(
            id=operation.id,
            kind=self.kind,
            establishment=self.establishment,
            author=self.by,
            acted_at=operation.acted_at,
            received_at=self.at,
            payload=payload_of(operation),
            refusal=refusal.code,
            facts={name: str(value) for name, value in refusal.facts.items()},
        )
        self._refused[operation.id] = row
        self._kept.append(row)

    def write(self) -> None:
        RefusedOperation.objects.bulk_create(self._kept)

    # ------------------------------------------------------------ what the kinds share

    def capped(self, operation: Kind) -> datetime:
        """The time of the act; that of a clock which is ahead is taken as a little after now."""
        return min(operation.acted_at, self.at + CLOCK_TOLERANCE)

    def acted_on(self, operation: Kind) -> date:
        return localtime(self.capped(operation)).date()

    def captured(self, operation: Kind) -> Mapping[str, Any]:
        """The columns that every captured row has."""
        return {
            "id": operation.id,
            "establishment": self.establishment,
            "author": self.by,
            "acted_at": self.capped(operation),
            "received_at": self.at,
        }


def check_person(reach: Reach, person: int, acted_on: date, day: date) -> None:
    """The author held the right that day over the person."""
    if person not in reach.names:
        raise Refusal("person_unknown", value=person)
    if not reach.holds(person, acted_on, day):
        raise Refusal("right_not_held_then", name=reach.names[person], day=acted_on)


def outcome_of(key: UUID, before: UUID | None, after: UUID | None, based: bool) -> Outcome:
    """What became of an act. `before`, `after`: what stood and what stands. `based`: it knew what stood, or says the same."""
    if after != key:
        return Outcome.SUPERSEDED
    return Outcome.APPLIED if before is None or based else Outcome.CONFLICT


def told_again(key: UUID, outcome: str, standing: UUID | None) -> Answer:
    """The answer to an act that was entered before."""
    kept = Outcome.SUPERSEDED if outcome == Outcome.SUPERSEDED else Outcome.DUPLICATE
    return Answer(key, kept, standing)


def payload_of(operation: Any) -> dict[str, Any]:
    """The operation as JSON, to be kept."""
    document: dict[str, Any] = json.loads(json.dumps(asdict(operation), cls=DjangoJSONEncoder))
    return document
