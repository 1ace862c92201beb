"""What support owes a person by a day, and how it stands."""

from enum import StrEnum

from etabli.core.facts import EngagementKind


class Duty(StrEnum):
    CONTRACT = "contract"
    TRIAL = "trial"
    FIRST_PLAN = "first_plan"
    INTERVIEW = "interview"
    REVIEW = "review"
    SHORT_UPDATE = "short_update"
    POP = "pop"
    POP_ACTIONS = "pop_actions"
    POP_UPDATE = "pop_update"
    GOAL = "goal"
    ACTION = "action"


class DueState(StrEnum):
    LATE = "late"
    SOON = "soon"
    TO_COME = "to_come"
    DONE = "done"
    DONE_LATE = "done_late"


class PlanContent(StrEnum):
    """What a plan must hold to be complete."""

    TEXTS = "texts"
    GOALS = "goals"
    MEASURES = "measures"
    """Each goal says how it is measured and by when."""
    ACTIONS = "actions"
    ORDINARY_WORK = "ordinary_work"
    REVIEW_DAY = "review_day"
    SIGNED = "signed"


class Authority(StrEnum):
    """Who may ask to see that it is done."""

    ARS = "ars"
    DDETS = "ddets"
    FLEMISH_INSPECTION = "flemish_inspection"


_OWN = (Duty.GOAL, Duty.ACTION)
_COMMON = (Duty.FIRST_PLAN, Duty.REVIEW, *_OWN)
DUTIES: dict[EngagementKind, tuple[Duty, ...]] = {
    EngagementKind.ACCOMPANIMENT: (
        Duty.CONTRACT,
        Duty.TRIAL,
        Duty.FIRST_PLAN,
        Duty.INTERVIEW,
        Duty.REVIEW,
        Duty.SHORT_UPDATE,
        *_OWN,
    ),
    EngagementKind.EMPLOYEE: _COMMON,
    EngagementKind.INTEGRATION: _COMMON,
    EngagementKind.TARGET_WORKER: (Duty.POP, Duty.POP_ACTIONS, Duty.POP_UPDATE, *_OWN),
    EngagementKind.ARBEIDSZORG: _COMMON,
}
"""By kind of engagement; nobody owes a plan to a visitor (trainee, discovery, pupil)."""
BY_LAW = frozenset({Duty.CONTRACT, Duty.INTERVIEW, Duty.SHORT_UPDATE, Duty.POP, Duty.POP_ACTIONS, Duty.POP_UPDATE})
"""Duties whose time comes from a text that `org` cites as its source; that of the others is set by the workplace."""
