"""A plan, its goal, its actions and its meetings, each in one call, for the tests of plans."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from etabli.org.models import Establishment, User
from etabli.people.models import Person
from etabli.support import actions
from etabli.support.models import ActionKind, Goal, Plan, SupportAction
from etabli.support.states import MeetingKind, PlanState, SignatureMeans, SignerKind
from tests import workplace as small

SECRET = "Elle voudrait travailler dehors"
"""What a plan says, and nobody outside the team may read."""
TODAY = date(2026, 1, 15)
WAY = (PlanState.PROPOSED, PlanState.SIGNED, PlanState.IN_FORCE)
OPERATOR: dict[str, Any] = {"by": None, "at": small.AT}


def begin(place: Establishment, person: Person, *, starts_on: date = date(2025, 6, 1), **changes: Any) -> Plan:
    """A draft that says one thing."""
    plan = actions.begin_plan(establishment=place, person=person, starts_on=starts_on, **changes, **OPERATOR)
    actions.save_text(plan=plan, section="expectations", text=SECRET, revision=0, **OPERATOR)
    return plan


def aim(place: Establishment, person: Person, wording: str = "Préparer son poste", **changes: Any) -> Goal:
    values = {"starts_on": date(2025, 6, 1), "due_on": date(2026, 3, 1), "measure": "Quatre matins sur cinq", **changes}
    return actions.save_goal(establishment=place, person=person, wording=wording, **values, **OPERATOR)


def sign(plan: Plan) -> None:
    """She two days after its first day and the establishment the day after, or today."""
    for who, name, later in ((SignerKind.PERSON, "Aulne", 2), (SignerKind.ESTABLISHMENT, "Charme", 3)):
        signed_on = min(plan.starts_on + timedelta(days=later), TODAY)
        said = {"signed_on": signed_on, "means": SignatureMeans.PAPER, "on": TODAY}
        actions.sign_plan(plan=plan, who=who, name=name, **said, **OPERATOR)


def bring(plan: Plan, *states: PlanState) -> Plan:
    for state in states:
        if state == PlanState.SIGNED:
            sign(plan)
        actions.move_plan(plan=plan, state=state, on=TODAY, **OPERATOR)
    return plan


def in_force(place: Establishment, person: Person, **changes: Any) -> Plan:
    """A plan in force, with one goal."""
    plan = begin(place, person, **changes)
    aim(place, person)
    return bring(plan, *WAY)


def kind(place: Establishment, code: str = "reading") -> ActionKind:
    known = ActionKind.objects.filter(establishment=place, code=code).first()
    return known or actions.save_action_kind(
        establishment=place, code=code, name=f"Atelier {code}", category="skills", default_minutes=60, **OPERATOR
    )


def act(place: Establishment, person: Person, *, starts_on: date = date(2025, 9, 1), **changes: Any) -> SupportAction:
    """Ten sessions of an hour, planned."""
    values = {"dose_planned": 600, "planned_sessions": 10, **changes}
    spec = actions.ActionSpec(kind=kind(place), starts_on=starts_on, **values)
    return actions.save_support_action(establishment=place, person=person, spec=spec, **OPERATOR)


def meet(plan: Plan, day: date = date(2025, 12, 1), *, by: User | None = None, **changes: Any) -> None:
    spec = actions.MeetingSpec(day=day, **{"kind": MeetingKind.REVIEW, **changes})
    actions.hold_meeting(plan=plan, spec=spec, on=TODAY, by=by, at=small.AT)


def wish(
    plan: Plan, said_on: date = date(2025, 9, 1), words: str = "Je veux travailler en ville", **changes: Any
) -> Any:
    """She wants to go to ordinary work, and her plan says so."""
    spec = actions.WillSpec(said_on, words, **changes)
    return actions.say_will(plan=plan, spec=spec, on=TODAY, **OPERATOR)


def samples(place: Establishment, person: Person) -> dict[str, Any]:
    """Values for the parameters of the addresses of plans, of rows that exist."""
    plan = begin(place, person)
    action = act(place, person, plan=plan)
    where: dict[str, Any] = {"establishment": place, **OPERATOR}
    session = actions.add_session(action=action, day=TODAY, minutes=60, group_size=1, on=TODAY, **OPERATOR)
    spec = actions.AdaptationSpec("Table réglable", TODAY, person=person, cost_cents=45_000)
    return {
        "plan": plan.pk,
        "will": wish(plan).pk,
        "action": action.pk,
        "session": session.pk,
        "participant": actions.save_participant(plan=plan, name="Noé", role="trusted_person", **OPERATOR).pk,
        "adaptation": actions.save_adaptation(spec=spec, **where).pk,
        "training": actions.save_training(person=person, title="Lire", starts_on=TODAY, minutes=420, **where).pk,
        "support:plan_text.section": "expectations",
        "support:plan_move.state": "proposed",
        "support:action_move.state": "done",
        "support:kind.kind": kind(place).pk,
        "support:adaptations_export.kind": "csv",
    }
