"""Tables of the support room, a file for each matter. Rows are written by `actions` only."""

from etabli.support.models.observing import (
    Goal as Goal,
)
from etabli.support.models.observing import (
    Observation as Observation,
)
from etabli.support.models.observing import (
    RefusedObservation as RefusedObservation,
)
