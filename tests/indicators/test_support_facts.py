"""The fact tables of support follow what is written down, in the action that writes it, and are what deriving anew gives."""

from __future__ import annotations

from copy import deepcopy
from datetime import date, timedelta
from functools import partial
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from uuid_utils.compat import uuid7

from etabli.core.periods import day_no
from etabli.support import actions
from etabli.support.actions import AssessmentAct, Rating, actions_done, assessing, goals, meeting
from etabli.support.actions.actions_done import ActionSpec, AdaptationSpec
from etabli.support.actions.deriving import derive_support
from etabli.support.models import (
    AssessedLevelFact,
    Assessment,
    EndedGoalFact,
    SupportSessionFact,
    TrainingFact,
    WorkAdaptationFact,
)
from etabli.support.states import GoalOutcome
from tests import workplace as small
from tests.indicators.supported import FIRST, Supported, supported
from tests.once import made_once
from tests.support.planning import aim, in_force, meet

WHO: dict[str, Any] = {"by": None, "at": small.AT}
FACTS = (AssessedLevelFact, SupportSessionFact, WorkAdaptationFact, EndedGoalFact)
house_once = made_once(lambda: supported(2))


@pytest.fixture
def house(db: Any, house_once: Supported) -> Supported:
    return deepcopy(house_once)


def rows(house: Supported) -> dict[str, list[tuple[Any, ...]]]:
    """Every fact of the house, key of the row left out."""
    found = {}
    for model in FACTS:
        names = [field.column for field in model._meta.concrete_fields if field.column != "id"]
        found[model.__name__] = sorted(
            model._default_manager.filter(establishment=house.place).order_by().values_list(*names), key=str
        )
    return found


def check(house: Supported) -> None:
    """What the action derived is what deriving everything anew gives."""
    derived = rows(house)
    derive_support(house.place.pk)
    assert rows(house) == derived


def assessed(house: Supported, ranks: dict[str, int | None], day: date, **changes: Any) -> None:
    ratings = [
        Rating(house.competences[code].pk, None if rank is None else house.levels[rank].pk)
        for code, rank in ranks.items()
    ]
    act = AssessmentAct(uuid7(), day, **changes)
    actions.assess(establishment=house.place, person=house.people[0], act=act, ratings=ratings, **WHO)


def levels() -> list[tuple[str, int, int, int]]:
    columns = ("competence", "by_person", "turn", "level")
    return list(AssessedLevelFact.objects.order_by(*columns).values_list(*columns))


def test_levels_are_numbered_in_order_of_time_each_rater_by_itself(house: Supported) -> None:
    day = date(2025, 3, 3)
    assessed(house, {"fold": 2, "sort": None}, day)
    assessed(house, {"fold": 1}, day - timedelta(days=7))
    assessed(house, {"fold": 4}, day, by_person=True)
    assert levels() == [("fold", 0, 1, 1), ("fold", 0, 2, 2), ("fold", 1, 1, 4)]
    assert AssessedLevelFact.objects.get(turn=2).day_no == day_no(day)
    check(house)


def test_a_corrected_level_takes_the_place_of_the_wrong_one_and_a_withdrawn_one_leaves(house: Supported) -> None:
    assessed(house, {"fold": 2, "sort": 3}, date(2025, 3, 3))
    row = Assessment.objects.get(competence__code="fold")
    new = actions.correct_assessment(row=row, level=house.levels[1].pk, comment="", **WHO)
    assert levels() == [("fold", 0, 1, 1), ("sort", 0, 1, 3)]
    check(house)
    actions.withdraw_assessments(establishment=house.place, ids=[new.pk], **WHO)
    assert levels() == [("sort", 0, 1, 3)]
    check(house)


