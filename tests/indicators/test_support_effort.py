"""Effort of a year: what is counted, which sums may be told, files between associations, and who sees what."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date
from io import StringIO
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from etabli.core.refusal import Refusal
from etabli.indicators.actions import take_effort_file
from etabli.indicators.effort import (
    LEAST,
    REST,
    Effort,
    Given,
    Measure,
    Place,
    effort_of,
    per_person,
    totals,
    workshop_rows,
)
from etabli.indicators.effort_boards import comparison
from etabli.indicators.effort_files import EffortTold, read_document
from etabli.indicators.models import EffortFile
from etabli.indicators.views.support_effort import EXPLAINED
from etabli.kit.clock import today
from etabli.kit.models import AccessLog
from etabli.org.models import Establishment
from etabli.org.states import Role
from etabli.people.models import Person
from etabli.support.models import ActionKind, ActionSession, Adaptation, SupportAction
from tests import workplace as small
from tests.indicators.supported import FIRST, Supported, supported
from tests.once import made_once

YEAR = FIRST.year
house_once = made_once(lambda: supported(12))


@pytest.fixture
def house(db: Any, house_once: Supported) -> Supported:
    return deepcopy(house_once)


def effort(house: Supported, year: int = YEAR) -> Effort:
    return effort_of([house.place], year)


def names(house: Supported) -> dict[int, str]:
    return {room.pk: room.name for room in house.place.workshops.all()}


def adapted(house: Supported, **changes: Any) -> Adaptation:
    values = {"what": "Siège assis-debout", "starts_on": FIRST, "cost_cents": 30_000, "minutes_saved": 60, **changes}
    return Adaptation.objects.create(establishment=house.place, **values)


def test_sessions_of_the_year_are_summed(house: Supported) -> None:
    for person in house.people[:6]:
        house.had(person, minutes=90)
    house.had(house.people[0], date(YEAR + 1, 1, 1))
    whole = totals(effort(house))
    assert (whole["persons"], whole["supported"], whole["sessions"], whole["support_minutes"]) == (12, 6, 6, 540)
    assert per_person(whole, Measure.MINUTES) == 45
    assert effort(house).of_person(house.people[0].pk)[Measure.MINUTES] == 90


def test_an_adaptation_counts_in_every_year_in_which_it_holds_and_costs_once(house: Supported) -> None:
    room = house.place.workshops.get(code="BLA")
    adapted(house, workshop=room)
    found = totals(effort(house))
    later = totals(effort(house, YEAR + 1))
    assert (found["adaptations"], found["adaptation_cents"], found["minutes_saved"]) == (1, 30_000, 60)
    assert (later["adaptations"], later["adaptation_cents"], later["minutes_saved"]) == (1, None, 60)
    assert totals(effort(house, YEAR - 1))["adaptations"] is None


def test_an_adaptation_that_ended_before_the_year_does_not_count(house: Supported) -> None:
    adapted(house, workshop=house.place.workshops.get(code="BLA"), ends_before=date(YEAR + 1, 1, 1))
    assert totals(effort(house, YEAR + 1))["adaptations"] is None


def test_fewer_than_five_people_behind_a_sum_are_not_told(house: Supported) -> None:
    for person in house.people[:4]:
        house.had(person)
    whole = effort(house)
    assert totals(whole)["support_minutes"] is None
    assert whole.by_category() == {}
    assert [row["support_minutes"] for row in workshop_rows(whole, names(house))] == [None, None]


def test_a_small_workshop_is_joined_with_another_so_that_no_difference_tells_it(house: Supported) -> None:
    for person in [*house.people[:6], *house.people[6:9]]:
        house.had(person)
    rows = {row["name"]: row for row in workshop_rows(effort(house), names(house))}
    assert rows[REST]["support_minutes"] == 9 * 60
    assert rows["Blanchisserie"]["support_minutes"] is None
    assert (rows["Blanchisserie"]["persons"], rows["Espaces verts"]["persons"]) == (6, 6)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 11)), max_size=25))
def test_whatever_is_told_stands_on_five_people_even_by_subtraction(sessions: list[tuple[int, int]]) -> None:
    """Each person belongs to one workshop, her number modulo 4."""
    rooms = {person: person % 4 + 1 for _, person in sessions}
    rows = tuple(
        Given(Measure.MINUTES, Place(1, rooms[person]), frozenset({person}), 1 + minutes)
        for minutes, person in sessions
    )
    whole = Effort(YEAR, rows, {})
    told = whole.told(Measure.MINUTES, lambda one: str(one.place.workshop))
    behind = {name: {person for person in rooms if str(rooms[person]) == name} for name in told if name != REST}
    behind[REST] = set(rooms) - set[int]().union(*behind.values())
    parts = [people for name, people in behind.items() if name in told]
    for size in range(1, len(parts) + 1):
        for chosen in combinations(parts, size):
            assert len(set[int]().union(*chosen)) >= LEAST
    if told:
        assert sum(told.values()) == sum(row.amount for row in rows)
    else:
        assert len(rooms) < LEAST


def test_the_rows_of_the_people_and_of_the_workshops_are_the_whole(house: Supported) -> None:
    for person in house.people[:6]:
        house.had(person)
        adapted(house, person=person)
    adapted(house, workshop=house.place.workshops.get(code="BLA"))
    whole = effort(house)
    for measure in (Measure.MINUTES, Measure.SESSIONS, Measure.ADAPTATIONS, Measure.COST, Measure.SAVED):
        by_person = sum(whole.of_person(person.pk).get(measure, 0) for person in house.people)
        for_workshops = sum(one.amount for one in whole.given if one.measure == measure and len(one.people) > 1)
        assert by_person + for_workshops == whole.total(measure)


@pytest.mark.parametrize("people", [1, 12])
def test_as_many_queries_for_one_person_as_for_twelve(
    house: Supported, people: int, django_assert_num_queries: Any
) -> None:
    for person in house.people[:people]:
        house.had(person)
        adapted(house, person=person)
    with django_assert_num_queries(4):
        effort(house)


# ---------------------------------------------------------------- the pages


def client_of(house: Supported, role: str, **limits: Any) -> Client:
    client = Client()
    client.force_login(house.user(role, **limits))
    return client


def url(house: Supported, tail: str) -> str:
    return f"/{house.place.finess}/figures/support/{tail}"


def test_the_page_shows_the_whole_and_each_person(house: Supported) -> None:
    for person in house.people[-6:]:
        house.had(person, minutes=90)
    answer = client_of(house, Role.EDUCATOR).get(url(house, f"effort/?year={YEAR}"))
    shown = [row["name"] for row in answer.context["persons"]]
    halves = [sorted(str(person) for person in part) for part in (house.people[-6:], house.people[:6])]
    assert [shown[:6], shown[6:]] == halves, "those who were helped come first"
    assert answer.context["totals"]["cells"][:4] == ["12", "6", "6", "9\xa0h"]
    assert len(answer.context["persons"]) == 12
    logged = AccessLog.objects.get(what="indicators.support_effort")
    assert len(logged.subjects) == 12


def test_the_figures_of_a_year_are_offered_where_its_calendar_is_known(house: Supported) -> None:
    client = client_of(house, Role.DIRECTOR)
    known, before = (client.get(url(house, f"effort/?year={year}")).context["explained"] for year in (YEAR, YEAR - 1))
    assert len(known) == len(EXPLAINED) and before == []


def test_who_follows_one_workshop_sees_its_people_alone(house: Supported) -> None:
    answer = client_of(house, Role.EDUCATOR, workshop="BLA").get(url(house, f"effort/?year={YEAR}"))
    assert [row["name"] for row in answer.context["persons"]] == [str(person) for person in house.people[:6]]


@pytest.mark.parametrize("tail", ["effort/", "comparison/", "comparison/1/remove/"])
@pytest.mark.parametrize("role", [Role.SALES, Role.ADMINISTRATION, Role.AUDITOR, Role.INSTRUCTOR])
def test_others_do_not_know_the_pages(house: Supported, role: str, tail: str) -> None:
    assert client_of(house, role).get(url(house, tail)).status_code == 404


def test_a_year_that_is_not_offered_does_not_exist(house: Supported) -> None:
    client = client_of(house, Role.EDUCATOR)
    assert client.get(url(house, "effort/?year=1999")).status_code == 404
    assert client.get(url(house, "effort/?year=x")).status_code == 404


# ---------------------------------------------------------------- files between associations


def told(**changes: Any) -> dict[str, Any]:
    measures = {str(measure): 10 for measure in Measure} | {"support_minutes": 600}
    whole = {
        "schema": "etabli-support-effort",
        "version": 1,
        "organisation": "Les Autres",
        "year": YEAR,
        "establishments": 2,
        "measures": measures,
        "support_minutes_by_category": {"skills": 600},
    }
    return whole | changes


def sent(house: Supported, role: str, content: Any) -> Any:
    file = SimpleUploadedFile("effort.json", json.dumps(content).encode(), content_type="application/json")
    return client_of(house, role).post(url(house, f"comparison/?year={YEAR}"), {"file": file}, follow=True)


def test_a_file_taken_in_stands_beside_ones_own_sums(house: Supported) -> None:
    answer = sent(house, Role.DIRECTOR, told())
    assert [row["name"] for row in answer.context["rows"]] == ["Les Essais", "Les Autres"]
    assert answer.context["rows"][1]["cells"][2] == "1\xa0h"
    again = sent(house, Role.HEAD_OF_SERVICE, told(measures=told()["measures"] | {"support_minutes": 1200}))
    assert [row["cells"][2] for row in again.context["rows"][1:]] == ["2\xa0h"], "the newer one in its place"


def test_a_file_is_taken_out_again(house: Supported) -> None:
    sent(house, Role.DIRECTOR, told())
    row = EffortFile.objects.get()
    client = client_of(house, Role.HEAD_OF_SERVICE)
    assert "Les Autres" in client.get(url(house, f"comparison/{row.pk}/remove/")).content.decode()
    client.post(url(house, f"comparison/{row.pk}/remove/"))
    assert not EffortFile.objects.exists()


def test_an_educator_compares_and_takes_nothing_in(house: Supported) -> None:
    assert sent(house, Role.EDUCATOR, told()).status_code == 404
    assert not EffortFile.objects.exists()


@pytest.mark.parametrize(
    ("content", "places"),
    [
        (told(schema="x", version=2), "schema, version"),
        (told(names=["Ada"]), "names"),
        (told(organisation=" ", year=1990, establishments=0), "organisation, year, establishments"),
        (told(measures=told()["measures"] | {"persons": 4}), "measures.persons"),
        (
            told(measures=told()["measures"] | {"sessions": -1, "adaptations": "2"}),
            "measures.sessions, measures.adaptations",
        ),
        (told(measures={"persons": 10}), "measures"),
        (told(support_minutes_by_category={"Ada": 3}), "support_minutes_by_category"),
        ([], "file"),
        (told(year=True), "year"),
    ],
)
def test_a_file_of_another_shape_is_refused_with_all_that_is_wrong(content: Any, places: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_document(json.dumps(content).encode())
    assert refused.value.facts["places"] == places


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b"[" * 99_999, b" " * 100_001])
def test_what_is_no_document_is_refused(content: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        read_document(content)
    assert refused.value.code == "effort_file_wrong"


def test_a_wrong_file_is_said_beside_the_field(house: Supported) -> None:
    text = sent(house, Role.DIRECTOR, told(schema="x")).content.decode()
    assert "This is not a file of effort" in text
    assert (
        "is your own association" in sent(house, Role.HEAD_OF_SERVICE, told(organisation="les essais")).content.decode()
    )


# ---------------------------------------------------------------- the sums of the association


def neighbour(people: int) -> Establishment:
    """Another establishment of the association, each of whose people had a session and an adaptation."""
    place = small.workplace(association="Les Essais", finess=small.OTHER_NUMBER, name="Voisins")
    kind = ActionKind.objects.create(
        establishment=place, code="geste", name="Geste", category="skills", default_minutes=60
    )
    for number in range(people):
        support(place, small.engage(place, f"V{number}"), kind)
    return place


def support(place: Establishment, person: Person, kind: ActionKind) -> None:
    action = SupportAction.objects.create(
        establishment=place, person=person, kind=kind, starts_on=FIRST, dose_planned=60
    )
    ActionSession.objects.create(action=action, day=FIRST, minutes=60, recorded_at=small.AT)
    kept = {"what": "Siège", "starts_on": FIRST, "cost_cents": 30_000, "minutes_saved": 60}
    Adaptation.objects.create(establishment=place, person=person, **kept)


def own_row(house: Supported, *known: Establishment) -> list[str]:
    cells = comparison(house.place.association, YEAR, {place.pk for place in known})["rows"][0]["cells"]
    return [str(cell).replace("\xa0", " ") for cell in cells]


@pytest.mark.parametrize(("people", "is_told"), [(0, True), (1, False), (4, False), (5, True)])
def test_the_association_is_told_only_when_it_gives_away_no_small_establishment(
    house: Supported, people: int, is_told: bool
) -> None:
    for person in house.people[:6]:
        support(house.place, person, house.kind)
    other = neighbour(people)
    assert all((cell != "–") == is_told for cell in own_row(house, house.place))
    # Who knows both is told nothing new.
    assert "–" not in own_row(house, house.place, other)
    assert "–" not in own_row(house, other), "behind the rest stand six"


def test_each_measure_has_people_of_its_own(house: Supported) -> None:
    other = neighbour(5)
    for person in house.people[:6]:
        support(house.place, person, house.kind)
    Adaptation.objects.filter(establishment=other).first().delete()
    cells = own_row(house, house.place)
    assert cells[:3] != ["–"] * 3 and "–" not in cells[:3]
    assert cells[3:] == ["–"] * 3


def test_who_is_in_both_is_known_and_her_minutes_elsewhere_are_not(house: Supported) -> None:
    other = neighbour(0)
    kind = ActionKind.objects.get(establishment=other)
    for person in house.people[:6]:
        support(house.place, person, house.kind)
    support(other, house.people[0], kind)
    whole = effort_of([house.place, other], YEAR)
    own = {house.place.pk}
    assert (whole.total_for(Measure.PERSONS, own), whole.total_for(Measure.SUPPORTED, own)) == (12, 6)
    assert whole.total_for(Measure.MINUTES, own) is None
    assert whole.total_for(Measure.MINUTES, {house.place.pk, other.pk}) == 7 * 60


@given(st.lists(st.tuples(st.integers(1, 3), st.integers(0, 15)), max_size=30), st.sets(st.integers(1, 3)))
def test_what_is_left_without_ones_own_stands_on_five_or_nobody(sessions: list[tuple[int, int]], own: set[int]) -> None:
    rows = tuple(Given(Measure.MINUTES, Place(place, None), frozenset({person}), 60) for place, person in sessions)
    told = Effort(YEAR, rows, {}).total_for(Measure.MINUTES, own)
    rest = {person for place, person in sessions if place not in own}
    if told is not None:
        assert told == 60 * len(sessions)
        assert not rest or len(rest) >= LEAST
        for place in {place for place, _ in sessions} - own:
            assert len({person for where, person in sessions if where == place}) >= LEAST


def test_a_reader_of_one_establishment_sees_a_dash_for_the_association(house: Supported) -> None:
    neighbour(1)
    answer = client_of(house, Role.EDUCATOR).get(url(house, f"comparison/?year={YEAR}"))
    assert answer.context["rows"][0]["cells"] == ["–"] * 6


def test_the_year_that_runs_is_not_compared(house: Supported) -> None:
    client = client_of(house, Role.EDUCATOR)
    assert client.get(url(house, f"comparison/?year={today().year}")).status_code == 404
    answer = client.get(url(house, "comparison/"))
    assert [year["label"] for year in answer.context["years"]][0] == str(today().year - 1)
    assert client.get(url(house, f"effort/?year={today().year}")).status_code == 200


# ---------------------------------------------------------------- the commands


def run(*arguments: Any) -> Any:
    out = StringIO()
    call_command("support", *map(str, arguments), "--json", stdout=out)
    return json.loads(out.getvalue())


def test_what_an_association_writes_another_takes_in(house: Supported, tmp_path: Path) -> None:
    for person in house.people[:6]:
        house.had(person)
    file = tmp_path / "effort.json"
    written = run("effort", "--establishment", house.place.finess, "--year", YEAR, "--out", file)
    assert json.loads(file.read_text(encoding="utf-8")) == written
    assert written["measures"]["support_minutes"] == 360
    assert written["support_minutes_by_category"] == {"skills": 360}
    assert "Arbre" not in file.read_text(encoding="utf-8")
    other = small.workplace(association="Les Voisins", finess=small.OTHER_NUMBER, name="Voisins")
    run("take", file, "--establishment", other.finess, "--dry-run")
    assert not EffortFile.objects.exists()
    run("take", file, "--establishment", other.finess)
    assert EffortFile.objects.get().organisation == "Les Essais"


def test_a_year_that_is_not_over_is_not_told(house: Supported) -> None:
    with pytest.raises(Refusal) as refused:
        run("effort", "--establishment", house.place.finess, "--year", today().year)
    assert refused.value.code == "effort_year_not_over"


def test_a_file_that_is_not_there_is_said(house: Supported, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"missing\.json"):
        run("take", tmp_path / "missing.json", "--establishment", house.place.finess)


@pytest.mark.parametrize("files", [1, 20])
def test_as_many_queries_for_one_file_as_for_twenty(
    house: Supported, files: int, django_assert_num_queries: Any
) -> None:
    for number in range(files):
        told_by = EffortTold(f"Les Autres {number}", YEAR, told())
        take_effort_file(association=house.place.association, told=told_by, by=None, at=small.AT)
    with django_assert_num_queries(6):
        assert len(comparison(house.place.association, YEAR, {house.place.pk})["rows"]) == files + 1
