"""What came out of the activities: one register for each record, chained by its corrections."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from etabli.attendance.queries import closed_months
from etabli.attendance.rules import check_month_open
from etabli.attendance.states import Outcome
from etabli.core.refusal import Refusal
from etabli.core.registers import Act
from etabli.org.models import Establishment, User
from etabli.people.reach import Reach
from etabli.production import rules
from etabli.production.access import ProductionRight
from etabli.production.actions.acts import Answer, OutputOperation
from etabli.production.actions.chains import Chains
from etabli.production.actions.deriving import derive_work
from etabli.production.actions.lines import name_contributors
from etabli.production.actions.recording import Recorder, Workshops, check_person, outcome_of, told_again
from etabli.production.models import Output, OutputShare
from etabli.production.queries import OutputWritten, activity_flags, causes_of, output_registers
from etabli.production.states import OperationKind


@transaction.atomic
def record_output(
    *, establishment: Establishment, operations: Sequence[OutputOperation], by: User | None, at: datetime
) -> list[Answer]:
    """Apply operations in order; one answer each. One bad operation never blocks the others.

    The newest act on a record stands. `entry` of an answer is that act; a correction may arrive before what it corrects.
    """
    recorder = _OutputRecorder(establishment, operations, by, at)
    answers = [recorder.take(operation) for operation in operations]
    recorder.write()
    return answers


class _OutputRecorder(Recorder[OutputOperation]):
    kind = OperationKind.OUTPUT

    def __init__(
        self, establishment: Establishment, operations: Sequence[OutputOperation], by: User | None, at: datetime
    ) -> None:
        super().__init__(establishment, operations, by, at)
        self._workshops = Workshops(establishment, ProductionRight.WRITE, by)
        persons = {share.person for operation in operations for share in operation.shares}
        self._reach = Reach(by, ProductionRight.WRITE, establishment, persons)
        self._closed = closed_months(establishment)
        self._activities = activity_flags(establishment)
        self._causes = {cause.pk for cause in causes_of(establishment) if cause.active}
        self._groups = set(establishment.work_groups.values_list("pk", flat=True))
        named = {key for operation in operations for key in (operation.id, operation.corrects) if key is not None}
        here = Output.objects.filter(establishment=establishment)
        self._outcomes: dict[UUID, str] = dict(Output.objects.filter(pk__in=self.ids).values_list("pk", "outcome"))
        roots = dict(here.filter(pk__in=named).values_list("pk", "root"))
        registers = output_registers(here.filter(root__in={*named, *roots.values()}))
        self._records: Chains[OutputWritten] = Chains(roots, registers)
        self._rows: list[Output] = []
        self._shares: list[OutputShare] = []
        self._days: set[date] = set()

    def standing(self, operation: OutputOperation) -> UUID | None:
        return self._records.standing(operation.id, operation.corrects)

    def known(self, operation: OutputOperation) -> Answer | None:
        outcome = self._outcomes.get(operation.id)
        return None if outcome is None else told_again(operation.id, outcome, self.standing(operation))

    def check(self, operation: OutputOperation) -> None:
        acted_on = self.acted_on(operation)
        self._workshops.check(operation.workshop, acted_on)
        check_month_open(operation.day, self._closed)
        corrected = self._corrected(operation, acted_on)
        rules.check_quantities(operation.good, operation.rejected, operation.corrects is not None)
        activity = self._activities.get(operation.activity)
        rules.check_activity_of(activity, operation.workshop)
        if operation.good or operation.rejected:
            rules.check_activity(activity)
        rules.check_cause(operation.rejected, operation.cause, self._causes)
        if operation.group is not None and operation.group not in self._groups:
            raise Refusal("group_unknown")
        rules.check_shares(operation.good, operation.rejected, operation.rule, operation.shares)
        # Someone who has a share already keeps it, though she is not of the author's team.
        there = {share.person for share in corrected.shares} if corrected else frozenset()
        for share in operation.shares:
            if share.person not in there:
                check_person(self._reach, share.person, acted_on, operation.day)

    def _corrected(self, operation: OutputOperation, acted_on: date) -> OutputWritten | None:
        """What stands of the record to correct: it belongs to a workshop of the author, and to a month that is open."""
        register = None if operation.corrects is None else self._records.register(operation.id, operation.corrects)
        written = register.value if register else None
        if written is None:
            return None
        if not self._workshops.holds(written.workshop, acted_on):
            raise Refusal("output_unknown")
        check_month_open(written.day, self._closed)
        return written

    def enter(self, operation: OutputOperation) -> Answer:
        before = self.standing(operation)
        written = self._written(operation)
        seen = tuple(key for key in (operation.corrects, operation.base) if key is not None)
        act = Act(operation.id, written.acted_at, seen)
        register = self._records.enter(act, operation.corrects, written)
        after = register.standing
        based = before in seen or (before is not None and _same(register.values[before], written))
        outcome = outcome_of(operation.id, before, after, based)
        self._outcomes[operation.id] = outcome
        self._days |= {row.day for row in register.values.values()}
        self._note(operation, outcome)
        return Answer(operation.id, outcome, after, other=before if outcome == Outcome.CONFLICT else None)

    def _written(self, operation: OutputOperation) -> OutputWritten:
        return OutputWritten(
            id=operation.id,
            root=self._records.root(operation.corrects or operation.id),
            workshop=operation.workshop,
            activity=operation.activity,
            day=operation.day,
            half=operation.half,
            good=operation.good,
            rejected=operation.rejected,
            cause=operation.cause,
            rule=operation.rule,
            group=operation.group,
            shares=operation.shares,
            author=self.by.pk if self.by else None,
            acted_at=self.capped(operation),
        )

    def _note(self, operation: OutputOperation, outcome: str) -> None:
        self._rows.append(
            Output(
                **self.captured(operation),
                corrects=operation.corrects,
                base=operation.base,
                workshop_id=operation.workshop,
                activity_id=operation.activity,
                day=operation.day,
                half=operation.half,
                good=operation.good,
                rejected=operation.rejected,
                cause_id=operation.cause,
                rule=operation.rule,
                group_id=operation.group,
                outcome=str(outcome),
            )
        )
        self._shares += [
            OutputShare(output_id=operation.id, person_id=share.person, good=share.good, rejected=share.rejected)
            for share in operation.shares
        ]

    def write(self) -> None:
        super().write()
        for old, new in self._records.moved:
            Output.objects.filter(root=old).update(root=new)
        for row in self._rows:
            row.root = self._records.root(row.pk)
        Output.objects.bulk_create(self._rows)
        OutputShare.objects.bulk_create(self._shares)
        if self._days:
            derive_work(self.establishment, self._days)
            name_contributors(self.establishment, self._days, self.by, self.at)


def _same(one: OutputWritten, other: OutputWritten) -> bool:
    """True when both acts say the same."""
    names = ("workshop", "activity", "day", "half", "good", "rejected", "cause", "rule", "shares")
    return all(getattr(one, name) == getattr(other, name) for name in names)
