"""Writes of observations and goals. Each takes `by` (a user or None for the operator) and `at`, in one transaction."""

from etabli.support.actions.goals import end_goal, save_goal
from etabli.support.actions.observing import ObservationOperation, add_observation, record_observations

__all__ = ["ObservationOperation", "add_observation", "end_goal", "record_observations", "save_goal"]
