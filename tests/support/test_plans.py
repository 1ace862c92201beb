"""Plans, their goals, actions and meetings as actions write them: states, refusals, amendments, what is owed."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from etabli.core.refusal import Refusal
from etabli.kit.models import JournalRow
from etabli.org.models import Establishment, User
from etabli.org.states import EstablishmentKind
from etabli.people.models import Engagement, Person
from etabli.support import actions
from etabli.support.models import Goal, Meeting, Plan, PlanText
from etabli.support.queries import deadlines, goals_in_force, plans
from etabli.support.rules import plans as rules
from etabli.support.states import (
    PLAN_STEPS,
    ActionState,
    Duty,
    GoalOutcome,
    MeetingKind,
    PlanContent,
    PlanKind,
    PlanState,
    SignerKind,
)
from tests import workplace as small
from tests.support.planning import OPERATOR, SECRET, TODAY, WAY, act, aim, begin, bring, in_force, kind, meet

DAY = timedelta(days=1)


def refused(code: str, act: Any, /, **values: Any) -> None:
    with pytest.raises(Refusal) as refusal:
        act(**values, **OPERATOR)
    assert refusal.value.code == code


# ---------------------------------------------------------------- states


def test_a_plan_goes_from_draft_to_force_with_texts_goals_and_signatures(place: Establishment, person: Person) -> None:
    plan = begin(place, person)
    assert (plan.number, plan.kind, plan.state) == (1, PlanKind.PERSONAL, PlanState.DRAFT)
    refused("plan_without_goal", actions.move_plan, plan=plan, state=PlanState.PROPOSED, on=TODAY)
    aim(place, person)
    bring(plan, PlanState.PROPOSED)
    refused("plan_not_signed", actions.move_plan, plan=plan, state=PlanState.SIGNED, on=TODAY)
    bring(plan, PlanState.SIGNED, PlanState.IN_FORCE)
    plan.refresh_from_db()
    assert plan.state == PlanState.IN_FORCE


def test_what_says_nothing_is_not_proposed(place: Establishment, person: Person) -> None:
    plan = actions.begin_plan(establishment=place, person=person, starts_on=TODAY, **OPERATOR)
    aim(place, person)
    refused("plan_says_nothing", actions.move_plan, plan=plan, state=PlanState.PROPOSED, on=TODAY)


@pytest.mark.parametrize("state", list(PlanState))
def test_no_other_step_than_those_of_the_table(state: PlanState) -> None:
    for wanted in PlanState:
        if wanted in PLAN_STEPS[state]:
            rules.check_plan_step(state, wanted)
        else:
            with pytest.raises(Refusal, match="plan_step_refused"):
                rules.check_plan_step(state, wanted)


def test_back_to_draft_the_signatures_are_gone(place: Establishment, person: Person) -> None:
    plan = begin(place, person)
    aim(place, person)
    bring(plan, PlanState.PROPOSED)
    actions.sign_plan(
        plan=plan, who=SignerKind.PERSON, name="Aulne", signed_on=TODAY, means="paper", on=TODAY, **OPERATOR
    )
    bring(plan, PlanState.DRAFT)
    assert not plan.signatures.exists()


def test_one_plan_at_a_time(place: Establishment, person: Person) -> None:
    plan = begin(place, person)
    refused("plan_open_already", actions.begin_plan, establishment=place, person=person, starts_on=TODAY)
    bring(plan, PlanState.CLOSED)
    assert plan.ends_before == TODAY
    assert begin(place, person).number == 2


# ---------------------------------------------------------------- texts


def test_a_text_is_saved_once_and_two_writers_notice_each_other(place: Establishment, person: Person) -> None:
    plan = begin(place, person)
    first = PlanText.objects.get()
    again = actions.save_text(plan=plan, section="expectations", text=SECRET, revision=0, **OPERATOR)
    assert again.revision == first.revision == 1
    actions.save_text(plan=plan, section="expectations", text="Autre chose", revision=1, **OPERATOR)
    refused("plan_text_changed", actions.save_text, plan=plan, section="expectations", text="Encore", revision=1)
    assert PlanText.objects.get().text == "Autre chose"


def test_texts_are_encrypted_in_the_table_and_in_the_journal(place: Establishment, person: Person) -> None:
    begin(place, person)
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM support_plantext")
        (kept,) = cursor.fetchone()
    assert SECRET not in kept and len(kept) > len(SECRET)
    lines = JournalRow.objects.filter(table_name="support_plantext")
    assert lines.exists() and SECRET not in str(list(lines.values()))


def test_texts_stand_still_once_proposed(place: Establishment, person: Person) -> None:
    plan = in_force(place, person)
    refused("plan_not_writable", actions.save_text, plan=plan, section="expectations", text="x", revision=1)
    bring(plan, PlanState.UNDER_REVIEW)
    refused("plan_not_writable", actions.save_text, plan=plan, section="expectations", text="x", revision=1)
    days = {"starts_on": plan.starts_on, "review_on": None, "referent": None}
    refused(
        "plan_not_writable", actions.save_plan, plan=plan, **days, wants_ordinary_work=True, ordinary_work_evidence=""
    )


def test_a_section_of_another_template_is_refused(place: Establishment, person: Person) -> None:
    plan = begin(place, person)
    refused("plan_section_unknown", actions.save_text, plan=plan, section="barriers", text="x", revision=0)
    refused(
        "plan_text_too_long",
        actions.save_text,
        plan=plan,
        section="needs",
        text="x" * (rules.LONGEST_PLAN_TEXT + 1),
        revision=0,
    )


def test_a_workplace_has_sections_of_its_own_and_what_was_written_stays(place: Establishment, person: Person) -> None:
    plan = begin(place, person)
    mine = [actions.SectionSpec("dreams", "Ses rêves", "Avec ses mots")]
    actions.save_sections(establishment=place, kind=PlanKind.PERSONAL, sections=mine, **OPERATOR)
    assert [one.code for one in plans.sections_of(plan)] == ["dreams", "expectations"]
    actions.save_text(plan=plan, section="dreams", text="Conduire", revision=0, **OPERATOR)
    refused("plan_sections_wrong", actions.save_sections, establishment=place, kind=PlanKind.PERSONAL, sections=[])


@pytest.mark.parametrize(
    ("establishment", "plan"),
    [("ESAT", "personal"), ("EA", "personal"), ("AI", "integration"), ("maatwerkbedrijf", "pop")],
)
def test_the_kind_of_a_plan_follows_from_that_of_the_establishment(establishment: str, plan: str) -> None:
    assert rules.plan_kind(EstablishmentKind(establishment)) == plan


# ---------------------------------------------------------------- goals


def test_the_workshop_is_told_the_goals_of_a_plan_once_it_is_agreed(place: Establishment, person: Person) -> None:
    aim(place, person, "Déjà convenu", due_on=None)
    plan = begin(place, person)
    aim(place, person, "En discussion")
    assert goals_in_force(place, [person.pk], TODAY)[person.pk] == ["Déjà convenu"]
    bring(plan, *WAY)
    assert goals_in_force(place, [person.pk], TODAY)[person.pk] == ["Déjà convenu", "En discussion"]
    assert set(Goal.objects.values_list("plan", flat=True)) == {plan.pk}


def test_goals_have_a_measure_a_day_and_a_practice(place: Establishment, person: Person) -> None:
    begin(place, person)
    goal = aim(place, person, weekly_half_days=3, activity_code="PLIAGE")
    assert (goal.weekly_half_days, goal.activity_code, goal.measure) == (3, "PLIAGE", "Quatre matins sur cinq")
    where = {"establishment": place, "person": person, "wording": "x", "starts_on": TODAY}
    refused("goal_practice_wrong", actions.save_goal, **where, weekly_half_days=15)
    refused("goal_due_backwards", actions.save_goal, **where, due_on=TODAY - DAY)


def test_the_goals_that_are_signed_stand_still(place: Establishment, person: Person) -> None:
    loose = aim(place, person, "Sans projet")
    plan = begin(place, person)
    goal = aim(place, person)
    aim(place, person, "Préparer son poste seule", row=goal)
    for state in WAY[:2]:
        bring(plan, state)
        for row in (goal, loose, None):
            with pytest.raises(Refusal, match="plan_not_writable"):
                aim(place, person, "Tout autre chose", row=row)
        refused("plan_not_writable", actions.end_goal, goal=goal, ends_before=TODAY)
        with pytest.raises(Refusal, match="plan_not_writable"):
            meet(plan, TODAY, outcomes={goal.pk: GoalOutcome.REACHED})
    goal.refresh_from_db()
    assert (goal.wording, goal.ends_before, Goal.objects.count()) == ("Préparer son poste seule", None, 2)


@pytest.mark.parametrize("after", [(), (PlanState.UNDER_REVIEW,), (PlanState.CLOSED,)])
def test_a_goal_that_was_signed_is_ended_and_not_reworded(
    place: Establishment, person: Person, after: tuple[PlanState, ...]
) -> None:
    bring(in_force(place, person), *after)
    goal = Goal.objects.get()
    for changes in ({"wording": "Autre"}, {"due_on": date(2027, 1, 1)}, {"measure": ""}):
        with pytest.raises(Refusal, match="plan_not_writable"):
            aim(place, person, row=goal, **changes)
    goal.refresh_from_db()
    assert aim(place, person, row=goal, ends_before=TODAY).ends_before == TODAY


# ---------------------------------------------------------------- amendments


def test_an_amendment_begins_with_what_stands_and_replaces_it_once_in_force(
    place: Establishment, person: Person
) -> None:
    old = in_force(place, person)
    action = act(place, person, plan=old)
    new = actions.amend_plan(plan=old, starts_on=TODAY, **OPERATOR)
    assert [row.text for row in new.texts.all()] == [SECRET] and new.amends == old
    refused("plan_open_already", actions.amend_plan, plan=old, starts_on=TODAY)
    assert goals_in_force(place, [person.pk], TODAY)[person.pk] == ["Préparer son poste"]
    bring(new, *WAY)
    old.refresh_from_db()
    action.refresh_from_db()
    assert (old.state, old.ends_before) == (PlanState.REPLACED, TODAY)
    assert action.plan == new and Goal.objects.get().plan == new


def test_only_what_is_in_force_is_amended(place: Establishment, person: Person) -> None:
    refused("plan_not_amendable", actions.amend_plan, plan=begin(place, person), starts_on=TODAY)


# ---------------------------------------------------------------- actions and meetings


def test_the_dose_done_is_the_sum_of_the_sessions(place: Establishment, person: Person, educator: User) -> None:
    action = act(place, person)
    for minutes in (60, 45):
        actions.add_session(action=action, day=TODAY, minutes=minutes, group_size=4, on=TODAY, **OPERATOR)
    (row,) = plans.actions_of(educator, place, person.pk)
    assert (row.done_minutes, row.done_sessions, row.state) == (105, 2, ActionState.RUNNING)
    refused(
        "support_day_to_come",
        actions.add_session,
        action=action,
        day=TODAY + DAY,
        minutes=60,
        group_size=1,
        on=TODAY,
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"dose_planned": 0}, "dose_wrong"),
        ({"group_size": 0}, "group_size_wrong"),
        ({"planned_sessions": 501}, "sessions_wrong"),
        ({"ends_before": date(2025, 9, 1)}, "support_period_backwards"),
    ],
)
def test_an_action_that_cannot_be_is_refused(
    place: Establishment, person: Person, changes: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refusal, match=code):
        act(place, person, **changes)


def test_a_kind_of_action_has_a_code_of_its_own(place: Establishment) -> None:
    values = {"establishment": place, "code": kind(place).code, "name": "x", "category": "skills"}
    refused("action_kind_taken", actions.save_action_kind, **values, default_minutes=60)


def test_a_meeting_ends_goals_sets_new_ones_and_the_next_review(place: Establishment, person: Person) -> None:
    plan = in_force(place, person)
    friend = actions.save_participant(plan=plan, name="Noé", role="trusted_person", **OPERATOR)
    goal = Goal.objects.get()
    fresh = actions.GoalSpec("Aider une collègue", TODAY, due_on=date(2026, 9, 1))
    review = date(2026, 12, 1)
    meet(
        plan,
        TODAY,
        kind=MeetingKind.YEARLY_INTERVIEW,
        present=[friend],
        outcomes={goal.pk: GoalOutcome.REACHED},
        new_goals=[fresh],
        next_review_on=review,
    )
    goal.refresh_from_db()
    plan.refresh_from_db()
    assert (goal.outcome, goal.ends_before, plan.review_on) == (GoalOutcome.REACHED, TODAY, review)
    assert list(Meeting.objects.get().present.all()) == [friend]
    assert goals_in_force(place, [person.pk], TODAY)[person.pk] == ["Aider une collègue"]
    refused("participant_taken", actions.remove_participant, participant=friend)


def test_a_meeting_that_is_refused_leaves_nothing(place: Establishment, person: Person) -> None:
    plan = in_force(place, person)
    with pytest.raises(Refusal, match="goal_empty"):
        meet(plan, TODAY, new_goals=[actions.GoalSpec(" ", TODAY)])
    assert not Meeting.objects.exists()


def test_an_adaptation_is_for_a_person_or_for_a_workshop(place: Establishment, person: Person) -> None:
    spec = actions.AdaptationSpec("Table réglable", TODAY)
    refused("adaptation_for_nobody", actions.save_adaptation, establishment=place, spec=spec)


# ---------------------------------------------------------------- what is owed


def test_what_is_owed_follows_from_what_is_written(place: Establishment, person: Person) -> None:
    engagement = Engagement.objects.get(person=person)
    owed = deadlines.deadlines_of(place, [person.pk], TODAY)[person.pk]
    assert [one.duty for one in owed if one.state(TODAY) == "late"] == [Duty.CONTRACT, Duty.FIRST_PLAN, Duty.INTERVIEW]
    actions.save_milestone(engagement=engagement, kind="contract_signed", day=small.BEGINNING, on=TODAY, **OPERATOR)
    plan = in_force(place, person, review_on=date(2026, 2, 1))
    act(place, person, plan=plan, ends_before=date(2026, 1, 10))
    meet(plan, date(2025, 12, 1), kind=MeetingKind.YEARLY_INTERVIEW)
    by_duty = {one.duty: one for one in deadlines.deadlines_of(place, [person.pk], TODAY)[person.pk]}
    assert by_duty[Duty.CONTRACT].done_on == small.BEGINNING
    assert by_duty[Duty.FIRST_PLAN].done_on == date(2025, 6, 4)
    assert by_duty[Duty.INTERVIEW].due_on == date(2026, 12, 1)
    assert by_duty[Duty.REVIEW].due_on == date(2026, 2, 1)
    assert (by_duty[Duty.ACTION].words, by_duty[Duty.ACTION].due_on) == ("Atelier reading", date(2026, 1, 9))
    assert by_duty[Duty.GOAL].due_on == date(2026, 3, 1)


def test_nothing_is_owed_to_who_left(place: Establishment, person: Person) -> None:
    Engagement.objects.filter(person=person).update(ends_before=TODAY)
    assert deadlines.deadlines_of(place, [person.pk], TODAY) == {}


def test_the_caseload_is_as_many_queries_for_twenty_as_for_one(
    place: Establishment, person: Person, educator: User
) -> None:
    counts = []
    for number in (0, 20):
        for one in range(number):
            someone = small.engage(place, f"n{one}", workshop="EV")
            plan = in_force(place, someone, referent=educator)
            act(place, someone, plan=plan)
            meet(plan)
        with CaptureQueriesContext(connection) as queries:
            cases = deadlines.caseload(educator, place, TODAY)
            deadlines.changes_since(educator, place, [case.registration.person_id for case in cases], small.BEGINNING)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 22
    assert cases[0].registration.person == person and cases[0].plan is None
    assert len(deadlines.caseload(educator, place, TODAY, mine=True)) == 20


def test_the_contents_of_plans_are_said_one_by_one(place: Establishment, person: Person) -> None:
    plan = in_force(place, person)
    (facts,) = plans.facts_of([plan]).values()
    held = rules.contents(facts, 1)
    assert {content for content, done in held.items() if done} == {
        PlanContent.GOALS,
        PlanContent.MEASURES,
        PlanContent.SIGNED,
    }
    act(place, person, plan=plan)
    Plan.objects.update(wants_ordinary_work=False, review_on=TODAY + DAY)
    for section in ("strengths", "needs", "work_conditions"):
        PlanText.objects.create(plan=plan, section=section, text="x", saved_at=small.AT)
    (facts,) = plans.facts_of(Plan.objects.select_related("establishment")).values()
    assert all(rules.contents(facts, 1).values())
    assert PlanContent.ACTIONS not in {content for content, done in rules.contents(facts, 2).items() if done}
