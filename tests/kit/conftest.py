"""A small cast, and addresses of our own: the kit is tested without the rooms' screens.

Alice directs Les Peupliers; Bob directs Le Verger and must see nothing of Les Peupliers.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from datetime import date
from typing import Any

import django
import pytest

# Named on the command line, this folder is read before pytest-django has started Django.
django.setup()

from django.core.cache import cache  # noqa: E402
from django.test import TransactionTestCase  # noqa: E402

from etabli.kit import journal  # noqa: E402
from etabli.org.models import Association, Establishment, Grant, User  # noqa: E402

PEUPLIERS, VERGER = "990000001", "990000019"


@pytest.fixture(autouse=True)
def own_addresses(settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.kit.urls"
    templates = copy.deepcopy(settings.TEMPLATES)
    processors = templates[0]["OPTIONS"]["context_processors"]
    processors[:] = [name for name in processors if not name.startswith("etabli.")] + ["tests.kit.urls.shell"]
    settings.TEMPLATES = templates


@pytest.fixture(autouse=True)
def empty_cache(plain_static_files: None) -> Iterator[None]:
    """While the settings of the test still hold: after them the cache is a table, which not every test may reach."""
    yield
    cache.clear()


@pytest.fixture(autouse=True, scope="session")
def flush_without_journal() -> Iterator[None]:
    """The flush between tests deletes the journal, which nothing else may do."""
    teardown = TransactionTestCase._fixture_teardown

    def lifted(self: TransactionTestCase) -> None:
        with journal.lifted():
            teardown(self)

    TransactionTestCase._fixture_teardown = lifted
    yield
    TransactionTestCase._fixture_teardown = teardown


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
