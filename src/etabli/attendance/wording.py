"""The sentences of what is refused about attendance, and the words of its states and codes."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from etabli.attendance.states import Absence, CellState, NoteKind, NoteOrigin, Outcome, TimeKind, Unpaid

SENTENCES = {
    "month_closed": _("The month of %(month)s is closed: %(day)s can no longer change. A director can open it again."),
    "not_engaged": _("%(name)s is not engaged here on %(day)s. Check the dates of the engagement."),
    "code_unknown": _("%(value)s is not a code of this establishment. Known codes: %(known)s."),
    "too_many_segments": _("A half-day has at most %(most)s parts, not %(value)s."),
    "minutes_out_of_range": _("%(value)s minutes do not fit in a half-day (at most %(most)s)."),
    "person_unknown": _("This person is not in your team."),
    "right_not_held_then": _(
        "On %(day)s you had no right to write for %(name)s. Ask a head of service to write it, or to give you the right."
    ),
    "workshop_unknown_key": _("This workshop is not one of the establishment."),
    "code_no_absence": _("%(value)s is no absence: choose another code."),
    "absence_far_off": _(
        "%(day)s is more than %(days)s days away: write the absence down nearer to its first day, or as leave with its days."
    ),
    "absence_goes_on": _("An absence until further notice goes on since %(since)s already. End that one first."),
    "sick_note_backwards": _("A sick note ends after it starts."),
    "sick_notes_overlap": _("Another sick note stands from %(start)s to %(end)s. Change that one, or the dates."),
    "month_not_over": _("The month of %(month)s is not over: it can be closed once its last day is past."),
    "code_wrong": _("“%(value)s” is not a code: one to ten signs, without spaces or slash."),
    "symbol_wrong": _("“%(value)s” is not a symbol: one or two signs."),
    "code_taken": _("There is a code %(value)s already. Change that one, or choose other letters."),
    "alias_wrong": _("“%(value)s” is not another spelling: one to twenty signs, without spaces and without / = *."),
    "alias_taken": _("“%(value)s” means %(means)s already. Take it away there first."),
    "code_in_closed_month": _(
        "%(value)s was used in the closed month of %(month)s: what it counts for can no longer change. Make another code."
    ),
    "line_too_long": _("The line is too long: at most %(most)s signs."),
    "line_word_wrong": _(
        "%(day)s: “%(value)s” cannot be read. Write one code a day, or two as in P/M; P*5 for five days; 12=P for the"
        " 12th."
    ),
    "line_day_wrong": _("“%(value)s”: the month has no day %(number)s. Correct the number."),
    "line_day_full": _(
        "“%(value)s” comes after the last of the %(count)s due days. Take it away, or name its day as in 12=P."
    ),
    "line_code_unknown": _("%(day)s: “%(value)s” is not a code here. Write one of these: %(known)s."),
    "slip_empty": _("There is no line to read. Paste one line a person: staff number, then hours."),
    "slip_too_long": _("The slip is too long: at most %(most)s lines."),
    "slip_line_wrong": _("Line %(line)s, “%(value)s”: write the staff number, a semicolon, then the hours."),
    "slip_hours_wrong": _("Line %(line)s: “%(value)s” is not hours. Write 151,67 or 151 h 40."),
    "slip_number_unknown": _("Line %(line)s: no one has the staff number “%(value)s” here. Correct it."),
    "slip_number_twice": _("Line %(line)s: “%(value)s” stands on line %(first)s already. Keep one of them."),
    "operations_unreadable": _("What was sent could not be read. Reload the page; what was saved stays saved."),
    "too_many_operations": _("%(value)s entries at once are too many: send at most %(most)s."),
}

CODES = {
    "PRE": _("Present in the workshop"),
    "SOU": _("Support linked to the work"),
    "SO2": _("Support not linked to the work"),
    "EXT": _("Off-site team"),
    "MAD": _("Secondment"),
    "STG": _("Work trial or placement outside"),
    "FOR": _("Training"),
    "CP": _("Annual leave"),
    "MOB": _("Floating leave"),
    "EVT": _("Family-event leave"),
    "FER": _("Public holiday or closure"),
    "MAL0": _("Sickness, waiting day"),
    "MAL": _("Sickness"),
    "AT": _("Work accident"),
    "MTT": _("Therapeutic half-time"),
    "AJU": _("Justified absence, unpaid"),
    "INJ": _("Unjustified absence"),
    "RTH": _("Late, or part of the half-day"),
    "HOS": _("Hospital"),
    "TRA": _("Trainee present"),
    "DBL": _("With the other employer"),
}


def code_label(code: Any) -> str:
    """The name of a code: its own, else that of the code which comes with Établi, else its letters."""
    return str(code.label or CODES.get(code.code) or code.code)


COLOURS = {
    "green": _("Green"),
    "blue": _("Blue"),
    "orange": _("Orange"),
    "yellow": _("Yellow"),
    "purple": _("Purple"),
    "teal": _("Teal"),
    "red": _("Pink"),
    "neutral": _("Grey"),
}

ABSENCES = {
    Absence.NONE: pgettext_lazy("kind of absence", "None"),
    Absence.SICKNESS: _("Sickness"),
    Absence.HOSPITAL: _("Hospital"),
    Absence.ACCIDENT: _("Work accident"),
    Absence.LEAVE: _("Leave"),
    Absence.FAMILY: _("Family event"),
    Absence.JUSTIFIED: _("Justified absence"),
    Absence.UNJUSTIFIED: _("Unjustified absence"),
    Absence.OTHER_EMPLOYER: _("With the other employer"),
}

TIME_KINDS = {
    TimeKind.WORK: pgettext_lazy("use of time", "Work"),
    TimeKind.SUPPORT: pgettext_lazy("use of time", "Support"),
    TimeKind.TRAINING: pgettext_lazy("use of time", "Training"),
    TimeKind.PROJECT: pgettext_lazy("use of time", "Own project"),
}
"""What the time of someone present is for."""

OTHER_ABSENCE = _("Neither present nor absent")
"""Half-days typed with a code that is neither, such as a public holiday."""

UNPAID = {
    Unpaid.NONE: pgettext_lazy("reason why unpaid", "None"),
    Unpaid.WAITING_DAYS: _("Waiting days of sickness"),
    Unpaid.AWAITED_NOTE: _("Sick note awaited"),
    Unpaid.UNJUSTIFIED: _("Unjustified absence"),
    Unpaid.UNPAID_CODE: _("Code that is not paid"),
    Unpaid.UNPAID_CLOSURE: _("Unpaid closure"),
    Unpaid.MISSING: _("Nothing typed"),
    Unpaid.NO_MINUTES: _("Half-day not due, without minutes"),
}

WHY = {
    "entry": _("Came in during the month"),
    "exit": _("Left during the month"),
    "to_confirm": _("Pattern to confirm: only what is typed counts"),
    "beside": _("Half-days worked without being due"),
    "stated": _("Minutes stated otherwise than those of the half-day"),
    "change": _("Work fraction or half-days change in the month"),
    "not_counted": _("No supported work contract in the month"),
    "not_sent": _("Not on the slip"),
}
"""Why the hours of a month are not those of a full one, besides `UNPAID`."""

NOTE_KINDS = {NoteKind.FIRST: _("First note"), NoteKind.EXTENSION: _("Extension")}
NOTE_ORIGINS = {
    NoteOrigin.IMPORT: _("From an import"),
    NoteOrigin.AWAITED: _("Opened by an entry"),
    NoteOrigin.PERSON: _("Entered"),
}

NOTE_EFFECTS = {
    "waiting": _("Waiting days, unpaid: %(first)s to %(last)s."),
    "extension": _("No waiting day: it goes on with the note before it."),
    "accident": _("No waiting day: work accident."),
    "long_term": _("No waiting day: they were served before for this long-term illness."),
    "not_begun": _("Its waiting days begin on the first day without presence."),
    "served": _("No waiting day falls in it: they are served before it."),
}

OUTCOMES = {
    Outcome.APPLIED: _("Saved"),
    Outcome.DUPLICATE: _("Already saved"),
    Outcome.CONFLICT: _("Saved over another entry"),
    Outcome.SUPERSEDED: _("A newer entry stands"),
    Outcome.REFUSED: _("Refused"),
}

CELL_STATES = {
    CellState.WRITTEN: _("Written down"),
    CellState.MISSING: _("Nothing written down yet"),
    CellState.EXPECTED: _("Expected"),
    CellState.NOT_DUE: _("Not due"),
    CellState.SHUT: _("Public holiday or closure"),
    CellState.AWAY: _("Not engaged here that day"),
}

HIDDEN = {
    True: (pgettext_lazy("symbol of someone present", "P"), _("Present")),
    False: (pgettext_lazy("symbol of someone absent", "A"), _("Absent")),
}
"""Symbol and word, by whether the person attended, for those who may not see the reason."""

READS = {
    "attendance.week": _("Attendance grid of a week"),
    "attendance.sheet": _("Attendance sheet"),
    "attendance.notes": _("Sick notes"),
    "attendance.note": _("A sick note"),
    "attendance.lasting": _("Absences until further notice"),
    "attendance.month": _("What is missing in a month"),
    "attendance.calendar": _("Attendance calendar of a person"),
    "attendance.reconciliation": _("Reconciliation of hours"),
    "attendance.reconciliation.export": _("Reconciliation of hours, downloaded"),
}
"""What the log of reads says."""
