"""Writes of observations and goals. Each takes `by` (a user or None for the operator) and `at`, in one transaction."""

from etabli.support.actions.assessing import (
    AssessmentAct,
    Rating,
    assess,
    correct_assessment,
    withdraw_assessments,
)
from etabli.support.actions.competences import (
    add_framework,
    change_framework,
    discard_draft,
    import_framework,
    publish_framework,
    remove_competence,
    remove_profile,
    retire_framework,
    revise_framework,
    save_competence,
    save_profile,
    save_scale,
)
from etabli.support.actions.goals import end_goal, save_goal
from etabli.support.actions.observing import ObservationOperation, add_observation, record_observations

__all__ = [
    "AssessmentAct",
    "ObservationOperation",
    "Rating",
    "add_framework",
    "add_observation",
    "assess",
    "change_framework",
    "correct_assessment",
    "discard_draft",
    "end_goal",
    "import_framework",
    "publish_framework",
    "record_observations",
    "remove_competence",
    "remove_profile",
    "retire_framework",
    "revise_framework",
    "save_competence",
    "save_goal",
    "save_profile",
    "save_scale",
    "withdraw_assessments",
]
