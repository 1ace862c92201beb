"""Where those who left went."""

from enum import StrEnum


class Destination(StrEnum):
    ADAPTED_COMPANY = "adapted_company"
    PRIVATE = "private"
    PUBLIC = "public"
    ASSOCIATION = "association"
    OTHER_ESAT = "other_esat"
    CARE_HOME = "care_home"
    """Foyer."""
    ELDERLY_HOME = "elderly_home"
    HOSPITAL = "hospital"
    FAMILY = "family"
    RETIREMENT = "retirement"
    MOVED = "moved"
    REORIENTATION = "reorientation"
    DEATH = "death"
    OTHER = "other"
    UNKNOWN = "unknown"


ORDINARY = frozenset({Destination.ADAPTED_COMPANY, Destination.PRIVATE, Destination.PUBLIC, Destination.ASSOCIATION})
"""Work outside the protected sector, adapted companies included: the four that the national survey counts one by one."""
