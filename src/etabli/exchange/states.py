"""What may be imported on screen."""

from enum import StrEnum


class ImportKind(StrEnum):
    """The order is that of the screen: persons come before their attendance."""

    PEOPLE = "people"
    ATTENDANCE = "attendance"
