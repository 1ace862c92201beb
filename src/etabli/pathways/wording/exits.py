"""The sentences of what is refused about exits and returns, and the words of destinations."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from etabli.pathways.states import Destination

SENTENCES: dict[str, Any] = {}

DESTINATIONS = {
    Destination.ADAPTED_COMPANY: _("Adapted company (EA)"),
    Destination.PRIVATE: _("Private company"),
    Destination.PUBLIC: _("Public employer"),
    Destination.ASSOCIATION: _("Association"),
    Destination.OTHER_ESAT: _("Another ESAT"),
    Destination.CARE_HOME: _("Care home"),
    Destination.ELDERLY_HOME: _("Home for the elderly"),
    Destination.HOSPITAL: pgettext_lazy("destination", "Hospital"),
    Destination.FAMILY: pgettext_lazy("destination", "Family"),
    Destination.RETIREMENT: _("Retirement"),
    Destination.MOVED: _("Moved away"),
    Destination.REORIENTATION: _("Reorientation"),
    Destination.DEATH: _("Death"),
    Destination.OTHER: pgettext_lazy("destination", "Other"),
    Destination.UNKNOWN: pgettext_lazy("destination", "Not known"),
}
