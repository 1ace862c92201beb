"""The sentences of what is refused about support agreements and reinforced pathways."""

from __future__ import annotations

from typing import Any

SENTENCES: dict[str, Any] = {}
