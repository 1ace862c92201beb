"""The sentences of what is refused about figures, and the words of what they leave out."""

from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from etabli.attendance.wording import ABSENCES, UNPAID
from etabli.indicators.definitions import every_definition
from etabli.indicators.pathways_wording import PARTS
from etabli.indicators.states import Event
from etabli.indicators.support_wording import PARTS as SUPPORT_PARTS
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
    "target_not_for": _("No target is set for %(figure)s."),
    "target_year_wrong": _("%(value)s is not a year of targets: 2000 to 2100."),
    "target_rate_wrong": _("A target is a percentage above 0 and up to %(highest)s %%."),
    "target_count_wrong": _("A target is a number above 0."),
    "target_without_source": _(
        "Say where the target comes from: the contract, an amendment or a letter, with its date."
    ),
    "period_backwards": _("The last month comes before the first. Choose them the other way round."),
    "action_kind_unknown": _("“%(value)s” is not a kind of action there. Kinds: %(known)s."),
    "effort_year_not_over": _(
        "%(year)s is not over: its sums are told once they no longer change. Ask for an earlier year."
    ),
    "effort_file_wrong": _(
        "This is not a file of effort as Établi writes it. Wrong in it: %(places)s. Ask for the file again."
    ),
    "effort_file_own": _("%(name)s is your own association: its sums stand here already."),
    "perimeter_ages_wrong": _(
        "From %(lowest)s to %(highest)s years holds nobody: write ages from 0 to 120, the lower first."
    ),
    "perimeter_unknown": _(
        "“%(value)s” is no part of a perimeter. Write, separated by commas: ages=20-59, sex=F or sex=M,"
        " without-reorientations, without-temporary."
    ),
    "free_restriction_few": _(
        "Fewer than %(least)s persons would be told of, or be found by taking one number off another. Ask for another"
        " value, or for everybody."
    ),
    "free_restriction_alone": _("A figure is restricted by one thing only: take the perimeter away first."),
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
    "attended": _("Attended and paid"),
    "present": _("Present on the last day"),
    "left": _("Left during the period"),
    "unknown": _("Notice not recorded"),
    "under_24h": _("Notice under 24 h"),
    "from_24h_to_72h": _("Notice from 24 h to 72 h"),
    "from_72h": _("Notice of 72 h or more"),
    "line_cancelled": _("Cancelled order line"),
    "not_quoted": _("Order line without quoted hours"),
    "no_quantity": _("Order line without an agreed quantity"),
    "not_delivered": _("Order line not delivered whole yet"),
    "outside_perimeter": _("Outside the perimeter"),
    "no_quoted_hours": _("Order line without quoted hours"),
    "no_due_day": _("Order line without a day on which it is due"),
    "no_workshop": _("Without a workshop"),
    "no_standard_time": _("Work on an order line without a standard time"),
    **PARTS,
    **SUPPORT_PARTS,
}
"""Reasons for leaving a half-day out and parts of a figure, by their code in the definitions."""

EVENTS = {
    Event.ORDINARY: _("Left for ordinary work, by years since the entry"),
    Event.ANY: _("Left the establishment, by years since the entry"),
}
FOLLOWED_UNTIL = {Event.ORDINARY: _("leave for ordinary work"), Event.ANY: _("leave for any reason")}
"""After “followed until they”."""

UNITS = {
    "hours": _("hours"),
    "days": _("days"),
    "persons": _("persons"),
    "fte": _("full-time equivalents"),
    "spells": _("spells"),
    "places": _("places"),
    "lines": _("order lines"),
    "years": _("years"),
    "euros": _("euros"),
    "half_days": _("half-days"),
    "recognitions": _("recognitions"),
    "adaptations": _("adaptations"),
    "competences": _("competences"),
    "goals": _("goals"),
    "quantity": pgettext_lazy("unit of a figure", "quantity"),
}
UNIT_OF_ONE = {
    "hours": _("hour"),
    "days": _("day"),
    "persons": _("person"),
    "fte": _("full-time equivalent"),
    "spells": _("spell"),
    "recognitions": _("recognition"),
    "adaptations": _("adaptation"),
}
"""Behind exactly 1, for the units of what is counted and not divided."""

COUNTS = {
    "paid_hours_activity_rate": _(
        "Hours that give right to the guaranteed pay: leave, public holidays and sickness after the third day count;"
        " trainees do not."
    ),
    "target_fulfilment_rate": _(
        "Days attended, wherever the person works, trainees included, held against the days of the contract."
    ),
    "occupancy_rate": _(
        "Days attended, wherever the person works, trainees included, held against every approved place on every"
        " opening day."
    ),
    "occupancy_rate_adapted": _(
        "Half-days attended, held against the week that this house really opens: fewer than ten half-days make a full time."
    ),
    "active_caseload_rate": _("Persons, not time: whoever was under contract counts as one, half-time or full-time."),
    "blended_occupancy_rate": _(
        "Contracts, not attendance: halfway between persons and full-time equivalents; absence changes nothing."
    ),
    "blended_occupancy_rate_with_trainees": _("The same, with the days of trainees turned into full-time equivalents."),
}
"""What each of the competing activity rates counts, in one sentence."""

COUNTRIES = {"FR": _("France"), "BE": _("Belgium")}


def figure_named(code: str) -> str:
    """The label of a figure in the language of the reader; a code that is no figure as it is."""
    definition = every_definition().get(code)
    return definition.label(get_language() or "fr") if definition else code
