"""Who is accompanied in the demo, and how far: plans in force, a review that comes, a goal that is late, a draft, none yet."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from etabli.config.demo.skills import people_of_workshop
from etabli.org.models import Establishment, User, Workshop
from etabli.people.models import Engagement, Person
from etabli.support import actions
from etabli.support.models import ActionKind, Adaptation, Plan
from etabli.support.states import MeetingKind, MilestoneKind, PlanState, SignatureMeans, SignerKind

WORKSHOPS = ("BLA", "EV")
SINCE = 300
"""Days ago on which the plans began."""
REVIEWS, DUE = (20, 65, 140, -6), (-12, 40, 90, 25)
"""Days from now, one after the other: the next review, and the day of the goal."""
TEXTS = {
    "expectations": "« Je veux apprendre à lire les étiquettes toute seule. »",
    "strengths": "Arrive la première, aide les nouveaux.",
    "needs": "Des consignes courtes, une chose à la fois.",
    "work_conditions": "Un poste assis l’après-midi, loin de la presse.",
}
GOALS = (
    "Lire les étiquettes du tri",
    "Préparer son poste sans aide",
    "Rendre compte en fin de journée",
    "Aider une collègue",
)


def accompany(establishment: Establishment, educator: User, at: datetime) -> None:
    """Of each workshop, some people with a plan in force, one with a draft; the others have none yet. Twice changes nothing."""
    kind = ActionKind.objects.filter(establishment=establishment).order_by("code").first()
    for code in WORKSHOPS:
        people = people_of_workshop(establishment, code, at.date() - timedelta(days=SINCE))
        for rank, person in enumerate(people[: len(REVIEWS) + 1]):
            if not Plan.objects.filter(establishment=establishment, person=person).exists():
                _accompany(establishment, person, rank, kind, educator, at)
        _adapt(establishment, code, at)


def _accompany(
    establishment: Establishment, person: Person, rank: int, kind: ActionKind | None, educator: User, at: datetime
) -> None:
    who: dict[str, Any] = {"by": educator, "at": at}
    begins = at.date() - timedelta(days=SINCE)
    engagement = Engagement.objects.filter(establishment=establishment, person=person).latest("starts_on")
    signed_on = min(engagement.starts_on + timedelta(days=10 if rank else 45), at.date())
    actions.save_milestone(
        engagement=engagement, kind=MilestoneKind.CONTRACT_SIGNED, day=signed_on, on=at.date(), **who
    )
    plan = actions.begin_plan(establishment=establishment, person=person, starts_on=begins, referent=educator, **who)
    for section, text in TEXTS.items():
        actions.save_text(plan=plan, section=section, text=text, revision=0, **who)
    if rank < len(REVIEWS):
        _agree(plan, rank, kind, at, who)


def _agree(plan: Plan, rank: int, kind: ActionKind | None, at: datetime, who: dict[str, Any]) -> None:
    today, begins = at.date(), plan.starts_on
    spec = actions.GoalSpec(
        GOALS[rank], begins, measure="Vu au poste quatre fois sur cinq", due_on=today + timedelta(days=DUE[rank])
    )
    where: dict[str, Any] = {"establishment": plan.establishment, "person": plan.person}
    goal = actions.save_goal(**where, **spec.values(), plan=plan, **who)
    days = {"starts_on": begins, "review_on": today + timedelta(days=REVIEWS[rank]), "referent": plan.referent}
    actions.save_plan(
        plan=plan, **days, wants_ordinary_work=rank == 1, ordinary_work_evidence="Dit en réunion de projet.", **who
    )
    actions.move_plan(plan=plan, state=PlanState.PROPOSED, on=begins, **who)
    for signer, name in ((SignerKind.PERSON, str(plan.person)), (SignerKind.ESTABLISHMENT, plan.establishment.name)):
        signed = {"signed_on": begins, "means": SignatureMeans.PAPER, "on": today}
        actions.sign_plan(plan=plan, who=signer, name=name, **signed, **who)
    for state in (PlanState.SIGNED, PlanState.IN_FORCE):
        actions.move_plan(plan=plan, state=state, on=begins, **who)
    meeting = actions.MeetingSpec(begins + timedelta(days=20), MeetingKind.YEARLY_INTERVIEW)
    actions.hold_meeting(plan=plan, spec=meeting, on=today, **who)
    if kind is not None:
        _help(where, plan, kind, goal, today, who)


def _help(where: dict[str, Any], plan: Plan, kind: ActionKind, goal: Any, today: date, who: dict[str, Any]) -> None:
    """Ten sessions, six of which took place."""
    spec = actions.ActionSpec(
        kind=kind,
        starts_on=today - timedelta(days=80),
        dose_planned=10 * kind.default_minutes,
        planned_sessions=10,
        group_size=4,
        plan=plan,
        goal=goal,
        led_by=plan.referent,
    )
    action = actions.save_support_action(**where, spec=spec, **who)
    for week in range(6):
        day = today - timedelta(days=75 - 12 * week)
        actions.add_session(action=action, day=day, minutes=kind.default_minutes, group_size=4, on=today, **who)


def _adapt(establishment: Establishment, code: str, at: datetime) -> None:
    workshop = Workshop.objects.get(establishment=establishment, code=code)
    if Adaptation.objects.filter(establishment=establishment, workshop=workshop).exists():
        return
    spec = actions.AdaptationSpec(
        "Consignes en pictogrammes au poste",
        at.date() - timedelta(days=200),
        workshop=workshop,
        post="Tri",
        cost_cents=18_000,
        minutes_saved=90,
        people_helped=6,
    )
    actions.save_adaptation(establishment=establishment, spec=spec, by=None, at=at)
