"""Reads of exits, of those that nobody completed, and of what was asked after."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from etabli.core.facts import EngagementKind
from etabli.core.periods import Period
from etabli.org.models import Establishment, User
from etabli.pathways.access import PathwaysRight
from etabli.pathways.models import Exit, FollowUp, Placement, Return
from etabli.pathways.rules import exits as rules
from etabli.pathways.states import HELD, Destination, Device, PlacementState
from etabli.people.models import Engagement, Person

JOB_STATES = HELD | {PlacementState.DRAFT}
"""A job all the week is agreed once she has left: until then it is a draft."""


def year_of_exits(year: int) -> Period:
    """The days on which persons are gone who left in a year: one day later than their last ones."""
    return Period(date(year, 1, 2), date(year + 1, 1, 2))


def exits_in(
    user: User, establishment: Establishment, year: int, destinations: Collection[str] = ()
) -> QuerySet[Exit, Any]:
    """Exits of a year that the user may read, newest first; `destinations`: only those, all when empty."""
    days = year_of_exits(year)
    rows = Exit.objects.visible_to(user, establishment)
    rows = rows.filter(engagement__ends_before__gte=days.start, engagement__ends_before__lt=days.end)
    if destinations:
        rows = rows.filter(destination__in=destinations)
    return rows.select_related("person", "establishment", "engagement", "host", "job")


def years_with_exits(user: User, establishment: Establishment, on: date) -> list[int]:
    """This year and those of exits, written down or to complete, newest first."""
    told = Exit.objects.visible_to(user, establishment).order_by().values_list("engagement__ends_before", flat=True)
    untold = to_complete(user, establishment, on, PathwaysRight.READ).order_by().values_list("ends_before", flat=True)
    days = (day for rows in (told, untold) for day in rows if day is not None)
    return sorted({on.year, *((day - timedelta(days=1)).year for day in days)}, reverse=True)


def to_complete(
    user: User, establishment: Establishment, on: date, right: str = PathwaysRight.WRITE
) -> QuerySet[Engagement, Any]:
    """Engagements that ended by a day, that nothing follows at once, and of which nobody said where the person went.

    Of persons over whom the user holds the right; the newest first.
    """
    reached = Person.objects.visible_to(user, establishment, right).order_by().values("pk")
    rows = Engagement.objects.filter(
        establishment=establishment,
        person__in=reached,
        person__erased_on=None,
        kind=EngagementKind.ACCOMPANIMENT,
        ends_before__lte=on,
    )
    following = Engagement.objects.filter(
        establishment=establishment,
        person=OuterRef("person"),
        kind=EngagementKind.ACCOMPANIMENT,
        starts_on=OuterRef("ends_before"),
    )
    told = Exit.objects.filter(engagement=OuterRef("pk"))
    rows = rows.filter(~Exists(following), ~Exists(told)).select_related("person", "establishment")
    return rows.order_by("-ends_before", "person__search_key", "pk")


def engagement_to_leave(establishment: Establishment, person: int) -> Engagement | None:
    """The last engagement of a person (key) that she could leave, and of which no exit is written down."""
    rows = Engagement.objects.filter(establishment=establishment, person=person).exclude(kind__in=rules.GUESTS)
    told = Exit.objects.filter(engagement=OuterRef("pk"))
    return rows.filter(~Exists(told)).select_related("person", "establishment").order_by("-starts_on").first()


def breakdown_of(user: User, establishment: Establishment, year: int) -> rules.Breakdown:
    """Exits of a year as the national survey counts them; those to complete are among the other reasons. Two queries."""
    told = list(exits_in(user, establishment, year).values_list("destination", flat=True))
    days = year_of_exits(year)
    untold = to_complete(user, establishment, days.end, PathwaysRight.READ).filter(
        ends_before__gte=days.start, ends_before__lt=days.end
    )
    return rules.breakdown([*told, *[str(Destination.UNKNOWN)] * untold.count()])


def jobs_of(user: User, establishment: Establishment, person: int) -> list[Placement]:
    """The jobs of a person (key) that were agreed, or are prepared, newest first."""
    rows = Placement.objects.visible_to(user, establishment).filter(person=person)
    return list(rows.filter(device__in=(Device.JOB, Device.SPRINGBOARD), state__in=JOB_STATES).select_related("host"))


def returns_of(exits: Collection[Exit]) -> dict[int, Return]:
    """By exit (key)."""
    rows = Return.objects.filter(exit__in=[row.pk for row in exits]).select_related("engagement")
    return {row.exit_id: row for row in rows if row.exit_id is not None}


# ---------------------------------------------------------------- asked after


def follow_ups_in(user: User, establishment: Establishment, *, answered: bool) -> QuerySet[FollowUp, Any]:
    """Those that were answered, newest first; or those that were not, the one due first before."""
    rows = FollowUp.objects.visible_to(user, establishment).filter(seen_on__isnull=not answered)
    rows = rows.select_related("person", "establishment", "exit__engagement", "exit__host", "exit__establishment")
    return rows.order_by("-seen_on", "-pk") if answered else rows.order_by("due_on", "person__search_key", "pk")


@dataclass(frozen=True)
class StillThere:
    """Of those asked after so many months: how many still work, do not, are not known of, and were not asked yet."""

    months: int
    yes: int
    no: int
    unknown: int
    unasked: int


def still_there(user: User, establishment: Establishment, on: date) -> list[StillThere]:
    """One row for 3, 6 and 12 months, of what was due by a day. One query."""
    rows = (
        FollowUp.objects.visible_to(user, establishment).order_by().filter(Q(due_on__lte=on) | Q(seen_on__isnull=False))
    )
    seen = Q(seen_on__isnull=False)
    counts = rows.values(after=F("months")).annotate(
        yes=Count("pk", filter=Q(still_employed=True)),
        no=Count("pk", filter=Q(still_employed=False)),
        unknown=Count("pk", filter=seen & Q(still_employed=None)),
        unasked=Count("pk", filter=~seen),
    )
    known = {row.pop("after"): row for row in counts}
    nothing = {"yes": 0, "no": 0, "unknown": 0, "unasked": 0}
    return [StillThere(months, **known.get(months, nothing)) for months in rules.FOLLOW_UP_MONTHS]
