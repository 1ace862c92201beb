"""The sentences of what is refused about exits and returns, and the words of destinations."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from etabli.pathways.states import Destination

SENTENCES: dict[str, Any] = {
    "exit_contract_without_job": _(
        "A contract belongs to a job: choose where the person went among the four kinds of employers, or leave it out."
    ),
    "exit_job_of_other": _("Choose a job of this person."),
    "exit_placement_goes_on": _(
        "Placements of persons of the workplace go on after %(day)s (%(number)s). End them first, on that day or before."
    ),
    "exit_written_already": _("The exit of this engagement is written down already. Correct it."),
    "exit_engagement_goes_on": _(
        "The exit of %(name)s is written down: take it back on its page, and the engagement goes on."
    ),
    "exit_kind_wrong": _("Trainees, pupils and who discovers the workplace do not leave it: end the engagement."),
    "exit_returned_from": _("The person came back from this exit. Take the return back first."),
    "exit_followed_up": _(
        "Someone asked after this person since the exit. Correct the exit instead of taking it back."
    ),
    "exit_breakdown_wrong": _(
        "Of %(left)s who left, the four kinds of employers leave %(other)s for other reasons. Correct the numbers so that the"
        " sum holds."
    ),
    "follow_up_before_exit": _("The person left on %(day)s. Choose that day or a later one."),
    "follow_up_to_come": _("This day is still to come. Write it down once you have asked."),
    "return_before_exit": _("The person left on %(day)s. Choose that day or a later one."),
    "return_not_from_job": _(
        "The right to return is of those who left for a job (CASF, article L344-2-5). Write the return down without it."
    ),
    "return_orientation_unknown": _(
        "Say until when the orientation of the CDAPH holds: the right to return lasts as long (CASF, article L344-2-5)."
    ),
    "return_orientation_over": _(
        "The orientation of the CDAPH ended on %(day)s, and with it the right to return (CASF, article L344-2-5). Have it"
        " renewed, or write the return down without this right."
    ),
    "return_esat_missing": _("Say in which ESAT."),
    "return_without_agreement": _(
        "No agreement for the right to return with “%(name)s” holds on that day (CASF, article L344-2-5). Add it to the"
        " partnerships, or write the return down without this right."
    ),
    "return_twice": _("The return from this exit is written down already."),
}
FIELDS = {
    "exit_contract_without_job": "contract",
    "exit_job_of_other": "job",
    "exit_placement_goes_on": "last_day",
    "engagement_backwards": "last_day",
    "engagement_overlap": "last_day",
    "follow_up_before_exit": "seen_on",
    "follow_up_to_come": "seen_on",
    "return_before_exit": "returned_on",
    "return_not_from_job": "by_right",
    "return_orientation_unknown": "by_right",
    "return_orientation_over": "by_right",
    "return_esat_missing": "esat_name",
    "return_without_agreement": "esat_name",
    "return_twice": "returned_on",
    "weekly_hours_over_cap": "fraction",
}
"""The field beside which the sentence of each refusal stands."""
READS: dict[str, Any] = {
    "pathways.exits": _("Exits, returns and what was asked after them"),
    "pathways.exit": _("Exit of a person"),
}
"""What the log of reads says."""

DESTINATIONS = {
    Destination.ADAPTED_COMPANY: _("Adapted company (EA)"),
    Destination.PRIVATE: _("Private company"),
    Destination.PUBLIC: _("Public employer"),
    Destination.ASSOCIATION: _("Association"),
    Destination.OTHER_ESAT: _("Another ESAT"),
    Destination.CARE_HOME: _("Care home"),
    Destination.ELDERLY_HOME: _("Home for the elderly"),
    Destination.HOSPITAL: pgettext_lazy("destination", "Hospital"),
    Destination.FAMILY: pgettext_lazy("destination", "Family"),
    Destination.RETIREMENT: _("Retirement"),
    Destination.MOVED: _("Moved away"),
    Destination.REORIENTATION: _("Reorientation"),
    Destination.DEATH: _("Death"),
    Destination.OTHER: pgettext_lazy("destination", "Other"),
    Destination.UNKNOWN: pgettext_lazy("destination", "Not known"),
}
