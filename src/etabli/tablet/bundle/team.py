"""Whom an author has in her teams, today and on the next day that her house is open."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from etabli.attendance.access import AttendanceRight
from etabli.core.periods import Period
from etabli.org.models import Establishment, User, Workshop
from etabli.people.models import Person, Registration
from etabli.people.queries import engagements_in
from etabli.support.queries import Card, cards_of
from etabli.tablet.bundle.days import next_open_day
from etabli.tablet.bundle.words import initials


@dataclass(frozen=True)
class Team:
    """`keys`: of the persons; `on`: the days on which they are the author's; the rest as the bundle tells it."""

    keys: tuple[int, ...]
    people: list[dict[str, Any]]
    groups: list[dict[str, Any]]
    workshops: list[dict[str, Any]]
    on: tuple[date, date]

    @property
    def mine(self) -> frozenset[int]:
        """Keys of the author's workshops."""
        return frozenset(row["key"] for row in self.workshops if row["mine"])


def team_of(author: User, establishment: Establishment, days: Period, on: tuple[date, date]) -> Team:
    """Those engaged over some days whom the author may see on one of two days."""
    right = _right(author, establishment, on)
    visible = Q()
    mine: set[int] = set()
    for day in on:
        visible |= Q(person__in=Person.objects.visible_to(author, establishment, right, on=day).order_by().values("pk"))
        mine |= set(Workshop.objects.visible_to(author, establishment, right, on=day).values_list("pk", flat=True))
    engaged = engagements_in(establishment, days).order_by().values("person")
    rows = Registration.objects.filter(visible, establishment=establishment, person__in=engaged)
    rows = rows.select_related("person").prefetch_related("work_groups")
    found = list(rows.order_by("person__search_key", "person"))
    keys = tuple(row.person_id for row in found)
    cards = cards_of(establishment, keys, on[0], reader=author)
    return Team(
        keys,
        [_person(row, cards[row.person_id], author) for row in found],
        _groups(found),
        [
            {"key": row.pk, "code": row.code, "name": row.name, "mine": row.pk in mine}
            for row in establishment.workshops.all()
        ],
        on,
    )


def _right(author: User, establishment: Establishment, on: tuple[date, date]) -> str:
    """The teams are those of whom she may write the presence; who writes none has those she may see."""
    writes = any(author.may(AttendanceRight.WRITE, establishment, day) for day in on)
    return AttendanceRight.WRITE if writes else AttendanceRight.READ


def in_teams(author: User, establishment: Establishment, photo: UUID, today: date) -> bool:
    """That photo is of someone whom the author has in her teams today or on the next day that her house is open."""
    on = (today, next_open_day(establishment, today))
    right = _right(author, establishment, on)
    seen = [Person.objects.visible_to(author, establishment, right, on=day).order_by().values("pk") for day in on]
    rows = Registration.objects.filter(establishment=establishment, photo=photo)
    return any(rows.filter(person__in=persons).exists() for persons in seen)


def _person(row: Registration, card: Card, author: User) -> dict[str, Any]:
    person = row.person
    return {
        "key": person.pk,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "initials": initials(person.first_name, person.last_name),
        "photo": reverse("tablet:face", args=[author.pk, row.photo]) if row.photo else None,
        "staff_number": row.staff_number,
        "workshop": row.workshop_id,
        "groups": [group.pk for group in row.work_groups.all()],
        "card": card,
    }


def _groups(rows: list[Registration]) -> list[dict[str, Any]]:
    """The work groups that someone of the team is in."""
    names: dict[int, str] = {}
    members: dict[int, list[int]] = defaultdict(list)
    for row in rows:
        for group in row.work_groups.all():
            names[group.pk] = group.name
            members[group.pk].append(row.person_id)
    ordered = sorted(names, key=lambda key: (names[key], key))
    return [{"key": key, "name": names[key], "people": members[key]} for key in ordered]
