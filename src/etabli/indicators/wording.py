"""The sentences of what is refused about figures, and the words of what they leave out."""

from django.utils.translation import gettext_lazy as _

from etabli.attendance.wording import ABSENCES, UNPAID
from etabli.people.wording import KINDS

SENTENCES = {
    "month_boundaries": _(
        "%(figure)s is counted by whole months: from a first day of a month to another, not %(start)s to %(end)s."
    ),
    "beyond_calendar": _(
        "The calendar is known until %(known_until)s (excluded); the period goes to %(end)s. Ask for a shorter period."
    ),
    "not_for_this_kind": _("%(figure)s does not exist for this kind of establishment (%(kinds)s)."),
    "target_missing": _(
        "%(figure)s needs the target days of %(years)s. Enter them in the settings of the establishment."
    ),
    "figure_unknown": _("%(figure)s is not a figure."),
    "no_such_establishment": _(
        "No establishment with the number %(value)s is run here. Configure it first: etabli configure"
    ),
    "scope_unknown": _("%(value)s holds no establishment run here. Known: %(known)s."),
}

REASONS = {
    **{reason: text for reason, text in ABSENCES.items() if reason},
    **{reason: text for reason, text in UNPAID.items() if reason},
    **{kind: text for kind, text in KINDS.items() if kind != "accompaniment"},
    "house_closed": _("Public holiday or closure"),
    "not_attended": _("Code that is no attendance"),
    "no_pattern": _("No weekly pattern to divide by"),
    "below_capacity": _("Month below the approved places"),
    "present": _("Present on the last day"),
    "left": _("Left during the period"),
    "unknown": _("Notice not recorded"),
    "under_24h": _("Notice under 24 h"),
    "from_24h_to_72h": _("Notice from 24 h to 72 h"),
    "from_72h": _("Notice of 72 h or more"),
}
"""Reasons for leaving a half-day out and parts of a figure, by their code in the definitions."""

UNITS = {
    "hours": _("hours"),
    "days": _("days"),
    "persons": _("persons"),
    "fte": _("full-time equivalents"),
    "spells": _("spells"),
    "places": _("places"),
}
