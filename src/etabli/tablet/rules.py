"""What a tablet may send and who may be on it. Each `check_x` raises a Refusal."""

from __future__ import annotations

from datetime import date

from etabli.core.refusal import Refusal

LONGEST_NAME = 60
LONGEST_ABSENCE = 60
"""Days that one act may say somebody is away."""


LANGUAGES = (("fr", "Français"), ("nl", "Nederlands"), ("en", "English"))
"""Those a tablet speaks, each in its own words."""


def check_language(language: str) -> None:
    if language not in dict(LANGUAGES):
        raise Refusal("tablet_language_unknown", value=language)


def check_device_name(name: str) -> None:
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise Refusal("device_name_wrong", most=LONGEST_NAME)


def check_absence_days(first: date, last: date) -> None:
    """Both included."""
    if not 0 <= (last - first).days < LONGEST_ABSENCE:
        raise Refusal("absence_days_wrong", most=LONGEST_ABSENCE)
