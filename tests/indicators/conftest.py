"""What tests of figures share."""

from __future__ import annotations

from datetime import date

import pytest

from etabli.org.models import Establishment
from tests.indicators.houses import crowd
from tests.workplace import MORNINGS, week, workplace


@pytest.fixture
def andicat() -> Establishment:
    """100 places, 108 persons under contract, 90 full-time equivalents: 72 full-timers and 36 half-timers."""
    place = workplace(places=100, opening_days={2025: 225})
    crowd(place, 72, starts_on=date(2025, 12, 22))
    crowd(place, 36, start=73, starts_on=date(2025, 12, 22), fraction=5_000, pattern=week(**MORNINGS))
    return place
