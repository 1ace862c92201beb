"""The names of the papers of placements, the words for what is missing in one, and why one is not made."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from etabli.pathways.rules.papers import PaperKind

SENTENCES: dict[str, Any] = {
    "paper_of_other_device": _("This paper belongs to another kind of placement. Choose one of those on its page."),
    "paper_before_its_end": _("The certificate says what was done: it is made once the last day is past."),
}
PAPERS = {
    PaperKind.DISCOVERY: _("Convention of the discovery"),
    PaperKind.IMMERSION: _("Summary sheet of the PMSMP"),
    PaperKind.SECONDMENT: _("Individual contract of secondment"),
    PaperKind.TEAM_SECONDMENT: _("Collective contract of secondment"),
    PaperKind.CERTIFICATE: _("Certificate"),
}
GAPS = {
    "house_body": _("The managing body of the establishment"),
    "house_siret": _("The SIRET number of the establishment"),
    "house_address": _("The address of the establishment"),
    "house_signer": _("Who signs for the establishment"),
    "birth_date": _("The birth date of the person"),
    "host": _("The name of the host"),
    "host_siret": _("The SIRET number of the host"),
    "host_address": _("The address of the host"),
    "host_contact": _("Who signs for the host"),
    "last_day": _("The last day"),
    "weekly_minutes": _("The hours a week"),
    "post": _("The post and its tasks"),
    "place_of_work": _("The place of work"),
    "tutor": _("The tutor"),
    "prescriber": _("Who prescribed it"),
    "objective": _("The objective"),
    "follow_up": _("The day on which it is looked back on"),
    "team": _("The number of workers"),
    "billing": _("What is billed, special operating costs included"),
    "support": _("How the establishment gives its support"),
    "medical": _("How health is watched over"),
    "adaptation": pgettext_lazy("secondment", "What is adapted"),
    "partner": _("Who helps besides"),
    "contract": _("The kind of contract"),
    "starts_on": _("The first day"),
    "help_person": _("The help given to the person"),
    "help_employer": _("The help given to the employer"),
    "referent": _("Whom to call at the establishment"),
}
"""What a paper leaves to be filled in by hand, by the code of the fact."""
