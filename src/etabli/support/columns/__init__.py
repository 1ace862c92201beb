"""Tables of the support room, declared once, a file for each matter."""

from etabli.support.columns.actions_done import (
    ADAPTATIONS as ADAPTATIONS,
)
from etabli.support.columns.competences import (
    FRAMEWORKS as FRAMEWORKS,
)
from etabli.support.columns.competences import (
    PROFILES as PROFILES,
)
