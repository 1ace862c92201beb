"""Who receives a person, and with whom the establishment has an agreement."""

from enum import StrEnum


class HostKind(StrEnum):
    PRIVATE = "private"
    """For profit."""
    PUBLIC = "public"
    ASSOCIATION = "association"
    ADAPTED_COMPANY = "adapted_company"
    ESAT = "esat"
    INDIVIDUAL = "individual"
    OTHER = "other"


class PartnershipKind(StrEnum):
    RETURN_RIGHT = "return_right"
    """With another ESAT, which takes back who could not come back here."""
    EMPLOYMENT_NETWORK = "employment_network"
    ADAPTED_COMPANY = "adapted_company"
    SUPPORTED_EMPLOYMENT = "supported_employment"
    MDPH = "mdph"
    OTHER = "other"
