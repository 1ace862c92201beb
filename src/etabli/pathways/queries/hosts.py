"""Hosts, and who is or was there."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from etabli.core.refusal import Refusal
from etabli.kit.texts import fold
from etabli.org.models import Establishment, User
from etabli.pathways.models import Host, Placement
from etabli.pathways.queries.placements import limits_in, planned_of
from etabli.pathways.rules.placements import Known, Limit, check_placement
from etabli.pathways.states import HELD, PlacementState
from etabli.people.models import Person

STANDING = (PlacementState.DRAFT, PlacementState.AGREED, PlacementState.ENDED)


def over_after_merge(kept: Host, other: Host) -> list[tuple[Person, Refusal]]:
    """What the rules of a device would refuse once the two are one, and do not now: each rule once a person. Two queries."""
    ours = {kept.pk, other.pk}
    whose = Placement.objects.filter(host__in=ours, state__in=HELD).values("person")
    rows = Placement.objects.filter(person__in=whose, state__in=HELD).select_related("person").order_by("person", "pk")
    limit = limits_in(kept.establishment)
    found: dict[tuple[int, str], tuple[Person, Refusal]] = {}
    for _person, group in groupby(rows, key=lambda row: row.person_id):
        hers = list(group)
        if not ours <= {row.host_id for row in hers}:
            continue
        now = set(_refused(hers, limit))
        for row in hers:
            row.host_id = kept.pk if row.host_id == other.pk else row.host_id
        for code, refusal in _refused(hers, limit).items():
            if code not in now:
                found[hers[0].person_id, code] = (hers[0].person, refusal)
    return list(found.values())


def _refused(rows: list[Placement], limit: Limit) -> dict[str, Refusal]:
    """By code, of the placements of one person."""
    chain = {row.pk: row for row in rows}
    refused: dict[str, Refusal] = {}
    planned = [planned_of(row, chain) for row in rows]
    for one in planned:
        try:
            check_placement(one, Known([other for other in planned if other.key != one.key], limit))
        except Refusal as refusal:
            refused.setdefault(refusal.code, refusal)
    return refused


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
