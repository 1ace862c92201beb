"""What is asked, what may be answered, and how far a campaign is."""

from __future__ import annotations

from enum import IntEnum, StrEnum


class CampaignState(StrEnum):
    TO_COME = "to_come"
    OPEN = "open"
    CLOSED = "closed"


class Face(IntEnum):
    """An answer: from not at all to very much."""

    NOT_AT_ALL = 1
    LITTLE = 2
    SO_SO = 3
    YES = 4
    VERY_MUCH = 5


PICTOGRAMS_OF_FACES = {
    Face.NOT_AT_ALL: "crying-face",
    Face.LITTLE: "slightly-frowning-face",
    Face.SO_SO: "neutral-face",
    Face.YES: "slightly-smiling-face",
    Face.VERY_MUCH: "grinning-face",
}
QUESTIONS = {
    "work": "hammer-and-wrench",
    "learning": "books",
    "team": "busts-in-silhouette",
    "heard": "people-dialogue",
    "help": "handshake",
    "safety": "safety-vest",
    "choice": "raised-hand",
    "place": "chair",
}
"""The questions that a campaign begins with, each with its pictogram. Their words are in `wording`."""
OWN_PICTOGRAM = "speech-balloon"
MOST_OWN, LONGEST_QUESTION, LONGEST_WORDS = 4, 150, 1000
LEAST_ANSWERS = 5
"""Below, nothing is told by question: of four answers one knows too well whose they are."""
