"""Sentences of the support room."""

from __future__ import annotations

from typing import Any

SENTENCES: dict[str, Any] = {}
