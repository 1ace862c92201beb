"""Forms of the support room; they turn input into values and save nothing."""

from etabli.support.forms import competences, observing
from etabli.support.forms.assessing import (
    AssessForm as AssessForm,
)
from etabli.support.forms.assessing import (
    CorrectForm as CorrectForm,
)
from etabli.support.forms.assessing import (
    ScopeForm as ScopeForm,
)
from etabli.support.forms.assessing import (
    SelfForm as SelfForm,
)
from etabli.support.forms.competences import (
    CompetenceForm as CompetenceForm,
)
from etabli.support.forms.competences import (
    FrameworkForm as FrameworkForm,
)
from etabli.support.forms.competences import (
    ProfileForm as ProfileForm,
)
from etabli.support.forms.competences import (
    ScaleForm as ScaleForm,
)
from etabli.support.forms.competences import (
    competence_spec as competence_spec,
)
from etabli.support.forms.observing import (
    LONGEST_TEXT as LONGEST_TEXT,
)
from etabli.support.forms.observing import (
    GoalForm as GoalForm,
)
from etabli.support.forms.observing import (
    LastDayForm as LastDayForm,
)
from etabli.support.forms.observing import (
    ObservationForm as ObservationForm,
)
from etabli.support.forms.observing import (
    ThreadFilter as ThreadFilter,
)
from etabli.support.forms.observing import (
    day_after as day_after,
)
from etabli.support.forms.observing import (
    goal_initial as goal_initial,
)

FIELDS = {**competences.COMPETENCE_FIELDS, **observing.FIELDS}
"""The field beside which the sentence of each refusal stands."""
