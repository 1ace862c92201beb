"""Reports of interventions: one register for each report, chained by its corrections."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from etabli.attendance.states import Outcome
from etabli.core.refusal import Refusal
from etabli.core.registers import Act, Register
from etabli.org.models import Establishment, User
from etabli.people.reach import Reach
from etabli.production import rules
from etabli.production.access import ProductionRight
from etabli.production.actions.acts import Answer, InterventionOperation
from etabli.production.actions.chains import Chains
from etabli.production.actions.recording import Recorder, Workshops, check_person, outcome_of, told_again
from etabli.production.models import InterventionPerson, InterventionPhoto, InterventionReport
from etabli.production.queries import activity_flags
from etabli.production.states import OperationKind


@transaction.atomic
def record_interventions(
    *, establishment: Establishment, operations: Sequence[InterventionOperation], by: User | None, at: datetime
) -> list[Answer]:
    """Apply reports and their corrections in order; one answer each. One bad operation never blocks the others.

    Photos and signature may arrive before or after. The newest act on a report stands; the version a client signed stays.
    """
    recorder = _ReportRecorder(establishment, operations, by, at)
    answers = [recorder.take(operation) for operation in operations]
    recorder.write()
    return answers


@dataclass(frozen=True)
class _Known:
    """Of a version: its workshop and its people (keys)."""

    workshop: int
    people: frozenset[int]


class _ReportRecorder(Recorder[InterventionOperation]):
    kind = OperationKind.INTERVENTION

    def __init__(
        self, establishment: Establishment, operations: Sequence[InterventionOperation], by: User | None, at: datetime
    ) -> None:
        super().__init__(establishment, operations, by, at)
        self._workshops = Workshops(establishment, ProductionRight.WRITE, by)
        people = {row.person for operation in operations for row in operation.people}
        self._reach = Reach(by, ProductionRight.WRITE, establishment, people)
        self._activities = activity_flags(establishment)
        named = {key for operation in operations for key in (operation.id, operation.corrects) if key is not None}
        here = InterventionReport.objects.filter(establishment=establishment)
        seen = InterventionReport.objects.filter(pk__in=self.ids)
        self._outcomes: dict[UUID, str] = dict(seen.values_list("pk", "outcome"))
        roots = dict(here.filter(pk__in=named).values_list("pk", "root"))
        earlier = here.filter(root__in={*named, *roots.values()})
        self._reports: Chains[_Known] = Chains(roots, _registers(earlier))
        self._rows: list[InterventionReport] = []
        self._people: list[InterventionPerson] = []
        self._photos: list[InterventionPhoto] = []

    def standing(self, operation: InterventionOperation) -> UUID | None:
        return self._reports.standing(operation.id, operation.corrects)

    def known(self, operation: InterventionOperation) -> Answer | None:
        outcome = self._outcomes.get(operation.id)
        return None if outcome is None else told_again(operation.id, outcome, self.standing(operation))

    def check(self, operation: InterventionOperation) -> None:
        acted_on = self.acted_on(operation)
        self._workshops.check(operation.workshop, acted_on)
        register = None if operation.corrects is None else self._reports.register(operation.id, operation.corrects)
        corrected = register.value if register else None
        if corrected is not None and not self._workshops.holds(corrected.workshop, acted_on):
            raise Refusal("report_unknown")
        rules.check_hours(operation.started, operation.ended)
        rules.check_report(operation.site, [row.person for row in operation.people], operation.photos)
        if operation.activity is not None:
            rules.check_activity_of(self._activities.get(operation.activity), operation.workshop)
        # Someone who stands in the report already stays, though she is not of the author's team.
        there = corrected.people if corrected else frozenset()
        for row in operation.people:
            if row.person not in there:
                check_person(self._reach, row.person, acted_on, operation.day)

    def enter(self, operation: InterventionOperation) -> Answer:
        before = self.standing(operation)
        seen = () if operation.corrects is None else (operation.corrects,)
        act = Act(operation.id, self.capped(operation), seen)
        known = _Known(operation.workshop, frozenset(row.person for row in operation.people))
        after = self._reports.enter(act, operation.corrects, known).standing
        outcome = outcome_of(operation.id, before, after, before in seen)
        self._outcomes[operation.id] = outcome
        self._note(operation, outcome)
        return Answer(operation.id, outcome, after, other=before if outcome == Outcome.CONFLICT else None)

    def _note(self, operation: InterventionOperation, outcome: str) -> None:
        report = InterventionReport(
            **self.captured(operation),
            corrects=operation.corrects,
            workshop_id=operation.workshop,
            activity_id=operation.activity,
            day=operation.day,
            site=operation.site.strip(),
            started=operation.started,
            ended=operation.ended,
            problem=operation.problem.strip(),
            signer=operation.signer.strip(),
            signature=operation.signature,
            outcome=str(outcome),
        )
        self._rows.append(report)
        self._people += [
            InterventionPerson(report=report, person_id=row.person, minutes=row.minutes) for row in operation.people
        ]
        self._photos += [
            InterventionPhoto(report=report, position=position, photo=photo)
            for position, photo in enumerate(operation.photos)
        ]

    def write(self) -> None:
        super().write()
        for old, new in self._reports.moved:
            InterventionReport.objects.filter(root=old).update(root=new)
        for row in self._rows:
            row.root = self._reports.root(row.pk)
        InterventionReport.objects.bulk_create(self._rows)
        InterventionPerson.objects.bulk_create(self._people)
        InterventionPhoto.objects.bulk_create(self._photos)


def _registers(rows: QuerySet[InterventionReport]) -> dict[UUID, Register[_Known]]:
    """What was written of some reports, by root; two queries."""
    registers: defaultdict[UUID, Register[_Known]] = defaultdict(Register)
    for row in rows.prefetch_related("people"):
        act = Act(row.pk, row.acted_at, () if row.corrects is None else (row.corrects,))
        known = _Known(row.workshop_id, frozenset(person.person_id for person in row.people.all()))
        registers[row.root].enter(act, known)
    return registers
