"""Reads of the support room, for its screens and for higher rooms."""

from etabli.support.queries.observing import (
    Card as Card,
)
from etabli.support.queries.observing import (
    CertificationTold as CertificationTold,
)
from etabli.support.queries.observing import (
    Choice as Choice,
)
from etabli.support.queries.observing import (
    cards_of as cards_of,
)
from etabli.support.queries.observing import (
    goals_in_force as goals_in_force,
)
from etabli.support.queries.observing import (
    goals_of as goals_of,
)
from etabli.support.queries.observing import (
    photos_arrived as photos_arrived,
)
from etabli.support.queries.observing import (
    pictograms_told as pictograms_told,
)
from etabli.support.queries.observing import (
    thread_of as thread_of,
)
