"""States and kinds of the pathways room, a file for each matter. They know neither Django nor a database."""

from etabli.pathways.states.agreements import (
    AgreementState as AgreementState,
)
from etabli.pathways.states.deadlines import (
    PathwayDue as PathwayDue,
)
from etabli.pathways.states.deadlines import (
    PathwayDuty as PathwayDuty,
)
from etabli.pathways.states.exits import (
    ORDINARY as ORDINARY,
)
from etabli.pathways.states.exits import (
    Destination as Destination,
)
from etabli.pathways.states.hosts import (
    HostKind as HostKind,
)
from etabli.pathways.states.hosts import (
    PartnershipKind as PartnershipKind,
)
from etabli.pathways.states.placements import (
    HELD as HELD,
)
from etabli.pathways.states.placements import (
    PLACEMENT_STEPS as PLACEMENT_STEPS,
)
from etabli.pathways.states.placements import (
    BeyondGround as BeyondGround,
)
from etabli.pathways.states.placements import (
    ContractKind as ContractKind,
)
from etabli.pathways.states.placements import (
    Device as Device,
)
from etabli.pathways.states.placements import (
    Objective as Objective,
)
from etabli.pathways.states.placements import (
    PlacementOutcome as PlacementOutcome,
)
from etabli.pathways.states.placements import (
    PlacementState as PlacementState,
)
from etabli.pathways.states.placements import (
    Prescriber as Prescriber,
)
from etabli.pathways.states.recognitions import (
    RecognitionKind as RecognitionKind,
)
from etabli.pathways.states.recognitions import (
    RecognitionLevel as RecognitionLevel,
)
from etabli.pathways.states.recognitions import (
    RecognitionState as RecognitionState,
)
from etabli.pathways.states.waiting import (
    WAITING_STEPS as WAITING_STEPS,
)
from etabli.pathways.states.waiting import (
    WaitingState as WaitingState,
)
from etabli.pathways.states.waiting import (
    WaitLength as WaitLength,
)
