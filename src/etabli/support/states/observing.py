"""The six pictograms of an observation: what was seen at work, never what someone has or is."""

from enum import StrEnum


class Pictogram(StrEnum):
    """In the order of the screen."""

    WENT_WELL = "went_well"
    PROGRESS = "progress"
    DIFFICULTY = "difficulty"
    TIRED = "tired"
    TENSION = "tension"
    TALK = "talk"


ICONS: dict[Pictogram, str] = {
    Pictogram.WENT_WELL: "thumbs-up",
    Pictogram.PROGRESS: "trending-up",
    Pictogram.DIFFICULTY: "puzzle",
    Pictogram.TIRED: "battery-low",
    Pictogram.TENSION: "zap",
    Pictogram.TALK: "messages-square",
}
"""Their drawings, by name in Lucide."""


class GoalState(StrEnum):
    IN_FORCE = "in_force"
    TO_COME = "to_come"
    ENDED = "ended"
