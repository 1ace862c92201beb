"""The sentences of what is refused about plans, actions, meetings and adaptations, and the words of their kinds and states."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from etabli.support.states import (
    ActionCategory,
    ActionState,
    Authority,
    DueState,
    Duty,
    GoalOutcome,
    MeetingKind,
    MilestoneKind,
    ParticipantRole,
    PlanContent,
    PlanKind,
    PlanState,
    Section,
    SignatureMeans,
    SignerKind,
)

SENTENCES = {
    "plan_step_refused": _("The plan is “%(plan_state)s”: it cannot become “%(wanted_state)s” from there."),
    "plan_not_writable": _(
        "The plan is “%(plan_state)s”: what it says no longer changes. Take it back to draft, or amend it."
    ),
    "plan_text_too_long": _("The text is longer than %(most)s characters. Make it shorter."),
    "plan_section_unknown": _("“%(value)s” is not a section of this plan."),
    "plan_text_changed": _(
        "Someone else changed this text meanwhile. Open the page again and write your change into it."
    ),
    "plan_sections_wrong": _("A template has at least one section, each with a title and a code of its own."),
    "plan_review_backwards": _("The plan begins on %(start)s: its review comes after that day."),
    "plan_open_already": _("Plan %(number)s is open: continue it, amend it or close it first."),
    "plan_not_amendable": _("The plan is “%(plan_state)s”: only a plan in force is amended."),
    "plan_says_nothing": _("Nothing is written yet: write at least what the person expects."),
    "plan_without_goal": _("The plan has no goal yet: add at least one before it is proposed."),
    "plan_not_signed": _(
        "The person, or who represents them, and the establishment sign before the plan takes effect."
    ),
    "plan_not_signable": _("The plan is “%(plan_state)s”: it is signed once it is proposed."),
    "support_day_to_come": _("%(day)s has not come yet. Check the date."),
    "signed_already": _("%(name)s has signed this plan already."),
    "participant_taken": _("%(name)s was present at a meeting and stays in the plan."),
    "goal_practice_wrong": _("Practised half-days a week are a number from 1 to %(most)s."),
    "goal_due_backwards": _("The goal begins on %(start)s: it is reached on that day or later."),
    "action_step_refused": _("The action is “%(action_state)s”: it cannot become “%(wanted_action)s” from there."),
    "support_period_backwards": _("It ends before it starts, on %(start)s. Correct its last day."),
    "dose_wrong": _("A duration is more than nothing, and at most %(most)s minutes."),
    "group_size_wrong": _("A group is from 1 to %(most)s people."),
    "sessions_wrong": _("Sessions are a number from 1 to %(most)s."),
    "action_led_twice": _("Choose someone of the team, or name someone from outside: not both."),
    "action_kind_taken": _("There is a kind of action with the code %(value)s already. Give another one."),
    "support_words_missing": _("Say it in a few plain words."),
    "adaptation_for_nobody": _("Say for whom it is: a person, or a workshop."),
    "milestone_outside": _("%(day)s is not a day of this contract, which begins on %(start)s."),
    "trial_too_long": _("With its extension, the trial period ends on %(last)s at the latest."),
}

PLAN_KINDS = {
    PlanKind.PERSONAL: _("Personal plan"),
    PlanKind.POP: _("Personal development plan (POP)"),
    PlanKind.INTEGRATION: _("Integration plan"),
}
SECTIONS = {
    Section.EXPECTATIONS: _("What the person expects, in their own words"),
    Section.STRENGTHS: _("What goes well, what the person is proud of"),
    Section.NEEDS: _("What the person needs"),
    Section.WORK_CONDITIONS: _("What makes work possible: post, rhythm, surroundings"),
    Section.CURRENT_COMPETENCES: _("Competences now, general and technical"),
    Section.FUTURE_COMPETENCES: _("Competences to come, general and technical"),
    Section.BARRIERS: _("What stands in the way of a job"),
    Section.PROJECT: _("Plans for a job"),
}
PLAN_STATES = {
    PlanState.DRAFT: pgettext_lazy("support plan", "Draft"),
    PlanState.PROPOSED: pgettext_lazy("support plan", "Proposed"),
    PlanState.SIGNED: pgettext_lazy("support plan", "Signed"),
    PlanState.IN_FORCE: pgettext_lazy("support plan", "In force"),
    PlanState.UNDER_REVIEW: pgettext_lazy("support plan", "Under review"),
    PlanState.CLOSED: pgettext_lazy("support plan", "Closed"),
    PlanState.REPLACED: pgettext_lazy("support plan", "Replaced"),
}
PLAN_ACTS = {
    PlanState.DRAFT: _("Back to draft"),
    PlanState.PROPOSED: _("Propose it"),
    PlanState.SIGNED: _("Everyone has signed"),
    PlanState.IN_FORCE: _("Put it in force"),
    PlanState.UNDER_REVIEW: _("Review it"),
    PlanState.CLOSED: _("Close it"),
}
"""The act that brings a plan to a state; it is replaced by its amendment, without an act."""
GOAL_OUTCOMES = {
    GoalOutcome.REACHED: _("Reached"),
    GoalOutcome.PARTLY: _("Partly reached"),
    GoalOutcome.NOT_REACHED: _("Not reached"),
    GoalOutcome.DROPPED: _("Given up"),
}
CATEGORIES = {
    ActionCategory.AT_WORK: _("Help at the post"),
    ActionCategory.SKILLS: _("Skills and courses"),
    ActionCategory.AUTONOMY: _("Autonomy"),
    ActionCategory.SOCIAL: _("Life with others"),
    ActionCategory.HEALTH: _("Health"),
    ActionCategory.RIGHTS: _("Rights and papers"),
    ActionCategory.ORDINARY_WORK: _("Towards ordinary work"),
    ActionCategory.OTHER: pgettext_lazy("category of actions", "Other"),
}
ACTION_STATES = {
    ActionState.PLANNED: pgettext_lazy("support action", "Planned"),
    ActionState.RUNNING: pgettext_lazy("support action", "Running"),
    ActionState.DONE: pgettext_lazy("support action", "Done"),
    ActionState.DROPPED: pgettext_lazy("support action", "Given up"),
}
MEETING_KINDS = {
    MeetingKind.FIRST: _("First meeting"),
    MeetingKind.REVIEW: _("Review of the plan"),
    MeetingKind.YEARLY_INTERVIEW: _("Yearly interview"),
    MeetingKind.AMENDMENT: _("Amendment"),
    MeetingKind.MONTHLY_UPDATE: _("Monthly update"),
}
PARTICIPANT_ROLES = {
    ParticipantRole.INTERPRETER: _("Interpreter"),
    ParticipantRole.SIGN_LANGUAGE: _("Sign language interpreter"),
    ParticipantRole.GUARDIAN: _("Guardian"),
    ParticipantRole.TRUSTED_PERSON: _("Trusted person"),
    ParticipantRole.FAMILY: _("Family"),
    ParticipantRole.OTHER: pgettext_lazy("participant", "Someone else"),
}
SIGNERS = {
    SignerKind.PERSON: _("The person"),
    SignerKind.REPRESENTATIVE: _("Who represents the person"),
    SignerKind.ESTABLISHMENT: _("The establishment"),
    SignerKind.OTHER: pgettext_lazy("signer", "Someone else"),
}
MEANS = {
    SignatureMeans.PAPER: _("On paper"),
    SignatureMeans.SCREEN: _("On this screen"),
    SignatureMeans.SPOKEN: _("Aloud, before those present"),
}
MILESTONES = {
    MilestoneKind.CONTRACT_SIGNED: _("Contract signed on"),
    MilestoneKind.TRIAL_EXTENDED: _("Trial period extended until"),
    MilestoneKind.TRIAL_ENDED: _("Trial period ended on"),
    MilestoneKind.SHORT_CONTRACT: _("Shorter contract since"),
}
DUTIES = {
    Duty.CONTRACT: _("Contract signed"),
    Duty.TRIAL: _("End of the trial period"),
    Duty.FIRST_PLAN: _("First plan"),
    Duty.INTERVIEW: _("Yearly interview"),
    Duty.REVIEW: _("Review of the plan"),
    Duty.SHORT_UPDATE: _("Monthly update (shorter contract)"),
    Duty.POP: _("POP exists"),
    Duty.POP_ACTIONS: _("Improvement actions of the POP"),
    Duty.POP_UPDATE: _("POP updated"),
    Duty.GOAL: _("Goal"),
    Duty.ACTION: _("Action"),
}
DUE_STATES = {
    DueState.LATE: _("Late"),
    DueState.SOON: _("Soon"),
    DueState.TO_COME: pgettext_lazy("deadline", "To come"),
    DueState.DONE: pgettext_lazy("deadline", "Done"),
    DueState.DONE_LATE: _("Done late"),
}
CONTENTS = {
    PlanContent.TEXTS: _("Every section is written"),
    PlanContent.GOALS: _("Goals"),
    PlanContent.MEASURES: _("Each goal with its measure and its day"),
    PlanContent.ACTIONS: _("Actions"),
    PlanContent.ORDINARY_WORK: _("Will to go to ordinary work, asked and noted"),
    PlanContent.REVIEW_DAY: _("Day of the next review"),
    PlanContent.SIGNED: _("Signed by the person and the establishment"),
}
AUTHORITIES = {
    Authority.ARS: _("ARS"),
    Authority.DDETS: _("DDETS"),
    Authority.FLEMISH_INSPECTION: _("Flemish social inspection"),
}

READS = {
    "support.caseload": _("Caseload"),
    "support.diagnosis": _("Page of a person’s support"),
    "support.plan": _("Support plan"),
    "support.actions": _("Support actions"),
    "support.adaptations": _("Register of adaptations"),
    "support.conformity": _("Conformity sheet"),
}
"""What the log of reads says."""


def _plan_state(code: str) -> str:
    return str(PLAN_STATES[PlanState(code)])


def _action_state(code: str) -> str:
    return str(ACTION_STATES[ActionState(code)])


NAMES: dict[str, Any] = {
    "plan_state": _plan_state,
    "wanted_state": _plan_state,
    "action_state": _action_state,
    "wanted_action": _action_state,
}
"""How a fact that is a code becomes the word a reader knows."""
