"""Reads of returns, and of what the right to return needs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from etabli.org.models import Establishment, User
from etabli.pathways.models import Exit, Partnership, Return, Situation
from etabli.pathways.rules import exits as rules
from etabli.pathways.rules.partnerships import holds
from etabli.pathways.states import ORDINARY, PartnershipKind


def returns_in(user: User, establishment: Establishment) -> QuerySet[Return, Any]:
    """Those that the user may read, newest first."""
    rows = Return.objects.visible_to(user, establishment)
    return rows.select_related("person", "establishment", "exit__engagement", "exit__establishment")


def orientation_of(row: Exit) -> date | None:
    """The last day of the orientation as last written down for the person."""
    return orientations(row.establishment, [row.person_id]).get(row.person_id)


def orientations(establishment: Establishment, persons: Iterable[int]) -> dict[int, date | None]:
    """The same for several persons (keys)."""
    rows = Situation.objects.filter(establishment=establishment, person__among=frozenset(persons))
    return dict(rows.values_list("person", "orientation_until"))


def rights_left(
    establishment: Establishment, rows: Iterable[Exit], on: date
) -> dict[int, tuple[date | None, int | None]]:
    """By exit (key): until when she may return by right, and the days left; None when the orientation is not known.

    Nothing of those who did not leave for a job. One query.
    """
    left = [row for row in rows if row.destination in ORDINARY]
    known = orientations(establishment, {row.person_id for row in left})
    ends = {row.pk: rules.orientation_end(row.orientation_until, known.get(row.person_id)) for row in left}
    return {key: (end, rules.days_left(end, on)) for key, end in ends.items()}


def partners_for_return(establishment: Establishment, on: date) -> list[Partnership]:
    """The agreements for the right to return that hold on a day."""
    rows = Partnership.objects.filter(establishment=establishment, kind=PartnershipKind.RETURN_RIGHT)
    return [row for row in rows if holds(row.starts_on, row.ends_before, on)]


def is_agreed(establishment: Establishment, name: str, on: date) -> bool:
    """Whether one holds on a day with the ESAT of that name."""
    return any(row.partner.casefold() == name.casefold() for row in partners_for_return(establishment, on))
