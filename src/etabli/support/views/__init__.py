"""The thread of a person, her observations and her goals."""

from etabli.support.views.goals import goal, goal_add, goal_end, goal_resume
from etabli.support.views.reading import observe, photo, thread

__all__ = ["goal", "goal_add", "goal_end", "goal_resume", "observe", "photo", "thread"]
