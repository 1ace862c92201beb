"""The sentences of what is refused about partnerships; the words of their kinds stand beside those of hosts."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, Any] = {
    "partnership_kind_unknown": _("%(value)s is not a kind of partnership."),
    "partnership_unnamed": _("Say with whom."),
    "partnership_finess_wrong": _("“%(value)s” is not a FINESS number: it has nine characters, and a check digit."),
    "partnership_backwards": _("The last day is before the first one."),
}
FIELDS = {
    "partnership_kind_unknown": "kind",
    "partnership_unnamed": "partner",
    "partnership_finess_wrong": "finess",
    "partnership_backwards": "last_day",
}
"""The field beside which the sentence of each refusal stands."""
