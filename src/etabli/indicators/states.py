"""Kinds of what figures are asked about."""

from __future__ import annotations

from enum import StrEnum


class Event(StrEnum):
    """What a cohort is followed to."""

    ORDINARY = "ordinary"
    """Leaving for ordinary work; who leaves otherwise is no longer seen from then on."""
    ANY = "any"
