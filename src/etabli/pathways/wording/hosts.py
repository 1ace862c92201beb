"""The sentences of what is refused about hosts and partnerships, and the words of their kinds."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from etabli.pathways.states import HostKind, PartnershipKind

SENTENCES: dict[str, Any] = {}

HOST_KINDS = {
    HostKind.PRIVATE: _("Private company"),
    HostKind.PUBLIC: _("Public employer"),
    HostKind.ASSOCIATION: _("Association"),
    HostKind.ADAPTED_COMPANY: _("Adapted company (EA)"),
    HostKind.ESAT: _("Another ESAT"),
    HostKind.INDIVIDUAL: _("Private person"),
    HostKind.OTHER: pgettext_lazy("host", "Other"),
}
PARTNERSHIP_KINDS = {
    PartnershipKind.RETURN_RIGHT: _("Right to return, with another ESAT"),
    PartnershipKind.EMPLOYMENT_NETWORK: _("Public employment service"),
    PartnershipKind.ADAPTED_COMPANY: _("Adapted company (EA)"),
    PartnershipKind.SUPPORTED_EMPLOYMENT: _("Supported employment"),
    PartnershipKind.MDPH: _("MDPH"),
    PartnershipKind.OTHER: pgettext_lazy("partnership", "Other"),
}
