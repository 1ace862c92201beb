"""Support plans: their kinds, their sections, and from which state to which."""

from enum import StrEnum


class PlanKind(StrEnum):
    """What a plan is made of. Which kind an establishment has follows from its own kind, see `rules.plans`."""

    PERSONAL = "personal"
    """Of an ESAT or an adapted company."""
    POP = "pop"
    """Persoonlijk ontwikkelingsplan, of a Flemish workplace."""
    INTEGRATION = "integration"
    """Of a structure of integration through work."""


class Section(StrEnum):
    """The sections that plans have unless a workplace has its own."""

    EXPECTATIONS = "expectations"
    STRENGTHS = "strengths"
    NEEDS = "needs"
    WORK_CONDITIONS = "work_conditions"
    CURRENT_COMPETENCES = "current_competences"
    FUTURE_COMPETENCES = "future_competences"
    BARRIERS = "barriers"
    PROJECT = "project"


SECTIONS: dict[PlanKind, tuple[Section, ...]] = {
    PlanKind.PERSONAL: (Section.EXPECTATIONS, Section.STRENGTHS, Section.NEEDS, Section.WORK_CONDITIONS),
    PlanKind.POP: (
        Section.EXPECTATIONS,
        Section.CURRENT_COMPETENCES,
        Section.FUTURE_COMPETENCES,
        Section.WORK_CONDITIONS,
    ),
    PlanKind.INTEGRATION: (Section.EXPECTATIONS, Section.STRENGTHS, Section.BARRIERS, Section.PROJECT),
}
"""In the order of the page."""


class PlanState(StrEnum):
    DRAFT = "draft"
    PROPOSED = "proposed"
    SIGNED = "signed"
    IN_FORCE = "in_force"
    UNDER_REVIEW = "under_review"
    CLOSED = "closed"
    REPLACED = "replaced"
    """By the amendment that took effect after it."""


PLAN_STEPS: dict[PlanState, frozenset[PlanState]] = {
    PlanState.DRAFT: frozenset({PlanState.PROPOSED, PlanState.CLOSED}),
    PlanState.PROPOSED: frozenset({PlanState.DRAFT, PlanState.SIGNED, PlanState.CLOSED}),
    PlanState.SIGNED: frozenset({PlanState.IN_FORCE, PlanState.CLOSED}),
    PlanState.IN_FORCE: frozenset({PlanState.UNDER_REVIEW, PlanState.REPLACED, PlanState.CLOSED}),
    PlanState.UNDER_REVIEW: frozenset({PlanState.IN_FORCE, PlanState.REPLACED, PlanState.CLOSED}),
    PlanState.CLOSED: frozenset(),
    PlanState.REPLACED: frozenset(),
}
WRITABLE = frozenset({PlanState.DRAFT})
"""States in which what a plan says may change; from `proposed` on it is what is signed, and an amendment changes it."""
BEING_SIGNED = frozenset({PlanState.PROPOSED, PlanState.SIGNED})
"""From the proposal until it takes effect: no goal of the person changes."""
AGREED = frozenset({PlanState.SIGNED, PlanState.IN_FORCE, PlanState.UNDER_REVIEW})
"""Agreed with the person and not over: its goals are told to the workshop."""
OPEN_STATES = frozenset(PlanState) - {PlanState.CLOSED, PlanState.REPLACED}


class GoalOutcome(StrEnum):
    """How a goal ended, as said with the person."""

    REACHED = "reached"
    PARTLY = "partly"
    NOT_REACHED = "not_reached"
    DROPPED = "dropped"
