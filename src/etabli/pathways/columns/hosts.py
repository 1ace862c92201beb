"""The table of hosts."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from etabli.kit.exports import Column, Kind
from etabli.pathways.models import Host
from etabli.pathways.states import HostKind
from etabli.pathways.wording import HOST_KINDS


def _page(row: Host) -> str:
    return reverse("pathways:host", args=[row.establishment.finess, row.pk])


def _kind(row: Any) -> Any:
    return HOST_KINDS[HostKind(row.kind)]


HOSTS = (
    Column("name", pgettext_lazy("host", "Host"), "name", heads_row=True, url=_page),
    Column("kind", _("Kind"), _kind),
    Column("town", _("Town"), "town"),
    Column("siret", _("SIRET"), "siret"),
    Column("now", _("People there now"), "now", Kind.INTEGER),
    Column("before", _("Before"), "before", Kind.INTEGER),
)
