"""Rights of the tablet room."""

from __future__ import annotations

from etabli.org.states import Role

RIGHTS: dict[str, frozenset[Role]] = {}
