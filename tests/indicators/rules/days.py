"""March 2025 has 21 working days, 3 to 31 March, and no holiday; April 22, of which Monday 21 is a holiday.

2025 has 261 weekdays and 10 holidays on them: 251 open days for a house open from Monday to Friday.
"""

from __future__ import annotations

from datetime import date

from tests.workplace import MORNINGS, week

MONDAY = date(2025, 3, 3)
TUESDAY = date(2025, 3, 4)
WEDNESDAY = date(2025, 3, 5)
THURSDAY = date(2025, 3, 6)
FRIDAY = date(2025, 3, 7)
SATURDAY = date(2025, 3, 8)
OPEN_DAYS = 251
MORNING_WEEK = week(**MORNINGS)
ASP, OCCUPANCY = "paid_hours_activity_rate", "occupancy_rate"


def march(number: int) -> date:
    return date(2025, 3, number)
