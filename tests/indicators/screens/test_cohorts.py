"""Cohorts of entry: who is followed until when, the shares after some years, the same for one person and for many."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from etabli.core.survival import Stay
from etabli.indicators import cohorts
from etabli.indicators.states import Event
from etabli.org.models import Establishment, User
from etabli.pathways.models import ExitFact
from etabli.people.models import EngagementFact, Person
from tests import workplace as small
from tests.indicators.screens.conftest import House, crowd
from tests.indicators.screens.test_dashboard import text
from tests.indicators.screens.test_explain import cells

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
ON = date(2025, 12, 31)
QUERIES = 14


def gone(place: Establishment, who: Person, destination: str, ordinary: int) -> None:
    fact = EngagementFact.objects.filter(subject=who).latest("contract_to_day")
    ExitFact.objects.filter(establishment=place, subject=who).delete()
    ExitFact.objects.create(
        establishment=place,
        subject=who,
        engagement=fact.engagement_id,
        exit_day=fact.contract_to_day,
        destination=destination,
        ordinary=ordinary,
        contract="",
    )


@pytest.fixture
def place() -> Establishment:
    """Four entered on 1 March 2025: one left for a job after 31 days, one retired after 61, two are there; a trainee too."""
    place = small.workplace(places=4)
    start = date(2025, 3, 1)
    gone(place, small.engage(place, "1", starts_on=start, last_day=date(2025, 3, 31)), "private", 1)
    gone(place, small.engage(place, "2", starts_on=start, last_day=date(2025, 4, 30)), "retirement", 0)
    for number in ("3", "4"):
        small.engage(place, number, starts_on=start)
    small.engage(place, "5", starts_on=start, kind="trainee")
    return place


def test_who_left_otherwise_is_no_longer_followed(place: Establishment) -> None:
    whole = (ON - date(2025, 3, 1)).days + 1
    stays = [person.stay for person in cohorts.followed(place, Event.ORDINARY, ON)]
    assert stays == [Stay(31, True), Stay(61, False), Stay(whole, False), Stay(whole, False)]
    assert [person.stay.happened for person in cohorts.followed(place, Event.ANY, ON)] == [True, True, False, False]


def test_what_has_not_happened_yet_on_a_day_is_not_known(place: Establishment) -> None:
    """On the last day of her contract she is still there; before anybody entered there is nobody."""
    assert cohorts.followed(place, Event.ANY, date(2025, 3, 31))[0].stay == Stay(31, False)
    assert cohorts.followed(place, Event.ANY, date(2025, 4, 1))[0].stay == Stay(31, True)
    assert cohorts.followed(place, Event.ANY, date(2025, 2, 28)) == []


def test_a_break_is_part_of_the_stay(place: Establishment) -> None:
    who = EngagementFact.objects.earliest("contract_to_day").subject
    fact = EngagementFact.objects.get(subject=who)
    fact.pk, fact.from_day, fact.contract_from_day = None, fact.to_day + 30, fact.contract_to_day + 30
    fact.to_day = fact.contract_to_day = 9_999_999
    fact.save()
    whole = (ON - date(2025, 3, 1)).days + 1
    assert cohorts.followed(place, Event.ORDINARY, ON)[0].stay == Stay(whole, False)


def test_shares_stand_beside_the_number_still_followed(place: Establishment) -> None:
    people = cohorts.followed(place, Event.ORDINARY, date(2026, 12, 31))
    board = cohorts.board(people, 2025)
    whole, cohort = ([cell["text"] for cell in row["cells"]] for row in board["table"]["rows"])
    assert whole[1:] == cohort[1:]
    assert cohort[:5] == ["2025", "4", "1", "1", "2"]
    assert cohort[5].replace("\u202f", "").replace("\xa0", "").startswith("25")
    assert "2" in cohort[5].split("(")[1]
    assert len(board["after"]) == 1 and board["chosen"] == 2025
    picture = cohorts.picture(people, 2025, Event.ORDINARY)
    assert picture is not None and [point.so_far for point in picture.points] == [0, 0.25]
    assert cohorts.picture(cohorts.followed(place, Event.ORDINARY, ON), None, Event.ORDINARY) is None


def test_the_page_and_its_chart(house: House, daniele: Client, sign_in: SignIn) -> None:
    page = text(daniele, house.url("cohorts/", "event=any&year=2025"))
    assert "Left, for any reason" in page and "Kaplan and Meier" in page
    assert cells(page, "> 2025 </th>")[0] == "3"
    assert "event=any&amp;year=2025" in page
    assert text(daniele, house.url("cohorts/", "event=nonsense&year=x")).count("<h1") == 1
    assert sign_in(house.users["Inès"]).get(house.url("cohorts/")).status_code == 404


def test_nobody_yet_is_said(daniele: Client, house: House) -> None:
    EngagementFact.objects.filter(establishment=house.place).delete()
    assert "Nobody to follow yet" in text(daniele, house.url("cohorts/"))
    assert daniele.get(house.url("cohorts/chart/")).status_code == 404


def test_as_many_queries_for_a_crowd(house: House, daniele: Client, django_assert_num_queries: Any) -> None:
    daniele.get(house.url("cohorts/"))
    with django_assert_num_queries(QUERIES):
        daniele.get(house.url("cohorts/"))
    crowd(house.place, 20)
    with django_assert_num_queries(QUERIES):
        daniele.get(house.url("cohorts/"))
