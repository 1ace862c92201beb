"""Participants of a plan, meetings about it, and the dated steps of a contract."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from etabli.core.refusal import Refusal
from etabli.org.models import User
from etabli.org.turns import one_at_a_time
from etabli.people.models import Engagement
from etabli.support.actions.deriving import derive_goals
from etabli.support.actions.goals import GoalSpec, check_not_being_signed, save_goal
from etabli.support.actions.wills import WillSpec, say_will
from etabli.support.models import Goal, Meeting, Milestone, Participant, Plan
from etabli.support.queries.deadlines import delays_in
from etabli.support.rules import plans as rules
from etabli.support.rules.deadlines import check_trial_extension
from etabli.support.states import MilestoneKind


@transaction.atomic
def save_participant(
    *,
    plan: Plan,
    name: str,
    role: str,
    contact: str = "",
    needed_for: str = "",
    row: Participant | None = None,
    by: User | None,
    at: datetime,
) -> Participant:
    """Made, or (`row`) corrected. Refusal `support_words_missing`."""
    rules.check_support_named(name)
    row = row or Participant(plan=plan)
    row.name, row.role, row.contact, row.needed_for = name.strip(), role, contact.strip(), needed_for.strip()
    row.save()
    return row


@transaction.atomic
def remove_participant(*, participant: Participant, by: User | None, at: datetime) -> None:
    """Someone who was at no meeting. Refusal `participant_taken`."""
    if Meeting.objects.filter(present=participant).exists():
        raise Refusal("participant_taken", name=participant.name)
    participant.delete()


@dataclass(frozen=True)
class MeetingSpec:
    """What a meeting brought. `outcomes`: how goals (key) ended. `new_goals`: those agreed on. `next_review_on`: None leaves
    the day of the next review as it is. `will`: that she wants to go to ordinary work."""

    day: date
    kind: str
    person_present: bool = True
    present: Sequence[Participant] = ()
    notes: str = ""
    outcomes: Mapping[int, str] = field(default_factory=dict)
    new_goals: Sequence[GoalSpec] = ()
    next_review_on: date | None = None
    will: WillSpec | None = None


@transaction.atomic
def hold_meeting(*, plan: Plan, spec: MeetingSpec, on: date, by: User | None, at: datetime) -> Meeting:
    """A meeting and all that it brought, at once. `on`: today. Goals that ended end on the day of the meeting.

    Refusals: `support_day_to_come`, `plan_review_backwards`, `plan_not_writable` (goals that are being signed), and those of goals
    and of `say_will`.
    """
    one_at_a_time(plan.establishment)
    rules.check_not_to_come(spec.day, on)
    meeting = Meeting.objects.create(
        plan=plan,
        day=spec.day,
        kind=spec.kind,
        person_present=spec.person_present,
        notes=spec.notes.strip(),
        led_by=by,
    )
    meeting.present.set(spec.present)
    for goal in Goal.objects.filter(pk__in=spec.outcomes, plan__in=[plan.pk, plan.amends_id or plan.pk]):
        check_not_being_signed(goal)
        goal.outcome, goal.ends_before = spec.outcomes[goal.pk], max(spec.day, rules.day_after(goal.starts_on))
        goal.save(update_fields=["outcome", "ends_before"])
    derive_goals(plan.establishment_id, {plan.person_id})
    for goal_spec in spec.new_goals:
        save_goal(establishment=plan.establishment, person=plan.person, plan=plan, **goal_spec.values(), by=by, at=at)
    if spec.will is not None:
        say_will(plan=plan, spec=spec.will, on=on, by=by, at=at)
    if spec.next_review_on is not None:
        rules.check_plan_days(max(plan.starts_on, spec.day), spec.next_review_on)
        plan.review_on = spec.next_review_on
        plan.save(update_fields=["review_on"])
    return meeting


@transaction.atomic
def save_milestone(
    *, engagement: Engagement, kind: str, day: date | None, on: date, by: User | None, at: datetime
) -> Milestone | None:
    """A dated step of a contract; without a day, it is taken back. `on`: today.

    Refusals: `milestone_outside` (before the contract), `support_day_to_come` (a signature), `trial_too_long`.
    """
    rows = Milestone.objects.filter(engagement=engagement, kind=kind)
    if day is None:
        rows.delete()
        return None
    if day < engagement.starts_on and kind != MilestoneKind.CONTRACT_SIGNED:
        raise Refusal("milestone_outside", day=day, start=engagement.starts_on)
    if kind == MilestoneKind.CONTRACT_SIGNED:
        rules.check_not_to_come(day, on)
    if kind == MilestoneKind.TRIAL_EXTENDED:
        most = delays_in(engagement.establishment)("support_trial_most_months", engagement.starts_on)
        check_trial_extension(engagement.starts_on, day, most)
    row = rows.first() or Milestone(engagement=engagement, kind=kind)
    row.establishment, row.person, row.day = engagement.establishment, engagement.person, day
    row.save()
    return row
