"""Search over people: folded, by name or staff number, never a foreign establishment, and noted."""

from __future__ import annotations

import pytest

from etabli.kit.models import AccessLog
from etabli.people.actions import save_people
from tests.web.conftest import AT, Cast, person

pytestmark = pytest.mark.slow


def names(client, text: str, **headers: str) -> str:
    response = client.get("/search/", {"q": text}, headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def test_accents_and_capitals_do_not_matter(cast: Cast) -> None:
    shown = names(cast.client("director"), "éLUard zoe")
    assert "Éluard Zoé" in shown and "Eluard Paul" not in shown


def test_a_staff_number_is_found(cast: Cast) -> None:
    assert "Martin Lise" in names(cast.client("director"), "0102")


def test_another_establishment_never_appears(cast: Cast) -> None:
    shown = names(cast.client("director"), "eluard")
    assert "Zoé" in shown and "Paul" in shown
    assert "Hélène" not in shown and "Secrète" not in shown


def test_both_establishments_of_a_user_are_searched(cast: Cast) -> None:
    shown = names(cast.client("director", cast.oak, cast.beech), "eluard")
    assert "Hélène" in shown and "ESAT du Hêtre" in shown and "Secrète" not in shown


def test_the_number_a_person_has_elsewhere_finds_nobody(cast: Cast) -> None:
    save_people(establishment=cast.beech, rows=[person("9999", "Martin", "Lise")], by=None, at=AT)
    assert "Martin" not in names(cast.client("director"), "9999")


def test_an_instructor_of_one_workshop_finds_its_people_only(cast: Cast) -> None:
    workshop = cast.oak.workshops.get(code="B")
    client = cast.client("instructor", workshop=workshop)
    assert "Martin Lise" in names(client, "martin")
    assert "Zoé" not in names(client, "eluard")


@pytest.mark.parametrize("role", ["sales", "association_auditor"])
def test_who_may_not_see_people_has_no_search(cast: Cast, role: str) -> None:
    client = cast.client(role)
    assert client.get("/search/", {"q": "eluard"}).status_code == 404


@pytest.mark.parametrize(("text", "told"), [("", ""), ("é", "lettres|letters"), ("zzz", "Aucun|Nobody|Personne")])
def test_nothing_short_and_nobody_are_said(cast: Cast, text: str, told: str) -> None:
    shown = names(cast.client("director", language="en"), text)
    assert "Zoé" not in shown
    assert any(word in shown for word in told.split("|"))


def test_a_fragment_for_htmx(cast: Cast) -> None:
    shown = names(cast.client("director"), "eluard", **{"HX-Request": "true"})
    assert "<html" not in shown and 'id="results"' in shown and "Zoé" in shown


def test_who_was_shown_is_noted_and_nothing_else(cast: Cast) -> None:
    client = cast.client("director")
    names(client, "nobody at all")
    assert not AccessLog.objects.exists()
    names(client, "zoe")
    row = AccessLog.objects.get()
    assert row.what == "web.search" and row.row_count == 1 and row.table_name == "people_person"


def test_long_answers_are_paged(cast: Cast, django_assert_max_num_queries) -> None:
    rows = [
        person(f"N{index}", "Dupont", f"Prénom{chr(97 + index // 26)}{chr(97 + index % 26)}") for index in range(60)
    ]
    save_people(establishment=cast.oak, rows=rows, by=None, at=AT)
    client = cast.client("director")
    with django_assert_max_num_queries(15):
        shown = names(client, "dupont")
    assert shown.count("Dupont Pr") == 50
    second = client.get("/search/", {"q": "dupont", "page": "2"}).content.decode()
    assert second.count("Dupont Pr") == 10
