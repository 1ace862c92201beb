"""What this room holds on a person: half-days stay as counts of nobody in particular, words go."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from etabli.attendance.models import Entry, HalfDayFact, LastingAbsence, LateOperation, Segment, SentHours, SickNote
from etabli.kit.held import Part

PARTS = (
    Part(Entry, _("Half-days as entered"), blanked={"reason": ""}),
    Part(Segment, _("What was entered of each half-day"), "entry__person"),
    Part(HalfDayFact, _("Half-days as counted"), "subject"),
    Part(LateOperation, _("Entries that came late"), "payload__person", blanked={"payload": {}, "facts": {}}),
    # Dates and kind alone: what is paid and counted of the half-days follows from them.
    Part(SickNote, _("Sick notes")),
    Part(LastingAbsence, _("Absences until further notice")),
    Part(SentHours, _("Hours told to the paying agency")),
)
