"""Tables of production. Rows are written by `actions` only; what was captured is never changed, only superseded.

Of all that was captured of one thing, `core.registers` says what stands: nothing is marked as current.
"""

from etabli.production.models.captured import (
    LINES_POSITION,
    Activity,
    Captured,
    HandoverMark,
    HandoverMessage,
    InterventionPerson,
    InterventionPhoto,
    InterventionReport,
    Operation,
    Output,
    OutputShare,
    PresenceTarget,
    RefusedOperation,
    RejectCause,
    Rhythm,
    UnsuitedPolicy,
    WorkEntry,
    WorkPart,
)
from etabli.production.models.facts import (
    DeliveredDayFact,
    LoadDemandFact,
    OrderLineFact,
    RhythmFact,
    TaskFact,
    WorkFact,
    WorkshopMemberFact,
)

__all__ = [
    "Activity",
    "Captured",
    "DeliveredDayFact",
    "HandoverMark",
    "HandoverMessage",
    "InterventionPerson",
    "InterventionPhoto",
    "InterventionReport",
    "LINES_POSITION",
    "LoadDemandFact",
    "Operation",
    "OrderLineFact",
    "Output",
    "OutputShare",
    "PresenceTarget",
    "RefusedOperation",
    "RejectCause",
    "Rhythm",
    "RhythmFact",
    "TaskFact",
    "UnsuitedPolicy",
    "WorkEntry",
    "WorkFact",
    "WorkPart",
    "WorkshopMemberFact",
]
