"""Kinds of operations, of marks and of splits."""

from __future__ import annotations

from enum import StrEnum


class Split(StrEnum):
    """By which rule the output of a team is split over its people."""

    EQUAL = "equal"
    MINUTES = "minutes"
    """By the minutes each was on the activity."""
    AGREED = "agreed"
    """As the team agreed: the shares are stated."""


class Mark(StrEnum):
    """What a reader does with a message of the handover log."""

    READ = "read"
    DONE = "done"
    OPEN = "open"
    """Not done after all."""


class OperationKind(StrEnum):
    """What a device sends to this room."""

    WORK = "work"
    OUTPUT = "output"
    HANDOVER = "handover"
    HANDOVER_MARK = "handover_mark"
    INTERVENTION = "intervention"
