"""How far a scale can be trusted: what may be said of it."""

from __future__ import annotations

from etabli.core.refusal import Refusal

MOST_DEVIATION = 10_000
"""Hundredths of a level."""
WHOLE = 10_000


def check_reliability(deviation: int, reliability: int, source: str) -> None:
    """`deviation` in hundredths of a level, `reliability` in ten-thousandths; both measured by someone, who is named."""
    if not 0 < deviation <= MOST_DEVIATION:
        raise Refusal("deviation_wrong")
    if not 0 <= reliability < WHOLE:
        raise Refusal("reliability_wrong")
    if not source.strip():
        raise Refusal("reliability_without_source")
