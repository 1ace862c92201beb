"""How far a scale can be trusted: said with its source by who defines frameworks, taken back by leaving it empty."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from django.test import Client

from etabli.core.refusal import Refusal
from etabli.org.states import Role
from etabli.support.models import Reliability
from etabli.support.rules.evaluating import check_reliability
from tests.indicators.supported import Supported, supported
from tests.once import made_once

house_once = made_once(lambda: supported(1))


@pytest.fixture
def house(db: Any, house_once: Supported) -> Supported:
    return deepcopy(house_once)


@pytest.mark.parametrize(
    ("deviation", "reliability", "source", "code"),
    [
        (0, 8_000, "Étude", "deviation_wrong"),
        (-1, 8_000, "Étude", "deviation_wrong"),
        (10_001, 8_000, "Étude", "deviation_wrong"),
        (50, 10_000, "Étude", "reliability_wrong"),
        (50, -1, "Étude", "reliability_wrong"),
        (50, 8_000, " ", "reliability_without_source"),
    ],
)
def test_a_reliability_that_proves_nothing_is_refused(deviation: int, reliability: int, source: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_reliability(deviation, reliability, source)
    assert refused.value.code == code


def client_of(house: Supported, role: str) -> tuple[Client, str]:
    client = Client()
    client.force_login(house.user(role))
    return client, f"/{house.place.finess}/support/frameworks/{house.framework.pk}/reliability/"


def test_a_director_says_it_and_takes_it_back(house: Supported) -> None:
    client, url = client_of(house, Role.DIRECTOR)
    client.post(url, {"deviation": "7.5", "reliability": "0.80", "source": "Étude fictive"})
    row = Reliability.objects.get()
    assert (row.deviation, row.reliability, row.framework_code, row.scale_since) == (750, 8_000, "linge", 1)
    assert "Étude fictive" in client.get(url).content.decode()
    client.post(url, {"deviation": "", "reliability": "", "source": ""})
    assert not Reliability.objects.exists()


def test_what_is_missing_is_said_beside_its_field_and_the_form_stays_filled(house: Supported) -> None:
    client, url = client_of(house, Role.HEAD_OF_SERVICE)
    text = client.post(url, {"deviation": "7.5", "reliability": "", "source": "Étude fictive"}).content.decode()
    assert "A reliability is a number from 0" in text
    assert "Étude fictive" in text
    assert not Reliability.objects.exists()


@pytest.mark.parametrize("role", [Role.EDUCATOR, Role.INSTRUCTOR, Role.SALES, Role.ADMINISTRATION, Role.AUDITOR])
def test_who_does_not_define_frameworks_does_not_know_the_page(house: Supported, role: str) -> None:
    client, url = client_of(house, role)
    assert client.get(url).status_code == 404
