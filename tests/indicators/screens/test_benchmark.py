"""Every figure of the establishments of an association side by side: what tells of few people is hidden everywhere."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from etabli.core.periods import Period
from etabli.indicators.benchmark import Row, benchmark
from etabli.indicators.definitions import definitions
from etabli.indicators.queries import figures, scope_of
from etabli.org.models import Establishment, User
from tests import workplace as small
from tests.indicators.screens.conftest import MARCH, House, crowd
from tests.indicators.screens.test_dashboard import text
from tests.indicators.screens.test_explain import cells

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
QUERIES = 63
PERIOD = Period(small.MARCH.start, small.MARCH.end)
OTHERS = (("990000028", "Annexe", 6), ("990000036", "Ormes", 8))


@pytest.fixture
def houses(house: House) -> list[Establishment]:
    """Three are at work in the house, where a trainee is too; 6 in one more, 8 in the last."""
    found = [house.place]
    for finess, name, count in OTHERS:
        place = small.workplace(finess=finess, name=name, association="Les Essais", places=10)
        crowd(place, count)
        found.append(place)
    return found


def scope(house: House) -> str:
    return f"association:{house.place.association_id}"


def url(house: House, path: str = "", more: str = "") -> str:
    return f"/scope/{scope(house)}/figures/benchmark/{path}?{MARCH}{more}"


def row_of(rows: list[Row], code: str) -> Row:
    return next(row for row in rows if row.definition.code == code)


def test_what_tells_of_few_is_hidden_and_not_found_by_subtraction(house: House, houses: list[Establishment]) -> None:
    """3 people are hidden; of the whole (17) and 6 and 8 they would follow: the smaller of these is hidden with them."""
    rows = benchmark(scope(house), houses, PERIOD)
    headcount = row_of(rows, "headcount")
    assert [cell.is_hidden for cell in headcount.places] == [True, True, False]
    assert (headcount.whole.value, headcount.places[2].value, headcount.middle) == (17, 8, None)
    rows = benchmark(scope(house), houses, PERIOD, least=1)
    headcount = row_of(rows, "headcount")
    assert [cell.value for cell in headcount.places] == [3, 6, 8]
    assert [cell.position for cell in headcount.places] == [3, 2, 1]
    assert headcount.middle == 6


def test_what_counts_nobody_is_told(house: House, houses: list[Establishment]) -> None:
    """Days of places are of nobody; nobody left, which is no secret of the 17."""
    rows = benchmark(scope(house), houses, PERIOD)
    assert [cell.value for cell in row_of(rows, "qe03").places] == [0, 0, 0]
    assert not any(cell.is_hidden for cell in row_of(rows, "theoretical_days").places)


def test_the_values_are_those_of_the_figures(house: House, houses: list[Establishment]) -> None:
    rows = benchmark(scope(house), houses, PERIOD, least=1)
    assert [row.definition.code for row in rows] == list(definitions())
    for index, place in enumerate(houses):
        for figure in figures(scope_of(place), PERIOD):
            if index and figure.definition.additive:
                continue  # Those of the crowds never were in the monthly cache.
            cell = row_of(rows, figure.definition.code).places[index]
            assert cell.value == (None if figure.value is None else pytest.approx(figure.value)), figure.definition.code


def test_the_page_and_the_file_hide_the_same(house: House, houses: list[Establishment], aude: Client) -> None:
    page = text(aude, url(house))
    assert "fewer than 5 persons is hidden" in page
    assert cells(page, ">Headcount</a>") == ["17", "–", "few persons", "few persons", "8"]
    assert (
        'href="/scope/' in text(aude, f"/scope/{scope(house)}/figures/?{MARCH}").split("Every figure side by side")[0]
    )
    book = CalamineWorkbook.from_filelike(io.BytesIO(aude.get(url(house, "export/")).content))
    lines = book.get_sheet_by_index(0).to_python()
    (line,) = [line for line in lines if "headcount" in line]
    assert [str(cell) for cell in line].count("few persons") == 2
    assert cells(text(aude, url(house, more="&least=9")), ">Headcount</a>")[0] == "17"
    assert 'aria-invalid="true"' in text(aude, url(house, more="&least=1"))


def test_who_may_not_see_every_house_sees_nothing(house: House, houses: list[Establishment], daniele: Client) -> None:
    assert daniele.get(url(house)).status_code == 404
    assert daniele.get(url(house, "export/")).status_code == 404


def test_as_many_queries_for_more_houses_and_persons(
    house: House, houses: list[Establishment], aude: Client, django_assert_num_queries: Any
) -> None:
    aude.get(url(house))
    with django_assert_num_queries(QUERIES):
        aude.get(url(house))
    crowd(small.workplace(finess="990000044", name="Deux", association="Les Essais", places=2), 20)
    with django_assert_num_queries(QUERIES):
        aude.get(url(house))
