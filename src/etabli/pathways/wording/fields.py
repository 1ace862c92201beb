"""The labels of what is known of a placement, on its form and on its page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

FIELDS = {
    "host": pgettext_lazy("host", "Host"),
    "team": _("How many workers, or which team"),
    "prescriber": _("Prescribed by"),
    "objective": _("Objective"),
    "contract": _("Contract"),
    "starts_on": _("First day"),
    "last_day": _("Last day"),
    "signed_on": _("Signed on"),
    "mdph_notified_on": _("Sent to the MDPH on"),
    "cdaph_asked_on": _("Agreement of the CDAPH asked on"),
    "cdaph_agreed_on": _("Agreement of the CDAPH given on"),
    "beyond_ground": _("Beyond the usual most months"),
    "beyond_proof": _("What proves it"),
    "post": _("Post and tasks"),
    "place_of_work": _("Place of work"),
    "tutor": pgettext_lazy("placement", "Tutor"),
    "weekly_minutes": _("Hours a week"),
    "weeks": _("Half-days of the week"),
}
