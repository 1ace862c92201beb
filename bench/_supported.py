"""The support of the people who are measured: year by year plans, goals, actions with their sessions, meetings, observations.

Plans begin through the actions; the years go into the tables in bulk, as the actions would leave them. All fictional.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from etabli.core.facts import EngagementKind
from etabli.exchange.configuring import configure
from etabli.exchange.reading.configuration import read_configuration
from etabli.org.models import Establishment
from etabli.people.actions import PersonRow, save_people
from etabli.people.models import Registration
from etabli.support.actions import save_action_kind
from etabli.support.models import (
    ActionKind,
    ActionSession,
    Goal,
    Meeting,
    Observation,
    Plan,
    PlanText,
    Signature,
    SupportAction,
)
from etabli.support.states import SECTIONS, ActionState, GoalOutcome, PlanKind, PlanState

PEOPLE, ACTIONS, SESSIONS, OBSERVATIONS, GOALS = 150, 3, 10, 24, 3
"""Of each person, each year (sessions: of each action)."""
TEXT = "Ce qui est écrit ici est inventé, et long comme une réponse l’est d’ordinaire. " * 4
_PLACE = """
[[establishment]]
finess = "990003006"
name = "ESAT du Banc (fictif)"
kind = "ESAT"
country = "FR"
full_time_weekly_minutes = 2100
places = [{{ from = {first}-01-01, value = 150 }}]
open = {{ mon = "MA", tue = "MA", wed = "MA", thu = "MA", fri = "MA" }}
workshops = [{{ code = "BOI", name = "Atelier bois" }}, {{ code = "VER", name = "Espaces verts" }}]
"""


@dataclass
class Supported:
    """The place and its persons (keys). `kind`: the kind of every action."""

    establishment: Establishment
    persons: list[int]
    kind: ActionKind
    at: datetime


def begin(first: int) -> Supported:
    """The establishment and its people, there since the first of January of a year."""
    at = datetime(first, 1, 2, 8, tzinfo=UTC)
    configure(configuration=read_configuration(_PLACE.format(first=first)), by=None, at=at)
    place = Establishment.objects.get(finess="990003006")
    rows = [
        PersonRow(str(number), f"Banc{number:03}", "Fictif", EngagementKind.ACCOMPANIMENT, date(first, 1, 1))
        for number in range(PEOPLE)
    ]
    save_people(establishment=place, rows=rows, by=None, at=at)
    persons = list(Registration.objects.filter(establishment=place).order_by("pk").values_list("person", flat=True))
    values = {"code": "atelier", "name": "Atelier lecture", "category": "skills", "default_minutes": 60}
    kind = save_action_kind(establishment=place, **values, by=None, at=at)
    return Supported(place, persons, kind, at)


def year_of_support(made: Supported, year: int) -> None:
    """A plan for each person that replaces the one before, with all that was done in that year."""
    begins = date(year, 1, 15)
    Plan.objects.filter(state=PlanState.IN_FORCE).update(state=PlanState.REPLACED, ends_before=begins)
    Goal.objects.filter(outcome="").update(outcome=GoalOutcome.REACHED, ends_before=begins)
    SupportAction.objects.filter(state=ActionState.RUNNING).update(state=ActionState.DONE)
    where = {"establishment": made.establishment}
    plans = Plan.objects.bulk_create(
        Plan(
            **where,
            person_id=person,
            number=year,
            kind=PlanKind.PERSONAL,
            state=PlanState.IN_FORCE,
            starts_on=begins,
            review_on=begins + timedelta(days=360),
            wants_ordinary_work=False,
        )
        for person in made.persons
    )
    sections = SECTIONS[PlanKind.PERSONAL]
    _all(
        PlanText, (PlanText(plan=plan, section=one, text=TEXT, saved_at=made.at) for plan in plans for one in sections)
    )
    _all(
        Signature,
        (
            Signature(plan=plan, who=who, name=who, signed_on=begins, means="paper")
            for plan in plans
            for who in ("person", "establishment")
        ),
    )
    _all(
        Meeting,
        (
            Meeting(plan=plan, day=begins + timedelta(days=180 * one), kind="yearly_interview", notes=TEXT)
            for plan in plans
            for one in range(2)
        ),
    )
    _all(Goal, (_goal(plan, number, begins) for plan in plans for number in range(GOALS)))
    actions = SupportAction.objects.bulk_create(_action(made, plan, begins) for plan in plans for _ in range(ACTIONS))
    _all(ActionSession, (_session(action, begins, number, made) for action in actions for number in range(SESSIONS)))
    _all(
        Observation,
        (_observation(made, person, begins, number) for person in made.persons for number in range(OBSERVATIONS)),
    )


def _all(model: Any, rows: Any) -> None:
    model._default_manager.bulk_create(rows, batch_size=2000)


def _goal(plan: Plan, number: int, begins: date) -> Goal:
    return Goal(
        establishment_id=plan.establishment_id,
        person_id=plan.person_id,
        plan=plan,
        wording=f"Objectif {number}",
        starts_on=begins,
        measure="Quatre fois sur cinq",
        due_on=begins + timedelta(days=300),
    )


def _action(made: Supported, plan: Plan, begins: date) -> SupportAction:
    return SupportAction(
        establishment_id=plan.establishment_id,
        person_id=plan.person_id,
        plan=plan,
        kind=made.kind,
        starts_on=begins,
        ends_before=begins + timedelta(days=330),
        planned_sessions=SESSIONS,
        dose_planned=60 * SESSIONS,
        state=ActionState.RUNNING,
    )


def _session(action: SupportAction, begins: date, number: int, made: Supported) -> ActionSession:
    return ActionSession(action=action, day=begins + timedelta(days=7 * number), minutes=60, recorded_at=made.at)


def _observation(made: Supported, person: int, begins: date, number: int) -> Observation:
    return Observation(
        establishment=made.establishment,
        person_id=person,
        day=begins + timedelta(days=14 * number),
        half=number % 2,
        pictogram="progress",
        text=TEXT,
        acted_at=made.at,
        received_at=made.at,
    )
