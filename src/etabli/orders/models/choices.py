"""What several tables of the room share: choices, and the columns of whatever has a price."""

from __future__ import annotations

from enum import StrEnum

from etabli.core.prices import PRICE_BASES, WHOLE

BASES = [(base, str(base)) for base in PRICE_BASES]
MOST_SHARE = WHOLE


def choices(values: type[StrEnum]) -> list[tuple[str, str]]:
    return [(value.value, value.value) for value in values]
