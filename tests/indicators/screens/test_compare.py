"""The competing rates side by side, why they differ, and what if."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.indicators.screens.conftest import MARCH, House, crowd
from tests.indicators.screens.test_dashboard import text
from tests.indicators.screens.test_explain import cells

pytestmark = pytest.mark.django_db
QUERIES = 23


def test_every_competing_rate_is_there(house: House, daniele: Client) -> None:
    page = text(daniele, house.url("compare/"))
    labels = ("Activity rate (ASP hours)", "Target fulfilment rate", "Occupancy rate", "Active caseload over places")
    for label in (*labels, "Blended occupancy rate"):
        assert f">{label}</a>" in page


def test_the_half_days_that_make_the_difference_are_counted(house: House, daniele: Client) -> None:
    page = text(daniele, house.url("compare/"))
    only_hours = page[page.index("In the paid hours only</caption>") :]
    assert cells(only_hours, ">Leave</th>") == ["5"]
    only_days = page[page.index("In the days only</caption>") :]
    assert cells(only_days, ">Trainee or PMSMP</th>") == ["10"]


def test_what_if_divides_by_the_assumptions(house: House, daniele: Client) -> None:
    page = text(daniele, house.url("compare/", f"{MARCH}&places=8"))
    table = page[page.index("The rates under these assumptions</caption>") :]
    assert cells(table, ">Occupancy rate</th>")[:3] == ["75.30", "150.60", "66.40 %"]
    assert "33.20 points less" in cells(table, ">Occupancy rate</th>")[4]
    assert cells(table, ">Target fulfilment rate</th>")[2] == "not given"
    assert 'value="8"' in page


def test_without_assumptions_nothing_is_supposed(house: House, daniele: Client) -> None:
    assert "The rates under these assumptions" not in text(daniele, house.url("compare/"))


def test_a_wrong_assumption_is_said(house: House, daniele: Client) -> None:
    page = text(daniele, house.url("compare/", f"{MARCH}&places=0"))
    assert 'aria-invalid="true"' in page
    assert "The rates under these assumptions" not in page


def test_it_saves_nothing(house: House, daniele: Client) -> None:
    assert daniele.post(house.url("compare/"), {"places": "8"}).status_code == 405


def test_as_many_queries_for_a_crowd(house: House, daniele: Client, django_assert_num_queries: Any) -> None:
    url = house.url("compare/", f"{MARCH}&places=8")
    daniele.get(url)
    with django_assert_num_queries(QUERIES):
        daniele.get(url)
    crowd(house.place, 40)
    with django_assert_num_queries(QUERIES):
        daniele.get(url)
