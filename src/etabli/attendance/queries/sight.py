"""Of whom a reader sees what: presence, reasons of absence, and whose attendance she may write."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from etabli.attendance.access import AttendanceRight
from etabli.org.models import Establishment, User
from etabli.people.models import Person


@dataclass(frozen=True)
class Sight:
    """Keys of the persons, among those asked for."""

    reasons: frozenset[int]
    """Those whose reasons of absence the reader may see."""
    writable: frozenset[int]


def sight_of(user: User, establishment: Establishment, persons: Collection[int]) -> Sight:
    """As many queries whatever the number of persons."""
    return Sight(
        _keys(user, establishment, AttendanceRight.REASON_READ, persons),
        _keys(user, establishment, AttendanceRight.WRITE, persons),
    )


def _keys(user: User, establishment: Establishment, right: str, persons: Collection[int]) -> frozenset[int]:
    rows = Person.objects.visible_to(user, establishment, right).filter(pk__in=list(persons))
    return frozenset(rows.order_by().values_list("pk", flat=True))
