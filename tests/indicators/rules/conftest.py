"""A house and who works in it, for the rules one by one."""

from __future__ import annotations

import pytest

from etabli.org.models import Establishment
from etabli.people.models import Person
from tests.workplace import MARCH, engage, workplace


@pytest.fixture
def place() -> Establishment:
    return workplace(places=2)


@pytest.fixture
def camille(place: Establishment) -> Person:
    """A full-timer, since 1 March so that little is missing."""
    return engage(place, starts_on=MARCH.start)
