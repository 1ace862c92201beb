"""Rights of the production room."""

from __future__ import annotations

from etabli.org.states import Role

RIGHTS: dict[str, frozenset[Role]] = {}
