"""One house for every screen of attendance: two workshops, a group, three persons, a user of each role."""

from __future__ import annotations

import json
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from uuid_utils.compat import uuid7

from etabli.org.actions import WorkshopSpec
from etabli.org.grants import add_user
from etabli.org.models import Establishment, User
from etabli.org.states import Role
from etabli.people.models import Person, Registration
from tests import workplace as small
from tests.once import made_once

MONDAY = date(2025, 3, 3)
WEEK = "2025-W10"
PASSWORD = "a long pass phrase"


@dataclass
class House:
    """`ada` and `bruno` are in the laundry, `chloe` in the green spaces."""

    place: Establishment
    ada: Person
    bruno: Person
    chloe: Person
    users: dict[str, User] = field(default_factory=dict)

    def client(self, role: str = Role.DIRECTOR) -> Client:
        if role not in self.users:
            self.users[role] = user_of(role, self.place)
        client = Client()
        client.force_login(self.users[role])
        return client

    def url(self, path: str) -> str:
        return f"/{self.place.finess}/attendance/{path}"

    def get(self, path: str, role: str = Role.DIRECTOR, **options: Any) -> HttpResponse:
        return self.client(role).get(self.url(path), **options)

    def post(self, path: str, data: Any = None, role: str = Role.DIRECTOR, **options: Any) -> HttpResponse:
        return self.client(role).post(self.url(path), data or {}, **options)

    def send(self, operations: Sequence[Any], role: str = Role.DIRECTOR) -> list[dict[str, Any]]:
        """The answers to operations, sent as the grid sends them."""
        body = json.dumps({"operations": list(operations)})
        answer = self.client(role).post(self.url("operations/"), body, content_type="application/json")
        assert answer.status_code == 200, answer.content
        answers: list[dict[str, Any]] = answer.json()["answers"]
        return answers


def user_of(role: str, place: Establishment) -> User:
    """The instructor is limited to the laundry. The right is older than every act: an act is judged as of its day."""
    workshop = place.workshops.get(code="BLA") if role == Role.INSTRUCTOR else None
    held_since = datetime(2025, 1, 1, tzinfo=UTC)
    user = add_user(
        username=str(role), role=role, establishment=place, workshop=workshop, language="en", by=None, at=held_since
    )
    user.set_password(PASSWORD)
    user.save()
    return user


def house_of(**changes: Any) -> House:
    workshops = (WorkshopSpec("BLA", "Laundry"), WorkshopSpec("EV", "Green spaces"))
    place = small.workplace(workshops=workshops, association="Les Essais", **changes)
    ada = small.engage(place, "1", last_name="Abricot", first_name="Ada", workshop="BLA", groups=("Red",))
    bruno = small.engage(place, "2", last_name="Brugnon", first_name="Bruno", workshop="BLA")
    chloe = small.engage(place, "3", last_name="Cerise", first_name="Chloé", workshop="EV", groups=("Red",))
    return House(place, ada, bruno, chloe)


standing_house = made_once(house_of)


@pytest.fixture
def house(standing_house: House, db: Any) -> House:
    return deepcopy(standing_house)


def act(person: Person | int, day: date = MONDAY, half: int = 0, *codes: str, **changes: Any) -> dict[str, Any]:
    """One operation as the browser makes it."""
    return {
        "id": str(uuid7()),
        "person": person if isinstance(person, int) else person.pk,
        "day": day.isoformat(),
        "half": half,
        "segments": [{"code": code, "minutes": None, "workshop": None} for code in codes],
        "base": None,
        "acted_at": "2025-03-10T09:00:00+01:00",
        "notice_hours": None,
        "has_document": None,
        "reason": "",
        **changes,
    }


def crowd(place: Establishment, count: int) -> list[Person]:
    """Some more persons of the laundry."""
    numbers = [f"c{number}" for number in range(count)]
    rows = [
        small.person_row(number, last_name=f"Foule{rank:03d}", workshop="BLA") for rank, number in enumerate(numbers)
    ]
    small.people.save_people(establishment=place, rows=rows, by=None, at=small.AT)
    found = Registration.objects.filter(establishment=place, staff_number__in=numbers).select_related("person")
    by_number = {row.staff_number: row.person for row in found}
    return [by_number[number] for number in numbers]
