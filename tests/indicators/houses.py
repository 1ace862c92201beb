"""Houses that several tests of figures count in: closures, and many persons at once."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from etabli.org.actions import ClosureSpec
from etabli.org.models import Establishment
from etabli.people import actions as people
from etabli.people.models import Registration
from tests.workplace import AT, person_row


def closure(first: date, last: date, *, paid: bool) -> ClosureSpec:
    return ClosureSpec(first, last + timedelta(days=1), "Fermeture", paid)


def crowd(place: Establishment, number: int, start: int = 1, **changes: Any) -> list[int]:
    """So many persons at once; their keys."""
    rows = [person_row(str(start + index), **changes) for index in range(number)]
    people.save_people(establishment=place, rows=rows, by=None, at=AT)
    numbers = [row.staff_number for row in rows]
    return list(Registration.objects.filter(staff_number__in=numbers).values_list("person", flat=True))
