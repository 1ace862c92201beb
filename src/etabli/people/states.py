"""Sex and kinds of engagement. Which kinds an establishment may have depends on its own kind."""

from enum import StrEnum

from etabli.core.facts import EngagementKind
from etabli.org.states import EstablishmentKind

__all__ = ["KINDS_OF_ESTABLISHMENT", "EngagementKind", "Sex"]


class Sex(StrEnum):
    WOMAN = "F"
    MAN = "M"


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
