"""Sentences of what is refused, and the words of kinds and states, a file for each matter."""

from etabli.support.wording.observing import (
    EXPLANATIONS as EXPLANATIONS,
)
from etabli.support.wording.observing import (
    GOAL_STATES as GOAL_STATES,
)
from etabli.support.wording.observing import (
    PICTOGRAMS as PICTOGRAMS,
)
from etabli.support.wording.observing import (
    READS as READS,
)
from etabli.support.wording.observing import (
    SENTENCES as SENTENCES,
)
