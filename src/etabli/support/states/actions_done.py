"""Support actions: their categories, and from which state to which."""

from enum import StrEnum


class ActionCategory(StrEnum):
    """What an action helps with, so that kinds of several workplaces can be compared."""

    AT_WORK = "at_work"
    SKILLS = "skills"
    AUTONOMY = "autonomy"
    SOCIAL = "social"
    HEALTH = "health"
    RIGHTS = "rights"
    ORDINARY_WORK = "ordinary_work"
    OTHER = "other"


class ActionState(StrEnum):
    PLANNED = "planned"
    RUNNING = "running"
    DONE = "done"
    DROPPED = "dropped"


ACTION_STEPS: dict[ActionState, frozenset[ActionState]] = {
    ActionState.PLANNED: frozenset({ActionState.RUNNING, ActionState.DONE, ActionState.DROPPED}),
    ActionState.RUNNING: frozenset({ActionState.DONE, ActionState.DROPPED}),
    ActionState.DONE: frozenset({ActionState.RUNNING}),
    ActionState.DROPPED: frozenset({ActionState.PLANNED}),
}
