"""Figures of an association: each establishment and the whole, for who may see all of it; a person once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from etabli.indicators.queries import readable_scope
from etabli.org.models import Establishment, User
from etabli.org.states import Role
from tests import workplace as small
from tests.indicators.screens.conftest import MARCH, House, also, crowd
from tests.indicators.screens.test_dashboard import text
from tests.indicators.screens.test_explain import cells

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
QUERIES = 21


@pytest.fixture
def annexe(house: House) -> Establishment:
    """A second house of the association, where Ada works half-time too."""
    place = small.workplace(finess="990000028", name="L'Annexe", association="Les Essais", places=2)
    ada = house.people["Ada"]
    small.engage(place, "1", first_name="Ada", last_name=ada.last_name, fraction=5000)
    small.engage(place, "20", first_name="Zoé")
    return place


def scope(house: House) -> str:
    return f"association:{house.place.association_id}"


def url(house: House, path: str = "") -> str:
    return f"/scope/{scope(house)}/figures/{path}?{MARCH}"


def test_an_auditor_sees_each_house_and_the_whole(house: House, annexe: Establishment, aude: Client) -> None:
    page = text(aude, url(house))
    assert "2 establishments" in page
    assert f'href="/{house.place.finess}/figures/?first' in page
    # Ada is in both houses and counts once over the whole.
    assert [cell.split(",")[0] for cell in cells(page, ">Headcount</th>")] == ["4", "3", "2"]


def test_every_figure_opens_its_explanation(house: House, annexe: Establishment, aude: Client) -> None:
    page = text(aude, url(house))
    assert f'href="/scope/{scope(house)}/figures/headcount/?first' in page
    assert f'href="/{annexe.finess}/figures/headcount/?first' in page


def test_the_whole_is_explained_by_establishment_without_a_name(
    house: House, annexe: Establishment, aude: Client
) -> None:
    page = text(aude, url(house, "occupancy_rate/"))
    table = page[page.index("By establishment</caption>") :]
    assert cells(table, ">Les Tilleuls</th>")[1] == "50"
    assert cells(table, "All rows together")[1] == "50"
    assert "Fictif1" not in page


def test_a_director_of_every_house_may_too(house: House, annexe: Establishment, sign_in: SignIn) -> None:
    reader = house.users["Danièle"]
    assert sign_in(reader).get(url(house)).status_code == 404
    assert "/scope/" not in text(sign_in(reader), house.url())
    also(reader, Role.DIRECTOR, annexe)
    assert sign_in(reader).get(url(house)).status_code == 200
    assert "/scope/" in text(sign_in(reader), house.url())


@pytest.mark.parametrize("name", ["Hélène", "Inès", "Denis"])
def test_others_learn_nothing(house: House, annexe: Establishment, sign_in: SignIn, name: str) -> None:
    for path in ("", "headcount/"):
        assert sign_in(house.users[name]).get(url(house, path)).status_code == 404


@pytest.mark.parametrize(
    "name", ["association:999999", "departement:99", "nation:FR", "nonsense", "establishment:990000002"]
)
def test_a_scope_that_is_none_or_wider_is_not_found(
    house: House, annexe: Establishment, aude: Client, name: str
) -> None:
    # Of the nation, and of the département, the auditor sees only some.
    assert aude.get(f"/scope/{name}/figures/?{MARCH}").status_code == 404


def test_who_may_see_all_of_a_nation_sees_it(house: House, annexe: Establishment, sign_in: SignIn) -> None:
    reader = house.users["Aude"]
    also(reader, Role.AUDITOR, Establishment.objects.get(finess=small.OTHER_NUMBER))
    assert len(readable_scope(reader, "nation:FR")) == 3
    assert "<h1>France</h1>" in text(sign_in(reader), f"/scope/nation:FR/figures/?{MARCH}")
    assert "<h1>Département 99</h1>" in text(sign_in(reader), f"/scope/departement:99/figures/?{MARCH}")


def test_what_is_no_figure_is_not_found(house: House, annexe: Establishment, aude: Client) -> None:
    assert aude.get(url(house, "nonsense/")).status_code == 404


def test_a_refused_figure_says_why(house: House, annexe: Establishment, aude: Client) -> None:
    assert "needs the target days of 2025" in text(aude, url(house))
    assert "This figure cannot be given" in text(aude, url(house, "target_fulfilment_rate/"))


def test_as_many_queries_for_more_houses_and_persons(
    house: House, annexe: Establishment, aude: Client, django_assert_num_queries: Any
) -> None:
    aude.get(url(house))
    with django_assert_num_queries(QUERIES):
        aude.get(url(house))
    small.workplace(finess="990000036", name="Un", association="Les Essais", places=2)
    small.workplace(finess="990000044", name="Deux", association="Les Essais", places=2)
    crowd(annexe, 20)
    with django_assert_num_queries(QUERIES):
        aude.get(url(house))
