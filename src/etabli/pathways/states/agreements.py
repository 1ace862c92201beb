"""How a support agreement stands on a day."""

from enum import StrEnum


class AgreementState(StrEnum):
    TO_COME = "to_come"
    IN_FORCE = "in_force"
    ENDING = "ending"
    """In force, and over soon."""
    OVER = "over"
