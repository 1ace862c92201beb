"""Forms of the support room; they turn input into values and save nothing."""

from etabli.support.forms.observing import (
    FIELDS as FIELDS,
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
