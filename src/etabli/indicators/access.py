"""Rights over figures."""

from __future__ import annotations

from enum import StrEnum

from etabli.org.states import Role


class IndicatorsRight(StrEnum):
    READ = "indicators.read"
    """See figures and how they are made."""
    NOMINATIVE = "indicators.nominative"
    """See the persons behind a figure."""
    TARGET_WRITE = "indicators.target.write"


_OFFICE = frozenset({Role.HEAD_OF_SERVICE, Role.ADMINISTRATION, Role.DIRECTOR})

RIGHTS: dict[str, frozenset[Role]] = {
    IndicatorsRight.READ: _OFFICE | {Role.AUDITOR},
    IndicatorsRight.NOMINATIVE: _OFFICE,
    IndicatorsRight.TARGET_WRITE: frozenset({Role.DIRECTOR}),
}