def test_sessions_come_and_go_and_follow_the_kind_of_their_action(house: Supported) -> None:
    person = house.people[0]
    spec = ActionSpec(kind=house.kind, starts_on=FIRST, dose_planned=120)
    action = actions.save_support_action(establishment=house.place, person=person, spec=spec, **WHO)
    done = [
        actions.add_session(action=action, day=FIRST, minutes=minutes, group_size=1, on=FIRST, **WHO)
        for minutes in (60, 45)
    ]
    facts = SupportSessionFact.objects.order_by("session")
    assert list(facts.values_list("subject", "category", "day_no", "minutes")) == [
        (person.pk, "skills", day_no(FIRST), 60),
        (person.pk, "skills", day_no(FIRST), 45),
    ]
    check(house)
    said = {"establishment": house.place, "code": house.kind.code, "name": house.kind.name, "default_minutes": 60}
    actions.save_action_kind(**said, category="social", row=house.kind, **WHO)
    assert set(facts.values_list("category", flat=True)) == {"social"}
    other = actions.save_action_kind(**{**said, "code": "autre", "name": "Autre"}, category="health", **WHO)
    moved = ActionSpec(kind=other, starts_on=FIRST, dose_planned=120)
    actions.save_support_action(establishment=house.place, person=person, spec=moved, row=action, **WHO)
    assert set(facts.values_list("action_kind", "category")) == {(other.pk, "health")}
    actions.remove_session(session=done[0], **WHO)
    assert list(facts.values_list("session", flat=True)) == [done[1].pk]
    check(house)


def test_an_adaptation_is_of_a_person_or_of_nobody_in_particular(house: Supported) -> None:
    room = house.place.workshops.get(code="BLA")
    for_one = AdaptationSpec("Siège", FIRST, person=house.people[0], minutes_saved=30, cost_cents=9_900)
    row = actions.save_adaptation(establishment=house.place, spec=for_one, **WHO)
    for_all = AdaptationSpec("Table", FIRST, workshop=room, ends_before=FIRST + timedelta(days=7))
    actions.save_adaptation(establishment=house.place, spec=for_all, **WHO)
    columns = ("subject", "from_day", "to_day", "minutes_saved", "cost")
    first = day_no(FIRST)
    assert list(WorkAdaptationFact.objects.order_by("adaptation").values_list(*columns)) == [
        (house.people[0].pk, first, 9_999_999, 30, 9_900),
        (None, first, first + 7, 0, 0),
    ]
    ended = AdaptationSpec("Siège", FIRST, person=house.people[0], ends_before=FIRST + timedelta(days=1))
    actions.save_adaptation(establishment=house.place, spec=ended, row=row, **WHO)
    assert WorkAdaptationFact.objects.get(adaptation=row.pk).to_day == first + 1
    check(house)


def test_a_goal_counts_once_it_ended_with_what_was_said_of_it(house: Supported) -> None:
    person = house.people[0]
    plan = in_force(house.place, person)
    reached, ended = (aim(house.place, person, name, starts_on=date(2025, 3, 3)) for name in ("Coudre", "Plier"))
    assert not EndedGoalFact.objects.exists()
    actions.end_goal(goal=ended, ends_before=date(2025, 5, 5), **WHO)
    meet(plan, outcomes={reached.pk: str(GoalOutcome.REACHED)})
    found = set(EndedGoalFact.objects.values_list("goal", "ended_day", "outcome"))
    reached.refresh_from_db()
    assert reached.ends_before is not None
    assert found == {(ended.pk, day_no(date(2025, 5, 5)), ""), (reached.pk, day_no(reached.ends_before), "reached")}
    check(house)
    actions.end_goal(goal=ended, ends_before=None, **WHO)
    assert list(EndedGoalFact.objects.values_list("goal", flat=True)) == [reached.pk]


class _TurnAskedError(Exception):
    pass


def _ask(establishment: Any) -> None:
    raise _TurnAskedError


