"""What the tests of plans, goals and the caseload have in common: the day, and pages as text in one line."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from etabli.org.models import Establishment
from etabli.org.states import Role
from tests import workplace as small
from tests.support.planning import TODAY

DAY = timedelta(days=1)
HTMX = {"HX-Request": "true"}
TEAM = [Role.EDUCATOR, Role.HEAD_OF_SERVICE, Role.DIRECTOR]
OUTSIDE = [Role.SALES, Role.ADMINISTRATION, Role.AUDITOR, Role.INSTRUCTOR]


def be_today(monkeypatch: pytest.MonkeyPatch) -> None:
    """All these screens open on the day of the tests."""
    modules = ["people.access", "org.access", "org.queries"]
    modules += [f"support.views.{name}" for name in ("casework", "plans", "actions_done", "goals", "reading")]
    for module in modules:
        monkeypatch.setattr(f"etabli.{module}.today", lambda: TODAY)
    for module in ("plans", "actions_done", "goals"):
        monkeypatch.setattr(f"etabli.support.views.{module}.now", lambda: small.AT)


def url(place: Establishment, name: str, *args: Any) -> str:
    return reverse(f"support:{name}", args=[place.finess, *args])


def shown(client: Client, place: Establishment, name: str, *args: Any, **query: str) -> str:
    answer = client.get(url(place, name, *args), query)
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


def said(client: Client, address: str, **data: Any) -> str:
    return " ".join(client.post(address, data, follow=True).content.decode().split())
