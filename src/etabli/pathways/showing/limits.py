"""What limits a device on a day, in one sentence."""

from __future__ import annotations

from datetime import date

from etabli.pathways.rules.placements import Limit
from etabli.pathways.states import Device
from etabli.pathways.wording.timeline import LIMITS


def limit_told(device: Device, limit: Limit, on: date) -> str:
    """Empty when nothing limits it, or a number of the sentence does not hold that day."""
    if device not in LIMITS:
        return ""
    sentence, codes = LIMITS[device]
    numbers = {name: limit(code, on) for name, code in codes.items()}
    return "" if None in numbers.values() else str(sentence) % numbers
