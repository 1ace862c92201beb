"""Why a code of the attendance cannot tell the half-days of a device."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, Any] = {
    "device_code_unknown": _("%(value)s is not in use in the code table. Choose another, or take it into use there."),
    "device_code_absence": _("%(value)s is no presence, and whoever is there is at work. Choose a code of presence."),
    "device_code_away": _(
        "%(value)s is not an absence “with the other employer”, where these half-days are spent. Choose one that is."
    ),
    "device_code_paid": _("%(value)s is paid (guaranteed pay), and these half-days are not. Choose an unpaid code."),
    "device_code_unpaid": _("%(value)s is not paid, and the guaranteed pay goes on meanwhile. Choose a paid code."),
}
UNWRITTEN = _("Nothing is written by itself; what is typed under this code meanwhile counts as its days.")
NAMED = _("Only the half-days that are named on the placement are written.")
