"""Reads of observations and goals, for screens and for the tablet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypedDict

from django.db.models import Q, QuerySet

from etabli.kit.files import photos_kept
from etabli.kit.rights import rights_of
from etabli.org.access import roles_held
from etabli.org.models import Establishment, User
from etabli.people.access import PeopleRight
from etabli.people.cards import certifications_expiring, restrictions_in_words
from etabli.people.states import CertificationState
from etabli.support.access import SupportRight
from etabli.support.models import Goal, Observation
from etabli.support.states import AGREED, ICONS, Pictogram
from etabli.support.wording import PICTOGRAMS

AGREED_GOALS = Q(plan=None) | Q(plan__state__in=AGREED)
"""Goals without a plan, or of a plan that the person agreed to: the others are still being talked over."""


@dataclass(frozen=True)
class Choice:
    """What a thread shows. `since` and `until` are included; empty or None for all."""

    pictogram: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def is_narrow(self) -> bool:
        return self != Choice()


def thread_of(user: User, establishment: Establishment, person: int, choice: Choice) -> QuerySet[Observation]:
    """What the user may read of what was seen of a person, newest first, with its authors."""
    rows = Observation.objects.visible_to(user, establishment).filter(person=person).select_related("author")
    if choice.pictogram:
        rows = rows.filter(pictogram=choice.pictogram)
    if choice.since:
        rows = rows.filter(day__gte=choice.since)
    if choice.until:
        rows = rows.filter(day__lte=choice.until)
    return rows.order_by("-day", "-half", "-acted_at", "-pk")


def photos_arrived(establishment: Establishment, rows: Iterable[Observation]) -> frozenset[Any]:
    """Keys of the photos of these observations that have arrived."""
    return photos_kept(establishment.pk, [row.photo for row in rows if row.photo])


def goals_of(establishment: Establishment, person: int, *, agreed: bool = False) -> QuerySet[Goal]:
    """Every goal of a person there, the newest first. `agreed`: those that the workshop is told, see `AGREED_GOALS`."""
    rows = Goal.objects.filter(establishment=establishment, person=person).order_by("-starts_on", "-pk")
    return rows.filter(AGREED_GOALS) if agreed else rows


def goals_in_force(establishment: Establishment, persons: Collection[int], on: date) -> Mapping[int, list[str]]:
    """Words of the goals in force on a day, by person (key), the oldest first; one query."""
    running = Q(ends_before=None) | Q(ends_before__gt=on)
    told = running & AGREED_GOALS
    rows = Goal.objects.filter(told, establishment=establishment, person__in=list(persons), starts_on__lte=on)
    words: dict[int, list[str]] = defaultdict(list)
    for person, wording in rows.order_by("starts_on", "pk").values_list("person", "wording"):
        words[person].append(wording)
    return words


# ---------------------------------------------------------------- for the tablet


class CertificationTold(TypedDict):
    """`expires_on`: the last day on which it counts, in ISO."""

    name: str
    expires_on: str
    expired: bool


class Card(TypedDict):
    """What an instructor must know of a person, ready for JSON: never a reason."""

    restrictions: list[str]
    certifications: list[CertificationTold]
    goals: list[str]


def cards_of(
    establishment: Establishment, persons: Collection[int], on: date, *, reader: User | None = None
) -> dict[int, Card]:
    """The card of each of these persons (keys) on a day: restrictions and goals in force, certifications that expire
    within `people.rules.EXPIRES_SOON` days or have expired.

    Three queries, however many persons; one more with a `reader`, who is told only what a right of hers there gives. That
    she may know of the persons is for the caller to see to.
    """
    held = None if reader is None else _rights_in(reader, establishment, on)

    def told(right: str, found: Mapping[int, list[Any]]) -> Mapping[int, list[Any]]:
        return found if held is None or right in held else {}

    restrictions = told(PeopleRight.RESTRICTION_READ, restrictions_in_words(persons, on))
    certifications = told(PeopleRight.CERTIFICATION_READ, certifications_expiring(persons, on))
    goals = told(SupportRight.OBSERVE, goals_in_force(establishment, persons, on))
    return {
        person: Card(
            restrictions=restrictions.get(person, []),
            certifications=[
                CertificationTold(
                    name=row.name,
                    expires_on=row.expires_on.isoformat(),
                    expired=row.state == CertificationState.EXPIRED,
                )
                for row in certifications.get(person, [])
            ],
            goals=goals.get(person, []),
        )
        for person in persons
    }


def _rights_in(user: User, establishment: Establishment, on: date) -> frozenset[str]:
    return frozenset(right for role, _ in roles_held(user, establishment, on) for right in rights_of(role))


def pictograms_told() -> list[dict[str, str]]:
    """The pictograms in the reader's language: `key`, `label` and `icon` (a name of Lucide), in the order of the screen."""
    return [{"key": str(one), "label": str(PICTOGRAMS[one]), "icon": ICONS[one]} for one in Pictogram]
