"""A person with restrictions and certifications, and who reads her card."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from etabli.org.models import Establishment
from etabli.org.states import Role
from etabli.people import actions
from etabli.people.models import Certification, Person, Restriction
from tests import workplace as small
from tests.people.conftest import TODAY, client_of, user_of

SECRET = "opérée du dos en 2024"
WORDS = "No load over 10 kg"
DAY = timedelta(days=1)


def url(place: Establishment, name: str, *args: Any) -> str:
    return reverse(f"people:{name}", args=[place.finess, *args])


@pytest.fixture
def person(place: Establishment) -> Person:
    return small.engage(place, "7", last_name="Aulne", workshop="BLA")


@pytest.fixture
def educator(place: Establishment) -> Client:
    return client_of(user_of(place, Role.EDUCATOR))


def restrict(person: Person, **changes: Any) -> Restriction:
    usual = {"kind": "load", "limit": 10, "wording": WORDS, "starts_on": TODAY, "reason": SECRET}
    return actions.save_restriction(
        person=person, spec=actions.RestrictionSpec(**usual | changes), by=None, at=small.AT
    )


def certify(person: Person, name: str = "CACES R489", expires_on: date | None = None, **changes: Any) -> Certification:
    days = {"issued_on": date(2021, 1, 1), "expires_on": expires_on} | changes
    return actions.save_certification(person=person, name=name, **days, by=None, at=small.AT)


def shown(client: Client, place: Establishment, person: Person) -> str:
    return client.get(url(place, "person", person.pk)).content.decode()
