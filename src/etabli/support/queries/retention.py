"""Who has left, and what of it is kept longer than the establishment says: proposals, which someone confirms."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, Subquery

from etabli.attendance.queries import closed_months
from etabli.core.periods import Period, month_start
from etabli.org.models import Establishment, User
from etabli.org.queries import followed_from, parameter_on
from etabli.people.models import Engagement, Person
from etabli.support import rules
from etabli.support.access import SupportRight
from etabli.support.models import FreeValue


@dataclass(frozen=True)
class Left:
    """A person who left. `left_on`: the day after her last one. `kept_until`: the day from which erasure is proposed.
    `free_due`: keys of free data whose own time is over."""

    person: Person
    left_on: date
    kept_until: date
    free_due: tuple[int, ...]
    is_due: bool


def people_who_left(user: User, establishment: Establishment, on: date) -> list[Left]:
    """Those who work nowhere in the association any more and are not erased, the first to propose first.

    The same number of queries however many.
    """
    months = parameter_on("support_retention_months", on, establishment)
    theirs = Engagement.objects.filter(person=OuterRef("pk"))
    running = theirs.filter(Q(ends_before=None) | Q(ends_before__gt=on))
    last = theirs.order_by("-ends_before").values("ends_before")[:1]
    known = Person.objects.visible_to(user, establishment, SupportRight.SETTINGS_WRITE)
    rows = list(known.filter(~Exists(running), Exists(theirs), erased_on=None).annotate(left_on=Subquery(last)))
    free = _free_due({row.pk: row.left_on for row in rows}, establishment, on)
    found = []
    for row in rows:
        until = rules.retained_until(row.left_on, months)
        found.append(Left(row, row.left_on, until, tuple(free[row.pk]), until <= on))
    return sorted(found, key=lambda one: (one.kept_until, one.person.search_key, one.person.pk))


def kept_until(person: Person, on: date) -> date | None:
    """The day from which a person may be erased: the latest that her establishments say. None while she works in one."""
    stays = list(Engagement.objects.filter(person=person).select_related("establishment").order_by("pk"))
    ends = [stay.ends_before for stay in stays if stay.ends_before is not None]
    if not ends or len(ends) < len(stays):
        return None
    places = {stay.establishment_id: stay.establishment for stay in stays}.values()
    months = max(parameter_on("support_retention_months", on, place) for place in places)
    return rules.retained_until(max(ends), months)


def open_months(person: Person) -> list[tuple[date, str]]:
    """The months (first day) in which she worked, and where, whose attendance is followed and not yet closed."""
    stays = Engagement.objects.filter(person=person, ends_before__isnull=False).select_related("establishment")
    return sorted({one for stay in stays for one in _open_months(stay)})


def _open_months(stay: Engagement) -> list[tuple[date, str]]:
    start = followed_from(stay.establishment)
    days = None if start is None else Period(stay.starts_on, stay.ends_before).cut(Period(start, None))
    if days is None:
        return []
    closed = closed_months(stay.establishment)
    months = [month_start(month.start) for month in days.months()]
    return [(month, stay.establishment.name) for month in months if month not in closed]


def _free_due(left: dict[int, date], establishment: Establishment, on: date) -> defaultdict[int, list[int]]:
    rows = FreeValue.objects.filter(person__among=list(left), field__establishment=establishment)
    due: defaultdict[int, list[int]] = defaultdict(list)
    for key, person, months in rows.order_by("pk").values_list("pk", "person", "field__retention_months"):
        if rules.retained_until(left[person], months) <= on:
            due[person].append(key)
    return due
