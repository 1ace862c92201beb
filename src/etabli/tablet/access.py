"""Rights of the tablet room."""

from __future__ import annotations

from enum import StrEnum

from etabli.org.states import Role


class TabletRight(StrEnum):
    USE = "tablet.use"
    """Enrol on a tablet, and record from it what one's other rights allow."""
    MANAGE = "tablet.manage"
    """Revoke tablets, make one-time codes, take on temporary staff for some days."""


RIGHTS: dict[str, frozenset[Role]] = {
    TabletRight.USE: frozenset({Role.INSTRUCTOR, Role.EDUCATOR, Role.HEAD_OF_SERVICE, Role.DIRECTOR}),
    TabletRight.MANAGE: frozenset({Role.HEAD_OF_SERVICE, Role.DIRECTOR}),
}
