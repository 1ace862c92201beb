"""The rule behind each deadline, and where it is written."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from etabli.pathways.states import PathwayDuty

SOURCES = {
    PathwayDuty.MDPH_NOTICE: _("Within the legal time after its signature (CASF, articles R344-16 to R344-21)."),
    PathwayDuty.CDAPH_REQUEST: _(
        "A secondment that names a person goes beyond its longest time with the agreement of the CDAPH alone, for which the"
        " director asks (CASF, articles R344-16 to R344-21)."
    ),
    PathwayDuty.PLACEMENT_END: _("The last day that was agreed."),
    PathwayDuty.PLACEMENT_RENEWAL: _("The last day that was agreed; such a period is renewed once."),
    PathwayDuty.AGREEMENT_RENEWAL: _("A support agreement is renewed up to its longest time (CASF, article L344-2-5)."),
    PathwayDuty.AGREEMENT_END: _("A support agreement has a longest time (CASF, article L344-2-5)."),
    PathwayDuty.REINFORCED_PATHWAY: _(
        "After the signature of the work contract (decree 2022-1561 of 13 December 2022)."
    ),
    PathwayDuty.ORIENTATION: _("The last day of the orientation by the CDAPH; the right to return lasts as long."),
}
