"""Tables of the support room, a file for each matter. Rows are written by `actions` only."""

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
from etabli.support.models.observing import (
    Goal as Goal,
)
from etabli.support.models.observing import (
    Observation as Observation,
)
from etabli.support.models.observing import (
    RefusedObservation as RefusedObservation,
)
