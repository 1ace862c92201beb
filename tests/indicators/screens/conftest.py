"""A small ESAT with one person of each kind, and a user of each role.

In March 2025 Ada is always present, Ben comes in the mornings and takes a week of leave, Cleo is ill for a week, Tom is a
trainee for a week. Danièle directs; Aude audits the association; Inès instructs; Denis directs a house elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.test import Client

from etabli.attendance.models import HalfDayFact
from etabli.core.facts import EngagementKind
from etabli.core.periods import Period, day_no
from etabli.kit import charts
from etabli.org.grants import add_user, grant
from etabli.org.models import Establishment, User
from etabli.org.states import Role
from etabli.people.models import Engagement, EngagementFact, Person, Registration
from tests import workplace as small
from tests.once import made_once

MARCH = "first=2025-03&last=2025-03"
SPRING = "first=2025-03&last=2025-05"
YEAR = "first=2025-01&last=2025-12"
PASSWORD = "a long pass phrase"


@dataclass
class House:
    """The establishment, its people by first name, its users by first name."""

    place: Establishment
    people: dict[str, Person]
    users: dict[str, User]

    def url(self, path: str = "", query: str = MARCH) -> str:
        return f"/{self.place.finess}/figures/{path}?{query}"


@pytest.fixture(autouse=True)
def cold_charts(monkeypatch: pytest.MonkeyPatch) -> None:
    """No thread is left behind by a test."""
    monkeypatch.setattr(charts, "warm", lambda: None)


def house_of() -> House:
    workshops = (small.org.WorkshopSpec("BLA", "Blanchisserie"),)
    place = small.workplace(places=4, association="Les Essais", workshops=workshops)
    people = {
        "Ada": small.engage(place, "1", first_name="Ada", workshop="BLA"),
        "Ben": small.engage(place, "2", first_name="Ben", fraction=5000, pattern=small.week(**small.MORNINGS)),
        "Cleo": small.engage(place, "3", first_name="Cleo"),
        "Tom": small.engage(
            place,
            "4",
            first_name="Tom",
            kind=EngagementKind.TRAINEE,
            starts_on=date(2025, 3, 3),
            last_day=date(2025, 3, 7),
        ),
    }
    days = small.days_of(small.MARCH)
    week = small.days_of(Period(date(2025, 3, 10), date(2025, 3, 15)))
    rest = [day for day in days if day not in week]
    half = (small.M,)
    small.record(
        place,
        *_acts(people["Ada"], days, "PRE"),
        *_acts(people["Ben"], rest, "PRE", half),
        *_acts(people["Ben"], week, "CP", half, notice_hours=200),
        *_acts(people["Cleo"], rest, "PRE"),
        *_acts(people["Cleo"], week, "MAL"),
        *_acts(people["Tom"], days[:5], "TRA"),
    )
    elsewhere = small.workplace(association="Ailleurs", finess=small.OTHER_NUMBER, name="Ailleurs")
    users = {
        "Danièle": user("daniele", Role.DIRECTOR, place),
        "Aude": user("aude", Role.AUDITOR, place),
        "Hélène": user("helene", Role.HEAD_OF_SERVICE, place),
        "Inès": user("ines", Role.INSTRUCTOR, place),
        "Édith": user("edith", Role.EDUCATOR, place),
        "Denis": user("denis", Role.DIRECTOR, elsewhere),
    }
    return House(place, people, users)


standing_house = made_once(house_of)


@pytest.fixture
def house(standing_house: House, db: Any) -> House:
    return deepcopy(standing_house)


def _acts(
    person: Person, days: list[date], code: str, halves: Any = (small.M, small.A), **changes: Any
) -> Iterator[Any]:
    for day in days:
        for half in halves:
            yield small.operation(person, day, half, code, **changes)


def user(name: str, role: Role, place: Establishment, language: str = "en") -> User:
    made = add_user(
        username=name,
        role=role,
        establishment=place,
        first_name=name.title(),
        last_name="Fictif",
        language=language,
        by=None,
        at=small.AT,
    )
    made.set_password(PASSWORD)
    made.save()
    return made


def also(user: User, role: Role, place: Establishment) -> None:
    grant(user=user, role=role, establishment=place, by=None, at=small.AT)


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    def client(user: User) -> Client:
        made = Client()
        made.force_login(user)
        return made

    return client


@pytest.fixture
def daniele(house: House, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(house.users["Danièle"])


@pytest.fixture
def aude(house: House, sign_in: Callable[[User], Client]) -> Client:
    return sign_in(house.users["Aude"])


def crowd(place: Establishment, count: int, first: int = 0) -> None:
    """So many more full-timers, present in March, straight into the tables: what is asked is how pages read, not how facts are made."""
    people = Person.objects.bulk_create(
        Person(
            association=place.association,
            last_name=f"Foule{number:03d}",
            first_name="Camille",
            search_key=f"foule{number:03d} camille f{number}",
        )
        for number in range(first, first + count)
    )
    Registration.objects.bulk_create(
        Registration(person=person, establishment=place, staff_number=f"F{number}")
        for number, person in enumerate(people, first)
    )
    start = date(2025, 1, 1)
    engagements = Engagement.objects.bulk_create(
        Engagement(person=person, establishment=place, kind="accompaniment", starts_on=start) for person in people
    )
    EngagementFact.objects.bulk_create(
        EngagementFact(
            establishment=place,
            subject=row.person,
            engagement=row,
            kind=row.kind,
            from_day=day_no(start),
            to_day=9_999_999,
            contract_from_day=day_no(start),
            contract_to_day=9_999_999,
            fraction=10_000,
        )
        for row in engagements
    )
    HalfDayFact.objects.bulk_create(_present(place, row, day) for row in engagements for day in range(3, 8))


def _present(place: Establishment, engagement: Engagement, day: int) -> HalfDayFact:
    return HalfDayFact(
        establishment=place,
        subject=engagement.person,
        engagement=engagement.pk,
        kind=engagement.kind,
        day_no=day_no(date(2025, 3, day)),
        half=0,
        code="PRE",
        in_pattern=1,
        due=1,
        typed=1,
        implied=0,
        open_half_days=2,
        minutes=210,
        paid_minutes=210,
        fraction=10_000,
        month_pattern_minutes=8_820,
        ars=1,
        absence="",
        unpaid="",
    )
