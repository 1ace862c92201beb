"""Deriving the fact tables `load_demand` and `workshop_member`, in the actions that change what they are made from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime, timedelta
from operator import attrgetter

from django.db.models import Max

from etabli.core.facts_load import LoadDemand, WorkshopMember, part_of
from etabli.core.load import OpenWeeks, spread_by_day
from etabli.core.periods import day_no, monday_of
from etabli.core.presence import Purpose
from etabli.kit.bulk import bring
from etabli.orders.models import DeliveryLine, OrderLine
from etabli.orders.states import DeliveryState, LineState, OrderState
from etabli.org.models import Establishment
from etabli.org.queries import houses_of
from etabli.people.actions.deriving import FOR_EVER
from etabli.people.queries import workshops_of
from etabli.production.models import LoadDemandFact, PresenceTarget, WorkshopMemberFact
from etabli.production.queries.load_demand import calls_of, planned_demands
from etabli.production.rules import WHOLE

_DEMAND = ("establishment", *LoadDemand.__slots__)
_MEMBER = ("establishment", *WorkshopMember.__slots__)
_demand_values, _member_values = attrgetter(*LoadDemand.__slots__), attrgetter(*WorkshopMember.__slots__)
_ASKS_NOTHING = (OrderState.DRAFT, OrderState.CANCELLED)
_TOGETHER = 500
"""Lines whose demand is compared at once: that of ten years of orders would not fit in memory."""


# ---------------------------------------------------------------- what is asked


def derive_demand(establishment: Establishment, lines: Sequence[OrderLine], at: datetime) -> None:
    """The demand of these lines, with their orders and products: as many queries for one line as for twenty.

    A recurring line without an end is repeated to the end of the year after `at`, as the calendar is; once it is done, to its
    last delivery.
    """
    standing = LoadDemandFact.objects.filter(establishment=establishment, order_line__in=[line.pk for line in lines])
    wanted = (
        (establishment.pk, *_demand_values(row)) for row in _demands(establishment, lines, date(at.year + 2, 1, 1))
    )
    bring(LoadDemandFact, _DEMAND, ("order_line", "day_no"), standing.values_list(*_DEMAND, "pk"), wanted)


def _demands(establishment: Establishment, lines: Sequence[OrderLine], until: date) -> Iterator[LoadDemand]:
    asking = [line for line in lines if line.order.state not in _ASKS_NOTHING and line.state != LineState.CANCELLED]
    calls, houses, ends = calls_of(asking), houses_of(establishment), _ends_of(asking, until)
    weeks = {key: OpenWeeks(houses[key]) for key in {line.workshop_id for line in asking}}
    for line in asking:
        days: defaultdict[date, int] = defaultdict(int)
        for minutes, start, due in planned_demands(line, calls.get(line.pk, ()), ends[line.pk]):
            for day, share in spread_by_day(minutes, start, due, weeks[line.workshop_id]).items():
                days[day] += share
        for day, minutes in days.items():
            yield LoadDemand(
                order_line=line.pk,
                workshop=line.workshop_id,
                workshop_part=part_of(line.workshop_id),
                day_no=day_no(day),
                monday=day_no(monday_of(day)),
                minutes=minutes,
            )


def _ends_of(lines: Sequence[OrderLine], until: date) -> dict[int, date]:
    """Before which day each line (key) is repeated: one that is done to its last delivery, the others to `until`; one query.

    No day is kept of a closing. A line that is done and was never delivered asked nothing.
    """
    done = [line.pk for line in lines if line.state == LineState.DONE]
    rows = DeliveryLine.objects.filter(order_line__in=done, delivery__state=DeliveryState.DONE).order_by()
    last = dict(rows.values_list("order_line").annotate(Max("delivery__delivered_on")))
    shut = {key: min(last[key] + timedelta(days=1), until) if key in last else date.min for key in done}
    return {line.pk: shut.get(line.pk, until) for line in lines}


# ---------------------------------------------------------------- who is there


def derive_members(establishment: Establishment, persons: Collection[int] | None) -> None:
    """The workshop of these persons (keys; all when None); five queries at most, however many persons."""
    standing = WorkshopMemberFact.objects.filter(establishment=establishment)
    if persons is not None:
        standing = standing.filter(subject__in=list(persons))
    wanted = ((establishment.pk, *_member_values(row)) for row in _members(establishment, persons))
    bring(WorkshopMemberFact, _MEMBER, ("subject", "from_day"), standing.values_list(*_MEMBER, "pk"), wanted)


def _members(establishment: Establishment, persons: Collection[int] | None) -> Iterator[WorkshopMember]:
    shares = _shares(establishment)
    for person, workshop in workshops_of(establishment, persons).items():
        for start, end, share in shares[workshop]:
            yield WorkshopMember(person, workshop, part_of(workshop), start, end, share)


def _shares(establishment: Establishment) -> defaultdict[int | None, list[tuple[int, int, int]]]:
    """(From, to, part of the presence meant for production) by workshop (key); a target holds from the Monday of its week."""
    targets = PresenceTarget.objects.filter(establishment=establishment, purpose=Purpose.PRODUCTION)
    begun: defaultdict[int, dict[int, int]] = defaultdict(dict)
    for workshop, start, share in targets.order_by("starts_on").values_list("workshop", "starts_on", "share"):
        begun[workshop][day_no(monday_of(start))] = share
    found: defaultdict[int | None, list[tuple[int, int, int]]] = defaultdict(lambda: [(0, FOR_EVER, WHOLE)])
    for workshop, by_day in begun.items():
        starts = {0: WHOLE, **by_day}
        ends = [*list(starts)[1:], FOR_EVER]
        found[workshop] = [(start, end, share) for (start, share), end in zip(starts.items(), ends, strict=True)]
    return found


def follow_members(*, establishment: Establishment, persons: Collection[int], at: datetime, **others: object) -> None:
    """Someone came, left or changed workshops."""
    derive_members(establishment, persons)


def follow_calendar(*, establishment: Establishment, at: datetime, **others: object) -> None:
    """Open half-days changed, or a year went by: what recurs is carried on, and what older versions did not keep is made."""
    keys = list(OrderLine.objects.filter(establishment=establishment).order_by("pk").values_list("pk", flat=True))
    for first in range(0, len(keys), _TOGETHER):
        rows = OrderLine.objects.filter(pk__in=keys[first : first + _TOGETHER]).select_related("order", "product")
        derive_demand(establishment, list(rows), at)
    derive_members(establishment, None)
