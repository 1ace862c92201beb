"""Effort of a year: what is counted, which sums may be told, files between associations, and who sees what."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
from etabli.indicators.views.support_effort import EXPLAINED
from etabli.kit.clock import today
from etabli.kit.models import AccessLog
from etabli.org.models import Establishment
from etabli.org.states import Role
from etabli.people.models import Person
from etabli.support.models import ActionKind, ActionSession, Adaptation, SupportAction
from tests import workplace as small
from tests.indicators.effort.conftest import YEAR, adapted, client_of, effort, names, url
from tests.indicators.supported import FIRST, Supported


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
