"""Quality of a period: what was rejected and why, and what came back, with the batch it is of. Nobody is named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from django.db.models import Q

from etabli.core.periods import Period, day_no, day_of
from etabli.orders.access import OrdersRight
from etabli.orders.models import CustomerReturn, DeliveryLine
from etabli.orders.states import DeliveryState
from etabli.org.models import Establishment, User, Workshop
from etabli.production.access import ProductionRight
from etabli.production.models import Activity, Output, RejectCause, WorkFact
from etabli.production.queries.captured import activities_of, causes_of, standing_outputs


@dataclass(frozen=True)
class Rejects:
    """What was rejected of an activity for one cause, in thousandths; `made`: all that was produced of the activity."""

    activity: Activity
    cause: RejectCause
    rejected: int
    made: int
    records: int

    @property
    def rate(self) -> float:
        return self.rejected / self.made

    @property
    def unit(self) -> str:
        return self.activity.units_worded(self.rejected)


@dataclass(frozen=True)
class Batch:
    """Where what was delivered comes from: the days of work since the delivery before, and the workshop.

    `minutes`: of everyone. `groups`: the work groups that the output was written down for, where the reader may know them.
    """

    days: tuple[date, ...]
    workshop: Workshop | None
    minutes: int
    groups: tuple[str, ...]


@dataclass(frozen=True)
class CameBack:
    row: CustomerReturn
    batch: Batch


def rejects_of(establishment: Establishment, days: Period, workshops: Collection[int]) -> list[Rejects]:
    """By activity and cause, the largest part of an activity first; three queries."""
    made: defaultdict[int, int] = defaultdict(int)
    found: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for row in standing_outputs(establishment, days, workshops):
        made[row.activity] += row.good + row.rejected
        if row.rejected and row.cause is not None:
            found[row.activity, row.cause].append(row.rejected)
    activities = {row.pk: row for row in activities_of(establishment, workshops, made)} if found else {}
    causes = {row.pk: row for row in causes_of(establishment)} if found else {}
    rows = [
        Rejects(activities[activity], causes[cause], sum(parts), made[activity], len(parts))
        for (activity, cause), parts in found.items()
    ]
    order = {key: number for number, key in enumerate(activities)}
    return sorted(rows, key=lambda row: (order[row.activity.pk], -row.rejected, row.cause.code))


def returns_of(user: User, establishment: Establishment, days: Period, workshops: Collection[int]) -> list[CameBack]:
    """Returns and complaints of these days, and those not closed yet of days before; five queries, however many."""
    rows = CustomerReturn.objects.visible_to(user, establishment, OrdersRight.READ).filter(
        Q(returned_on__gte=days.start) | Q(closed_on__isnull=True), delivery_line__order_line__workshop__in=workshops
    )
    if days.end is not None:
        rows = rows.filter(returned_on__lt=days.end)
    related = (
        "delivery_line__delivery",
        "delivery_line__order_line__order__client",
        "delivery_line__order_line__workshop",
    )
    found = list(rows.select_related(*related))
    naming = Workshop.objects.visible_to(user, establishment, ProductionRight.READ)
    batches = batches_of([row.delivery_line for row in found], set(naming.values_list("pk", flat=True)))
    return [CameBack(row, batches[row.delivery_line_id]) for row in found]


def batches_of(parts: Sequence[DeliveryLine], naming: Collection[int]) -> dict[int, Batch]:
    """The batch of each part of a delivery (key), which has its order line and delivery; three queries.

    `naming`: the workshops (keys) in which the reader may see who worked on what; groups of others are left out. Work
    between two deliveries is of the later one; where nothing was written down between them, all work before it.
    """
    lines = {part.order_line_id for part in parts}
    done = DeliveryLine.objects.filter(order_line__in=lines, delivery__state=DeliveryState.DONE)
    delivered: defaultdict[int, set[int]] = defaultdict(set)
    for line, day in done.values_list("order_line", "delivery__delivered_on"):
        delivered[line].add(day_no(day))
    worked: defaultdict[int, defaultdict[int, int]] = defaultdict(lambda: defaultdict(int))
    facts = WorkFact.objects.filter(order_line__in=lines).order_by("day_no")
    for line, day, minutes in facts.values_list("order_line", "day_no", "minutes"):
        worked[line][day] += minutes
    groups = Output.objects.filter(activity__line__in=lines, activity__workshop__in=naming, group__isnull=False)
    named = {
        (line, day_no(day), name) for line, day, name in groups.values_list("activity__line", "day", "group__name")
    }
    return {part.pk: _batch(part, delivered[part.order_line_id], worked[part.order_line_id], named) for part in parts}


def _batch(part: DeliveryLine, delivered: set[int], worked: dict[int, int], named: set[tuple[int, int, str]]) -> Batch:
    last = day_no(part.delivery.delivered_on)
    known = sorted(day for day in delivered | {last} if day <= last)
    before = next((one for one, other in pairwise(known) if other == last), None)
    up_to = [day for day in worked if day <= last]
    since = [day for day in up_to if before is None or day > before]
    days = sorted(since or up_to)
    groups = sorted({name for line, day, name in named if line == part.order_line_id and day in days})
    minutes = sum(worked[day] for day in days)
    return Batch(tuple(day_of(day) for day in days), part.order_line.workshop, minutes, tuple(groups))
