"""What was seen of people at work: one door for the tablets and the screen. Append-only; nothing sent is lost."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.timezone import localtime

from etabli.attendance.actions import CLOCK_TOLERANCE, Answer
from etabli.attendance.states import Outcome
from etabli.core.periods import Period
from etabli.core.refusal import Refusal
from etabli.org.models import Establishment, User
from etabli.people.queries import engagements_in
from etabli.people.reach import Reach
from etabli.support import rules
from etabli.support.access import SupportRight
from etabli.support.models import Observation, RefusedObservation


@dataclass(frozen=True)
class ObservationOperation:
    """One observation. `pictogram`: empty for none. `photo`: key of a file that may arrive later. `task`: its name."""

    id: UUID
    person: int
    day: date
    half: int
    acted_at: datetime
    pictogram: str = ""
    text: str = ""
    photo: UUID | None = None
    task: str = ""


@transaction.atomic
def record_observations(
    *, establishment: Establishment, operations: Sequence[ObservationOperation], by: User | None, at: datetime
) -> list[Answer]:
    """Write observations down; one answer each, and one bad operation never blocks the others.

    Outcomes: applied, duplicate (the same id again), refused (kept with all that was sent; asked again, the same answer).
    The right is the author's on the day of the act. As many queries for one operation as for two hundred.
    """
    recorder = _Recorder(establishment, operations, by, at)
    answers = [recorder.take(operation) for operation in operations]
    recorder.write()
    return answers


@transaction.atomic
def add_observation(
    *, establishment: Establishment, operation: ObservationOperation, by: User | None, at: datetime
) -> None:
    """One observation from a screen, where its author corrects what is refused: it raises the Refusal, and keeps nothing.

    The same id again changes nothing.
    """
    recorder = _Recorder(establishment, [operation], by, at)
    recorder.add(operation)
    recorder.write()


class _Recorder:
    def __init__(
        self, establishment: Establishment, operations: Sequence[ObservationOperation], by: User | None, at: datetime
    ) -> None:
        self._establishment, self._by, self._at = establishment, by, at
        persons = {operation.person for operation in operations}
        self._reach = Reach(by, SupportRight.OBSERVE, establishment, persons)
        self._periods = _engaged(establishment, operations)
        ids = [operation.id for operation in operations]
        self._seen = set(Observation.objects.filter(pk__in=ids).values_list("pk", flat=True))
        self._refused = RefusedObservation.objects.in_bulk(ids)
        self._new: list[Observation] = []
        self._newly_refused: list[RefusedObservation] = []

    def take(self, operation: ObservationOperation) -> Answer:
        """Judge one operation and note what it writes."""
        kept = self._refused.get(operation.id)
        if kept is not None:
            return Answer(operation.id, Outcome.REFUSED, refusal=Refusal(kept.refusal, **kept.facts))
        if operation.id in self._seen:
            return Answer(operation.id, Outcome.DUPLICATE, operation.id)
        try:
            self.add(operation)
        except Refusal as refusal:
            self._keep(operation, refusal)
            return Answer(operation.id, Outcome.REFUSED, refusal=refusal)
        return Answer(operation.id, Outcome.APPLIED, operation.id)

    def add(self, operation: ObservationOperation) -> None:
        """Raises Refusal."""
        if operation.id in self._seen:
            return
        acted_at = min(operation.acted_at, self._at + CLOCK_TOLERANCE)
        self._check(operation, localtime(acted_at).date())
        self._seen.add(operation.id)
        self._new.append(
            Observation(
                id=operation.id,
                establishment=self._establishment,
                person_id=operation.person,
                day=operation.day,
                half=operation.half,
                pictogram=operation.pictogram,
                text=operation.text.strip(),
                photo=operation.photo,
                task=operation.task.strip(),
                author=self._by,
                acted_at=acted_at,
                received_at=self._at,
            )
        )

    def _check(self, operation: ObservationOperation, acted_on: date) -> None:
        name = self._reach.names.get(operation.person)
        if name is None:
            raise Refusal("person_unknown", value=operation.person)
        if not self._reach.holds(operation.person, acted_on, operation.day):
            raise Refusal("right_not_held_then", name=name, day=acted_on)
        rules.check_pictogram(operation.pictogram)
        rules.check_says_something(operation.pictogram, operation.text, operation.photo)
        rules.check_seen(operation.day, localtime(self._at).date())
        rules.check_here(operation.day, self._periods[operation.person], name)

    def _keep(self, operation: ObservationOperation, refusal: Refusal) -> None:
        row = RefusedObservation(
            id=operation.id,
            establishment=self._establishment,
            author=self._by,
            acted_at=operation.acted_at,
            received_at=self._at,
            payload=json.dumps(asdict(operation), cls=DjangoJSONEncoder, ensure_ascii=False),
            refusal=refusal.code,
            facts={name: str(value) for name, value in refusal.facts.items()},
        )
        self._refused[operation.id] = row
        self._newly_refused.append(row)

    def write(self) -> None:
        # Of two tablets that send the same at once, the second finds it there.
        Observation.objects.bulk_create(self._new, ignore_conflicts=True)
        RefusedObservation.objects.bulk_create(self._newly_refused, ignore_conflicts=True)


def _engaged(
    establishment: Establishment, operations: Sequence[ObservationOperation]
) -> defaultdict[int, list[Period]]:
    """When each person is engaged there, over the days of the operations."""
    periods: defaultdict[int, list[Period]] = defaultdict(list)
    if operations:
        days = [operation.day for operation in operations]
        span = Period(min(days), max(days) + timedelta(days=1))
        rows = engagements_in(establishment, span, {operation.person for operation in operations})
        for person, starts_on, ends_before in rows.order_by().values_list("person", "starts_on", "ends_before"):
            periods[person].append(Period(starts_on, ends_before))
    return periods
