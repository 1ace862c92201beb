"""Order lines in the workshops: the task that stands for each, and the fact table `order_line`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from operator import attrgetter
from typing import Any

from django.db import transaction

from etabli.core.facts import DeliveredDay
from etabli.core.facts import OrderLine as LineFact
from etabli.core.periods import day_no
from etabli.kit.bulk import insert
from etabli.orders.actions import name_for_client
from etabli.orders.models import Client, CustomerReturn, DeliveryLine, OrderLine
from etabli.orders.states import DeliveryState, LineState, Nature, OrderState, ReturnKind
from etabli.org.models import Establishment, User
from etabli.org.turns import one_at_a_time
from etabli.production.actions.demand import derive_demand
from etabli.production.actions.tasks import derive_tasks
from etabli.production.models import (
    LINES_POSITION,
    Activity,
    DeliveredDayFact,
    OrderLineFact,
    WorkFact,
)
from etabli.production.rules import LONGEST_LINE_CODE, LONGEST_NAME

_COLUMNS = tuple(LineFact.__slots__)
_values = attrgetter(*_COLUMNS)
_DELIVERED_COLUMNS = tuple(DeliveredDay.__slots__)


@transaction.atomic
def follow_lines(*, establishment: Establishment, lines: Collection[int], at: datetime, **others: object) -> None:
    """Keep one task for each line (keys) that is open, of a confirmed order, in the workshop that makes it; derive its facts.

    The task of a line that was closed, cancelled or given to another workshop is no longer used, and keeps what was written
    on it. As many queries for one line as for twenty, and one for each task that changes.
    """
    one_at_a_time(establishment)
    keys = list(lines)
    rows = OrderLine.objects.filter(establishment=establishment, pk__in=keys)
    found = list(rows.select_related("order", "product").order_by("pk"))
    _keep_tasks(establishment, found)
    OrderLineFact.objects.filter(establishment=establishment, order_line__in=keys).delete()
    delivered = _delivered(found)
    insert(OrderLineFact, ("establishment", *_COLUMNS), _facts(establishment, found, delivered))
    DeliveredDayFact.objects.filter(establishment=establishment, order_line__in=keys).delete()
    insert(DeliveredDayFact, ("establishment", *_DELIVERED_COLUMNS), _delivered_days(establishment, found, delivered))
    derive_demand(establishment, found, at)


def name_contributors(establishment: Establishment, days: Collection[date], by: User | None, at: datetime) -> None:
    """Whoever worked on an order line on these days has a code for its client: pages that only read can show it."""
    numbers = [day_no(day) for day in days]
    rows = WorkFact.objects.filter(establishment=establishment, day_no__in=numbers, subject__isnull=False)
    found = set(rows.filter(order_line__isnull=False).order_by().values_list("order_line", "subject").distinct())
    if not found:
        return
    orders = OrderLine.objects.filter(pk__in={line for line, _ in found}).select_related("order__client")
    clients = {line.pk: line.order.client for line in orders}
    persons: defaultdict[Client, set[int]] = defaultdict(set)
    for line, subject in found:
        persons[clients[line]].add(subject)
    for client, subjects in sorted(persons.items(), key=lambda item: item[0].pk):
        name_for_client(client=client, persons=sorted(subjects), by=by, at=at)


# ---------------------------------------------------------------- tasks


def _keep_tasks(establishment: Establishment, lines: Sequence[OrderLine]) -> None:
    known: defaultdict[int, dict[int, Activity]] = defaultdict(dict)
    for task in Activity.objects.filter(establishment=establishment, line__in=lines):
        known[task.line_id or 0][task.workshop_id] = task
    alike = Activity.objects.filter(establishment=establishment, code__in=[_code(line) for line in lines])
    codes = set(alike.values_list("workshop", "code"))
    made, changed = [], []
    for line in lines:
        tasks, workshop = known[line.pk], line.workshop_id if _is_open(line) else None
        for task in tasks.values():
            if _brought_to(task, line, task.workshop_id == workshop):
                task.save()
                changed.append(task)
        if workshop is not None and workshop not in tasks:
            made.append(_task(establishment, line, workshop, codes))
    Activity.objects.bulk_create(made)
    derive_tasks(establishment, [*made, *changed])


def _is_open(line: OrderLine) -> bool:
    return line.order.state == OrderState.CONFIRMED and line.state == LineState.OPEN


def _brought_to(task: Activity, line: OrderLine, active: bool) -> bool:
    """Give a task what its line says; True when anything of it changed."""
    before = (task.active, task.name, task.unit, task.off_site)
    task.active, task.off_site = active, line.nature != Nature.ON_SITE
    task.name, task.unit = line.text[:LONGEST_NAME], line.unit
    return before != (task.active, task.name, task.unit, task.off_site)


def _code(line: OrderLine) -> str:
    return line.reference[:LONGEST_LINE_CODE]


def _task(establishment: Establishment, line: OrderLine, workshop: int, codes: set[tuple[int, str]]) -> Activity:
    """A new task. A reference that a recurring activity already has as its code is told apart by the key of the line."""
    code = _code(line)
    if (workshop, code) in codes:
        suffix = f"#{line.pk}"
        code = code[: LONGEST_LINE_CODE - len(suffix)] + suffix
    codes.add((workshop, code))
    task = Activity(
        establishment=establishment, workshop_id=workshop, line=line, code=code, position=LINES_POSITION, active=True
    )
    _brought_to(task, line, active=True)
    return task


# ---------------------------------------------------------------- facts


_Parts = defaultdict[int, list[tuple[int, int]]]


def _facts(establishment: Establishment, lines: Sequence[OrderLine], delivered: _Parts) -> Iterator[tuple[Any, ...]]:
    for line in lines:
        if line.order.state == OrderState.DRAFT:
            continue
        parts = delivered[line.pk]
        yield (establishment.pk, *_values(_fact(line, parts)))


def _delivered_days(
    establishment: Establishment, lines: Sequence[OrderLine], delivered: _Parts
) -> Iterator[tuple[int, int, int, int, int]]:
    returned = _returned(lines)
    sums: defaultdict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
    for column, parts in enumerate((delivered, returned)):
        for line in lines:
            for day, quantity in parts[line.pk]:
                sums[line.pk, day][column] += quantity
    return ((establishment.pk, key, day, *quantities) for (key, day), quantities in sums.items())  # type: ignore[misc]


def _returned(lines: Sequence[OrderLine]) -> _Parts:
    """(day number, quantity) of what came back of each line (key); one query. A complaint brings nothing back."""
    rows = CustomerReturn.objects.filter(delivery_line__order_line__in=lines, kind=ReturnKind.RETURN)
    found: _Parts = defaultdict(list)
    for key, day, quantity in rows.values_list("delivery_line__order_line", "returned_on", "quantity"):
        found[key].append((day_no(day), quantity))
    return found


def _delivered(lines: Sequence[OrderLine]) -> _Parts:
    """(day number, quantity) of what was delivered of each line (key), in order of time; one query."""
    rows = DeliveryLine.objects.filter(order_line__in=lines, delivery__state=DeliveryState.DONE)
    found: _Parts = defaultdict(list)
    for key, day, quantity in rows.order_by("delivery__delivered_on", "pk").values_list(
        "order_line", "delivery__delivered_on", "quantity"
    ):
        found[key].append((day_no(day), quantity))
    return found


def _fact(line: OrderLine, delivered: Sequence[tuple[int, int]]) -> LineFact:
    total, whole_on = 0, None
    for day, quantity in delivered:
        total += quantity
        if whole_on is None and line.quantity and total >= line.quantity:
            whole_on = day
    cancelled = line.order.state == OrderState.CANCELLED
    return LineFact(
        order_line=line.pk,
        customer_order=line.order_id,
        client=line.order.client_id,
        workshop=line.workshop_id,
        state=str(LineState.CANCELLED) if cancelled else line.state,
        ordered_day=day_no(line.order.ordered_on),
        due_day=None if line.due_on is None else day_no(line.due_on),
        quantity=line.quantity,
        quoted_minutes=line.minutes,
        minutes_per_thousand=line.product.minutes_per_thousand if line.product else None,
        delivered=total,
        delivered_day=whole_on,
    )
