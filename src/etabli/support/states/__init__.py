"""Kinds and states of the support room, a file for each matter."""

from etabli.support.states.actions_done import (
    ACTION_STEPS as ACTION_STEPS,
)
from etabli.support.states.actions_done import (
    ActionCategory as ActionCategory,
)
from etabli.support.states.actions_done import (
    ActionState as ActionState,
)
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
    Gap as Gap,
)
from etabli.support.states.competences import (
    ProfileKind as ProfileKind,
)
from etabli.support.states.competences import (
    Rater as Rater,
)
from etabli.support.states.consents import (
    Answer as Answer,
)
from etabli.support.states.consents import (
    Basis as Basis,
)
from etabli.support.states.consents import (
    Means as Means,
)
from etabli.support.states.consents import (
    SharedField as SharedField,
)
from etabli.support.states.consents import (
    ShareState as ShareState,
)
from etabli.support.states.deadlines import (
    BY_LAW as BY_LAW,
)
from etabli.support.states.deadlines import (
    DUTIES as DUTIES,
)
from etabli.support.states.deadlines import (
    Authority as Authority,
)
from etabli.support.states.deadlines import (
    DueState as DueState,
)
from etabli.support.states.deadlines import (
    Duty as Duty,
)
from etabli.support.states.deadlines import (
    PlanContent as PlanContent,
)
from etabli.support.states.free_data import (
    FIELD_ROLES as FIELD_ROLES,
)
from etabli.support.states.free_data import (
    FieldKind as FieldKind,
)
from etabli.support.states.free_data import (
    Target as Target,
)
from etabli.support.states.meeting import (
    MeetingKind as MeetingKind,
)
from etabli.support.states.meeting import (
    MilestoneKind as MilestoneKind,
)
from etabli.support.states.meeting import (
    ParticipantRole as ParticipantRole,
)
from etabli.support.states.meeting import (
    SignatureMeans as SignatureMeans,
)
from etabli.support.states.meeting import (
    SignerKind as SignerKind,
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
from etabli.support.states.plans import (
    AGREED as AGREED,
)
from etabli.support.states.plans import (
    BEING_SIGNED as BEING_SIGNED,
)
from etabli.support.states.plans import (
    OPEN_STATES as OPEN_STATES,
)
from etabli.support.states.plans import (
    PLAN_STEPS as PLAN_STEPS,
)
from etabli.support.states.plans import (
    SECTIONS as SECTIONS,
)
from etabli.support.states.plans import (
    WRITABLE as WRITABLE,
)
from etabli.support.states.plans import (
    GoalOutcome as GoalOutcome,
)
from etabli.support.states.plans import (
    PlanKind as PlanKind,
)
from etabli.support.states.plans import (
    PlanState as PlanState,
)
from etabli.support.states.plans import (
    Section as Section,
)
from etabli.support.states.training import (
    TrainingFunder as TrainingFunder,
)
from etabli.support.states.training import (
    TrainingGiver as TrainingGiver,
)
