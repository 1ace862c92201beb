"""Tables of the support room, a file for each matter. Rows are written by `actions` only."""

from etabli.support.models.actions_done import (
    ActionKind as ActionKind,
)
from etabli.support.models.actions_done import (
    ActionSession as ActionSession,
)
from etabli.support.models.actions_done import (
    Adaptation as Adaptation,
)
from etabli.support.models.actions_done import (
    SupportAction as SupportAction,
)
from etabli.support.models.assessing import (
    Assessment as Assessment,
)
from etabli.support.models.competences import (
    Competence as Competence,
)
from etabli.support.models.competences import (
    Framework as Framework,
)
from etabli.support.models.competences import (
    Profile as Profile,
)
from etabli.support.models.competences import (
    ProfileLevel as ProfileLevel,
)
from etabli.support.models.competences import (
    ScaleLevel as ScaleLevel,
)
from etabli.support.models.consents import (
    Consent as Consent,
)
from etabli.support.models.consents import (
    SharePurpose as SharePurpose,
)
from etabli.support.models.evaluating import (
    Reliability as Reliability,
)
from etabli.support.models.facts import (
    AssessedLevelFact as AssessedLevelFact,
)
from etabli.support.models.facts import (
    EndedGoalFact as EndedGoalFact,
)
from etabli.support.models.facts import (
    SupportSessionFact as SupportSessionFact,
)
from etabli.support.models.facts import (
    WorkAdaptationFact as WorkAdaptationFact,
)
from etabli.support.models.free_data import (
    FreeField as FreeField,
)
from etabli.support.models.free_data import (
    FreeValue as FreeValue,
)
from etabli.support.models.meeting import (
    Meeting as Meeting,
)
from etabli.support.models.meeting import (
    Milestone as Milestone,
)
from etabli.support.models.meeting import (
    Participant as Participant,
)
from etabli.support.models.meeting import (
    Signature as Signature,
)
from etabli.support.models.observing import (
    Goal as Goal,
)
from etabli.support.models.observing import (
    Observation as Observation,
)
from etabli.support.models.observing import (
    RefusedObservation as RefusedObservation,
)
from etabli.support.models.plans import (
    Plan as Plan,
)
from etabli.support.models.plans import (
    PlanSection as PlanSection,
)
from etabli.support.models.plans import (
    PlanText as PlanText,
)
from etabli.support.models.shares import (
    Share as Share,
)
from etabli.support.models.training import (
    Training as Training,
)
from etabli.support.models.training import (
    TrainingFact as TrainingFact,
)
from etabli.support.models.wills import (
    OrdinaryWorkWill as OrdinaryWorkWill,
)
from etabli.support.models.wills import (
    OrdinaryWorkWillFact as OrdinaryWorkWillFact,
)
