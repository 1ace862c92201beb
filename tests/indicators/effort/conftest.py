"""A house whose people had support, and adaptations of their posts."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from django.test import Client

from etabli.indicators.effort import (
    Effort,
    effort_of,
)
from etabli.support.models import Adaptation
from tests.indicators.supported import FIRST, Supported, supported
from tests.once import made_once

YEAR = FIRST.year
house_once = made_once(lambda: supported(12))


@pytest.fixture
def house(db: Any, house_once: Supported) -> Supported:
    return deepcopy(house_once)


def effort(house: Supported, year: int = YEAR) -> Effort:
    return effort_of([house.place], year)


def names(house: Supported) -> dict[int, str]:
    return {room.pk: room.name for room in house.place.workshops.all()}


def adapted(house: Supported, **changes: Any) -> Adaptation:
    values = {"what": "Siège assis-debout", "starts_on": FIRST, "cost_cents": 30_000, "minutes_saved": 60, **changes}
    return Adaptation.objects.create(establishment=house.place, **values)


def client_of(house: Supported, role: str, **limits: Any) -> Client:
    client = Client()
    client.force_login(house.user(role, **limits))
    return client


def url(house: Supported, tail: str) -> str:
    return f"/{house.place.finess}/figures/support/{tail}"
