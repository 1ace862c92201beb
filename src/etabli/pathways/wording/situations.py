"""The sentences of what is refused about the situation of a person."""

from __future__ import annotations

from typing import Any

SENTENCES: dict[str, Any] = {}
