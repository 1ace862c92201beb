"""Les Tilleuls with two workshops and a user of each role; another establishment whose users must see nothing of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from etabli.org.grants import add_user, grant
from etabli.org.models import Establishment, User
from etabli.org.states import Role
from tests import workplace as small

TODAY = date(2026, 1, 15)
PASSWORD = "a long pass phrase"


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> date:
    """The screens of these tests are read on one day."""
    for module in ("listing", "record", "editing", "dated_terms", "restrictions", "stays"):
        monkeypatch.setattr(f"etabli.people.views.{module}.today", lambda: TODAY)
    return TODAY


@pytest.fixture
def place(db: Any) -> Establishment:
    workshops = (small.org.WorkshopSpec("BLA", "Blanchisserie"), small.org.WorkshopSpec("EV", "Espaces verts"))
    return small.workplace(association="Les Essais", workshops=workshops)


@pytest.fixture
def elsewhere(place: Establishment) -> Establishment:
    return small.workplace(association="Les Essais", finess=small.OTHER_NUMBER, name="Les Érables")


def user_of(place: Establishment, role: str = Role.ADMINISTRATION, *, workshop: str = "", name: str = "") -> User:
    """A user of that role, in one workshop when its code is given."""
    limit = place.workshops.get(code=workshop) if workshop else None
    user = add_user(
        username=name or f"{role}-{place.pk}",
        role=role,
        establishment=place,
        workshop=limit,
        language="en",
        by=None,
        at=small.AT,
    )
    user.set_password(PASSWORD)
    user.save()
    return user


def also(user: User, place: Establishment, role: str, workshop: str = "") -> User:
    """One more role."""
    limit = place.workshops.get(code=workshop) if workshop else None
    grant(user=user, role=role, establishment=place, workshop=limit, by=None, at=small.AT)
    return user


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def client(place: Establishment) -> Client:
    """Of the administration, which may write."""
    return client_of(user_of(place))
