"""The screens of attendance."""

from etabli.attendance.views.codes import code, code_add, codes
from etabli.attendance.views.months import month, month_close, month_reopen, months
from etabli.attendance.views.notes import note, note_add, note_received, note_remove, note_restore, notes
from etabli.attendance.views.saving import due, half_day, last_week, operations
from etabli.attendance.views.sheets import sheet, type_in, type_in_check
from etabli.attendance.views.week import week

__all__ = [
    "code",
    "code_add",
    "codes",
    "due",
    "half_day",
    "last_week",
    "month",
    "month_close",
    "month_reopen",
    "months",
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
