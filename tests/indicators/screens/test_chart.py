"""The drawing of a figure: a fragment for htmx, a file otherwise, a sentence when it cannot be drawn."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from etabli.kit import charts
from tests.indicators.screens.conftest import SPRING, House

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HTMX = {"HX-Request": "true"}


def test_a_rate_is_drawn_month_by_month(house: House, daniele: Client) -> None:
    answer = daniele.get(house.url("occupancy_rate/chart/", SPRING), headers=HTMX)
    text = answer.content.decode()
    assert text.lstrip().startswith("<svg")
    assert "Occupancy rate, month by month" in text
    assert "Highest: " in text


def test_absence_is_drawn_by_reason(house: House, daniele: Client) -> None:
    text = daniele.get(house.url("absence_days/chart/"), headers=HTMX).content.decode()
    assert "Sickness: 5 (66.7%); Leave: 2.50 (33.3%)" in text


def test_without_script_it_is_a_file(house: House, daniele: Client) -> None:
    answer = daniele.get(house.url("occupancy_rate/chart/", SPRING))
    assert answer["Content-Type"] == "image/svg+xml"
    assert b"xmlns" in answer.content


@pytest.mark.parametrize("path", ["headcount/chart/", "target_fulfilment_rate/chart/", "nonsense/chart/"])
def test_what_is_not_drawn_is_not_found(house: House, daniele: Client, path: str) -> None:
    assert daniele.get(house.url(path)).status_code == 404


def test_a_wrong_period_is_not_found(house: House, daniele: Client) -> None:
    assert daniele.get(house.url("occupancy_rate/chart/", "first=2025-05&last=2025-01")).status_code == 404


def test_what_cannot_be_drawn_is_said(house: House, daniele: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(picture: Any) -> str:
        raise charts.ChartError("x")

    monkeypatch.setattr(charts, "drawn", refuse)
    url = house.url("occupancy_rate/chart/", SPRING)
    assert "The table says the same" in daniele.get(url, headers=HTMX).content.decode()
    assert daniele.get(url).status_code == 200
