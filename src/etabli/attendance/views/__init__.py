"""The screens of attendance."""

from etabli.attendance.views.saving import due, half_day, last_week, operations
from etabli.attendance.views.week import week

__all__ = [
    "due",
    "half_day",
    "last_week",
    "operations",
    "week",
]
