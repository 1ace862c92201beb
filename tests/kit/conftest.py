"""A small cast, and addresses of our own: the kit is tested without the rooms' screens.

Alice directs Les Peupliers; Bob directs Le Verger and must see nothing of Les Peupliers.
"""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import pytest

from etabli.org.models import Association, Establishment, Grant, User

PEUPLIERS, VERGER = "990000001", "990000019"


@pytest.fixture(autouse=True)
def own_addresses(settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.kit.urls"
    templates = copy.deepcopy(settings.TEMPLATES)
    processors = templates[0]["OPTIONS"]["context_processors"]
    processors[:] = [name for name in processors if not name.startswith("etabli.")] + ["tests.kit.urls.shell"]
    settings.TEMPLATES = templates


def establishment(association: Association, finess: str, name: str) -> Establishment:
    return Establishment.objects.create(
        association=association, finess=finess, name=name, kind="ESAT", country="FR", full_time_weekly_minutes=2100
    )


def user(name: str, place: Establishment, role: str = "director") -> User:
    person = User.objects.create_user(name, password="a long pass phrase", language="en")
    Grant.objects.create(user=person, role=role, establishment=place, starts_on=date(2020, 1, 1))
    return person


@pytest.fixture
def association(db: None) -> Association:
    return Association.objects.create(name="Association fictive")


@pytest.fixture
def peupliers(association: Association) -> Establishment:
    return establishment(association, PEUPLIERS, "Les Peupliers")


@pytest.fixture
def verger(association: Association) -> Establishment:
    return establishment(association, VERGER, "Le Verger")


@pytest.fixture
def alice(peupliers: Establishment) -> User:
    return user("alice", peupliers)


@pytest.fixture
def bob(verger: Establishment) -> User:
    return user("bob", verger)
