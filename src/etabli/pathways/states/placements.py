"""Placements: their devices, their states, and from which state to which. Running or over is told by their days."""

from enum import StrEnum


class Device(StrEnum):
    """What brings a person to another place of work, or to a job."""

    MISPE = "mispe"
    """Mise en situation professionnelle en ESAT: someone discovers the ESAT."""
    PMSMP = "pmsmp"
    """Période de mise en situation en milieu professionnel."""
    INTERNSHIP = "internship"
    MAD_INDIVIDUAL = "mad_individual"
    """Mise à disposition that names the person."""
    MAD_COLLECTIVE = "mad_collective"
    """Mise à disposition of a number of persons, who may vary."""
    SERVICE = "service"
    """Prestation hors les murs: a team at a client's, with its supervisor."""
    SUPPORTED_EMPLOYMENT = "supported_employment"
    DUAL_ACTIVITY = "dual_activity"
    """Part of the time in the ESAT, part in another paid work."""
    SPRINGBOARD = "springboard"
    """CDD tremplin in an adapted company."""
    JOB = "job"
    """A contract of ordinary work, or in an adapted company."""


class PlacementState(StrEnum):
    DRAFT = "draft"
    AGREED = "agreed"
    ENDED = "ended"
    CANCELLED = "cancelled"


PLACEMENT_STEPS: dict[PlacementState, frozenset[PlacementState]] = {
    PlacementState.DRAFT: frozenset({PlacementState.AGREED, PlacementState.CANCELLED}),
    PlacementState.AGREED: frozenset({PlacementState.ENDED, PlacementState.CANCELLED}),
    PlacementState.ENDED: frozenset({PlacementState.AGREED}),
    PlacementState.CANCELLED: frozenset(),
}
HELD = frozenset({PlacementState.AGREED, PlacementState.ENDED})
"""States of what was agreed and took place, or will."""


class Prescriber(StrEnum):
    """Who prescribed a discovery of the ESAT."""

    NONE = ""
    MDPH = "mdph"
    EMPLOYMENT_NETWORK = "employment_network"


class Objective(StrEnum):
    """The one objective of a PMSMP (Code du travail, article L5135-1)."""

    NONE = ""
    DISCOVER = "discover"
    CONFIRM = "confirm"
    RECRUIT = "recruit"


class ContractKind(StrEnum):
    """The contract of a job."""

    NONE = ""
    CDI = "cdi"
    CDD = "cdd"
    TEMP = "temp"
    PROFESSIONAL = "professional"
    """Contrat de professionnalisation."""
    APPRENTICESHIP = "apprenticeship"
    SPRINGBOARD = "springboard"
    AIDED = "aided"
    PUBLIC_SERVICE = "public_service"
    SELF_EMPLOYED = "self_employed"


class PlacementOutcome(StrEnum):
    """How a placement ended."""

    UNKNOWN = ""
    COMPLETED = "completed"
    INTERRUPTED = "interrupted"
    HIRED = "hired"
    PROLONGED = "prolonged"
    OTHER = "other"
    NOT_KNOWN = "not_known"
    """Nobody can say any more."""


class BeyondGround(StrEnum):
    """Why a springboard contract lasts beyond its most months."""

    NONE = ""
    TRAINING = "training"
    """To end a training that goes on."""
