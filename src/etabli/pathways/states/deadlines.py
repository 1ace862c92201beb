"""What is owed on the way of a person, and how it stands on a day."""

from enum import StrEnum


class PathwayDuty(StrEnum):
    MDPH_NOTICE = "mdph_notice"
    """The contract of a secondment goes to the MDPH."""
    CDAPH_REQUEST = "cdaph_request"
    """A secondment that goes on is asked of the CDAPH."""
    PLACEMENT_END = "placement_end"
    """A placement ends: its outcome is said."""
    PLACEMENT_RENEWAL = "placement_renewal"
    """A placement that may be renewed ends: it is, or its outcome is said."""
    AGREEMENT_RENEWAL = "agreement_renewal"
    AGREEMENT_END = "agreement_end"
    """A support agreement that can no longer be renewed ends."""
    REINFORCED_PATHWAY = "reinforced_pathway"
    """Its document is handed on."""
    ORIENTATION = "orientation"
    """The renewal of an orientation is asked of the CDAPH."""


class PathwayDue(StrEnum):
    LATE = "late"
    LONG_PAST = "long_past"
    """Late for more than a year."""
    SOON = "soon"
    TO_COME = "to_come"
    DONE = "done"
    DONE_LATE = "done_late"
