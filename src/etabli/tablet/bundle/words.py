"""Persons in few letters."""

from __future__ import annotations

from typing import Any

from etabli.org.models import User


def initials(first_name: str, last_name: str) -> str:
    """Two letters for a tile; one when there is one name only."""
    return "".join(name[:1] for name in (first_name.strip(), last_name.strip())).upper()


def told_author(user: User) -> dict[str, Any]:
    name = user.get_full_name() or user.get_username()
    return {
        "key": user.pk,
        "name": name,
        "initials": initials(user.first_name, user.last_name) or name[:2].upper(),
    }
