"""The ground that the style sheet gives each colour of a code: the same on the grid and on the tablet."""

from __future__ import annotations

TINTS = {"green": 1, "blue": 2, "orange": 3, "yellow": 4, "purple": 5, "teal": 6, "red": 7, "neutral": 8}


def tint_of(colour: str) -> int:
    return TINTS.get(colour, TINTS["neutral"])
