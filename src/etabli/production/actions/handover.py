"""The handover log: messages to a role, read and done. Nothing in it is ever changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from etabli.attendance.states import Outcome
from etabli.core.refusal import Refusal
from etabli.org.models import Establishment, User
from etabli.production import rules
from etabli.production.access import ADDRESSED, ProductionRight
from etabli.production.actions.acts import Answer, HandoverOperation, MarkOperation
from etabli.production.actions.recording import Recorder, Workshops
from etabli.production.models import HandoverMark, HandoverMessage
from etabli.production.states import OperationKind


@transaction.atomic
def record_handover(
    *, establishment: Establishment, operations: Sequence[HandoverOperation], by: User | None, at: datetime
) -> list[Answer]:
    """Write messages; one answer each. One bad operation never blocks the others."""
    recorder = _MessageRecorder(establishment, operations, by, at)
    answers = [recorder.take(operation) for operation in operations]
    recorder.write()
    return answers


@transaction.atomic
def record_handover_mark(
    *, establishment: Establishment, operations: Sequence[MarkOperation], by: User | None, at: datetime
) -> list[Answer]:
    """Mark messages as read, done or open again; one answer each. Of done and open, the newest mark stands."""
    recorder = _MarkRecorder(establishment, operations, by, at)
    answers = [recorder.take(operation) for operation in operations]
    recorder.write()
    return answers


class _MessageRecorder(Recorder[HandoverOperation]):
    kind = OperationKind.HANDOVER

    def __init__(
        self, establishment: Establishment, operations: Sequence[HandoverOperation], by: User | None, at: datetime
    ) -> None:
        super().__init__(establishment, operations, by, at)
        self._workshops = Workshops(establishment, ProductionRight.HANDOVER_WRITE, by)
        self._seen = set(HandoverMessage.objects.filter(pk__in=self.ids).values_list("pk", flat=True))
        self._rows: list[HandoverMessage] = []

    def known(self, operation: HandoverOperation) -> Answer | None:
        known = operation.id in self._seen
        return Answer(operation.id, Outcome.DUPLICATE, operation.id) if known else None

    def check(self, operation: HandoverOperation) -> None:
        self._workshops.check(operation.workshop, self.acted_on(operation))
        rules.check_message(operation.text, operation.to_role, ADDRESSED)

    def enter(self, operation: HandoverOperation) -> Answer:
        self._seen.add(operation.id)
        self._rows.append(
            HandoverMessage(
                **self.captured(operation),
                workshop_id=operation.workshop,
                to_role=operation.to_role,
                text=operation.text.strip(),
            )
        )
        return Answer(operation.id, Outcome.APPLIED, operation.id)

    def write(self) -> None:
        super().write()
        HandoverMessage.objects.bulk_create(self._rows)


class _MarkRecorder(Recorder[MarkOperation]):
    kind = OperationKind.HANDOVER_MARK

    def __init__(
        self, establishment: Establishment, operations: Sequence[MarkOperation], by: User | None, at: datetime
    ) -> None:
        super().__init__(establishment, operations, by, at)
        self._workshops = Workshops(establishment, ProductionRight.HANDOVER_READ, by)
        wanted = {operation.message for operation in operations}
        messages = HandoverMessage.objects.filter(establishment=establishment, pk__in=wanted)
        self._messages: dict[UUID, int] = dict(messages.values_list("pk", "workshop"))
        self._seen = set(HandoverMark.objects.filter(pk__in=self.ids).values_list("pk", flat=True))
        self._rows: list[HandoverMark] = []

    def known(self, operation: MarkOperation) -> Answer | None:
        known = operation.id in self._seen
        return Answer(operation.id, Outcome.DUPLICATE, operation.id) if known else None

    def check(self, operation: MarkOperation) -> None:
        workshop = self._messages.get(operation.message)
        if workshop is None or not self._workshops.holds(workshop, self.acted_on(operation)):
            raise Refusal("message_unknown")

    def enter(self, operation: MarkOperation) -> Answer:
        self._seen.add(operation.id)
        self._rows.append(HandoverMark(**self.captured(operation), message_id=operation.message, mark=operation.mark))
        return Answer(operation.id, Outcome.APPLIED, operation.id)

    def write(self) -> None:
        super().write()
        HandoverMark.objects.bulk_create(self._rows)
