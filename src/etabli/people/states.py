"""Sex, kinds of engagement and how a person stands. Which kinds an establishment may have depends on its own kind."""

from enum import StrEnum

from etabli.core.facts import EngagementKind
from etabli.org.states import EstablishmentKind

__all__ = [
    "HERE",
    "KINDS_OF_ESTABLISHMENT",
    "UNITS",
    "CertificationState",
    "EngagementKind",
    "PersonState",
    "RestrictionKind",
    "RestrictionState",
    "Sex",
    "Unit",
]


class Sex(StrEnum):
    WOMAN = "F"
    MAN = "M"


class PersonState(StrEnum):
    """How a person stands in an establishment on a day, by the engagement that matters most."""

    RUNNING = "running"
    TO_CONFIRM = "to_confirm"
    """Running or to come, and the due half-days are not said yet."""
    TO_COME = "to_come"
    ENDED = "ended"
    NONE = "none"
    """Registered, without any engagement."""


class RestrictionKind(StrEnum):
    """What a restriction bears on, so that an activity can be held against it."""

    LOAD = "load"
    HEIGHT = "height"
    STANDING = "standing"
    SITTING = "sitting"
    REPETITION = "repetition"
    VIBRATION = "vibration"
    NOISE = "noise"
    HEAT = "heat"
    COLD = "cold"
    DUST = "dust"
    PRODUCTS = "products"
    MACHINES = "machines"
    DRIVING = "driving"
    ALONE = "alone"
    OTHER = "other"
    """In words only: nothing can be checked."""


class Unit(StrEnum):
    """The unit of the limit of a restriction."""

    KILOGRAM = "kg"
    CENTIMETRE = "cm"
    MINUTE = "min"
    """At a stretch."""
    DECIBEL = "dB"
    DEGREE = "°C"


UNITS: dict[RestrictionKind, Unit] = {
    RestrictionKind.LOAD: Unit.KILOGRAM,
    RestrictionKind.HEIGHT: Unit.CENTIMETRE,
    RestrictionKind.STANDING: Unit.MINUTE,
    RestrictionKind.SITTING: Unit.MINUTE,
    RestrictionKind.REPETITION: Unit.MINUTE,
    RestrictionKind.VIBRATION: Unit.MINUTE,
    RestrictionKind.NOISE: Unit.DECIBEL,
    RestrictionKind.HEAT: Unit.DEGREE,
    RestrictionKind.COLD: Unit.DEGREE,
}
"""Kinds that may have a limit, and in what it is told. A kind without one is wholly allowed or not at all."""


class RestrictionState(StrEnum):
    IN_FORCE = "in_force"
    TO_COME = "to_come"
    ENDED = "ended"


class CertificationState(StrEnum):
    VALID = "valid"
    EXPIRING = "expiring"
    EXPIRED = "expired"


HERE = frozenset({PersonState.RUNNING, PersonState.TO_CONFIRM, PersonState.TO_COME})
"""In the house, or about to be."""

_VISITORS = frozenset({EngagementKind.TRAINEE, EngagementKind.DISCOVERY, EngagementKind.PUPIL})
_INTEGRATION = _VISITORS | {EngagementKind.INTEGRATION}

KINDS_OF_ESTABLISHMENT: dict[EstablishmentKind, frozenset[EngagementKind]] = {
    EstablishmentKind.ESAT: _VISITORS | {EngagementKind.ACCOMPANIMENT},
    EstablishmentKind.EA: _VISITORS | {EngagementKind.EMPLOYEE},
    EstablishmentKind.AI: _INTEGRATION,
    EstablishmentKind.ACI: _INTEGRATION,
    EstablishmentKind.EI: _INTEGRATION,
    EstablishmentKind.ETTI: _INTEGRATION,
    EstablishmentKind.MAATWERKBEDRIJF: _VISITORS | {EngagementKind.TARGET_WORKER, EngagementKind.ARBEIDSZORG},
    EstablishmentKind.ARBEIDSZORG: _VISITORS | {EngagementKind.ARBEIDSZORG},
}
