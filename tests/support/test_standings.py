"""What is owed, as the rows say it: contracts that ended, plans by the day on which they were signed, actions of a POP."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from etabli.core.refusal import Refusal
from etabli.org.models import Establishment
from etabli.people.models import Engagement, Person
from etabli.support import actions
from etabli.support.models import Plan
from etabli.support.queries import deadlines
from etabli.support.rules.deadlines import Deadline
from etabli.support.states import ActionState, Duty, MeetingKind, PlanState, SignerKind
from tests import workplace as small
from tests.support.planning import OPERATOR, TODAY, WAY, act, aim, begin, bring, in_force, meet

DAY = timedelta(days=1)


def refused(code: str, act: Any, /, **values: Any) -> None:
    with pytest.raises(Refusal, match=code):
        act(**values, **OPERATOR)


def owed(place: Establishment, person: Person, on: date = TODAY) -> dict[Duty, Deadline]:
    return {one.duty: one for one in deadlines.deadlines_of(place, [person.pk], on)[person.pk]}


def test_an_ended_contract_rules_nothing_of_the_next_one(place: Establishment, person: Person) -> None:
    old = Engagement.objects.get(person=person)
    Engagement.objects.filter(pk=old.pk).update(starts_on=date(2023, 1, 1), ends_before=date(2025, 1, 1))
    old.refresh_from_db()
    days = {
        "contract_signed": date(2023, 1, 5),
        "trial_extended": date(2023, 8, 1),
        "short_contract": date(2023, 12, 1),
    }
    for step, day in days.items():
        actions.save_milestone(engagement=old, kind=step, day=day, on=TODAY, **OPERATOR)
    meet(begin(place, person, starts_on=date(2023, 6, 1)), date(2023, 12, 1), kind=MeetingKind.YEARLY_INTERVIEW)
    back = Engagement.objects.create(establishment=place, person=person, kind=old.kind, starts_on=date(2025, 12, 1))
    found = owed(place, person)
    assert (found[Duty.CONTRACT].due_on, found[Duty.CONTRACT].done_on) == (date(2026, 1, 1), None)
    assert found[Duty.TRIAL].due_on == date(2026, 2, 28)
    assert found[Duty.INTERVIEW].due_on == date(2026, 12, 1)
    assert Duty.SHORT_UPDATE not in found
    actions.save_milestone(engagement=back, kind="contract_signed", day=date(2025, 12, 3), on=TODAY, **OPERATOR)
    assert owed(place, person)[Duty.CONTRACT].done_on == date(2025, 12, 3)


def test_a_shorter_contract_is_over_when_an_ordinary_one_follows_it(place: Establishment, person: Person) -> None:
    short = Engagement.objects.get(person=person)
    for step, day in (("contract_signed", small.BEGINNING), ("short_contract", date(2025, 9, 1))):
        actions.save_milestone(engagement=short, kind=step, day=day, on=TODAY, **OPERATOR)
    assert owed(place, person)[Duty.SHORT_UPDATE].due_on == date(2025, 10, 1)
    Engagement.objects.filter(pk=short.pk).update(ends_before=date(2026, 1, 1))
    after = Engagement.objects.create(establishment=place, person=person, kind=short.kind, starts_on=date(2026, 1, 1))
    actions.save_milestone(engagement=after, kind="contract_signed", day=TODAY, on=TODAY, **OPERATOR)
    found = owed(place, person)
    assert Duty.SHORT_UPDATE not in found and found[Duty.CONTRACT].done_on == small.BEGINNING


def test_a_trial_is_extended_up_to_the_limit_of_the_day(place: Establishment, person: Person) -> None:
    engagement = Engagement.objects.get(person=person)
    step = {"engagement": engagement, "kind": "trial_extended", "on": TODAY}
    Engagement.objects.filter(pk=engagement.pk).update(starts_on=date(2025, 9, 1))
    engagement.refresh_from_db()
    refused("trial_too_long", actions.save_milestone, **step, day=date(2026, 3, 1))
    actions.save_milestone(**step, day=date(2026, 2, 28), **OPERATOR)
    assert owed(place, person)[Duty.TRIAL].due_on == date(2026, 2, 28)
    engagement.starts_on = date(2025, 8, 24)
    actions.save_milestone(**step, day=date(2026, 3, 1), **OPERATOR)


def test_a_signature_to_come_is_refused(place: Establishment, person: Person) -> None:
    plan = begin(place, person)
    aim(place, person)
    bring(plan, PlanState.PROPOSED)
    said = {"plan": plan, "who": SignerKind.PERSON, "name": "Aulne", "means": "paper", "on": TODAY}
    refused("support_day_to_come", actions.sign_plan, **said, signed_on=TODAY + DAY)
    engagement = Engagement.objects.get(person=person)
    refused(
        "support_day_to_come",
        actions.save_milestone,
        engagement=engagement,
        kind="contract_signed",
        day=TODAY + DAY,
        on=TODAY,
    )


@pytest.fixture
def hired(db: Any) -> tuple[Establishment, Person]:
    """A target worker whose deadlines are counted from 1 January 2025."""
    place = small.workplace(kind="maatwerkbedrijf", country="BE", finess="MW1", association="Proef")
    return place, small.engage(place, "1", kind="target_worker")


def pop(hired: tuple[Establishment, Person], *starts: date) -> Plan:
    plan = in_force(*hired, starts_on=small.BEGINNING)
    for start in starts:
        act(*hired, plan=plan, starts_on=start)
    return plan


def amended(plan: Plan, starts_on: date) -> Plan:
    return bring(actions.amend_plan(plan=plan, starts_on=starts_on, **OPERATOR), *WAY)


def test_a_pop_exists_once_it_is_signed(hired: tuple[Establishment, Person]) -> None:
    plan = pop(hired)
    assert owed(*hired)[Duty.POP].done_on == small.BEGINNING + 3 * DAY
    plan.signatures.filter(who=SignerKind.ESTABLISHMENT).update(signed_on=date(2025, 7, 1))
    found = owed(*hired)[Duty.POP]
    assert (found.done_on, found.state(TODAY)) == (date(2025, 7, 1), "done_late")


@pytest.mark.parametrize("done", [False, True])
def test_actions_of_a_pop_that_was_amended_still_count(hired: tuple[Establishment, Person], done: bool) -> None:
    plan = pop(hired, small.BEGINNING, small.BEGINNING + 10 * DAY)
    if done:
        for action in plan.actions.all():
            actions.move_action(action=action, state=ActionState.DONE, **OPERATOR)
    amended(plan, date(2025, 12, 1))
    found = owed(*hired)[Duty.POP_ACTIONS]
    assert (found.done_on, found.state(TODAY)) == (small.BEGINNING + 10 * DAY, "done")


def test_actions_that_begin_late_or_were_given_up_do_not_make_a_pop_complete(
    hired: tuple[Establishment, Person],
) -> None:
    november = date(2025, 11, 3)
    plan = pop(hired, november, november)
    before, after = owed(*hired, on=november - DAY)[Duty.POP_ACTIONS], owed(*hired)[Duty.POP_ACTIONS]
    assert (before.done_on, before.state(november - DAY)) == (None, "late")
    assert (after.done_on, after.state(TODAY)) == (november, "done_late")
    actions.move_action(action=plan.actions.first(), state=ActionState.DROPPED, **OPERATOR)
    assert owed(*hired)[Duty.POP_ACTIONS].done_on is None


def test_actions_of_a_plan_from_before_hiring_do_not_count(hired: tuple[Establishment, Person]) -> None:
    place, person = hired
    bring(pop(hired, small.BEGINNING, small.BEGINNING), PlanState.CLOSED)
    Plan.objects.update(ends_before=date(2025, 6, 1))
    Engagement.objects.filter(person=person).update(starts_on=date(2025, 12, 1))
    assert owed(place, person)[Duty.POP].done_on is None
    plan = in_force(place, person, starts_on=date(2025, 12, 2))
    act(place, person, plan=plan, starts_on=date(2025, 12, 8))
    assert owed(place, person)[Duty.POP_ACTIONS].done_on is None
    act(place, person, plan=plan, starts_on=date(2025, 12, 9))
    assert owed(place, person)[Duty.POP_ACTIONS].done_on == date(2025, 12, 9)
