"""A workplace with its settings open, on a day in January."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from etabli.core.periods import day_no
from etabli.org.models import (
    CalendarDay,
    Establishment,
)
from etabli.org.states import Role
from tests.people.conftest import client as client
from tests.people.conftest import elsewhere as elsewhere
from tests.people.conftest import place as place

TODAY = date(2026, 1, 15)
WRITERS = {Role.ADMINISTRATION, Role.DIRECTOR}


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("etabli.org.views.establishment.today", lambda: TODAY)


def url(place: Establishment, name: str, *args: Any) -> str:
    return reverse(f"org:{name}", args=[place.finess, *args])


def errors(answer: Any) -> str:
    assert answer.status_code == 200
    return answer.content.decode().split('class="errorlist')[1][:400]


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().replace("\xa0", " ").split())


def calendar(place: Establishment, day: date) -> CalendarDay:
    return CalendarDay.objects.get(establishment=place, day_no=day_no(day))


def token_of(answer: Any) -> str:
    return str(answer.content.decode().split('name="token" value="')[1].split('"')[0])


def identity(**changes: Any) -> dict[str, Any]:
    return {"name": "Les Tilleuls", "siret": "", "subdivision": "", "full_time_weekly_minutes": "35 h"} | changes
