"""How what a person knows from her work is recognised."""

from enum import StrEnum


class RecognitionKind(StrEnum):
    RAE = "rae"
    """Reconnaissance des acquis de l'expérience."""
    RSFP = "rsfp"
    """Reconnaissance des savoir-faire professionnels."""
    VAE = "vae"
    """Validation des acquis de l'expérience: a diploma, in full or in part."""


class RecognitionLevel(StrEnum):
    NONE = ""
    FULL = "full"
    PARTIAL = "partial"


class RecognitionState(StrEnum):
    """Told by its days."""

    STARTED = "started"
    VALIDATED = "validated"
