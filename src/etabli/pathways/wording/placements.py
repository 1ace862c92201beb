"""The sentences of what is refused about placements, and the words of their devices, kinds and states."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from etabli.pathways.states import (
    ContractKind,
    Device,
    Objective,
    PlacementOutcome,
    PlacementState,
    Prescriber,
)

SENTENCES: dict[str, Any] = {}

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
OUTCOMES = {
    PlacementOutcome.UNKNOWN: _("Not said yet"),
    PlacementOutcome.COMPLETED: _("Went to its end"),
    PlacementOutcome.INTERRUPTED: _("Interrupted"),
    PlacementOutcome.HIRED: _("Hired"),
    PlacementOutcome.PROLONGED: _("Prolonged"),
    PlacementOutcome.OTHER: pgettext_lazy("placement", "Other"),
}
