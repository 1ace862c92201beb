"""One floor for every screen of production, and a browser for each role."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from etabli.org.models import User
from etabli.org.states import Role
from etabli.people.models import Person
from tests.production.doing import Floor, floor, team, user

WORKSHOP_OF = {Role.INSTRUCTOR}


class House:
    """`ada` and `bruno` are in the laundry, `chloe` in the garden; the instructor is that of the laundry."""

    def __init__(self) -> None:
        self.where: Floor = floor()
        self.ada, self.bruno = team(self.where, "1", "2")
        (self.chloe,) = team(self.where, "3", workshop="EV")
        self.users: dict[str, User] = {}

    @property
    def people(self) -> list[Person]:
        return [self.ada, self.bruno, self.chloe]

    def user(self, role: str) -> User:
        if role not in self.users:
            workshop = self.where.laundry if role in WORKSHOP_OF else None
            self.users[role] = user(self.where, Role(role), workshop)
        return self.users[role]

    def client(self, role: str = Role.HEAD_OF_SERVICE) -> Client:
        client = Client()
        client.force_login(self.user(role))
        return client

    def url(self, path: str) -> str:
        return f"/{self.where.place.finess}/production/{path}"

    def get(self, path: str, role: str = Role.HEAD_OF_SERVICE, **options: Any) -> HttpResponse:
        return self.client(role).get(self.url(path), **options)

    def post(self, path: str, data: Any = None, role: str = Role.HEAD_OF_SERVICE, **options: Any) -> HttpResponse:
        return self.client(role).post(self.url(path), data or {}, **options)


@pytest.fixture
def house(db: Any) -> House:
    return House()


Query = Callable[[], object]


def text_of(response: HttpResponse) -> str:
    """What the page says, in one line, spaces as they are read."""
    return " ".join(response.content.decode().replace("\u00a0", " ").split())
