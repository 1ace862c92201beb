"""How what is known of a person may leave the support team: with her agreement, or unless she objects."""

from enum import StrEnum


class Basis(StrEnum):
    """What a purpose of sharing needs first.

    Source: code de la santé publique, art. L1110-4 and L1110-12 (inside the team in charge: the person is told, and may
    object), D1110-3 (outside it: her consent first, by any means, recorded, and withdrawn when she wishes).
    """

    AGREEMENT = "agreement"
    OBJECTION = "objection"


class Answer(StrEnum):
    """What the person said."""

    AGREED = "agreed"
    OBJECTED = "objected"


class Means(StrEnum):
    """How she said it, in the order of the screen."""

    SPOKEN = "spoken"
    WRITTEN = "written"
    PICTOGRAMS = "pictograms"
    HELPED = "helped"


class SharedField(StrEnum):
    """What of a file may be shared, in the order of the screen. Never a reason, an observation or a note of the team."""

    WORKSHOP = "workshop"
    ENGAGEMENT = "engagement"
    GOALS = "goals"
    RESTRICTIONS = "restrictions"
    CERTIFICATIONS = "certifications"
    COMPETENCES = "competences"
    TRAININGS = "trainings"


class ShareState(StrEnum):
    """Of a link. Only an open one shows anything."""

    OPEN = "open"
    LOCKED = "locked"
    REVOKED = "revoked"
    EXPIRED = "expired"
    WITHHELD = "withheld"
    """The person withdrew her consent, or objected."""
