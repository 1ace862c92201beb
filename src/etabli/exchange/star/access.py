"""Who may take the star schema of an establishment."""

from __future__ import annotations

from enum import StrEnum

from etabli.org.states import Role


class StarRight(StrEnum):
    EXPORT = "exchange.star"
    """Take everything that is counted, half-days and prices included, people told by keys."""
    NOMINATIVE = "exchange.star.nominative"
    """Take it with names."""


RIGHTS: dict[str, frozenset[Role]] = {
    StarRight.EXPORT: frozenset({Role.ADMINISTRATION, Role.DIRECTOR}),
    StarRight.NOMINATIVE: frozenset({Role.DIRECTOR}),
}
