"""Two associations: Le Chêne (two establishments) and one that nobody of the first may know of."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from etabli.org.actions import EstablishmentSpec, WorkshopSpec, save_association, save_establishment
from etabli.org.grants import add_user, grant
from etabli.org.models import Establishment, User
from etabli.people.actions import PersonRow, save_people

AT = datetime(2026, 3, 2, 8, tzinfo=UTC)
START = date(2025, 1, 1)


def finess(start: str) -> str:
    """The number that begins so, with its check digit (Luhn on nine digits)."""
    total = 0
    for index, digit in enumerate(reversed(start)):
        value = int(digit) * (2 if index % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return start + str(-total % 10)


@dataclass
class Cast:
    oak: Establishment
    beech: Establishment
    stranger: Establishment
    users: dict[str, User] = field(default_factory=dict)

    def user(self, role: str, *places: Establishment, **options: Any) -> User:
        name = f"{role}-{len(self.users)}"
        first, *others = places or (self.oak,)
        user = add_user(username=name, role=role, establishment=first, by=None, at=AT, **options)
        for other in others:
            grant(user=user, role=role, establishment=other, by=None, at=AT)
        self.users[name] = user
        return user

    def client(self, role: str, *places: Establishment, **options: Any) -> Client:
        client = Client()
        client.force_login(self.user(role, *places, **options))
        return client


def establishment(association: Any, start: str, name: str) -> Establishment:
    spec = EstablishmentSpec(
        finess=finess(start),
        name=name,
        kind="ESAT",
        country="FR",
        full_time_weekly_minutes=2100,
        places=((START, 10),),
        openings=((START, "11111111110000"),),
        workshops=(WorkshopSpec("A", "Atelier A"), WorkshopSpec("B", "Atelier B")),
    )
    return save_establishment(spec=spec, association=association, by=None, at=AT)[0]


def person(number: str, last: str, first: str, workshop: str = "A") -> PersonRow:
    return PersonRow(number, last, first, "accompaniment", START, workshop=workshop)


@pytest.fixture
def cast(db: Any) -> Cast:
    ours, _ = save_association(name="Le Chêne", siren="", by=None, at=AT)
    theirs, _ = save_association(name="Ailleurs", siren="", by=None, at=AT)
    cast = Cast(
        establishment(ours, "59000001", "ESAT du Chêne"),
        establishment(ours, "59000002", "ESAT du Hêtre"),
        establishment(theirs, "75000002", "ESAT d'ailleurs"),
    )
    rows = [person("0101", "Éluard", "Zoé"), person("0102", "Martin", "Lise", "B"), person("0103", "Eluard", "Paul")]
    save_people(establishment=cast.oak, rows=rows, by=None, at=AT)
    save_people(establishment=cast.beech, rows=[person("7700", "Éluard", "Hélène")], by=None, at=AT)
    save_people(establishment=cast.stranger, rows=[person("0101", "Éluard", "Secrète")], by=None, at=AT)
    return cast
