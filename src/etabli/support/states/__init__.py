"""Kinds and states of the support room, a file for each matter."""

from etabli.support.states.competences import (
    FRAMEWORK_TURNS as FRAMEWORK_TURNS,
)
from etabli.support.states.competences import (
    AssessmentContext as AssessmentContext,
)
from etabli.support.states.competences import (
    CompetenceKind as CompetenceKind,
)
from etabli.support.states.competences import (
    FrameworkState as FrameworkState,
)
from etabli.support.states.competences import (
    ProfileKind as ProfileKind,
)
from etabli.support.states.competences import (
    Rater as Rater,
)
from etabli.support.states.observing import (
    ICONS as ICONS,
)
from etabli.support.states.observing import (
    GoalState as GoalState,
)
from etabli.support.states.observing import (
    Pictogram as Pictogram,
)
