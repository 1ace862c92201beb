"""The kinds of operation that a tablet sends: how each is read, and the action of the room that owns what it says.

A kind is added by one line of `KINDS`; they are taken in its order, so that who joined a team is there before anything is
said of her.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from etabli.attendance import actions as attendance
from etabli.attendance.operations import Read, read_operation, resolved
from etabli.attendance.queries import entries_named
from etabli.core.refusal import Refusal
from etabli.org.models import Establishment
from etabli.production import actions as production
from etabli.production import operations as reading
from etabli.support import actions as support
from etabli.support.operations import read_observation
from etabli.tablet import conflicts
from etabli.tablet.actions import absences, teams


class Recorded(Protocol):
    """What the action of a room answers to one operation."""

    @property
    def outcome(self) -> Any: ...
    @property
    def entry(self) -> Any: ...
    @property
    def refusal(self) -> Refusal | None: ...


Reader = Callable[[Mapping[str, Any]], Any]
"""From the JSON of an operation to what the action takes. Raises Refusal."""
Resolver = Callable[[Establishment, Sequence[Any]], Sequence[Any]]
"""What is read and needs the database: each operation as the action takes it, or its Refusal."""
Action = Callable[..., Sequence[Recorded]]
"""(establishment=, operations=, by=, at=): one answer an operation, in their order."""


@dataclass(frozen=True)
class Kind:
    """`others` and `told`: of kinds that two may write over each other."""

    read: Reader
    record: Action
    resolve: Resolver | None = None
    others: conflicts.Others | None = None
    told: conflicts.Told | None = None


def read_presence(item: Mapping[str, Any]) -> Read:
    read = read_operation(item)
    if read.refusal is not None:
        raise read.refusal
    return read


def resolve_presence(establishment: Establishment, reads: Sequence[Read]) -> list[attendance.Operation | Refusal]:
    """Entries that others take over (`like`) are read here."""
    wanted = {read.like for read in reads if read.like is not None}
    whole = resolved(reads, entries_named(establishment, wanted)) if wanted else reads
    return [read.operation or read.refusal or Refusal("operation_unreadable", detail="like") for read in whole]


KINDS: dict[str, Kind] = {
    teams.TAKE_TEAM: Kind(teams.read_take_team, teams.record_taken_teams),
    teams.JOIN: Kind(teams.read_join, teams.record_joins),
    "presence": Kind(
        read_presence, attendance.record, resolve_presence, conflicts.presence_others, conflicts.presence_told
    ),
    "absence": Kind(absences.read_absence, absences.record_absences),
    "work": Kind(reading.read_work, production.record_work, others=conflicts.work_others, told=conflicts.work_told),
    "output": Kind(
        reading.read_output, production.record_output, others=conflicts.work_others, told=conflicts.output_told
    ),
    "observation": Kind(read_observation, support.record_observations),
    "intervention": Kind(reading.read_intervention, production.record_interventions),
    "handover": Kind(reading.read_handover, production.record_handover),
    "handover_mark": Kind(reading.read_handover_mark, production.record_handover_mark),
}
