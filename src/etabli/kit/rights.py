"""Which roles hold which right. Each room registers its own `RIGHTS` when it starts."""

from collections.abc import Mapping

_ROLES: dict[str, frozenset[str]] = {}


def register(rights: Mapping[str, frozenset[str]]) -> None:
    """Add a room's rights. ValueError for a right that another room has already."""
    for right, roles in rights.items():
        if _ROLES.get(str(right), roles) != roles:
            raise ValueError(f"the right {right} is declared twice")
        _ROLES[str(right)] = frozenset(str(role) for role in roles)


def roles_with(right: str) -> frozenset[str]:
    """Roles that hold a right. KeyError for a right nobody declared."""
    return _ROLES[str(right)]


def rights_of(role: str) -> frozenset[str]:
    return frozenset(right for right, roles in _ROLES.items() if role in roles)
