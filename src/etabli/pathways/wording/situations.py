"""The sentences of what is refused about the situation of a person, and what surveys ask."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, Any] = {
    "orientation_backwards": _("The orientation begins on %(start)s: its last day is that day or later."),
}

ASKED = {
    "orientation_from": _("Orientation of the CDAPH from"),
    "orientation_until": _("Orientation of the CDAPH until"),
    "had_ordinary_job": _("Had an ordinary job before"),
    "first_protected": _("First time in protected work"),
    "temporary_admission": _("Admitted for a time only"),
    "driving_licence": _("Has a driving licence"),
    "highway_code": _("Passed the highway code"),
    "mobility_card": _("Has a mobility inclusion card"),
    "transport": _("Transport to work is organised"),
}
"""What surveys ask of each person, by column."""
HINTS = {
    "orientation_until": _("The last day of the decision: a return by right is possible until then."),
    "had_ordinary_job": _("With an ordinary employer or an adapted company, before coming here."),
    "first_protected": _("Never in an ESAT before this one."),
    "temporary_admission": _("For less than a year: a replacement, a trial, a respite."),
    "transport": _("Paid or organised by the establishment: public transport, shuttle or taxi."),
}
READS = {"pathways.situation": _("Situation of a person, as surveys ask for it")}
"""What the log of reads says."""
