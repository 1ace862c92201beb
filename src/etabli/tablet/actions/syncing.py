"""Everything a tablet sends, judged one by one and handed to the rooms.

One bad operation never blocks the others: what cannot be read, or may not be said, is refused in words and kept; a fault of
ours costs only the operation that meets it, which may be sent again.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from etabli.attendance.actions import CLOCK_TOLERANCE
from etabli.attendance.deriving import one_at_a_time
from etabli.attendance.states import Outcome
from etabli.core.refusal import Refusal
from etabli.kit.actor import acting_as, actor_of
from etabli.org.models import User
from etabli.tablet.actions.devices import name_of
from etabli.tablet.actions.kinds import KINDS, Kind
from etabli.tablet.models import Device, HeldOperation
from etabli.tablet.operations import Envelope, joins_named, kept, with_persons
from etabli.tablet.queries import Presence, held_operations, presences_on, team_acts

logger = logging.getLogger(__name__)
RESENT = frozenset({"operation_failed", "join_missing"})
"""Refusals that may be otherwise another time: the operation is not kept here, and the tablet may send it again."""


@dataclass(frozen=True)
class Result:
    """What became of an operation. `id`: as it was sent. `entry`: what stands afterwards, if anything does.

    `theirs`: what another act says that this one met, see `conflicts`.
    """

    id: str | None
    outcome: str
    entry: UUID | None = None
    refusal: Refusal | None = None
    theirs: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class _Taken:
    """An operation that may be handed on. `position`: in the batch. `item`: as the readers of the rooms take it."""

    position: int
    envelope: Envelope
    author: User
    item: Mapping[str, Any]

    @property
    def key(self) -> UUID:
        assert self.envelope.key is not None
        return self.envelope.key


@transaction.atomic
def sync(*, device: Device, operations: Sequence[Envelope], by: None = None, at: datetime) -> list[Result]:
    """Apply what a tablet sends; one answer each, in order. `by` is None: each operation names its own author.

    An operation counts as acted when its author says, but not later than `at` and five minutes, nor earlier than she came
    on this device: a tablet's clock may be wrong. She must have been on it at that time. The rights at that time are the
    rooms' to judge.
    """
    one_at_a_time(device.establishment)
    return _Batch(device, operations, at).run()


class _Batch:
    def __init__(self, device: Device, envelopes: Sequence[Envelope], at: datetime) -> None:
        self._device, self._envelopes, self._at = device, envelopes, at
        self._results: dict[int, Result] = {}
        self._holding: dict[UUID, HeldOperation] = {}

    def run(self) -> list[Result]:
        taken = list(self._judged())
        for kind in KINDS:
            for group in _by_author([one for one in taken if one.envelope.kind == kind]):
                self._hand_on(KINDS[kind], group)
        HeldOperation.objects.bulk_create(self._holding.values(), ignore_conflicts=True)
        return [self._results[position] for position in range(len(self._envelopes))]

    # ------------------------------------------------------------ who may say it at all

    def _judged(self) -> Iterator[_Taken]:
        known = held_operations({envelope.key for envelope in self._envelopes if envelope.key})
        presences = presences_on(self._device, {envelope.author for envelope in self._envelopes if envelope.author})
        for position, envelope in enumerate(self._envelopes):
            held = known.get(envelope.key) if envelope.key else None
            if held is not None:
                self._refuse(position, Refusal(held.refusal, **held.facts))
                continue
            try:
                if envelope.refusal is not None:
                    raise envelope.refusal
                if envelope.kind not in KINDS:
                    raise Refusal("operation_kind_unknown", value=envelope.kind)
                presence = _on_device(presences.get(envelope.author))
                yield self._taken(position, envelope, presence)
            except Refusal as refusal:
                self._hold(position, refusal)

    def _taken(self, position: int, envelope: Envelope, presence: Presence) -> _Taken:
        assert envelope.acted_at is not None and envelope.item is not None
        acted_at = max(min(envelope.acted_at, self._at + CLOCK_TOLERANCE), presence.since)
        if not presence.holds(acted_at):
            raise Refusal("author_not_enrolled")
        return _Taken(position, envelope, presence.user, {**envelope.item, "acted_at": acted_at.isoformat()})

    def _hold(self, position: int, refusal: Refusal) -> None:
        """Refuse, and keep what was sent: the same id gets the same answer."""
        envelope = self._envelopes[position]
        if envelope.key is not None and refusal.code not in RESENT:
            self._holding[envelope.key] = HeldOperation(
                id=envelope.key,
                device=self._device,
                received_at=self._at,
                payload=json.dumps(kept(envelope.item)),
                refusal=refusal.code,
                facts={name: kept(str(value)) for name, value in refusal.facts.items()},
            )
        self._refuse(position, refusal)

    def _refuse(self, position: int, refusal: Refusal) -> None:
        self._results[position] = Result(self._envelopes[position].id, Outcome.REFUSED, refusal=refusal)

    # ------------------------------------------------------------ handing on

    def _hand_on(self, kind: Kind, group: Sequence[_Taken]) -> None:
        readable = self._readable(kind, group)
        if not readable:
            return
        if not self._record(kind, readable):
            # Something unforeseen in one of them: each alone, so that it costs the others nothing.
            for one in readable:
                if not self._record(kind, [one]):
                    self._refuse(one[0].position, Refusal("operation_failed"))

    def _readable(self, kind: Kind, group: Sequence[_Taken]) -> list[tuple[_Taken, Any]]:
        """The operations of the group as their action takes them; the others are refused."""
        pairs: list[tuple[_Taken, Any]] = []
        for one in self._with_persons(group):
            try:
                pairs.append((one, kind.read(one.item)))
            except Refusal as refusal:
                self._hold(one.position, refusal)
        if kind.resolve is None or not pairs:
            return pairs
        resolved = kind.resolve(self._device.establishment, [operation for _, operation in pairs])
        for (one, _), operation in zip(pairs, resolved, strict=True):
            if isinstance(operation, Refusal):
                self._hold(one.position, operation)
        return [
            (one, operation)
            for (one, _), operation in zip(pairs, resolved, strict=True)
            if not isinstance(operation, Refusal)
        ]

    def _with_persons(self, group: Sequence[_Taken]) -> Iterator[_Taken]:
        """With the persons whom they name by the operation by which these joined."""
        named = {one.position: joins_named(one.item) for one in group}
        wanted = set().union(*named.values())
        acts = team_acts(self._device.establishment, wanted) if wanted else {}
        persons = {key: act.person_id for key, act in acts.items() if act.person_id is not None}
        for one in group:
            lacking = named[one.position] - set(persons)
            if not lacking:
                yield replace(one, item=with_persons(one.item, persons)) if named[one.position] else one
            else:
                code = "join_refused" if lacking & set(acts) else "join_missing"
                self._hold(one.position, Refusal(code))

    def _record(self, kind: Kind, pairs: Sequence[tuple[_Taken, Any]]) -> bool:
        """False when the action failed in a way nobody foresaw; nothing of it is then written."""
        author = pairs[0][0].author
        operations = [operation for _, operation in pairs]
        try:
            with transaction.atomic(), acting_as(actor_of(author)):
                answers = kind.record(
                    establishment=self._device.establishment, operations=operations, by=author, at=self._at
                )
                theirs = self._theirs(kind, author, answers)
        except Exception:
            logger.exception("sync: an operation of the tablet %s failed", self._device.pk)
            return False
        for (one, _), answer in zip(pairs, answers, strict=True):
            entry = answer.entry if isinstance(answer.entry, UUID) else None
            other = theirs.get(one.key)
            outcome = answer.outcome
            if other is not None and outcome == Outcome.DUPLICATE:
                # Told again while it stands; once someone else wrote over it there is nothing left to choose.
                outcome, other = (Outcome.CONFLICT, other) if entry == one.key else (outcome, None)
            self._results[one.position] = Result(one.envelope.id, outcome, entry, answer.refusal, other)
        return True

    def _theirs(self, kind: Kind, reader: User, answers: Sequence[Any]) -> dict[UUID, Mapping[str, Any]]:
        """What the acts say that these met, by the key of the operation."""
        others = kind.others(answers) if kind.others else {}
        if not others or kind.told is None:
            return {}
        told = kind.told(self._device.establishment, reader, set(others.values()))
        return {key: told[other] for key, other in others.items() if other in told}


def _on_device(presence: Presence | None) -> Presence:
    if presence is None:
        raise Refusal("author_not_enrolled")
    if not presence.user.is_active:
        raise Refusal("author_inactive", name=name_of(presence.user))
    return presence


def _by_author(group: Sequence[_Taken]) -> list[list[_Taken]]:
    """Those of each author together, in their order."""
    groups: dict[int, list[_Taken]] = {}
    for one in group:
        groups.setdefault(one.author.pk, []).append(one)
    return list(groups.values())
