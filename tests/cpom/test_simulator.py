"""The page of the simulator: the definitions when nothing is assumed, assumptions in words, refusals, drawings."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from etabli.core.calendars import week_of
from etabli.core.facts import EngagementKind
from etabli.core.simulating import Scenario, simulate
from etabli.cpom.queries.simulating import simulated_years, year_facts
from etabli.cpom.simulating import SHOWN
from etabli.indicators.queries import figures, scope_of, tidy
from etabli.kit.models import JournalRow
from etabli.org.grants import add_user
from etabli.org.models import Establishment, Parameter
from etabli.org.states import Role
from tests import workplace as small

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Establishment:
    """Places and fractions that change inside the year, a trainee, sickness, leave and a Friday that opens once."""
    place = small.workplace(
        places=[(small.BEGINNING, 2), (date(2025, 6, 15), 3)],
        opening=small.SHORT_FRIDAY,
        target_days={2025: 400},
        opening_days={2025: 222},
        closures=(small.org.ClosureSpec(date(2025, 8, 4), date(2025, 8, 18), "Été", True),),
    )
    full = small.engage(place, "1")
    half = small.engage(place, "2", fraction=5000, starts_on=date(2025, 3, 3))
    trainee = small.engage(place, "3", kind=EngagementKind.TRAINEE, starts_on=date(2025, 3, 3))
    small.type_days(place, full, small.days_of(small.MARCH))
    small.type_days(place, half, small.days_of(small.MARCH), halves=(small.M,))
    small.type_days(place, trainee, small.days_of(small.MARCH)[:5])
    small.type_days(place, full, small.days_of(small.APRIL)[:6], "MAL")
    small.type_days(place, half, small.days_of(small.APRIL)[:3], "CP")
    return place


@pytest.fixture
def director(place: Establishment, client: Client) -> Client:
    return signed_in(client, place)


def signed_in(client: Client, place: Establishment) -> Client:
    """A director who reads English."""
    user = add_user(username=place.finess, role=Role.DIRECTOR, establishment=place, by=None, at=small.AT)
    user.language = "en"
    user.save()
    client.force_login(user)
    return client


def page(client: Client, place: Establishment, **asked: Any) -> str:
    answer = client.get(reverse("cpom:simulator", kwargs={"finess": place.finess}), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_with_no_assumption_every_figure_is_that_of_its_definition(place: Establishment) -> None:
    outcome = simulate(year_facts(place, 2025), Scenario())
    for figure in figures(scope_of(place), small.YEAR, SHOWN):
        num, den = outcome.figures[figure.definition.code]
        assert (tidy(num), tidy(den)) == (figure.num, figure.den), figure.definition.code
    over = small.figure("over_capacity_hours", place, small.YEAR)
    assert tidy(outcome.over_by_month) == over.num


def test_a_half_day_closed_in_the_simulator_is_that_of_a_house_that_closed_it(place: Establishment) -> None:
    assumed = simulate(year_facts(place, 2025), Scenario(closed=frozenset({(3, 1)})))
    small.configure_again(
        place,
        openings=((small.BEGINNING, week_of(small.SHORT_FRIDAY | {"thu": "M"})),),
        closures=(small.org.ClosureSpec(date(2025, 8, 4), date(2025, 8, 18), "Été", True),),
        target_days={2025: 400},
        opening_days={2025: 222},
    )
    really = simulate(year_facts(place, 2025), Scenario())
    for code in ("occupancy_rate", "theoretical_days", "target_fulfilment_rate"):
        assert assumed.figures[code] == pytest.approx(really.figures[code]), code


def test_years_are_those_that_somebody_was_there(place: Establishment) -> None:
    assert simulated_years(place, date(2026, 2, 1))[-1] == 2025
    assert simulated_years(place, date(2025, 2, 1)) == [2025]


def test_the_page_shows_each_rate_with_its_formula_and_writes_nothing(place: Establishment, director: Client) -> None:
    before = JournalRow.objects.count()
    text = page(director, place, year="2025")
    assert "Nothing is assumed" in text
    assert text.count("<dt>") == len(SHOWN)
    assert "assessed month by month" in text.lower()
    assert JournalRow.objects.count() == before


def test_assumptions_stand_in_words_beside_the_result(place: Establishment, director: Client) -> None:
    text = page(director, place, year="2025", part_timers="4", fraction="80", over_capacity="3", closed=["3-1"])
    assert "4 part-timers more at 80 %." in text
    assert "3 persons above the approved places on the last day: 0 full-timers are added for it." in text
    assert "Closed every week: Thursday afternoon." in text
    assert "may not pay the aide au poste" in text
    assert "part_timers=4" in text  # the drawings are of the same scenario


def test_a_cap_by_the_year_says_that_its_rule_was_not_found(place: Establishment, director: Client) -> None:
    Parameter.objects.create(
        code="subsidy_cap_period",
        establishment=place,
        valid_from=date(2025, 1, 1),
        value=12,
        unit="months",
        source="Test",
    )
    assert "Assessed over the year here" in page(director, place, year="2025")


def test_more_part_timers_than_full_timers_are_refused_beside_the_field(place: Establishment, director: Client) -> None:
    text = page(director, place, year="2025", to_part_time="2", places="3")
    assert "Full-timers on the last day of the year: 1." in text
    assert 'id="result"' not in text
    assert 'value="3"' in text


@pytest.mark.parametrize("asked", [{"year": "1999"}, {"places": "0"}, {"closed": "9-9"}, {"fraction": "abc"}])
def test_what_makes_no_sense_is_said_and_not_computed(place: Establishment, director: Client, asked: Any) -> None:
    text = page(director, place, **({"year": "2025"} | asked))
    assert "errorlist" in text
    assert 'id="result"' not in text


def test_a_house_without_anybody_has_nothing_to_simulate(director: Client, place: Establishment) -> None:
    empty = small.workplace(finess=small.OTHER_NUMBER, name="Vide", association="Autre")
    assert "Nothing to simulate" in page(signed_in(director, empty), empty)


@pytest.mark.parametrize("kind", ["rates", "cap"])
def test_the_drawings_are_of_the_scenario(place: Establishment, director: Client, kind: str) -> None:
    url = reverse("cpom:simulator_chart", kwargs={"finess": place.finess, "kind": kind})
    plain = director.get(url, {"year": "2025"})
    changed = director.get(url, {"year": "2025", "full_timers": "9"})
    assert plain["Content-Type"] == "image/svg+xml"
    assert plain.content != changed.content
    assert director.get(url, {"year": "1999"}).status_code == 404


def test_there_is_no_other_drawing(place: Establishment, director: Client) -> None:
    url = reverse("cpom:simulator_chart", kwargs={"finess": place.finess, "kind": "none"})
    assert director.get(url, {"year": "2025"}).status_code == 404


def test_as_many_queries_for_twenty_persons_as_for_one(
    place: Establishment, director: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(60) as one:
        page(director, place, year="2025")
    for number in range(10, 29):
        small.engage(place, str(number))
    with django_assert_max_num_queries(60) as twenty:
        page(director, place, year="2025")
    assert len(one) == len(twenty)
