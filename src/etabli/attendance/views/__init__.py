"""The screens of attendance."""

from etabli.attendance.views.notes import note, note_add, note_received, note_remove, note_restore, notes
from etabli.attendance.views.saving import due, half_day, last_week, operations
from etabli.attendance.views.sheets import sheet, type_in, type_in_check
from etabli.attendance.views.week import week

__all__ = [
    "due",
    "half_day",
    "last_week",
    "note",
    "note_add",
    "note_received",
    "note_remove",
    "note_restore",
    "notes",
    "operations",
    "sheet",
    "type_in",
    "type_in_check",
    "week",
]
