"""Sentences of what is refused, and the words of kinds and states, a file for each matter."""

from typing import Any

from etabli.pathways.wording import (
    agreements,
    codes,
    exits,
    hosts,
    papers,
    partnerships,
    placements,
    recognitions,
    situations,
    timeline,
    waiting,
)
from etabli.pathways.wording.agreements import (
    AGREEMENT_STATES as AGREEMENT_STATES,
)
from etabli.pathways.wording.deadlines import (
    PATHWAY_DUE as PATHWAY_DUE,
)
from etabli.pathways.wording.deadlines import (
    PATHWAY_DUTIES as PATHWAY_DUTIES,
)
from etabli.pathways.wording.exits import (
    DESTINATIONS as DESTINATIONS,
)
from etabli.pathways.wording.hosts import (
    HOST_KINDS as HOST_KINDS,
)
from etabli.pathways.wording.hosts import (
    PARTNERSHIP_KINDS as PARTNERSHIP_KINDS,
)
from etabli.pathways.wording.placements import (
    BEYOND as BEYOND,
)
from etabli.pathways.wording.placements import (
    CONTRACT_KINDS as CONTRACT_KINDS,
)
from etabli.pathways.wording.placements import (
    DEVICES as DEVICES,
)
from etabli.pathways.wording.placements import (
    OBJECTIVES as OBJECTIVES,
)
from etabli.pathways.wording.placements import (
    OUTCOMES as OUTCOMES,
)
from etabli.pathways.wording.placements import (
    PLACEMENT_STATES as PLACEMENT_STATES,
)
from etabli.pathways.wording.placements import (
    PRESCRIBERS as PRESCRIBERS,
)
from etabli.pathways.wording.recognitions import (
    RECOGNITION_KINDS as RECOGNITION_KINDS,
)
from etabli.pathways.wording.recognitions import (
    RECOGNITION_LEVELS as RECOGNITION_LEVELS,
)
from etabli.pathways.wording.recognitions import (
    RECOGNITION_STATES as RECOGNITION_STATES,
)
from etabli.pathways.wording.waiting import (
    WAIT_LENGTHS as WAIT_LENGTHS,
)
from etabli.pathways.wording.waiting import (
    WAITING_STATES as WAITING_STATES,
)

SENTENCES: dict[str, Any] = {
    **agreements.SENTENCES,
    **codes.SENTENCES,
    **exits.SENTENCES,
    **hosts.SENTENCES,
    **papers.SENTENCES,
    **partnerships.SENTENCES,
    **placements.SENTENCES,
    **recognitions.SENTENCES,
    **situations.SENTENCES,
    **waiting.SENTENCES,
}
READS: dict[str, Any] = {
    **agreements.READS,
    **exits.READS,
    **recognitions.READS,
    **situations.READS,
    **timeline.READS,
    **waiting.READS,
}
"""What the log of reads says of a page that shows what not everyone may read, by its code; a file that has some adds them."""
NAMES: dict[str, Any] = {**placements.NAMES, **waiting.NAMES}
"""How facts of refusals that are codes are told."""
