"""What surveys ask of each person: one page a person, the grid of what is not known, and what is counted of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from etabli.core.periods import day_no
from etabli.core.refusal import Refusal
from etabli.org.models import Establishment, User
from etabli.org.states import Role
from etabli.pathways.actions.situations import SituationSpec, answer_question, save_situation
from etabli.pathways.models import PersonFact, Situation
from etabli.pathways.queries.situations import gaps_in
from etabli.pathways.rules.situations import ASKED, QUESTIONS, survey_since
from etabli.people.models import Person
from tests import workplace as small
from tests.pathways.asking import OPERATOR, TODAY
from tests.support.conftest import client_of, user_of

HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("people.access", "org.access", "org.queries", "pathways.access", "pathways.views.situations"):
        monkeypatch.setattr(f"etabli.{module}.today", lambda: TODAY)
    monkeypatch.setattr("etabli.pathways.views.situations.now", lambda: small.AT)


@pytest.fixture
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def url(place: Establishment, name: str, *args: Any) -> str:
    return reverse(f"pathways:{name}", args=[place.finess, *args])


def shown(client: Client, address: str, **query: str) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200, answer.status_code
    return " ".join(answer.content.decode().split())


def save(place: Establishment, person: Person, **values: Any) -> Situation:
    return save_situation(establishment=place, person=person, spec=SituationSpec(**values), **OPERATOR)


# ---------------------------------------------------------------- answers, and what is counted


def test_an_answer_is_yes_no_or_not_known_in_what_is_counted(place: Establishment, person: Person) -> None:
    where: dict[str, Any] = {"establishment": place, "person": person, **OPERATOR}
    counted = []
    for answer in (True, False, None):
        answer_question(question="transport", answer=answer, **where)
        counted.append(PersonFact.objects.get(subject=person).transport)
    assert counted == [1, 0, -1] and Situation.objects.count() == 1


def test_the_orientation_has_its_days_in_order(place: Establishment, person: Person) -> None:
    with pytest.raises(Refusal) as refusal:
        save(place, person, orientation_from=date(2025, 2, 1), orientation_until=date(2025, 1, 31))
    assert refusal.value.code == "orientation_backwards"
    save(place, person, orientation_from=date(2025, 2, 1), orientation_until=date(2025, 2, 1))
    assert PersonFact.objects.get(subject=person).orientation_day == day_no(date(2025, 2, 1))


def test_only_a_question_is_answered_by_yes_or_no(place: Establishment, person: Person) -> None:
    with pytest.raises(ValueError, match="no question"):
        answer_question(establishment=place, person=person, question="orientation_from", answer=True, **OPERATOR)


# ---------------------------------------------------------------- what is not known


def test_those_who_lack_an_answer_are_found(
    place: Establishment, person: Person, other: Person, educator: User
) -> None:
    save(place, person, **dict.fromkeys(QUESTIONS, False))
    gaps = gaps_in(educator, place, TODAY, "transport")
    assert (list(gaps.persons), gaps.everyone) == ([other], 2)
    assert gaps.missing == {**dict.fromkeys(QUESTIONS, 1), "orientation_from": 2, "orientation_until": 2}
    assert list(gaps_in(educator, place, TODAY).persons) == [person, other]
    save(place, person, **dict.fromkeys(QUESTIONS, True), orientation_from=TODAY, orientation_until=TODAY)
    assert list(gaps_in(educator, place, TODAY).persons) == [other]
    assert set(gaps.missing) == set(ASKED)


def test_who_left_before_the_year_of_the_survey_or_only_tries_is_not_asked(
    place: Establishment, person: Person, educator: User
) -> None:
    assert survey_since(TODAY) == date(2025, 1, 1)
    small.engage(place, "20", starts_on=date(2020, 1, 1), last_day=date(2024, 12, 31))
    small.engage(place, "21", starts_on=date(2020, 1, 1), last_day=date(2025, 1, 1), last_name="Cèdre")
    small.engage(place, "22", kind="discovery", last_name="Essai")
    small.engage(place, "23", starts_on=TODAY + timedelta(days=1), last_name="Plus tard")
    found = [one.last_name for one in gaps_in(educator, place, TODAY).persons]
    assert found == ["Aulne", "Cèdre"]


def test_the_grid_asks_one_question_or_all_and_is_answered_by_one_tap(
    place: Establishment, person: Person, other: Person, educator: User, in_english: None
) -> None:
    client, address = client_of(educator), url(place, "situation_gaps")
    text = shown(client, address)
    assert "2 persons lack an answer" in text and "Aulne" in text and "Has a driving licence" in text
    text = shown(client, address, missing="transport")
    assert text.count("<dt>") == 2 and "Has a driving licence</dt>" not in text
    assert shown(client, address, missing="nonsense").count("<dt>") == 2 * len(ASKED)
    tap = url(place, "situation_answer", person.pk, "transport")
    cell = client.post(tap, {"answer": "yes"}, headers=HTMX).content.decode()
    assert "Undo" in cell and "<html" not in cell and Situation.objects.get().transport is True
    text = shown(client, address, missing="transport")
    assert "Aulne" not in text and "Bouleau" in text
    assert shown(client, address).count("<dt>") == 2 * len(ASKED) - 1
    cell = client.post(tap, {"answer": ""}, headers=HTMX).content.decode()
    assert 'value="yes"' in cell and Situation.objects.get().transport is None


def test_without_script_a_tap_comes_back_to_the_same_page_of_the_grid(
    place: Establishment, person: Person, educator: User
) -> None:
    client, tap = client_of(educator), url(place, "situation_answer", person.pk, "transport")
    answer = client.post(tap, {"answer": "no", "missing": "transport", "page": "1"})
    assert answer["Location"] == url(place, "situation_gaps") + "?missing=transport&page=1"
    assert Situation.objects.get().transport is False
    client.post(tap, {"answer": "perhaps"})
    assert Situation.objects.get().transport is False
    assert (
        client.post(url(place, "situation_answer", person.pk, "orientation_from"), {"answer": "yes"}).status_code == 404
    )


def test_when_everything_is_known_the_grid_says_so(
    place: Establishment, person: Person, educator: User, in_english: None
) -> None:
    save(place, person, transport=True)
    assert "Everything is known" in shown(client_of(educator), url(place, "situation_gaps"), missing="transport")


def test_the_grid_reads_as_much_for_twenty_as_for_one(place: Establishment, person: Person, educator: User) -> None:
    client, counts = client_of(educator), []
    for more in (0, 20):
        for number in range(more):
            save(place, small.engage(place, f"9{number}"), transport=True)
        client.get(url(place, "situation_gaps"))
        with CaptureQueriesContext(connection) as queries:
            client.get(url(place, "situation_gaps"))
        counts.append(len(queries))
    assert counts[0] == counts[1]


# ---------------------------------------------------------------- one person


def test_the_page_of_a_person_keeps_what_was_typed_and_saves_it(
    place: Establishment, person: Person, educator: User, in_english: None
) -> None:
    client, address = client_of(educator), url(place, "situation", person.pk)
    data = {"orientation_from": "2025-02-01", "orientation_until": "2025-01-01", "driving_licence": "yes"}
    text = " ".join(client.post(address, data).content.decode().split())
    assert "that day or later" in text and not Situation.objects.exists()
    client.post(address, data | {"orientation_until": "2030-01-31", "transport": "no"})
    row = Situation.objects.get()
    assert (row.driving_licence, row.transport, row.highway_code) == (True, False, None)
    assert row.orientation_until == date(2030, 1, 31)


def test_administration_reads_and_does_not_write(place: Establishment, person: Person, in_english: None) -> None:
    save(place, person, transport=True, orientation_from=date(2025, 2, 1))
    client = client_of(user_of(place, Role.ADMINISTRATION))
    text = shown(client, url(place, "situation", person.pk))
    assert "Transport to work is organised" in text and '<form method="post" novalidate' not in text
    assert client.post(url(place, "situation", person.pk), {}).status_code in (403, 404)
    text = shown(client, url(place, "situation_gaps"))
    assert 'value="yes"' not in text and "Write it" not in text and "not known" in text


@pytest.mark.parametrize("role", [Role.SALES, Role.INSTRUCTOR, Role.AUDITOR])
def test_others_know_nothing_of_it(place: Establishment, person: Person, role: Role) -> None:
    client = client_of(user_of(place, role))
    for address in (url(place, "situation_gaps"), url(place, "situation", person.pk)):
        assert client.get(address).status_code == 404
