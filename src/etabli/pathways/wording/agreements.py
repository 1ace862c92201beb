"""The sentences of what is refused about support agreements and reinforced pathways."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from etabli.pathways.states import AgreementState

SENTENCES: dict[str, Any] = {
    "agreement_job_wrong": _("An agreement is made for a job of this person that was agreed. Choose another one."),
    "agreement_without_employer": _("Say with which employer: choose a host, or begin from the job."),
    "agreement_opposed": _(
        "The person has opposed support agreements since %(day)s (CASF, article L344-2-5). If they changed their mind, take the"
        " opposition back first."
    ),
    "agreement_signed_to_come": _("The day of the signature is still to come."),
    "agreement_backwards": _("The last day is before the first one."),
    "agreement_before_job": _("The job begins on %(day)s. Choose that day or a later one."),
    "agreement_too_long": _(
        "One agreement lasts %(months)s months at most (CASF, article L344-2-5): until %(day)s. Renew it then."
    ),
    "agreement_renewed_too_long": _(
        "An agreement and its renewals last %(months)s months in all at most (CASF, article L344-2-5): until %(day)s."
    ),
    "agreement_twice": _("Another agreement of this person begins on %(day)s: end it first, or renew it."),
    "agreement_renewed_already": _("This agreement was renewed already."),
    "agreement_ended_early": _("This agreement was ended on %(day)s. Make a new one."),
    "agreement_end_outside": _("It lasts from %(start)s to %(day)s. Choose a day between."),
    "agreement_not_ended": _("This agreement was not ended."),
    "opposition_twice": _("This opposition is written down already."),
    "opposition_backwards": _("The person said it on %(day)s. Choose that day or a later one."),
    "opposition_to_come": _("This day is still to come."),
    "pathway_empty": _("Say what the document says: what is planned with the employer, and who does what."),
    "pathway_handed_to_come": _("This day is still to come. Write it down once the person has the document."),
}
FIELDS = {
    "agreement_job_wrong": "host",
    "agreement_without_employer": "host",
    "agreement_signed_to_come": "signed_on",
    "agreement_backwards": "last_day",
    "agreement_before_job": "starts_on",
    "agreement_too_long": "last_day",
    "agreement_renewed_too_long": "last_day",
    "agreement_twice": "starts_on",
    "agreement_end_outside": "last_day",
    "opposition_twice": "said_on",
    "opposition_backwards": "said_on",
    "opposition_to_come": "said_on",
    "pathway_empty": "content",
    "pathway_handed_to_come": "handed_on",
}
"""The field beside which the sentence of each refusal stands."""
AGREEMENT_STATES = {
    AgreementState.TO_COME: pgettext_lazy("agreement", "To come"),
    AgreementState.IN_FORCE: pgettext_lazy("agreement", "In force"),
    AgreementState.ENDING: pgettext_lazy("agreement", "Ends soon"),
    AgreementState.OVER: pgettext_lazy("agreement", "Over"),
}
READS: dict[str, Any] = {
    "pathways.agreements": _("Support agreements and reinforced pathways"),
    "pathways.agreement": _("Support agreement of a person"),
    "pathways.reinforced": _("Reinforced pathway of a person"),
}
"""What the log of reads says."""
