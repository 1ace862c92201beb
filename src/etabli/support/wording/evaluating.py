"""The sentences of what is refused about the reliability of scales."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "deviation_wrong": _("A standard deviation is above 0 and up to 100 levels."),
    "reliability_wrong": _("A reliability is a number from 0 up to but not 1, such as 0.80."),
    "reliability_without_source": _("Say who measured it, on whom and when: without that it proves nothing."),
}
