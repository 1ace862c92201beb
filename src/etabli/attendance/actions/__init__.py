"""Writes of attendance."""

from etabli.attendance.actions.acts import Operation, SegmentSpec, payload_of
from etabli.attendance.actions.codes import (
    CodeSpec,
    remove_alias,
    replace_aliases,
    save_aliases,
    save_code,
    save_codes,
)
from etabli.attendance.actions.lasting import begin_absence, end_absence, follow_absences
from etabli.attendance.actions.months import close_month, reopen_month, save_sent_hours
from etabli.attendance.actions.notes import remove_sick_note, save_sick_note
from etabli.attendance.actions.recording import CLOCK_TOLERANCE, Answer, record
from etabli.attendance.actions.rederiving import rederive_all, rederive_persons, refresh

__all__ = [
    "CLOCK_TOLERANCE",
    "Answer",
    "CodeSpec",
    "Operation",
    "SegmentSpec",
    "begin_absence",
    "close_month",
    "end_absence",
    "follow_absences",
    "payload_of",
    "record",
    "rederive_all",
    "rederive_persons",
    "refresh",
    "remove_alias",
    "remove_sick_note",
    "reopen_month",
    "replace_aliases",
    "save_aliases",
    "save_code",
    "save_codes",
    "save_sent_hours",
    "save_sick_note",
]
