"""Frameworks of competences and their states, kinds of competences and profiles, and where an assessment was made."""

from enum import StrEnum


class FrameworkState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class CompetenceKind(StrEnum):
    """The three kinds of ROME 4.0: savoir, savoir-faire, savoir-être. In the order of the screen."""

    KNOWLEDGE = "knowledge"
    SKILL = "skill"
    ATTITUDE = "attitude"


class ProfileKind(StrEnum):
    """What is asked: by a task, or by a post that may hold several."""

    TASK = "task"
    POST = "post"


class AssessmentContext(StrEnum):
    """Where and how something was seen. In the order of the screen."""

    USUAL = "usual"
    """At the usual task."""
    NEW = "new"
    """At a task that was new."""
    EXERCISE = "exercise"
    """In training, or shown on request."""
    OUTSIDE = "outside"
    """On a placement, outside the house."""
    TALK = "talk"
    """Told in a talk, not seen."""


class Rater(StrEnum):
    """Who says which level: someone at work beside the person, or the person of herself."""

    STAFF = "staff"
    PERSON = "person"


class Gap(StrEnum):
    """What was last seen against what is asked."""

    REACHED = "reached"
    BELOW = "below"
    UNKNOWN = "unknown"


FRAMEWORK_TURNS: dict[FrameworkState, frozenset[FrameworkState]] = {
    FrameworkState.DRAFT: frozenset({FrameworkState.PUBLISHED}),
    FrameworkState.PUBLISHED: frozenset({FrameworkState.RETIRED}),
    FrameworkState.RETIRED: frozenset(),
}
"""From which state to which. What was published is never a draft again: a version more is made."""
