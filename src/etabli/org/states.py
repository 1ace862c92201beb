"""Kinds of establishment and roles of the people who use Établi."""

from enum import StrEnum


class EstablishmentKind(StrEnum):
    ESAT = "ESAT"
    EA = "EA"
    AI = "AI"
    ACI = "ACI"
    EI = "EI"
    ETTI = "ETTI"
    MAATWERKBEDRIJF = "maatwerkbedrijf"
    ARBEIDSZORG = "arbeidszorg"


class Role(StrEnum):
    """What a user may do, per establishment or workshop; the auditor's holds for the whole association."""

    INSTRUCTOR = "instructor"
    EDUCATOR = "educator"
    HEAD_OF_SERVICE = "head_of_service"
    SALES = "sales"
    ADMINISTRATION = "administration"
    DIRECTOR = "director"
    AUDITOR = "association_auditor"


STAFF_ROLES = frozenset(Role) - {Role.AUDITOR}
WORKSHOP_ROLES = frozenset({Role.INSTRUCTOR, Role.EDUCATOR})
"""Roles that a grant may limit to one workshop."""
COUNTRIES = ("FR", "BE")
DEFAULT_OPENING_DAYS = 225
LEAST_OPENING_DAYS, MOST_OPENING_DAYS = 1, 366
USUAL_OPENING_DAYS = (222, 225)
"""Both included."""
