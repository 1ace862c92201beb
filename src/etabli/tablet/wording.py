"""Sentences of the tablet room."""

from __future__ import annotations

from typing import Any

SENTENCES: dict[str, Any] = {}
