"""The pages of ways to work as they are read: the year, one person, one host; who sees what; no query for each row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from etabli.org.models import Establishment, User
from etabli.org.states import Role
from etabli.pathways.models import Host, Placement, Recognition
from etabli.pathways.views import hosts, overview, placements, timeline
from etabli.people.models import Person
from tests import workplace as small
from tests.once import made_once
from tests.pathways.leaving import exit_of
from tests.pathways.placing import TODAY, host, placed
from tests.support.conftest import client_of, user_of


@dataclass
class World:
    place: Establishment
    ada: Person
    ben: Person
    garage: Host
    running: Placement
    director: User
    limited: User


def _world() -> World:
    workshops = (small.org.WorkshopSpec("BLA", "Blanchisserie"), small.org.WorkshopSpec("EV", "Espaces verts"))
    place = small.workplace(association="Les Essais", workshops=workshops)
    ada = small.engage(place, "1", last_name="Aulne", first_name="Ada", workshop="BLA")
    ben = small.engage(place, "2", last_name="Bouleau", first_name="Ben", workshop="EV")
    garage = host(place)
    placed(place, ada, "pmsmp", date(2025, 3, 3), date(2025, 3, 15), host=garage, state="ended")
    running = placed(place, ada, "mad_individual", date(2025, 9, 1), date(2026, 9, 1), host=garage, post="Lavage")
    placed(place, ada, "job", date(2026, 10, 1), None, host=garage, state="draft")
    placed(place, ada, "internship", date(2024, 5, 6), date(2024, 5, 11), host=garage, state="cancelled")
    placed(place, ben, "service", date(2026, 1, 5), None, host=host(place, "Mairie de Ville"))
    Recognition.objects.create(
        establishment=place, person=ada, kind="rae", title="Blanchisserie", started_on=date(2025, 5, 5)
    )
    director = user_of(place, Role.DIRECTOR)
    return World(place, ada, ben, garage, running, director, user_of(place, Role.EDUCATOR, workshop="BLA"))


world = made_once(_world)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (hosts, overview, placements, timeline):
        monkeypatch.setattr(module, "today", lambda: TODAY)


def page(world: World, name: str, user: User | None = None, query: str = "", **parameters: Any) -> str:
    answer = client_of(user or world.director).get(
        reverse(f"pathways:{name}", kwargs={"finess": world.place.finess, **parameters}) + query
    )
    assert answer.status_code == 200
    return answer.content.decode()


# ---------------------------------------------------------------- one person


def test_the_way_of_a_person_tells_every_step_with_its_host_days_and_state(world: World) -> None:
    text = page(world, "timeline", pk=world.ada.pk)
    for word in ("Work trial (PMSMP)", "Individual secondment (MAD)", "Job", "Internship", "Recognition of experience"):
        assert word in text
    assert text.count("Garage Saule") >= 4
    for state in ("Running", "Draft", "Ended", "Cancelled", "Under way", "goes on"):
        assert state in text


def test_what_is_agreed_is_drawn_full_a_draft_dashed_and_what_was_cancelled_not_at_all(world: World) -> None:
    text = page(world, "timeline", pk=world.ada.pk)
    steps = [part.split(">")[0] for part in text.split('<rect class="way-step ')[1:]]
    assert sorted(step.split('"')[0] for step in steps) == ["draft", "held", "held", "held", "held"]
    assert "," not in "".join(step for step in steps)


def test_who_has_no_step_is_told_how_to_begin(world: World) -> None:
    clara = small.engage(world.place, "3", last_name="Charme", workshop="BLA")
    clara.engagements.all().delete()
    assert "No step yet" in page(world, "timeline", pk=clara.pk)


def test_an_educator_of_a_workshop_reads_of_its_people_alone(world: World) -> None:
    client = client_of(world.limited)
    way = {"finess": world.place.finess}
    assert client.get(reverse("pathways:timeline", kwargs={**way, "pk": world.ada.pk})).status_code == 200
    assert client.get(reverse("pathways:timeline", kwargs={**way, "pk": world.ben.pk})).status_code == 404
    theirs = Placement.objects.get(person=world.ben)
    assert client.get(reverse("pathways:placement", kwargs={**way, "placement": theirs.pk})).status_code == 404
    assert "Bouleau" not in page(world, "pathways", world.limited)
    assert "Bouleau" not in page(world, "host", world.limited, host=theirs.host_id)


@pytest.mark.parametrize("role", [Role.SALES, Role.INSTRUCTOR])
def test_others_know_of_no_way_to_work(world: World, role: str) -> None:
    other = user_of(world.place, role, name="other", workshop="BLA" if role == Role.INSTRUCTOR else "")
    for name, parameters in (("pathways", {}), ("timeline", {"pk": world.ada.pk}), ("hosts", {})):
        answer = client_of(other).get(reverse(f"pathways:{name}", kwargs={"finess": world.place.finess, **parameters}))
        assert answer.status_code == 404


# ---------------------------------------------------------------- the year


def test_the_overview_tells_who_is_where_today_and_nobody_who_is_not(world: World) -> None:
    text = page(world, "pathways")
    assert "Aulne Ada" in text and "Bouleau Ben" in text
    table = text.split("<tbody>")[1].split("</tbody>")[0]
    assert "Individual secondment" in table and "Service outside" in table
    assert "Work trial" not in table and "Job" not in table


@pytest.mark.parametrize("query", ["?device=service", "?workshop={ev}", "?host={mairie}"])
def test_the_overview_is_narrowed_by_device_workshop_and_host(world: World, query: str) -> None:
    keys = {"ev": world.place.workshops.get(code="EV").pk, "mairie": Host.objects.get(name="Mairie de Ville").pk}
    table = page(world, "pathways", query=query.format(**keys)).split("<tbody>")[1].split("</tbody>")[0]
    assert "Bouleau Ben" in table and "Aulne" not in table


def test_a_value_that_is_no_choice_is_as_if_it_were_not_there(world: World) -> None:
    assert "Aulne Ada" in page(world, "pathways", query="?device=nothing&host=x&year=1&page=999")


def test_each_month_counts_a_person_once(world: World) -> None:
    text = page(world, "pathways", query="?year=2025")
    row = text.split("Together, trying out")[1].split("</tr>")[0]
    assert row.count(">1<") == 1 and row.count(">0<") == 11
    secondment = text.split("Individual secondment (MAD)</th>")[-1].split("</tr>")[0]
    assert secondment.count(">1<") == 4


def test_the_chart_says_in_words_what_it_draws(world: World) -> None:
    answer = client_of(world.director).get(reverse("pathways:pathways_chart", args=[world.place.finess]) + "?year=2025")
    assert "Persons placed in 2025" in answer.content.decode()


def test_the_year_counts_exits_and_those_to_ordinary_work(world: World) -> None:
    exit_of(small.engage(world.place, "4", last_name="Dune"), "private", date(2025, 12, 31))
    exit_of(small.engage(world.place, "5", last_name="Erable"), "retirement", date(2025, 6, 30))
    text = page(world, "pathways", query="?year=2025").split("Exits and returns of 2025")[1]
    assert [part.split("<")[0] for part in text.split("<strong>")[1:4]] == ["2", "1", "0"]


def test_the_sheet_holds_what_the_page_shows_and_its_reading_is_noted(world: World) -> None:
    text = page(world, "pathways_export", kind="csv", query="?device=service")
    assert "Bouleau Ben" in text and "Aulne" not in text and "05/01" not in text and "2026-01-05" in text


def test_without_any_step_the_overview_says_what_to_do_first(world: World) -> None:
    bare = small.workplace(association="Vide", finess=small.OTHER_NUMBER, name="Vide")
    text = (
        client_of(user_of(bare, Role.DIRECTOR)).get(reverse("pathways:pathways", args=[bare.finess])).content.decode()
    )
    assert "No one has a way written down yet" in text and "Choose a person" in text


# ---------------------------------------------------------------- hosts


def test_hosts_are_found_by_a_part_of_name_or_town_and_count_people_now_and_before(world: World) -> None:
    row = page(world, "hosts", query="?text=garage").split("<tbody>")[1].split("</tbody>")[0]
    cells = [cell.split("<")[0].strip() for cell in row.split('<td class="number">')[1:]]
    assert cells == ["1", "1"] and "Mairie" not in row
    assert "No host is called like this" in page(world, "hosts", query="?text=rien")


def test_a_host_tells_who_is_there_and_who_was(world: World) -> None:
    text = page(world, "host", host=world.garage.pk)
    now, before = text.split('id="before"')
    assert "Individual secondment" in now and "Job" in now and "Work trial" in before


# ---------------------------------------------------------------- queries


@pytest.mark.parametrize("name", ["pathways", "timeline", "host", "hosts"])
def test_as_many_queries_for_twenty_rows_as_for_one(world: World, name: str) -> None:
    parameters = {"timeline": {"pk": world.ada.pk}, "host": {"host": world.garage.pk}}.get(name, {})
    client = client_of(world.director)
    few = count(client, world, name, parameters)
    for number in range(20):
        who = world.ada if name == "timeline" else small.engage(world.place, f"n{number}", last_name=f"N{number}")
        where = world.garage if name == "host" else host(world.place, f"Hôte {number}")
        placed(world.place, who, "service", date(2026, 1, 5), None, host=where)
    assert count(client, world, name, parameters) == few


def count(client: Client, world: World, name: str, parameters: dict[str, Any]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert (
            client.get(reverse(f"pathways:{name}", kwargs={"finess": world.place.finess, **parameters})).status_code
            == 200
        )
    return len(queries)
