"""The screens of attendance."""

from etabli.attendance.views.closing import month, month_close, month_reopen, months
from etabli.attendance.views.code_table import code, code_add, codes
from etabli.attendance.views.going_on import lasting, lasting_add, lasting_end
from etabli.attendance.views.person_year import calendar
from etabli.attendance.views.reconciling import reconcile, reconciliation_export, reconciliation_restore
from etabli.attendance.views.saving import due, half_day, last_week, operations
from etabli.attendance.views.sheets import sheet, type_in, type_in_check
from etabli.attendance.views.sick_notes import note, note_add, note_received, note_remove, note_restore, notes
from etabli.attendance.views.week_grid import week

__all__ = [
    "calendar",
    "code",
    "code_add",
    "codes",
    "due",
    "half_day",
    "last_week",
    "lasting",
    "lasting_add",
    "lasting_end",
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
    "reconcile",
    "reconciliation_export",
    "reconciliation_restore",
    "sheet",
    "type_in",
    "type_in_check",
    "week",
]
