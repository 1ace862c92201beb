"""A workshop with its instructor, and a tablet on which she is."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from uuid_utils.compat import uuid7

from etabli.kit import clock
from etabli.org.grants import add_user
from etabli.org.models import Establishment, User
from etabli.org.states import Role
from etabli.people.models import Person
from etabli.production import actions as production
from etabli.production.models import Activity
from etabli.tablet import actions
from etabli.tablet.models import Device
from etabli.tablet.pages import COOKIE, COOKIE_SALT
from tests import workplace as at_work

NOW = datetime(2025, 3, 12, 10, tzinfo=UTC)
"""A Wednesday, eleven in the morning at the workplace."""
TODAY = NOW.date()
MOST_TABLETS = 3


@dataclass
class Tablet:
    """A tablet as its browser has it: the cookie, and what it sends."""

    device: Device
    client: Client

    def sync(self, *operations: Any) -> list[dict[str, Any]]:
        """The answers."""
        response = self.post("/tablet/sync", {"operations": list(operations)})
        assert response.status_code == 200, response.content
        answers: list[dict[str, Any]] = response.json()["answers"]
        assert len(answers) == len(operations)
        return answers

    def post(self, path: str, content: Any) -> Any:
        body = content if isinstance(content, bytes) else json.dumps(content).encode()
        return self.client.post(path, body, content_type="application/json")

    def data(self, author: User, **headers: str) -> Any:
        return self.client.get(f"/tablet/data?author={author.pk}", headers=headers)


@dataclass
class Team:
    """`people`: three of the laundry and one of the green spaces, last."""

    place: Establishment
    instructor: User
    people: list[Person]
    tablet: Tablet


def workshops() -> tuple[Any, ...]:
    return (at_work.org.WorkshopSpec("BLA", "Blanchisserie"), at_work.org.WorkshopSpec("EV", "Espaces verts"))


def instructor_of(place: Establishment, code: str, name: str = "monitrice", role: str = Role.INSTRUCTOR) -> User:
    workshop = place.workshops.get(code=code) if code else None
    return add_user(
        username=name, first_name="Ada", last_name=name.title(), role=role, establishment=place, workshop=workshop,
        by=None, at=datetime(2025, 1, 2, tzinfo=UTC),
    )  # fmt: skip


def tablet_of(place: Establishment, *users: User, name: str = "Blanchisserie 1", at: datetime = NOW) -> Tablet:
    """A tablet enrolled yesterday by the first of the users, all of whom are on it."""
    since = at - timedelta(days=1)
    device, token = actions.enrol_device(establishment=place, name=name, language="en", by=users[0], at=since)
    for user in users[1:]:
        actions.enrol(device=device, user=user, by=user, at=since)
    return Tablet(device, client_with(token))


def client_with(token: str) -> Client:
    from django.core.signing import get_cookie_signer  # noqa: PLC0415

    client = Client()
    client.cookies[COOKIE] = get_cookie_signer(salt=COOKIE + COOKIE_SALT).sign(token)
    return client


@pytest.fixture(autouse=True)
def the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the same moment during a whole test."""
    monkeypatch.setattr(clock.timezone, "now", lambda: NOW)


@pytest.fixture
def team(db: Any) -> Team:
    place = at_work.workplace(association="Les Essais", workshops=workshops())
    people = [at_work.engage(place, str(number), workshop="BLA") for number in (1, 2, 3)]
    people.append(at_work.engage(place, "4", workshop="EV"))
    instructor = instructor_of(place, "BLA")
    return Team(place, instructor, people, tablet_of(place, instructor))


def presence(author: User, person: Person | str, code: str | None = "PRE", /, **changes: Any) -> dict[str, Any]:
    """One half-day; without a code it is taken back."""
    return {
        "id": str(uuid7()),
        "kind": "presence",
        "author": author.pk,
        "acted_at": NOW.isoformat(),
        "base": None,
        "person": person if isinstance(person, str) else person.pk,
        "day": TODAY.isoformat(),
        "half": 0,
        "segments": [] if code is None else [{"code": code, "minutes": None, "workshop": None}],
        **changes,
    }


def activity_of(team: Team, code: str) -> Activity:
    """An activity of the laundry, made at the first asking."""
    laundry = team.place.workshops.get(code="BLA")
    spec = production.ActivitySpec(code=code, name=f"Activité {code}", unit="pièces")
    known = Activity.objects.filter(workshop=laundry, code=code).first()
    return known or production.save_activity(establishment=team.place, workshop=laundry, spec=spec, by=None, at=NOW)


def act(kind: str, author: User, **values: Any) -> dict[str, Any]:
    """An operation of any kind, done now."""
    return {
        "id": str(uuid7()),
        "kind": kind,
        "author": author.pk,
        "acted_at": NOW.isoformat(),
        "base": None,
        **values,
    }


def work(author: User, person: Person | str, activity: Activity, /, **changes: Any) -> dict[str, Any]:
    """A half-day on one activity."""
    who = person if isinstance(person, str) else person.pk
    parts = [{"activity": activity.pk, "minutes": None}]
    where = {"workshop": activity.workshop_id, "day": TODAY.isoformat(), "half": 0, "team": None}
    return act("work", author, person=who, parts=parts, **{**where, **changes})


def output(author: User, activity: Activity, good: int, /, **changes: Any) -> dict[str, Any]:
    """So many thousandths came out of an activity, all good."""
    values = {"rejected": 0, "cause": None, "rule": "equal", "shares": [], "group": None, "corrects": None}
    where = {"workshop": activity.workshop_id, "activity": activity.pk, "day": TODAY.isoformat(), "half": 0}
    return act("output", author, good=good, **{**values, **where, **changes})


def outcomes(answers: list[dict[str, Any]]) -> list[str]:
    return [answer["outcome"] for answer in answers]


def codes(answers: list[dict[str, Any]]) -> list[str | None]:
    return [answer["refusal"] and answer["refusal"]["code"] for answer in answers]


def a_day(number: int) -> date:
    return TODAY + timedelta(days=number)
