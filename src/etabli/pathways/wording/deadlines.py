"""The words of what is owed on the way of a person."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from etabli.pathways.states import PathwayDue, PathwayDuty

PATHWAY_DUTIES = {
    PathwayDuty.MDPH_NOTICE: _("Send the contract of the secondment to the MDPH"),
    PathwayDuty.CDAPH_REQUEST: _("Ask the CDAPH, if the secondment is to go on"),
    PathwayDuty.PLACEMENT_END: _("Say how the placement ended"),
    PathwayDuty.PLACEMENT_RENEWAL: _("Renew the placement, or say how it ended"),
    PathwayDuty.AGREEMENT_RENEWAL: _("Renew the support agreement"),
    PathwayDuty.AGREEMENT_END: _("The support agreement ends, after its last renewal"),
    PathwayDuty.REINFORCED_PATHWAY: _("Hand on the document of the reinforced pathway"),
    PathwayDuty.ORIENTATION: _("Ask for the renewal of the orientation"),
}
PATHWAY_DUE = {
    PathwayDue.LATE: pgettext_lazy("deadline", "Late"),
    PathwayDue.LONG_PAST: pgettext_lazy("deadline", "Late for more than a year"),
    PathwayDue.SOON: pgettext_lazy("deadline", "Soon"),
    PathwayDue.TO_COME: pgettext_lazy("deadline", "To come"),
    PathwayDue.DONE: pgettext_lazy("deadline", "Done"),
    PathwayDue.DONE_LATE: pgettext_lazy("deadline", "Done late"),
}
