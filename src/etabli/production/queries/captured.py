"""What was captured of work and output, and what stands of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet

from etabli.core.periods import Period
from etabli.core.registers import Act, Register
from etabli.core.work import Part, Share
from etabli.org.models import Establishment
from etabli.production.models import Activity, Output, RejectCause, WorkEntry
from etabli.production.rules import ActivityFlags

WorkKey = tuple[int, date, int]
"""Person (key), day, half."""


@dataclass(frozen=True, slots=True)
class WorkWritten:
    """What an entry says of a half-day. `author`: user (key), None for a command. No parts: taken back."""

    entry: UUID
    acted_at: datetime
    author: int | None
    workshop: int
    team: UUID | None
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class OutputWritten:
    """What an act says of a record of output; thousandths. Nothing good and nothing rejected: taken back."""

    id: UUID
    root: UUID
    workshop: int
    activity: int
    day: date
    half: int
    good: int
    rejected: int
    cause: int | None
    rule: str
    group: int | None
    shares: tuple[Share, ...]
    author: int | None
    acted_at: datetime

    @property
    def is_taken_back(self) -> bool:
        return not self.good and not self.rejected

    @property
    def is_stated(self) -> bool:
        """True when the share of each person was written, and is not worked out by the rule."""
        return bool(self.shares)


def activities_of(
    establishment: Establishment, workshops: Collection[int] | None = None, used: Collection[int] = ()
) -> list[Activity]:
    """Recurring activities, those no longer used included, and order lines that are open or `used` (keys); one query.

    Workshop by workshop: recurring ones in their order, then order lines, first those due first.
    """
    rows = Activity.objects.filter(establishment=establishment).select_related("workshop", "line")
    if workshops is not None:
        rows = rows.filter(workshop__in=list(workshops))
    # Of the order lines of years past, most stand in no list.
    rows = rows.filter(Q(line=None) | Q(active=True) | Q(pk__in=list(used)))
    due = F("line__due_on").asc(nulls_last=True)
    return list(rows.order_by("workshop__code", "position", due, "code"))


def activity_flags(establishment: Establishment) -> dict[int, ActivityFlags]:
    """Every activity as rules see it, by key; one query."""
    rows = Activity.objects.filter(establishment=establishment)
    return {pk: ActivityFlags(*row) for pk, *row in rows.values_list("pk", "name", "workshop", "active", "line")}


def causes_of(establishment: Establishment) -> list[RejectCause]:
    """Causes of rejects in their order, those no longer used included; one query."""
    return list(RejectCause.objects.filter(establishment=establishment))


def _over(days: Period) -> Q:
    since = Q(day__gte=days.start)
    return since if days.end is None else since & Q(day__lt=days.end)


# ---------------------------------------------------------------- work


def work_registers(
    establishment: Establishment, days: Period, persons: Iterable[int] | None = None
) -> defaultdict[WorkKey, Register[WorkWritten]]:
    """All that was written of each half-day over some days; one query."""
    rows = WorkEntry.objects.filter(_over(days), establishment=establishment)
    if persons is not None:
        rows = rows.filter(person__in=list(persons))
    fields = ("person", "day", "half", "pk", "base", "acted_at", "author", "workshop", "team")
    parts = ("parts__activity", "parts__minutes")
    registers: defaultdict[WorkKey, Register[WorkWritten]] = defaultdict(Register)
    for person, day, half, pk, base, acted_at, author, workshop, team, activity, minutes in rows.order_by(
        "pk", "parts__position"
    ).values_list(*fields, *parts):
        register = registers[person, day, half]
        part = () if activity is None else (Part(activity, minutes),)
        if pk in register.values:
            before = register.values[pk]
            register.values[pk] = replace(before, parts=(*before.parts, *part))
        else:
            seen = () if base is None else (base,)
            register.enter(Act(pk, acted_at, seen), WorkWritten(pk, acted_at, author, workshop, team, part))
    return registers


def standing_work(
    establishment: Establishment, days: Period, persons: Iterable[int] | None = None
) -> dict[WorkKey, WorkWritten]:
    """What stands of each half-day over some days, taken-back ones included (their `parts` are empty); one query."""
    found = {key: register.value for key, register in work_registers(establishment, days, persons).items()}
    return {key: written for key, written in found.items() if written is not None}


def work_named(establishment: Establishment, keys: Collection[UUID]) -> dict[UUID, WorkWritten]:
    """Entries by key, standing or not: both sides of a conflict; one query."""
    rows = WorkEntry.objects.filter(establishment=establishment, pk__in=list(keys)).prefetch_related("parts")
    return {
        row.pk: WorkWritten(
            row.pk,
            row.acted_at,
            row.author_id,
            row.workshop_id,
            row.team,
            tuple(Part(part.activity_id, part.minutes) for part in row.parts.all()),
        )
        for row in rows
    }


# ---------------------------------------------------------------- output

_OUTPUT = ("workshop", "activity", "day", "half", "good", "rejected", "cause", "rule", "group")


def output_registers(rows: QuerySet[Output]) -> defaultdict[UUID, Register[OutputWritten]]:
    """These acts on records of output, by root; one query."""
    registers: defaultdict[UUID, Register[OutputWritten]] = defaultdict(Register)
    shares = ("shares__person", "shares__good", "shares__rejected")
    columns = ("root", "pk", "acted_at", "author", "corrects", "base", *shares, *_OUTPUT)
    for root, pk, acted_at, author, corrects, base, person, good, rejected, *rest in rows.order_by(
        "pk", "shares__person"
    ).values_list(*columns):
        register = registers[root]
        share = () if person is None else (Share(person, good, rejected),)
        if pk in register.values:
            before = register.values[pk]
            register.values[pk] = replace(before, shares=(*before.shares, *share))
        else:
            register.enter(_act(pk, acted_at, corrects, base), _written(pk, root, rest, share, author, acted_at))
    return registers


def _act(pk: UUID, acted_at: datetime, *seen: UUID | None) -> Act:
    return Act(pk, acted_at, tuple(key for key in seen if key is not None))


def _written(
    pk: UUID, root: UUID, rest: list[Any], shares: tuple[Share, ...], author: int | None, acted_at: datetime
) -> OutputWritten:
    values = dict(zip(_OUTPUT, rest, strict=True))
    return OutputWritten(id=pk, root=root, shares=shares, author=author, acted_at=acted_at, **values)


def standing_outputs(
    establishment: Establishment, days: Period, workshops: Collection[int] | None = None
) -> list[OutputWritten]:
    """What stands of the records of output of some days, by day, half and time; one query. Taken-back ones left out."""
    roots = Output.objects.filter(_over(days), establishment=establishment).values("root")
    registers = output_registers(Output.objects.filter(establishment=establishment, root__in=roots))
    found = (register.value for register in registers.values())
    standing = [
        written
        for written in found
        if written is not None
        and not written.is_taken_back
        and written.day in days
        and (workshops is None or written.workshop in workshops)
    ]
    return sorted(standing, key=lambda written: (written.day, written.half, written.acted_at, written.id))


def record_of(establishment: Establishment, act: UUID) -> OutputWritten | None:
    """What stands of the record that an act belongs to, taken back or not; one query."""
    root = Output.objects.filter(establishment=establishment, pk=act).values("root")
    registers = output_registers(Output.objects.filter(establishment=establishment, root__in=root))
    return next((register.value for register in registers.values()), None)


def outputs_named(establishment: Establishment, keys: Collection[UUID]) -> dict[UUID, OutputWritten]:
    """Acts on records of output by key, standing or not; one query."""
    rows = Output.objects.filter(establishment=establishment, pk__in=list(keys))
    return {pk: written for register in output_registers(rows).values() for pk, written in register.values.items()}
