"""Sex, kinds of engagement and how a person stands. Which kinds an establishment may have depends on its own kind."""

from enum import StrEnum

from etabli.core.facts import EngagementKind
from etabli.org.states import EstablishmentKind

__all__ = ["HERE", "KINDS_OF_ESTABLISHMENT", "EngagementKind", "PersonState", "Sex"]


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
