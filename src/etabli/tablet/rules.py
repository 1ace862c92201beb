"""What a tablet may send and who may be on it. Each `check_x` raises a Refusal."""

from __future__ import annotations

from etabli.core.refusal import Refusal

LONGEST_NAME = 60


def check_device_name(name: str) -> None:
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise Refusal("device_name_wrong", most=LONGEST_NAME)
