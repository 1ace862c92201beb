"""Tables of the pathways room, a file for each matter. Rows are written by `actions` only."""

from etabli.pathways.models.agreements import (
    ReinforcedPathway as ReinforcedPathway,
)
from etabli.pathways.models.agreements import (
    SupportAgreement as SupportAgreement,
)
from etabli.pathways.models.codes import (
    DeviceCode as DeviceCode,
)
from etabli.pathways.models.exits import (
    Exit as Exit,
)
from etabli.pathways.models.exits import (
    Return as Return,
)
from etabli.pathways.models.facts import (
    AgreementFact as AgreementFact,
)
from etabli.pathways.models.facts import (
    ExitFact as ExitFact,
)
from etabli.pathways.models.facts import (
    PersonFact as PersonFact,
)
from etabli.pathways.models.facts import (
    PlacementFact as PlacementFact,
)
from etabli.pathways.models.facts import (
    RecognitionFact as RecognitionFact,
)
from etabli.pathways.models.facts import (
    ReturnFact as ReturnFact,
)
from etabli.pathways.models.following import (
    FollowUp as FollowUp,
)
from etabli.pathways.models.following import (
    SupportOpposition as SupportOpposition,
)
from etabli.pathways.models.hosts import (
    Host as Host,
)
from etabli.pathways.models.hosts import (
    Partnership as Partnership,
)
from etabli.pathways.models.placements import (
    Placement as Placement,
)
from etabli.pathways.models.recognitions import (
    Recognition as Recognition,
)
from etabli.pathways.models.situations import (
    Situation as Situation,
)
from etabli.pathways.models.waiting import (
    WaitingEntry as WaitingEntry,
)
