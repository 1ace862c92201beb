"""Who has left, and what of it is kept longer than the establishment says: proposals, which someone confirms."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, Subquery

from etabli.org.models import Establishment, User
from etabli.org.queries import parameter_on
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


def _free_due(left: dict[int, date], establishment: Establishment, on: date) -> defaultdict[int, list[int]]:
    rows = FreeValue.objects.filter(person__among=list(left), field__establishment=establishment)
    due: defaultdict[int, list[int]] = defaultdict(list)
    for key, person, months in rows.order_by("pk").values_list("pk", "person", "field__retention_months"):
        if rules.retained_until(left[person], months) <= on:
            due[person].append(key)
    return due
