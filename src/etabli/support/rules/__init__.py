"""Rules of the support room. Each `check_x` raises a Refusal; nothing here reads a database or a clock."""

from etabli.support.rules.observing import (
    check_goal_days as check_goal_days,
)
from etabli.support.rules.observing import (
    check_goal_worded as check_goal_worded,
)
from etabli.support.rules.observing import (
    check_here as check_here,
)
from etabli.support.rules.observing import (
    check_pictogram as check_pictogram,
)
from etabli.support.rules.observing import (
    check_says_something as check_says_something,
)
from etabli.support.rules.observing import (
    check_seen as check_seen,
)
from etabli.support.rules.observing import (
    goal_state as goal_state,
)
