"""Les Tilleuls with two workshops, two persons, and users of each role; another establishment that must see nothing of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client
from uuid_utils.compat import uuid7

from etabli.org.grants import add_user
from etabli.org.models import Establishment, User
from etabli.org.states import Role
from etabli.people.models import Person
from etabli.support.actions import ObservationOperation
from tests import workplace as small

TODAY, YESTERDAY = date(2026, 1, 15), date(2026, 1, 14)
SINCE = datetime(2026, 1, 1, 9, tzinfo=UTC)
"""The right of every user is older than every act."""
PASSWORD = "a long pass phrase"


@pytest.fixture
def place(db: Any) -> Establishment:
    workshops = (small.org.WorkshopSpec("BLA", "Blanchisserie"), small.org.WorkshopSpec("EV", "Espaces verts"))
    return small.workplace(association="Les Essais", workshops=workshops)


@pytest.fixture
def elsewhere(place: Establishment) -> Establishment:
    return small.workplace(association="Les Essais", finess=small.OTHER_NUMBER, name="Les Érables")


@pytest.fixture
def person(place: Establishment) -> Person:
    return small.engage(place, "7", last_name="Aulne", workshop="BLA")


@pytest.fixture
def other(place: Establishment) -> Person:
    return small.engage(place, "8", last_name="Bouleau", workshop="EV")


def user_of(place: Establishment, role: str, *, workshop: str = "", name: str = "") -> User:
    """A user of that role, in one workshop when its code is given."""
    limit = place.workshops.get(code=workshop) if workshop else None
    user = add_user(
        username=name or f"{role}-{workshop}-{place.pk}",
        role=role,
        establishment=place,
        workshop=limit,
        first_name="Lou",
        last_name=f"Charme {role}",
        language="en",
        by=None,
        at=SINCE,
    )
    user.set_password(PASSWORD)
    user.save()
    return user


@pytest.fixture
def instructor(place: Establishment) -> User:
    return user_of(place, Role.INSTRUCTOR, workshop="BLA")


@pytest.fixture
def educator(place: Establishment) -> User:
    return user_of(place, Role.EDUCATOR)


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def seen(person: Person | int, day: date = TODAY, half: int = 0, **changes: Any) -> ObservationOperation:
    """One observation; a pictogram alone unless something else is said."""
    usual = {"id": uuid7(), "acted_at": small.AT, "pictogram": "went_well"}
    key = person if isinstance(person, int) else person.pk
    return ObservationOperation(person=key, day=day, half=half, **usual | changes)
