"""Reads of what surveys ask of each person, and of what is not known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from etabli.core.facts import EngagementKind
from etabli.org.models import Establishment, User
from etabli.pathways.access import PathwaysRight
from etabli.pathways.models import Situation
from etabli.pathways.rules.situations import ASKED, survey_since
from etabli.people.models import Engagement, Person

VISITORS = (EngagementKind.TRAINEE, EngagementKind.DISCOVERY, EngagementKind.PUPIL)
"""Surveys ask nothing of those who only try the work out."""


def situation_of(establishment: Establishment, person: int) -> Situation | None:
    return Situation.objects.filter(establishment=establishment, person=person).first()


@dataclass(frozen=True)
class Gaps:
    """`persons`: of whom something is not known, by name. `missing`: how many lack each answer, by column. `everyone`: how
    many are asked."""

    persons: QuerySet[Person]
    missing: dict[str, int]
    everyone: int


def gaps_in(user: User, establishment: Establishment, on: date, missing: str = "") -> Gaps:
    """Of those who were there since the year before and whom the user may read: two queries, and that of the persons.

    `missing`: a column that is not known; empty for any of them.
    """
    stays = Engagement.objects.filter(establishment=establishment, person=OuterRef("pk")).exclude(kind__in=VISITORS)
    there = stays.filter(Q(ends_before=None) | Q(ends_before__gt=survey_since(on)), starts_on__lte=on)
    persons = Person.objects.visible_to(user, establishment, PathwaysRight.READ).filter(Exists(there), erased_on=None)
    persons = persons.distinct()
    everyone = persons.count()
    of_them = Situation.objects.filter(establishment=establishment, person__in=persons.order_by().values("pk"))
    known = of_them.aggregate(**{name: Count(name) for name in ASKED})
    answered = Situation.objects.filter(establishment=establishment, person=OuterRef("pk"))
    for name in [missing] if missing in ASKED else ASKED:
        answered = answered.exclude(**{name: None})
    lacking = persons.filter(~Exists(answered)).order_by("search_key", "pk")
    return Gaps(lacking, {name: everyone - known[name] for name in ASKED}, everyone)


def situations_of(establishment: Establishment, persons: Iterable[int]) -> dict[int, Situation]:
    """By person (key), of those of whom something was written."""
    rows = Situation.objects.filter(establishment=establishment, person__in=list(persons))
    return {row.person_id: row for row in rows}
