"""Absences that go on until further notice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from etabli.attendance.access import AttendanceRight
from etabli.attendance.models import HalfDayFact, LastingAbsence
from etabli.core.lasting import Slot
from etabli.core.periods import day_no, day_of
from etabli.org.models import Establishment, User
from etabli.people.models import Person


def half_days_since(establishment: int, person: int, start: date, today: date) -> tuple[list[Slot], dict[Slot, bool]]:
    """The due half-days of a person (key) from a day to another, both included; and those typed, True where she attended.

    One query.
    """
    rows = HalfDayFact.objects.filter(
        establishment=establishment, subject=person, day_no__gte=day_no(start), day_no__lte=day_no(today)
    ).order_by("day_no", "half")
    found = list(rows.values_list("day_no", "half", "due", "typed", "ars"))
    due = [(day_of(number), half) for number, half, is_due, _, _ in found if is_due]
    return due, {(day_of(number), half): bool(ars) for number, half, _, typed, ars in found if typed}


def days_owed(establishment: int, persons: Iterable[int], today: date) -> dict[int, list[date]]:
    """Days up to one, included, on which a half-day is due and nothing is typed, by person (key). One query."""
    rows = HalfDayFact.objects.filter(
        establishment=establishment, subject__among=frozenset(persons), day_no__lte=day_no(today), due=1, typed=0
    )
    found: defaultdict[int, list[date]] = defaultdict(list)
    for person, number in rows.order_by().values_list("subject", "day_no").distinct():
        found[person].append(day_of(number))
    return found


@dataclass(frozen=True)
class GoingOn:
    """`days`: so far, calendar days, the first and the present one included."""

    row: LastingAbsence
    days: int


def lasting_absences(
    user: User, establishment: Establishment, right: str = AttendanceRight.REASON_READ
) -> QuerySet[LastingAbsence]:
    """Those not ended, of persons over whom the user holds the right, the longest first."""
    visible = Person.objects.visible_to(user, establishment, right).order_by().values("pk")
    rows = LastingAbsence.objects.filter(establishment=establishment, ended_on=None, person__in=visible)
    return rows.select_related("person", "code", "begun_by").order_by("starts_on", "person__search_key", "pk")


def going_on(rows: QuerySet[LastingAbsence], today: date) -> list[GoingOn]:
    """Those of them whose person was not there since, also before the daily run ends the others; two queries."""
    found = [GoingOn(row, max(0, (today - row.starts_on).days + 1)) for row in rows]
    back = _back([one.row for one in found])
    return [one for one in found if one.row.pk not in back]


def _back(rows: list[LastingAbsence]) -> set[object]:
    """Keys of those whose person attended since."""
    if not rows:
        return set()
    first = min(row.starts_on for row in rows)
    facts = HalfDayFact.objects.filter(
        establishment=rows[0].establishment_id,
        subject__in=[row.person_id for row in rows],
        day_no__gte=day_no(first),
        typed=1,
        ars=1,
    )
    attended = [(person, (day_of(day), half)) for person, day, half in facts.values_list("subject", "day_no", "half")]
    by_person = {row.person_id: row for row in rows}
    starts = {row.person_id: (row.starts_on, row.half) for row in rows}
    return {by_person[person].pk for person, slot in attended if slot >= starts[person]}
