"""Goals beside real work: practised against planned, the question that is put with its facts, and to whom."""

from __future__ import annotations

from copy import deepcopy
from datetime import date, timedelta
from importlib import import_module
from typing import Any

import pytest
from django.test import Client

from etabli.core.periods import day_no
from etabli.core.practice import Question
from etabli.indicators.real_work import RealWork, real_work
from etabli.kit.models import AccessLog
from etabli.org.models import User
from etabli.org.states import Role
from etabli.production.models import Activity, WorkFact
from etabli.support.models import Goal
from tests.indicators.supported import FIRST, Supported, supported
from tests.once import made_once

house_once = made_once(lambda: supported(2))
MONDAY = FIRST
"""A Monday, on which the goals of these tests begin."""


@pytest.fixture
def house(db: Any, house_once: Supported) -> Supported:
    return deepcopy(house_once)


@pytest.fixture
def reader(house: Supported) -> User:
    return house.user(Role.EDUCATOR)


def activity(house: Supported, code: str = "PACK", name: str = "Mise sous pli") -> Activity:
    room = house.place.workshops.get(code="BLA")
    return Activity.objects.create(establishment=house.place, workshop=room, code=code, name=name, unit="plis")


def work(house: Supported, task: Activity, days: list[date], minutes: int = 60) -> None:
    """A morning each."""
    WorkFact.objects.bulk_create(
        WorkFact(
            establishment=house.place,
            subject=house.people[0],
            day_no=day_no(day),
            half=0,
            minutes=minutes,
            good=0,
            rejected=0,
            task=task.pk,
            workshop=task.workshop_id,
        )
        for day in days
    )


def weeks(number: int, weekday: int = 0) -> list[date]:
    return [MONDAY + timedelta(weeks=week, days=weekday) for week in range(number)]


def goal(house: Supported, **changes: Any) -> Goal:
    values = {"wording": "Tenir le poste", "starts_on": MONDAY, "activity_code": "PACK", **changes}
    return Goal.objects.create(establishment=house.place, person=house.people[0], **values)


def found(house: Supported, reader: User, on: date) -> RealWork:
    return real_work(reader, house.place, house.people[0].pk, on)


def test_half_days_practised_stand_beside_those_planned(house: Supported, reader: User) -> None:
    task, other = activity(house), activity(house, "ETIQ", "Étiquetage")
    work(house, task, weeks(4))
    work(house, other, weeks(6, weekday=1))
    goal(house, weekly_half_days=2)
    (one,) = found(house, reader, MONDAY + timedelta(weeks=6)).goals
    assert (one.practice.half_days, one.practice.planned, one.practice.weeks_at_work) == (4, 12, 6)
    assert one.question == Question.RARE
    assert one.weeks[0] == (MONDAY + timedelta(weeks=3), 1, 60)
    assert sum(week[1] for week in one.weeks) == one.practice.half_days, "the weeks are the figure"


def test_work_before_the_goal_does_not_count_for_it(house: Supported, reader: User) -> None:
    task = activity(house)
    work(house, task, [MONDAY - timedelta(days=7), MONDAY])
    goal(house)
    whole = found(house, reader, MONDAY + timedelta(days=1))
    assert whole.goals[0].practice.half_days == 1
    assert (whole.tasks[0].half_days, whole.tasks[0].minutes) == (2, 120)


def test_twelve_weeks_and_a_level_seen_four_times_put_the_question(house: Supported, reader: User) -> None:
    task = activity(house)
    work(house, task, weeks(12))
    goal(house, competence=house.competences["fold"])
    house.seen(house.people[0], [], [1, 3, 3, 4, 3])
    (one,) = found(house, reader, MONDAY + timedelta(weeks=12)).goals
    assert one.question == Question.REACHED
    assert one.level is not None
    assert (one.level.rank, one.level.times) == (3, 4)


def test_what_the_person_says_of_herself_puts_no_question(house: Supported, reader: User) -> None:
    work(house, activity(house), weeks(12))
    goal(house, competence=house.competences["fold"])
    house.seen(house.people[0], [], [3, 3, 3, 3], by_person=True)
    assert found(house, reader, MONDAY + timedelta(weeks=12)).goals[0].question is None


def test_goals_that_ended_or_were_judged_are_left_out(house: Supported, reader: User) -> None:
    goal(house, ends_before=MONDAY + timedelta(days=1))
    goal(house, outcome="reached")
    goal(house, starts_on=MONDAY + timedelta(days=30))
    goal(house, activity_code="")
    whole = found(house, reader, MONDAY + timedelta(days=2))
    assert (len(whole.goals), len(whole.without_task)) == (0, 1)


def page(house: Supported, user: User, **headers: str) -> Any:
    client = Client()
    client.force_login(user)
    return client.get(f"/{house.place.finess}/figures/support/work/{house.people[0].pk}/", headers=headers or None)


def test_the_question_is_worded_as_a_proposal(house: Supported, reader: User, monkeypatch: pytest.MonkeyPatch) -> None:
    work(house, activity(house), weeks(12))
    goal(house, competence=house.competences["fold"])
    house.seen(house.people[0], [], [3, 3, 3, 3])
    monkeypatch.setattr(
        import_module("etabli.indicators.views.support_work"), "today", lambda: MONDAY + timedelta(weeks=12)
    )
    text = page(house, reader).content.decode()
    assert "12 weeks on Mise sous pli, level 3 seen 4 times in a row: review the goal?" in text
    assert "A proposal, not a decision" in text
    assert text.count("<h1") == 1
    fragment = page(house, reader, **{"HX-Request": "true"}).content.decode()
    assert "review the goal?" in fragment
    assert "<h1" not in fragment


def test_nothing_to_show_is_said(house: Supported, reader: User) -> None:
    assert "No work was written down" in page(house, reader).content.decode()


@pytest.mark.parametrize("role", [Role.SALES, Role.ADMINISTRATION, Role.AUDITOR, Role.INSTRUCTOR])
def test_others_do_not_know_the_page(house: Supported, role: str) -> None:
    assert page(house, house.user(role)).status_code == 404


def test_reading_is_logged(house: Supported, reader: User) -> None:
    page(house, reader)
    assert AccessLog.objects.get(what="indicators.support_work").subjects == [str(house.people[0].pk)]


@pytest.mark.parametrize("number", [1, 20])
def test_as_many_queries_for_one_goal_as_for_twenty(
    house: Supported, reader: User, number: int, django_assert_num_queries: Any
) -> None:
    work(house, activity(house), weeks(3))
    for _ in range(number):
        goal(house, competence=house.competences["fold"])
    house.seen(house.people[0], [], [3] * number)
    found(house, reader, MONDAY)
    with django_assert_num_queries(9):
        found(house, reader, MONDAY + timedelta(weeks=3))
