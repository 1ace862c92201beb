"""Who may open the import pages, and what each may import there: the rooms that receive the rows say so."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from etabli.attendance import access as attendance
from etabli.cpom import access as cpom
from etabli.exchange.states import ImportKind
from etabli.orders import access as orders
from etabli.org.queries import rights_in
from etabli.org.states import Role
from etabli.people import access as people
from etabli.support import access as support

if TYPE_CHECKING:
    from etabli.org.models import Establishment, User


class ExchangeRight(StrEnum):
    IMPORT = "exchange.import"
    """Open the import pages. What may be imported is said by the right of each kind."""
    WORK = "exchange.work"
    """Import work sheets: of every workshop."""
    PLACEMENTS = "exchange.placements"
    """Import placements: of everyone."""
    PACKAGE = "exchange.package"
    """Take a support package in: who writes frameworks and free fields."""


RIGHT_OF_KIND = {
    ImportKind.PEOPLE: people.PeopleRight.IMPORT,
    ImportKind.ATTENDANCE: attendance.AttendanceRight.IMPORT,
    ImportKind.CLIENTS: orders.OrdersRight.WRITE,
    ImportKind.CATALOGUE: orders.OrdersRight.WRITE,
    ImportKind.ORDERS: orders.OrdersRight.WRITE,
    ImportKind.WORK: ExchangeRight.WORK,
    ImportKind.BASIN: cpom.CpomRight.WRITE,
    ImportKind.PLACEMENTS: ExchangeRight.PLACEMENTS,
    ImportKind.PACKAGE: ExchangeRight.PACKAGE,
}
_LEADING = frozenset({Role.HEAD_OF_SERVICE, Role.DIRECTOR})
_DEFINING = support.RIGHTS[support.SupportRight.FRAMEWORK_WRITE] & support.RIGHTS[support.SupportRight.SETTINGS_WRITE]
_OWN: dict[str, frozenset[Role]] = {
    ExchangeRight.WORK: _LEADING,
    ExchangeRight.PLACEMENTS: _LEADING,
    ExchangeRight.PACKAGE: _DEFINING,
}
_ALL = people.RIGHTS | attendance.RIGHTS | orders.RIGHTS | cpom.RIGHTS | _OWN
RIGHTS: dict[str, frozenset[Role]] = {
    **_OWN,
    ExchangeRight.IMPORT: frozenset().union(*(_ALL[right] for right in RIGHT_OF_KIND.values())),
}


def kinds_open_to(user: User, establishment: Establishment) -> tuple[ImportKind, ...]:
    """What the user may import there. One query."""
    rights = rights_in(user, establishment)
    return tuple(kind for kind in ImportKind if RIGHT_OF_KIND[kind] in rights)
