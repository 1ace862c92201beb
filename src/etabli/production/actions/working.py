"""On what people worked: one register for each person and half-day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from etabli.attendance.deriving import span_of
from etabli.attendance.queries import closed_months
from etabli.attendance.rules import check_engaged, check_month_open
from etabli.attendance.states import Outcome
from etabli.core.refusal import Refusal
from etabli.core.registers import Act
from etabli.core.work import Part
from etabli.kit.bulk import insert
from etabli.org.models import Establishment, User
from etabli.people.queries import counted_engagements
from etabli.people.reach import Reach
from etabli.production import rules
from etabli.production.access import ProductionRight
from etabli.production.actions.acts import Answer, WorkOperation
from etabli.production.actions.deriving import derive_work
from etabli.production.actions.lines import name_contributors
from etabli.production.actions.recording import Recorder, check_person, outcome_of, told_again
from etabli.production.models import WorkEntry, WorkPart
from etabli.production.queries import WorkWritten, activity_flags, work_registers
from etabli.production.queries.captured import WorkKey
from etabli.production.queries.suiting import Suiting, refuses_unsuited
from etabli.production.states import OperationKind

_ENTRY = (
    "id",
    "establishment",
    "person",
    "day",
    "half",
    "workshop",
    "team",
    "author",
    "acted_at",
    "received_at",
    "base",
    "outcome",
)
_PART = ("entry", "position", "activity", "minutes")


@transaction.atomic
def record_work(
    *, establishment: Establishment, operations: Sequence[WorkOperation], by: User | None, at: datetime
) -> list[Answer]:
    """Apply operations in order; one answer each. One bad operation never blocks the others.

    The newest act on a half-day stands; see `core.registers`. An act that knew not what stood is a conflict when it is
    newer, superseded when it is older; both are kept.
    """
    recorder = _WorkRecorder(establishment, operations, by, at)
    answers = [recorder.take(operation) for operation in operations]
    recorder.write()
    return answers


class _WorkRecorder(Recorder[WorkOperation]):
    kind = OperationKind.WORK

    def __init__(
        self, establishment: Establishment, operations: Sequence[WorkOperation], by: User | None, at: datetime
    ) -> None:
        super().__init__(establishment, operations, by, at)
        days = span_of(operation.day for operation in operations)
        persons = {operation.person for operation in operations}
        self._reach = Reach(by, ProductionRight.WRITE, establishment, persons)
        self._closed = closed_months(establishment)
        self._workshops = set(establishment.workshops.values_list("pk", flat=True))
        self._activities = activity_flags(establishment)
        self._engagements = counted_engagements(establishment, days, self._reach.names) if days else {}
        self._registers = work_registers(establishment, days, self._reach.names) if days else {}
        lines = {
            flags.line for part in _parts(operations) if (flags := self._activities.get(part.activity)) and flags.line
        }
        refuses = bool(lines) and refuses_unsuited(establishment)
        self._suiting = Suiting(establishment, lines, self._reach.names) if refuses else None
        self._outcomes: dict[UUID, str] = dict(WorkEntry.objects.filter(pk__in=self.ids).values_list("pk", "outcome"))
        self._entries: list[tuple[Any, ...]] = []
        self._parts: list[tuple[Any, ...]] = []
        self._days: set[date] = set()

    def standing(self, operation: WorkOperation) -> UUID | None:
        register = self._registers.get(_key(operation))
        return register.standing if register else None

    def known(self, operation: WorkOperation) -> Answer | None:
        outcome = self._outcomes.get(operation.id)
        return None if outcome is None else told_again(operation.id, outcome, self.standing(operation))

    def check(self, operation: WorkOperation) -> None:
        check_person(self._reach, operation.person, self.acted_on(operation), operation.day)
        if operation.workshop not in self._workshops:
            raise Refusal("workshop_unknown_key", value=operation.workshop)
        check_month_open(operation.day, self._closed)
        engagements = self._engagements.get(operation.person, ())
        periods = [engagement.period for engagement in engagements]
        check_engaged(operation.day, periods, self._reach.names[operation.person])
        rules.check_parts(operation.parts)
        for part in operation.parts:
            rules.check_activity(self._activities.get(part.activity))
        self._check_suited(operation)

    def _check_suited(self, operation: WorkOperation) -> None:
        """What was done on a day past is written as it was: only putting someone on a task from now on may be refused."""
        if self._suiting is None or operation.day < self.acted_on(operation):
            return
        for part in operation.parts:
            task = self._activities[part.activity]
            if task.line is not None:
                able = self._suiting.is_able(task.line, operation.person, operation.day)
                rules.check_suited(able, self._reach.names[operation.person], task.name)

    def enter(self, operation: WorkOperation) -> Answer:
        register = self._registers[_key(operation)]
        before = register.standing
        acted_at = self.capped(operation)
        written = WorkWritten(
            operation.id,
            acted_at,
            self.by.pk if self.by else None,
            operation.workshop,
            operation.team,
            operation.parts,
        )
        based = before == operation.base or (before is not None and register.values[before].parts == operation.parts)
        register.enter(Act(operation.id, acted_at, () if operation.base is None else (operation.base,)), written)
        after = register.standing
        outcome = outcome_of(operation.id, before, after, based)
        self._outcomes[operation.id] = outcome
        self._days.add(operation.day)
        self._note(operation, written, outcome)
        return Answer(operation.id, outcome, after, other=before if outcome == Outcome.CONFLICT else None)

    def _note(self, operation: WorkOperation, written: WorkWritten, outcome: str) -> None:
        self._entries.append(
            (
                operation.id,
                self.establishment.pk,
                operation.person,
                operation.day,
                operation.half,
                operation.workshop,
                operation.team,
                written.author,
                written.acted_at,
                self.at,
                operation.base,
                str(outcome),
            )
        )
        self._parts += [
            (operation.id, position, part.activity, part.minutes) for position, part in enumerate(operation.parts)
        ]

    def write(self) -> None:
        super().write()
        insert(WorkEntry, _ENTRY, self._entries)
        insert(WorkPart, _PART, self._parts)
        if self._days:
            derive_work(self.establishment, self._days)
            name_contributors(self.establishment, self._days, self.by, self.at)


def _parts(operations: Iterable[WorkOperation]) -> Iterator[Part]:
    for operation in operations:
        yield from operation.parts


def _key(operation: WorkOperation) -> WorkKey:
    return operation.person, operation.day, operation.half
