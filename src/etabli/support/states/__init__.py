"""Kinds and states of the support room, a file for each matter."""

from etabli.support.states.observing import (
    ICONS as ICONS,
)
from etabli.support.states.observing import (
    GoalState as GoalState,
)
from etabli.support.states.observing import (
    Pictogram as Pictogram,
)
