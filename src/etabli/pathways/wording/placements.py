"""The sentences of what is refused about placements, and the words of their devices, kinds and states."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from etabli.kit import localised
from etabli.pathways.states import (
    BeyondGround,
    ContractKind,
    Device,
    Objective,
    PlacementOutcome,
    PlacementState,
    Prescriber,
)

SENTENCES: dict[str, Any] = {
    "placement_step_refused": _(
        "The placement is “%(placement_state)s”: it cannot become “%(wanted_placement)s” from there."
    ),
    "placement_not_correctable": _("The placement is “%(placement_state)s”: it stays as it was. Begin another one."),
    "placement_backwards": _("It ends before it starts, on %(start)s. Correct its last day."),
    "placement_host_missing": _("Choose the host first: a placement of this kind has one."),
    "placement_end_missing": _("Give its last day: a placement of this kind has one."),
    "placement_excluded": _(
        "From %(day)s on it would be at the same time as another placement (%(placement_device)s since %(start)s). End that "
        "one before, or say which half-days each of them takes."
    ),
    "placement_excluded_elsewhere": _(
        "From %(day)s on it would be at the same time as what another establishment agreed with the person. Settle it with them, or "
        "say which half-days this one takes."
    ),
    "placement_not_engaged": _(
        "%(name)s is not engaged here on %(day)s. Write the engagement first, or choose other days."
    ),
    "placement_month_closed": _(
        "Half-days of this placement stand in a closed month (%(month)s). Reopen the month, or leave those days as they are."
    ),
    "placement_not_renewable": _("Only a placement that is agreed and has a last day is renewed."),
    "placement_renewed": _("It was renewed: cancel the renewal first."),
    "placement_depended_on": _(
        "An exit, a support agreement or a reinforced pathway is about this job. Correct those first, then cancel it."
    ),
    "mdph_notified_to_come": _("%(day)s is still to come. Write it down once the MDPH has the contract."),
    "cdaph_asked_to_come": _("%(day)s is still to come. Write it down once the CDAPH is asked."),
    "cdaph_agreed_to_come": _("%(day)s is still to come. Write it down once the CDAPH has agreed."),
    "secondment_too_long": _(
        "A secondment that names the person lasts two years at most: from %(start)s to %(last)s (CASF, articles R344-16 to "
        "R344-21). For a longer one, ask the CDAPH and write the day of its agreement."
    ),
    "discovery_not_prescribed": _(
        "A discovery of the ESAT (MISPE) is prescribed by the MDPH or the public employment service: say by whom."
    ),
    "discovery_too_long": _(
        "A discovery of the ESAT (MISPE) lasts %(most)s working days at most, and this one has %(days)s. Shorten it, renew it "
        "after, or change the number in the settings."
    ),
    "discovery_too_often": _(
        "There are at most %(most)s discoveries of the ESAT (MISPE) in twelve months: the next may begin on %(day)s."
    ),
    "discovery_of_ones_own": _(
        "On %(day)s the person is under accompaniment: a discovery of the ESAT (MISPE) is for those who are not yet. Choose "
        "a work trial or an internship, or other days."
    ),
    "job_leaves_no_room": _(
        "On %(day)s the person is still under accompaniment, and the job takes all the week. End the engagement, or say "
        "which half-days and hours the job takes."
    ),
    "trial_objective_missing": _(
        "A work trial (PMSMP) has one objective (Code du travail, article L5135-1): discover, confirm or recruit. Choose it."
    ),
    "trial_month_over": _(
        "A work trial (PMSMP) lasts a month at most, date to date: until %(last)s (Code du travail, articles D5135-1 and "
        "following). Shorten it, and renew it after if need be."
    ),
    "trial_too_often": _(
        "There are at most %(most)s work trials (PMSMP) with the same host in twelve months (Code du travail, articles D5135-1 "
        "and following): the next may begin on %(day)s, or with another host."
    ),
    "trial_days_over": _(
        "On %(day)s, the work trials (PMSMP) with this host pass %(most)s days in twelve months (Code du travail, articles "
        "D5135-1 and following). Shorten it, or choose another host."
    ),
    "springboard_too_short": _(
        "A springboard contract lasts %(months)s months at least (rules of the CDD tremplin, March 2024): until %(last)s or "
        "later. Correct its last day."
    ),
    "springboard_too_long": _(
        "A springboard contract lasts %(months)s months at most, renewals included (rules of the CDD tremplin, March 2024): "
        "until %(last)s. Correct its last day, or say that it lasts longer to end a training, and what proves it."
    ),
    "springboard_proof_missing": _(
        "Write what proves the training that is to be ended: its title, who gives it, and its last day."
    ),
    "springboard_hours": _(
        "A springboard contract is for %(work_minutes)s a week at least (rules of the CDD tremplin, March 2024): write its hours."
    ),
    "dual_hours_missing": _(
        "Say how many hours a week the person works there: all paid work together has a limit (decree 2022-1561)."
    ),
    "dual_hours_over": _(
        "From %(day)s on, all paid work of the person together would be %(work_minutes)s a week; at most %(most_minutes)s are "
        "allowed (decree 2022-1561 of 13 December 2022). Shorten one of them."
    ),
    "outcome_still_asked": _(
        "It ended on %(last)s. “Not known” may be chosen once that is more than a year ago: ask until then, or leave it empty."
    ),
    "outcome_stands": _(
        "The placement is over, its outcome “%(placement_outcome)s”. Leave the outcome empty to keep that; to change it, let "
        "the placement go on, on its page, and end it again."
    ),
    "hours_above_week": _("Hours a week are more than nothing and at most %(most_minutes)s. Correct them."),
    "pattern_without_half_day": _("Choose at least one half-day, or none at all for every half-day that is due."),
}

DEVICES = {
    Device.MISPE: _("Discovery of the ESAT (MISPE)"),
    Device.PMSMP: _("Work trial (PMSMP)"),
    Device.INTERNSHIP: _("Internship"),
    Device.MAD_INDIVIDUAL: _("Individual secondment (MAD)"),
    Device.MAD_COLLECTIVE: _("Collective secondment (MAD)"),
    Device.SERVICE: _("Service outside, with a supervisor"),
    Device.SUPPORTED_EMPLOYMENT: _("Supported employment"),
    Device.DUAL_ACTIVITY: _("Dual activity"),
    Device.SPRINGBOARD: _("Springboard contract (CDD tremplin)"),
    Device.JOB: _("Job"),
}
PLACEMENT_STATES = {
    PlacementState.DRAFT: pgettext_lazy("placement", "Draft"),
    PlacementState.AGREED: pgettext_lazy("placement", "Agreed"),
    PlacementState.ENDED: pgettext_lazy("placement", "Ended"),
    PlacementState.CANCELLED: pgettext_lazy("placement", "Cancelled"),
}
PRESCRIBERS = {
    Prescriber.NONE: _("Not prescribed"),
    Prescriber.MDPH: _("MDPH"),
    Prescriber.EMPLOYMENT_NETWORK: _("Public employment service"),
}
OBJECTIVES = {
    Objective.NONE: _("No objective said"),
    Objective.DISCOVER: _("Discover a trade or a sector"),
    Objective.CONFIRM: _("Confirm a plan for a job"),
    Objective.RECRUIT: _("Begin a recruitment"),
}
CONTRACT_KINDS = {
    ContractKind.NONE: _("No contract"),
    ContractKind.CDI: _("Permanent contract (CDI)"),
    ContractKind.CDD: _("Fixed-term contract (CDD)"),
    ContractKind.TEMP: _("Temporary work"),
    ContractKind.PROFESSIONAL: _("Professional training contract"),
    ContractKind.APPRENTICESHIP: _("Apprenticeship"),
    ContractKind.SPRINGBOARD: _("Springboard contract (CDD tremplin)"),
    ContractKind.AIDED: _("Aided contract"),
    ContractKind.PUBLIC_SERVICE: _("Public service"),
    ContractKind.SELF_EMPLOYED: _("Self-employed"),
}
BEYOND = {
    BeyondGround.NONE: _("It does not last longer"),
    BeyondGround.TRAINING: _("To end a training"),
}
OUTCOMES = {
    PlacementOutcome.UNKNOWN: _("Not said yet"),
    PlacementOutcome.COMPLETED: _("Went to its end"),
    PlacementOutcome.INTERRUPTED: _("Interrupted"),
    PlacementOutcome.HIRED: _("Hired"),
    PlacementOutcome.PROLONGED: _("Prolonged"),
    PlacementOutcome.OTHER: pgettext_lazy("placement", "Other"),
    PlacementOutcome.NOT_KNOWN: pgettext_lazy("placement", "Not known"),
}


def _state(code: str) -> str:
    return str(PLACEMENT_STATES[PlacementState(code)])


def _hours(minutes: str) -> str:
    return localised.hours(int(minutes))


NAMES: dict[str, Any] = {
    "work_minutes": _hours,
    "most_minutes": _hours,
    "placement_state": _state,
    "wanted_placement": _state,
    "placement_outcome": lambda code: str(OUTCOMES[PlacementOutcome(code)]),
    "placement_device": lambda code: str(DEVICES[Device(code)]),
}
"""How a fact that is a code becomes the word a reader knows."""
