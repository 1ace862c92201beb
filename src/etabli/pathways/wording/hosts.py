"""The sentences of what is refused about hosts and partnerships, and the words of their kinds."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from etabli.pathways.states import HostKind, PartnershipKind

SENTENCES: dict[str, Any] = {
    "host_name_missing": _("Give the name of the host."),
    "host_kind_unknown": _("“%(value)s” is no kind of host. Choose one of the list."),
    "host_siret_wrong": _("%(value)s is not a SIRET: fourteen digits, the last of which checks the others."),
    "host_known": _(
        "There is a host called %(name)s in this town already. Use that one, or tell them apart by the name."
    ),
    "hosts_not_two": _("Choose two different hosts of the same establishment."),
}

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
