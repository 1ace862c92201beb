"""Rights over attendance."""

from __future__ import annotations

from enum import StrEnum

from etabli.org.states import STAFF_ROLES, Role


class AttendanceRight(StrEnum):
    READ = "attendance.read"
    """See who is present or absent."""
    REASON_READ = "attendance.reason.read"
    """See the reason of an absence and the sick notes."""
    WRITE = "attendance.write"
    NOTE_WRITE = "attendance.note.write"
    CODES_WRITE = "attendance.codes.write"
    CLOSE = "attendance.close"
    REOPEN = "attendance.reopen"
    IMPORT = "attendance.import"


_OFFICE = frozenset({Role.HEAD_OF_SERVICE, Role.ADMINISTRATION, Role.DIRECTOR})

RIGHTS: dict[str, frozenset[Role]] = {
    AttendanceRight.READ: STAFF_ROLES - {Role.SALES},
    AttendanceRight.REASON_READ: _OFFICE | {Role.EDUCATOR},
    AttendanceRight.WRITE: _OFFICE | {Role.INSTRUCTOR},
    AttendanceRight.NOTE_WRITE: _OFFICE,
    AttendanceRight.CODES_WRITE: frozenset({Role.ADMINISTRATION, Role.DIRECTOR}),
    AttendanceRight.CLOSE: frozenset({Role.ADMINISTRATION, Role.DIRECTOR}),
    AttendanceRight.REOPEN: frozenset({Role.DIRECTOR}),
    AttendanceRight.IMPORT: frozenset({Role.ADMINISTRATION, Role.DIRECTOR}),
}
