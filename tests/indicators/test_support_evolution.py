"""How a person's competences evolve: the last level against the first, who said so, how often, and the drawing."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from django.test import Client

from etabli.kit import charts
from etabli.kit.models import AccessLog
from etabli.org.states import Role
from etabli.support.models import Reliability
from tests.indicators.supported import Supported, supported
from tests.once import made_once

house_once = made_once(lambda: supported(2))
LINE = "linge%7C1%7Cfold"


@pytest.fixture
def house(db: Any, house_once: Supported, monkeypatch: pytest.MonkeyPatch) -> Supported:
    monkeypatch.setattr(charts, "warm", lambda: None)
    return deepcopy(house_once)


def reader(house: Supported, role: str = Role.EDUCATOR, **limits: Any) -> Client:
    client = Client()
    client.force_login(house.user(role, **limits))
    return client


def url(house: Supported, tail: str = "") -> str:
    return f"/{house.place.finess}/figures/support/evolution/{house.people[0].pk}/{tail}"


def test_the_last_level_stands_beside_the_first_with_how_many_there_are(house: Supported) -> None:
    house.seen(house.people[0], [1, 2], [3])
    house.seen(house.people[0], [4], [], by_person=True)
    answer = reader(house).get(url(house))
    (row,) = answer.context["rows"]
    assert (row["first"]["rank"], row["last"]["rank"], row["change"]) == (1, 3, "+2")
    assert (row["assessments"], row["raters"], row["told"]["rank"]) == (3, 1, 4)
    assert row["index"] == "", "nobody said how far the scale can be trusted"


def test_a_level_seen_once_is_compared_with_nothing(house: Supported) -> None:
    house.seen(house.people[0], [2], [])
    (row,) = reader(house).get(url(house)).context["rows"]
    assert (row["last"], row["change"]) == (None, "")


def test_the_reliable_change_index_stands_there_once_the_scale_is_known(house: Supported) -> None:
    house.seen(house.people[0], [1], [3])
    known = {"framework_code": "linge", "scale_since": 1, "deviation": 50, "reliability": 8_000, "source": "Fictif"}
    Reliability.objects.create(establishment=house.place, **known)
    assert "6.32: beyond the error of the measure" in reader(house).get(url(house)).content.decode()


def test_one_competence_is_shown_over_time(house: Supported) -> None:
    house.seen(house.people[0], [1, 1, 2], [3])
    house.seen(house.people[0], [4], [4], "sort")
    client = reader(house)
    assert client.get(url(house)).context["one"].title == "Plier", "the one assessed most"
    asked = client.get(url(house, "?line=linge%7C1%7Csort"))
    assert asked.context["one"].title == "Trier"
    assert [row["rank"] for row in asked.context["page"]] == [4, 4]


def test_the_drawing_has_its_name_and_description(house: Supported) -> None:
    house.seen(house.people[0], [1, 2], [3])
    house.seen(house.people[0], [2], [], by_person=True)
    client = reader(house)
    drawn = client.get(url(house, f"chart/?line={LINE}"))
    text = drawn.content.decode()
    assert drawn["Content-Type"] == "image/svg+xml"
    assert "Plier, level over time" in text
    assert "From level 1 on" in text
    fragment = client.get(url(house, f"chart/?line={LINE}"), headers={"HX-Request": "true"})
    assert "<svg" in fragment.content.decode()
    assert client.get(url(house, "chart/?line=x")).status_code == 404


def test_htmx_gets_the_part_alone(house: Supported) -> None:
    house.seen(house.people[0], [1], [3])
    text = reader(house).get(url(house), headers={"HX-Request": "true"}).content.decode()
    assert "Plier" in text
    assert "<html" not in text


def test_nothing_assessed_is_said(house: Supported) -> None:
    assert "Nothing assessed yet" in reader(house).get(url(house)).content.decode()


@pytest.mark.parametrize("role", [Role.SALES, Role.ADMINISTRATION, Role.AUDITOR, Role.INSTRUCTOR])
def test_others_do_not_know_the_page(house: Supported, role: str) -> None:
    client = reader(house, role)
    assert [client.get(url(house, tail)).status_code for tail in ("", f"chart/?line={LINE}")] == [404, 404]


def test_a_reader_of_another_workshop_does_not_know_it(house: Supported) -> None:
    assert reader(house, workshop="EV").get(url(house)).status_code == 404


def test_reading_is_logged(house: Supported) -> None:
    reader(house).get(url(house))
    (logged,) = AccessLog.objects.filter(what="indicators.support_evolution")
    assert logged.subjects == [str(house.people[0].pk)]


@pytest.mark.parametrize("times", [1, 20])
def test_as_many_queries_for_one_assessment_as_for_twenty(
    house: Supported, times: int, django_assert_num_queries: Any
) -> None:
    house.seen(house.people[0], [1] * times, [])
    client = reader(house)
    client.get(url(house))
    with django_assert_num_queries(15):
        client.get(url(house), headers={"HX-Request": "true"})
