"""A purpose to share for, what a person says of it, and the link that is made."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from etabli.org.models import Establishment
from etabli.people.models import Person
from etabli.support.actions import save_goal
from etabli.support.actions.consents import record_consent, save_purpose
from etabli.support.actions.shares import MadeShare, make_share
from etabli.support.models import Consent, SharePurpose
from tests import workplace as small
from tests.support.conftest import TODAY

DAY = timedelta(days=1)
WHO: dict[str, Any] = {"by": None, "at": small.AT}
BOTH = ["goals", "restrictions"]


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for module in ("sharing", "shared", "purposes"):
        monkeypatch.setattr(f"etabli.support.views.{module}.now", lambda: small.AT)
        monkeypatch.setattr(f"etabli.support.views.{module}.today", lambda: TODAY, raising=False)
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def purpose(place: Establishment) -> SharePurpose:
    words = {"code": "conseiller", "name": "Employment counsellor", "easy": "A counsellor helps you find work."}
    return save_purpose(establishment=place, **words, basis="agreement", fields=BOTH, **WHO)


@pytest.fixture
def goal(place: Establishment, person: Person) -> None:
    save_goal(establishment=place, person=person, wording="Prendre le bus", starts_on=TODAY, **WHO)


def agree(person: Person, purpose: SharePurpose, answer: str = "agreed") -> Consent:
    return record_consent(person=person, purpose=purpose, answer=answer, means="spoken", words="oui", **WHO)


def share(person: Person, purpose: SharePurpose, **changes: Any) -> MadeShare:
    usual = {"recipient": "Noa Saule", "organisation": "Service fictif", "reason": "Stage", "fields": ["goals"]}
    return make_share(person=person, purpose=purpose, **{**usual, "expires_at": small.AT + 7 * DAY, **changes}, **WHO)


def opened(made: MadeShare) -> Client:
    client = Client()
    answer = client.post(reverse("shared", args=[made.token]), {"number": made.number})
    assert answer.status_code == 302
    return client


def text_of(client: Client, made: MadeShare) -> tuple[int, str]:
    answer = client.get(reverse("shared", args=[made.token]))
    return answer.status_code, answer.content.decode()
