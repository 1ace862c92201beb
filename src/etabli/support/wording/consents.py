"""The sentences of what is refused about consents and shares, and the words of their kinds and states."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from etabli.support.states import Answer, Basis, Means, SharedField, ShareState

SENTENCES = {
    "purpose_empty": _("Give the purpose a name."),
    "purpose_unexplained": _("Say in short, common words what is shared and why: the person reads it."),
    "purpose_answered": _("“%(value)s” was answered as it stands. Retire it and add a new purpose."),
    "share_code_unreadable": _("“%(value)s” is not a code: use small letters, digits and hyphens."),
    "share_code_taken": _("The code “%(value)s” is taken. Choose another one."),
    "purpose_retired": _("“%(value)s” is no longer used. Choose another purpose."),
    "shared_fields_empty": _("Choose at least one thing to share."),
    "shared_field_unknown": _("%(value)s cannot be shared. Choose from the list."),
    "person_objected": _("%(name)s objected to this sharing: nothing leaves for this purpose."),
    "consent_missing": _("%(name)s has not agreed to this sharing. Ask first, with the consent page."),
    "fields_not_agreed": _("%(name)s did not agree to all of this. Share less, or ask again."),
    "recipient_empty": _("Say who receives it: a person, by name."),
    "share_reason_empty": _("Say why this person needs it."),
    "share_expired_already": _("The last day has passed. Choose a later one."),
    "share_too_long": _("A link lasts %(days)s days at most. Choose an earlier last day."),
    "share_number_wrong": _("This is not the number of this link. Check it with the person who gave it to you."),
    "erasure_elsewhere": _("%(name)s is known in %(place)s too, where you may not erase. Ask someone who may."),
    "erasure_early": _(
        "%(name)s is kept until %(day)s: before, only at the person's own request. Say when and how it was asked."
    ),
    "erasure_month_open": _("Close the month of %(month)s in %(place)s first: %(name)s worked there."),
    "consent_not_standing": _("This answer was withdrawn already."),
}

FIELDS = {
    "purpose_empty": "name",
    "purpose_unexplained": "easy",
    "purpose_answered": "name",
    "share_code_unreadable": "code",
    "share_code_taken": "code",
    "purpose_retired": "purpose",
    "shared_fields_empty": "fields",
    "shared_field_unknown": "fields",
    "person_objected": "purpose",
    "consent_missing": "purpose",
    "fields_not_agreed": "fields",
    "recipient_empty": "recipient",
    "share_reason_empty": "reason",
    "share_expired_already": "last_day",
    "share_too_long": "last_day",
    "share_number_wrong": "number",
    "erasure_early": "reason",
}
"""The field beside which the sentence of each refusal stands."""

BASES = {
    Basis.AGREEMENT: _("Only when the person agrees"),
    Basis.OBJECTION: _("Unless the person objects, once told"),
}
ANSWERS = {Answer.AGREED: _("Agreed"), Answer.OBJECTED: _("Objected")}
MEANS = {
    Means.SPOKEN: _("Said aloud"),
    Means.WRITTEN: _("Written or signed"),
    Means.PICTOGRAMS: _("Shown with pictograms"),
    Means.HELPED: _("Said with someone's help"),
}
SHARED_FIELDS = {
    SharedField.WORKSHOP: _("Workshop"),
    SharedField.ENGAGEMENT: _("Time at work"),
    SharedField.GOALS: _("Goals in force"),
    SharedField.RESTRICTIONS: _("What must not be done at work"),
    SharedField.CERTIFICATIONS: _("Licences and certificates"),
    SharedField.COMPETENCES: _("Competences, at the level last seen"),
    SharedField.TRAININGS: _("Training followed"),
}
SHARE_STATES = {
    ShareState.OPEN: pgettext_lazy("share", "Open"),
    ShareState.LOCKED: _("Locked: too many wrong numbers"),
    ShareState.REVOKED: _("Closed"),
    ShareState.EXPIRED: _("Past its last day"),
    ShareState.WITHHELD: _("Withheld: the person no longer agrees"),
}

READS = {
    "support.sharing": _("Consents and shares of a person"),
    "support.share": _("Part of a file read by a link"),
    "support.readers": _("Who saw the file of a person"),
    "support.retention": _("Persons who left"),
}
"""What the log of reads says."""
