"""From a work sheet to the entries and the output of production; the same sheet twice changes nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.utils.timezone import localtime
from uuid_utils.compat import uuid7

from etabli.core.calendars import Half
from etabli.core.periods import Period
from etabli.core.sharing_out import share_by_weight
from etabli.core.work import Part, Share
from etabli.exchange.matching import Persons
from etabli.exchange.planning_sales import Telling, in_order
from etabli.exchange.reading.items import Person as Named
from etabli.exchange.reading.problems import Problem
from etabli.exchange.reading.rows import Reading
from etabli.exchange.reading.words import folded
from etabli.exchange.reading.work import WorkRow
from etabli.exchange.report import Report
from etabli.org.models import Establishment, User
from etabli.people.models import Registration, WorkGroup
from etabli.people.queries import staff_numbers
from etabli.production.actions import OutputOperation, WorkOperation, record_output, record_work
from etabli.production.models import Activity
from etabli.production.queries import at_work, causes_of, standing_outputs, standing_work
from etabli.production.states import Split

_NAMESPACE = UUID("6f1d2f0e-5c5b-4a55-9d0a-3b6f6d3a7c11")
"""Of the keys of output records that come from sheets: a line of a sheet keeps its key."""
_HALVES = (Half.MORNING, Half.AFTERNOON)
HalfDay = tuple[int, date, int]
"""Person (key), day, half."""


@dataclass
class _Known:
    """What the establishment knows of what the sheet names."""

    persons: Persons
    groups: dict[str, int]
    members: dict[int, list[int]]
    tasks: dict[tuple[str, int], tuple[int, int]]
    """(activity, workshop) by order (folded) and position."""
    positions: dict[str, set[int]]
    """Positions of the lines of an order (folded), of those that have a task."""
    several: set[str]
    """Numbers that more than one client gave to an order."""
    causes: dict[str, int]
    hours: dict[HalfDay, int]


@dataclass
class _Plan:
    """Minutes by half-day and activity, and the output records, each with the row it comes from."""

    minutes: dict[HalfDay, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    emptied: dict[HalfDay, set[int]] = field(default_factory=lambda: defaultdict(set))
    """Activities of which nothing is left that half-day, unless `minutes` says so: what an earlier sheet said of a group."""
    rows: dict[HalfDay, WorkRow] = field(default_factory=dict)
    outputs: list[tuple[WorkRow, OutputOperation]] = field(default_factory=list)
    workshops: dict[int, int] = field(default_factory=dict)


def write_work(
    reading: Reading[WorkRow], report: Report, *, establishment: Establishment, by: User | None, at: datetime
) -> None:
    """Minutes become entries of half-days, quantities become output. What stands of other tasks that half-day stays.

    Minutes of a group are shared over its people by their minutes at work, never multiplied by their number; whoever of
    the group has no part in them any more, when a sheet is read again, has none left on that line.
    """
    rows, telling, plan = in_order(reading), Telling(report, "order"), _Plan()
    telling.doubt(reading.doubtful)
    days = [row.day for row in rows if "day" not in row.unread]
    if not days:
        return
    span = Period(min(days), max(days) + timedelta(days=1))
    known = _known(establishment, span)
    seen: dict[tuple[Any, ...], WorkRow] = {}
    for row in rows:
        _plan_row(row, known, plan, telling, seen, at)
    counts = _write_minutes(plan, establishment, span, telling, by, at)
    made = _write_outputs(plan, establishment, span, telling, by, at)
    report.created, report.updated, report.unchanged = (one + other for one, other in zip(counts, made, strict=True))
    report.summary = {"lines": len(reading.rows), "minutes": sum(row.minutes for row in reading.rows)}


def _known(establishment: Establishment, span: Period) -> _Known:
    numbers = staff_numbers(establishment)
    groups = WorkGroup.objects.filter(establishment=establishment)
    members: dict[int, list[int]] = defaultdict(list)
    pairs = Registration.objects.filter(establishment=establishment, work_groups__isnull=False)
    for group, person in pairs.order_by("pk").values_list("work_groups", "person"):
        members[group].append(person)
    tasks: dict[tuple[str, int], tuple[int, int]] = {}
    positions, orders = defaultdict(set), defaultdict(set)
    held = Activity.objects.filter(establishment=establishment, line__isnull=False, active=True)
    columns = (
        "pk",
        "workshop",
        "line__position",
        "line__order",
        "line__order__number",
        "line__order__client_reference",
    )
    for pk, workshop, position, order, *called in held.values_list(*columns):
        for name in {folded(text) for text in called} - {""}:
            tasks[name, position] = (pk, workshop)
            positions[name].add(position)
            orders[name].add(order)
    causes = {
        folded(name): cause.pk
        for cause in causes_of(establishment)
        if cause.active
        for name in (cause.code, cause.name)
    }
    return _Known(
        persons=Persons(numbers, dict.fromkeys(numbers, ("", ""))),
        groups={folded(group.name): group.pk for group in groups},
        members=members,
        tasks=tasks,
        positions=positions,
        several={name for name, found in orders.items() if len(found) > 1},
        causes=causes,
        hours=at_work(establishment, span),
    )


# ---------------------------------------------------------------- one row


def _plan_row(
    row: WorkRow,
    known: _Known,
    plan: _Plan,
    telling: Telling,
    seen: dict[tuple[Any, ...], WorkRow],
    at: datetime,
) -> None:
    """Every error of a row; without one, its minutes and its output."""
    who = _who(row, known, telling)
    task = _task(row, known, telling)
    cause = _cause(row, known, telling)
    if row.day > localtime(at).date() and "day" not in row.unread:
        telling.say(row, "work_to_come", "day")
    if not (row.minutes or row.good or row.rejected) and not {"minutes", "good", "rejected"} & row.unread:
        telling.say(row, "value_missing", "minutes")
    if telling.is_wrong(row) or who is None or task is None:
        return
    key = (who, row.day, row.half, task)
    if seen.setdefault(key, row) is not row:
        telling.say(row, "line_twice", "order", other=str(seen[key].line.place("order")))
        return
    kind, subject = who
    people = [subject] if kind == "person" else _present(row, known, subject)
    if not people:
        telling.say(row, "nobody_at_work", "group")
        return
    activity, workshop = task
    plan.workshops[activity] = workshop
    slots = [(person, row.day, int(half)) for person in people for half in _HALVES if row.half in (None, half)]
    shared = share_by_weight(row.minutes, [known.hours.get(slot, 0) for slot in slots])
    for slot, minutes in zip(slots, shared, strict=True):
        if minutes:
            parts = plan.minutes[slot]
            parts[activity] = parts.get(activity, 0) + minutes
            plan.rows[slot] = row
    if kind == "group":
        _empty(row, activity, known.members.get(subject, ()), plan)
    if row.good or row.rejected:
        first = next((slot[2] for slot, minutes in zip(slots, shared, strict=True) if minutes), slots[0][2])
        plan.outputs.append((row, _output(row, who, task, first, cause, at)))


def _empty(row: WorkRow, activity: int, members: Iterable[int], plan: _Plan) -> None:
    """All of a group lose what stood of an activity in the half-days of the row."""
    for person in members:
        for half in _HALVES:
            if row.half in (None, half):
                slot = (person, row.day, int(half))
                plan.emptied[slot].add(activity)
                plan.rows.setdefault(slot, row)


def _who(row: WorkRow, known: _Known, telling: Telling) -> tuple[str, int] | None:
    if row.staff_number and row.group:
        telling.say(row, "person_or_group", "group")
    elif row.group:
        if folded(row.group) in known.groups:
            return "group", known.groups[folded(row.group)]
        telling.say(row, "group_not_known", "group")
    elif row.staff_number:
        found = known.persons.find(Named(row.staff_number, "", row.line.place("staff_number")))
        if not isinstance(found, Problem):
            return "person", found
        telling.say(row, found.code, "staff_number")
    elif "staff_number" not in row.unread and "group" not in row.unread:
        telling.say(row, "person_or_group", "staff_number" if "staff_number" in row.line.columns else "group")
    return None


def _task(row: WorkRow, known: _Known, telling: Telling) -> tuple[int, int] | None:
    """The task that stands for the line in its workshop."""
    order, positions = folded(row.order), known.positions.get(folded(row.order), set())
    if not positions:
        if row.order:
            telling.say(row, "order_without_task", "order")
        return None
    if order in known.several:
        telling.say(row, "order_not_unique", "order")
        return None
    position = row.position if row.position is not None else min(positions)
    if position not in positions or (row.position is None and len(positions) > 1):
        telling.say(row, "order_line_not_known", "position", known=sorted(positions))
        return None
    return known.tasks[order, position]


def _cause(row: WorkRow, known: _Known, telling: Telling) -> int | None:
    if not row.rejected:
        return None
    if not row.cause and len(set(known.causes.values())) == 1:
        return next(iter(known.causes.values()))
    found = known.causes.get(folded(row.cause))
    if found is None:
        telling.say(row, "cause_not_known" if row.cause else "value_missing", "cause", known=sorted(known.causes))
    return found


def _present(row: WorkRow, known: _Known, group: int) -> list[int]:
    """The people of a group who were at work."""
    halves = [half for half in _HALVES if row.half in (None, half)]
    return [
        person
        for person in known.members.get(group, ())
        if any(known.hours.get((person, row.day, int(half)), 0) for half in halves)
    ]


def _output(
    row: WorkRow, who: tuple[str, int], task: tuple[int, int], half: int, cause: int | None, at: datetime
) -> OutputOperation:
    """The record of a row, under a key of its own that a second reading finds again."""
    kind, subject = who
    activity, workshop = task
    named = f"{kind}:{subject}:{row.day}:{row.half}:{activity}"
    return OutputOperation(
        id=uuid5(_NAMESPACE, named),
        workshop=workshop,
        activity=activity,
        day=row.day,
        half=half,
        good=row.good,
        rejected=row.rejected,
        acted_at=at,
        rule=Split.AGREED if kind == "person" else Split.MINUTES,
        cause=cause,
        shares=(Share(subject, row.good, row.rejected),) if kind == "person" else (),
        group=subject if kind == "group" else None,
    )


# ---------------------------------------------------------------- writing


def _write_minutes(
    plan: _Plan,
    establishment: Establishment,
    span: Period,
    telling: Telling,
    by: User | None,
    at: datetime,
) -> tuple[int, int, int]:
    """(created, updated, unchanged) half-days."""
    standing = standing_work(establishment, span)
    operations, rows, fresh, unchanged = [], [], [], 0
    for slot in sorted(plan.minutes.keys() | plan.emptied.keys()):
        before, minutes = standing.get(slot), plan.minutes.get(slot, {})
        told = minutes.keys() | plan.emptied.get(slot, set())
        kept = [part for part in (before.parts if before else ()) if part.activity not in told]
        parts = (*kept, *(Part(activity, count) for activity, count in minutes.items()))
        if set(before.parts if before else ()) == set(parts):
            # Who has no part in it, and never had, is none of the half-days told.
            unchanged += bool(minutes)
            continue
        fresh.append(before is None or not before.parts)
        person, day, half = slot
        workshop = plan.workshops[next(iter(told))]
        base = before.entry if before else None
        operations.append(WorkOperation(uuid7(), person, day, half, parts, workshop, at, base=base))
        rows.append(plan.rows[slot])
    answers = record_work(establishment=establishment, operations=operations, by=by, at=at)
    return (*_told(answers, rows, fresh, telling), unchanged)


def _write_outputs(
    plan: _Plan,
    establishment: Establishment,
    span: Period,
    telling: Telling,
    by: User | None,
    at: datetime,
) -> tuple[int, int, int]:
    """(created, updated, unchanged) records of output."""
    standing = {written.root: written for written in standing_outputs(establishment, span)}
    operations, rows, fresh, unchanged = [], [], [], 0
    for row, wanted in plan.outputs:
        before = standing.get(wanted.id)
        if before is None:
            operations.append(wanted)
        elif (before.good, before.rejected, before.cause) == (wanted.good, wanted.rejected, wanted.cause):
            unchanged += 1
            continue
        else:
            values = {name: getattr(wanted, name) for name in OutputOperation.__dataclass_fields__}
            operations.append(OutputOperation(**{**values, "id": uuid7(), "corrects": wanted.id, "base": before.id}))
        fresh.append(before is None)
        rows.append(row)
    answers = record_output(establishment=establishment, operations=operations, by=by, at=at)
    return (*_told(answers, rows, fresh, telling), unchanged)


def _told(answers: Iterable[Any], rows: Sequence[WorkRow], fresh: Sequence[bool], telling: Telling) -> tuple[int, int]:
    """(created, updated): what is refused is told at its row, and counts as neither."""
    kept = []
    for answer, row, is_new in zip(answers, rows, fresh, strict=True):
        if answer.refusal is None:
            kept.append(is_new)
        else:
            telling.refuse(row, [answer.refusal])
    return sum(kept), len(kept) - sum(kept)