def test_each_action_that_derives_waits_for_its_turn_before_it_reads(
    house: Supported, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, place = house.people[0], house.place
    plan, goal = in_force(place, person), aim(place, person, "Plier", starts_on=FIRST)
    action = house.had(person)
    session = action.sessions.select_related("action__establishment").get()
    assessed(house, {"fold": 2}, date(2025, 3, 3))
    row = Assessment.objects.select_related("establishment", "competence").get()
    for module in (actions_done, assessing, goals, meeting):
        monkeypatch.setattr(module, "one_at_a_time", _ask)
    of_place: dict[str, Any] = {"establishment": place, **WHO}
    spec = ActionSpec(kind=house.kind, starts_on=FIRST, dose_planned=60)
    held = meeting.MeetingSpec(FIRST, "review")
    asking = [
        partial(actions.save_action_kind, code="a", name="A", category="social", default_minutes=60, **of_place),
        partial(actions.save_support_action, person=person, spec=spec, **of_place),
        partial(actions.add_session, action=action, day=FIRST, minutes=60, group_size=1, on=FIRST, **WHO),
        partial(actions.remove_session, session=session, **WHO),
        partial(actions.save_adaptation, spec=AdaptationSpec("Siège", FIRST, person=person), **of_place),
        partial(actions.assess, person=person, act=AssessmentAct(uuid7(), FIRST), ratings=[], **of_place),
        partial(actions.correct_assessment, row=row, level=None, comment="", **WHO),
        partial(actions.withdraw_assessments, ids=[row.pk], **of_place),
        partial(actions.save_goal, person=person, wording="Plier", starts_on=FIRST, **of_place),
        partial(actions.end_goal, goal=goal, ends_before=None, **WHO),
        partial(actions.hold_meeting, plan=plan, spec=held, on=FIRST, **WHO),
    ]
    for ask in asking:
        with CaptureQueriesContext(connection) as queries, pytest.raises(_TurnAskedError):
            ask()
        assert not any("support_" in query["sql"] for query in queries.captured_queries), ask


def some_of_each(house: Supported) -> None:
    person = house.people[0]
    assessed(house, {"fold": 2, "sort": 1}, date(2025, 3, 3))
    assessed(house, {"fold": 3}, date(2025, 4, 3), by_person=True)
    assessed(house, {"fold": 4}, date(2025, 5, 5))
    house.had(person)
    room = house.place.workshops.get(code="BLA")
    for_all = AdaptationSpec("Table", FIRST, workshop=room, ends_before=FIRST + timedelta(days=7))
    for spec in (AdaptationSpec("Siège", FIRST, person=person), for_all):
        actions.save_adaptation(establishment=house.place, spec=spec, **WHO)
    goal = aim(house.place, person, "Plier", starts_on=date(2025, 3, 3))
    actions.end_goal(goal=goal, ends_before=date(2025, 5, 5), **WHO)
    derive_support(house.place.pk)


def test_the_migration_makes_what_the_actions_derive(house: Supported) -> None:
    some_of_each(house)
    derived = rows(house)
    assert all(derived.values())
    for model in FACTS:
        model._default_manager.all().delete()
    import_module("etabli.support.migrations.0010_support_facts").derive(apps, None)
    assert rows(house) == derived
    again = import_module("etabli.support.migrations.0011_facts_once")
    again.empty(apps, None)
    assert not any(rows(house).values())
    again.facts.derive(apps, None)
    assert rows(house) == derived


def test_a_fact_stands_once(house: Supported) -> None:
    some_of_each(house)
    training = TrainingFact(
        establishment=house.place, subject=house.people[0], training=1, from_day=1, to_day=2, self_determination=0
    )
    training.save()
    for model in (*FACTS, TrainingFact):
        row = model._default_manager.first()
        assert row is not None
        row.pk = None
        row._state.adding = True
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


def test_the_levels_of_many_are_withdrawn_in_as_many_queries_as_of_one(house: Supported) -> None:
    counts = []
    for people in (house.people[:1], house.people):
        for person in people:
            house.seen(person, [1], [2])
        ids = list(Assessment.objects.standing().filter(withdrawn=False).values_list("pk", flat=True))
        derive_support(house.place.pk)
        with CaptureQueriesContext(connection) as queries:
            actions.withdraw_assessments(establishment=house.place, ids=ids, **WHO)
        assert not AssessedLevelFact.objects.exists()
        counts.append(len(queries))
    assert counts[0] == counts[1]
