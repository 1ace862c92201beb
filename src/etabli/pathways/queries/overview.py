"""The year of placements: who is placed on a day, and how many persons in each month."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from etabli.core.periods import next_month
from etabli.org.models import Establishment, User
from etabli.pathways.models import Exit, Placement, Return
from etabli.pathways.queries.exits import exits_in
from etabli.pathways.rules.timeline import LANES, Lane
from etabli.pathways.states import HELD, ORDINARY, Device

MONTHS = 12


@dataclass(frozen=True)
class Choice:
    """What is shown: a device, persons of a workshop, one host (keys); empty: all."""

    device: str = ""
    workshop: int | None = None
    host: int | None = None


@dataclass(frozen=True)
class Months:
    """Persons placed, for each month of a year, each person once in each list: by device, trying out, and at work elsewhere."""

    devices: dict[Device, list[int]]
    trying: list[int]
    working: list[int]


def placed_on(user: User, establishment: Establishment, choice: Choice, on: date) -> QuerySet[Placement, Any]:
    """Agreed placements of a day that the user may read, persons by name."""
    rows = _chosen(user, establishment, choice).filter(starts_on__lte=on)
    rows = rows.filter(Q(ends_before=None) | Q(ends_before__gt=on))
    return rows.select_related("person", "host", "establishment").order_by("person__search_key", "starts_on", "pk")


def months_of(user: User, establishment: Establishment, choice: Choice, year: int) -> Months:
    """One query."""
    rows = _chosen(user, establishment, choice).filter(starts_on__lt=date(year + 1, 1, 1))
    rows = rows.filter(Q(ends_before=None) | Q(ends_before__gt=date(year, 1, 1)))
    devices: dict[Device, list[set[int]]] = defaultdict(lambda: [set() for _month in range(MONTHS)])
    trying: list[set[int]] = [set() for _month in range(MONTHS)]
    working: list[set[int]] = [set() for _month in range(MONTHS)]
    for code, person, start, end in rows.order_by().values_list("device", "person", "starts_on", "ends_before"):
        device = Device(code)
        together = trying if LANES[device] == Lane.TRIAL else working
        for month in range(MONTHS):
            first = date(year, month + 1, 1)
            if start < next_month(first) and (end is None or end > first):
                devices[device][month].add(person)
                together[month].add(person)
    by_device = {device: _counts(devices[device]) for device in Device if device in devices}
    return Months(by_device, _counts(trying), _counts(working))


def _counts(months: list[set[int]]) -> list[int]:
    return [len(persons) for persons in months]


def _chosen(user: User, establishment: Establishment, choice: Choice) -> QuerySet[Placement, Any]:
    rows = Placement.objects.visible_to(user, establishment).filter(state__in=HELD)
    if choice.device:
        rows = rows.filter(device=choice.device)
    if choice.host is not None:
        rows = rows.filter(host=choice.host)
    if choice.workshop is not None:
        theirs = Q(person__registrations__workshop=choice.workshop, person__registrations__establishment=establishment)
        rows = rows.filter(theirs)
    return rows


@dataclass(frozen=True)
class Left:
    """Exits and returns of a year. `ordinary`: of the exits, those to ordinary work."""

    exits: int
    ordinary: int
    returns: int


def left_in(user: User, establishment: Establishment, year: int) -> Left:
    """Two queries."""
    ordinary = Count("pk", filter=Q(destination__in=ORDINARY))
    told = exits_in(user, establishment, year).order_by().aggregate(all=Count("pk"), ordinary=ordinary)
    returns = Return.objects.visible_to(user, establishment).filter(returned_on__year=year).count()
    return Left(told["all"], told["ordinary"], returns)


def has_any(user: User, establishment: Establishment) -> bool:
    """Something was written down of somebody's way whom the user may read of."""
    return any(
        model.objects.visible_to(user, establishment).exists()  # type: ignore[attr-defined]
        for model in (Placement, Exit, Return)
    )
