"""Who is accompanied in the demo, and how far: a plan in force for nearly everyone, reviewed each year, and a few that are late."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from etabli.config.demo import words
from etabli.core.facts import EngagementKind
from etabli.org.models import Establishment, User, Workshop
from etabli.org.queries import followed_from
from etabli.people.models import Engagement, Person
from etabli.people.queries import workshops_of
from etabli.support import actions
from etabli.support.models import ActionKind, Adaptation, Goal, Plan
from etabli.support.states import (
    ActionState,
    GoalOutcome,
    MeetingKind,
    MilestoneKind,
    PlanState,
    SignatureMeans,
    SignerKind,
)

ADAPTED = ("BLA", "EV")
"""Workshops with a workstation that was adapted."""
TURN = 36
REVIEW_LATE, GOAL_LATE, UNSIGNED, NOTHING_YET = 1, 3, 5, 7
"""Of so many persons one after the other, those with whom something is late, on purpose."""
SETTLED_DAYS = 90
"""Who came later has a draft."""
LONG_HERE_DAYS = 240
YEAR = 335
"""Days from one yearly interview to the next: never over a year."""
LATE_DAYS = 12
SINCE = 300
"""Days ago since when people are taken who share what they did."""
ENDED = (GoalOutcome.REACHED, GoalOutcome.PARTLY, GoalOutcome.REACHED, GoalOutcome.NOT_REACHED)
"""How the goal of the first year ended, one person after the other."""


@dataclass(frozen=True)
class Case:
    """One person: the `rank` says which texts, goals and delays are hers. `since`: from when on her support is counted."""

    engagement: Engagement
    rank: int
    workshop: str
    since: date
    today: date
    who: dict[str, Any]

    @property
    def person(self) -> Person:
        return self.engagement.person

    @property
    def where(self) -> dict[str, Any]:
        return {"establishment": self.engagement.establishment, "person": self.person}

    @property
    def turn(self) -> int:
        return self.rank % TURN

    @property
    def wants_ordinary_work(self) -> bool:
        return self.rank % 9 == 1

    @property
    def begins(self) -> date:
        """Of her plan: within the months that the workplace gives itself."""
        spread = self.rank * 7 % 140 if (self.today - self.since).days > LONG_HERE_DAYS else 0
        return min(self.since + timedelta(days=20 + spread), self.today)

    def interviews(self) -> list[date]:
        """One soon after the plan began, then one a year; of who has something late, none since it is."""
        days, day = [], self.begins + timedelta(days=30)
        last = self.today - timedelta(days=LATE_DAYS + 1) if self.turn in (REVIEW_LATE, GOAL_LATE) else self.today
        while day <= last:
            days.append(day)
            day += timedelta(days=YEAR)
        return days

    @property
    def review_on(self) -> date:
        if self.turn == REVIEW_LATE:
            return self.today - timedelta(days=LATE_DAYS // 2)
        next_one = max([self.begins, *self.interviews()]) + timedelta(days=YEAR)
        return max(next_one, self.today + timedelta(days=LATE_DAYS)) if self.turn == GOAL_LATE else next_one

    @property
    def due_on(self) -> date:
        """Of the goal that is worked towards."""
        if self.turn == GOAL_LATE:
            return self.today - timedelta(days=LATE_DAYS)
        return max(self.review_on, self.today + timedelta(days=10 + self.rank % 90))


def accompany(establishment: Establishment, referents: Sequence[User], at: datetime) -> None:
    """Everyone under contract on the day; whoever has a plan already is left alone. `referents`: one after the other."""
    kinds = list(ActionKind.objects.filter(establishment=establishment).order_by("code"))
    known = set(Plan.objects.filter(establishment=establishment).values_list("person", flat=True))
    for case in _cases(establishment, referents, at):
        if case.person.pk not in known:
            _accompany(case, kinds)
    for code in ADAPTED:
        _adapt(establishment, code, at)


def _cases(establishment: Establishment, referents: Sequence[User], at: datetime) -> Iterator[Case]:
    rows = Engagement.objects.filter(establishment=establishment, kind=EngagementKind.ACCOMPANIMENT)
    codes = dict(Workshop.objects.filter(establishment=establishment).values_list("pk", "code"))
    workshops, today = workshops_of(establishment), at.date()
    for rank, row in enumerate(rows.select_related("person", "establishment").order_by("person", "starts_on")):
        if row.starts_on > today or (row.ends_before is not None and row.ends_before <= today):
            continue
        by = referents[rank % len(referents)] if referents else None
        since = max(row.starts_on, followed_from(establishment) or row.starts_on)
        code = codes.get(workshops.get(row.person_id) or 0, "")
        yield Case(row, rank, code, since, today, {"by": by, "at": at})


def _accompany(case: Case, kinds: Sequence[ActionKind]) -> None:
    signed_on = min(case.engagement.starts_on + timedelta(days=10), case.today)
    signed = {"kind": MilestoneKind.CONTRACT_SIGNED, "day": signed_on, "on": case.today}
    actions.save_milestone(engagement=case.engagement, **signed, **case.who)
    if case.turn == NOTHING_YET:
        return
    plan = actions.begin_plan(**case.where, starts_on=case.begins, referent=case.who["by"], **case.who)
    for section, text in words.texts_of(case.rank).items():
        actions.save_text(plan=plan, section=section, text=text, revision=0, **case.who)
    if case.turn == UNSIGNED or (case.today - case.since).days < SETTLED_DAYS:
        return
    goal = _agree(case, plan)
    goal = _meet(case, plan, goal)
    if kinds and case.rank % 4:
        _help(case, plan, goal, kinds[case.rank % len(kinds)])


def _agree(case: Case, plan: Plan) -> Goal:
    """Written, signed by both, in force on its first day."""
    interviews = case.interviews()
    due_on = interviews[1] if len(interviews) > 1 else case.due_on
    goal = actions.save_goal(**case.where, **_aim(case, 0, plan.starts_on, due_on).values(), plan=plan, **case.who)
    wants = case.wants_ordinary_work
    said = {"wants_ordinary_work": wants, "ordinary_work_evidence": "Dit à la réunion de projet." if wants else ""}
    days = {"starts_on": plan.starts_on, "review_on": case.review_on, "referent": plan.referent}
    actions.save_plan(plan=plan, **days, **said, **case.who)
    actions.move_plan(plan=plan, state=PlanState.PROPOSED, on=plan.starts_on, **case.who)
    for signer, name in ((SignerKind.PERSON, str(case.person)), (SignerKind.ESTABLISHMENT, plan.establishment.name)):
        signed = {"signed_on": plan.starts_on, "means": SignatureMeans.PAPER, "on": case.today}
        actions.sign_plan(plan=plan, who=signer, name=name, **signed, **case.who)
    for state in (PlanState.SIGNED, PlanState.IN_FORCE):
        actions.move_plan(plan=plan, state=state, on=plan.starts_on, **case.who)
    return goal


def _aim(case: Case, number: int, starts_on: date, due_on: date) -> actions.GoalSpec:
    wording, measure = words.goal_of(case.workshop, case.rank + number)
    return actions.GoalSpec(wording, starts_on, measure=measure, due_on=due_on)


def _meet(case: Case, plan: Plan, goal: Goal) -> Goal:
    """The yearly interviews; the second tells how the goal of the first year ended and sets another. The goal that is open."""
    first, *later = case.interviews() or [None]
    kind = MeetingKind.YEARLY_INTERVIEW
    if first is not None:
        will = actions.WillSpec(first, words.WILL) if case.wants_ordinary_work else None
        actions.hold_meeting(plan=plan, spec=actions.MeetingSpec(first, kind, will=will), on=case.today, **case.who)
    for number, day in enumerate(later, 1):
        spec = actions.MeetingSpec(
            day,
            kind,
            outcomes={goal.pk: ENDED[case.rank % len(ENDED)]},
            new_goals=(_aim(case, number, day, max(case.due_on, day)),),
        )
        actions.hold_meeting(plan=plan, spec=spec, on=case.today, **case.who)
        goal = Goal.objects.get(plan=plan, starts_on=day)
    return goal


def _help(case: Case, plan: Plan, goal: Goal, kind: ActionKind) -> None:
    """Sessions of the last months, of an action that goes on or that is done."""
    since = max(case.begins, case.today - timedelta(days=80 + case.rank % 100))
    days = [since + timedelta(days=12 * number) for number in range(2 + case.rank % 5)]
    held = [day for day in days if day <= case.today]
    done = case.rank % 5 == 0
    spec = actions.ActionSpec(
        kind=kind,
        starts_on=since,
        dose_planned=(len(held) if done else 10) * kind.default_minutes,
        ends_before=held[-1] + timedelta(days=1) if done else None,
        planned_sessions=len(held) if done else 10,
        group_size=1 + case.rank % 4,
        plan=plan,
        goal=goal,
        led_by=plan.referent,
    )
    action = actions.save_support_action(**case.where, spec=spec, **case.who)
    session = {"minutes": kind.default_minutes, "group_size": spec.group_size, "on": case.today}
    for day in held:
        actions.add_session(action=action, day=day, **session, **case.who)
    if done:
        actions.move_action(action=action, state=ActionState.DONE, **case.who)


def _adapt(establishment: Establishment, code: str, at: datetime) -> None:
    workshop = Workshop.objects.filter(establishment=establishment, code=code).first()
    if workshop is None or Adaptation.objects.filter(establishment=establishment, workshop=workshop).exists():
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
