"""Hosts, and who is or was there."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from etabli.kit.texts import fold
from etabli.org.models import Establishment, User
from etabli.pathways.models import Host, Placement
from etabli.pathways.states import HELD, PlacementState

STANDING = (PlacementState.DRAFT, PlacementState.AGREED, PlacementState.ENDED)


def hosts_in(user: User, establishment: Establishment, text: str, on: date) -> QuerySet[Host, Any]:
    """Hosts whose name or town holds all the words of a text, in order of name.

    `now` and `before`: how many persons whom the user may read of are there on a day, and were before it.
    """
    rows = Host.objects.visible_to(user, establishment)
    for word in fold(text).split():
        rows = rows.filter(search_key__contains=word)
    held = Placement.objects.visible_to(user, establishment).filter(host=OuterRef("pk"), state__in=HELD)
    here = held.filter(starts_on__lte=on).filter(Q(ends_before=None) | Q(ends_before__gt=on))
    return rows.annotate(now=_persons(here), before=_persons(held.filter(ends_before__lte=on)))


def _persons(rows: QuerySet[Placement, Any]) -> Coalesce:
    counted = rows.order_by().values("host").annotate(persons=Count("person", distinct=True)).values("persons")
    return Coalesce(Subquery(counted), 0)


def people_at(
    user: User, establishment: Establishment, host: Host, on: date
) -> tuple[QuerySet[Placement, Any], QuerySet[Placement, Any]]:
    """(there on a day or to come, before) of a host, whom the user may read of; the newest first."""
    rows = Placement.objects.visible_to(user, establishment).filter(host=host, state__in=STANDING)
    rows = rows.select_related("person", "host", "establishment").order_by(F("starts_on").desc(), "-pk")
    before = Q(ends_before__lte=on)
    return rows.exclude(before), rows.filter(before)
