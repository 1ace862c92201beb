"""The table of placements, declared once for the screen, XLSX and CSV."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from etabli.kit.exports import Column, Kind
from etabli.pathways.models import Placement
from etabli.pathways.rules.timeline import last_day
from etabli.pathways.states import Device
from etabli.pathways.wording import DEVICES


def _timeline(row: Placement) -> str:
    return reverse("pathways:timeline", args=[row.establishment.finess, row.person_id])


def _page(row: Placement) -> str:
    return reverse("pathways:placement", args=[row.establishment.finess, row.pk])


def _host_page(row: Placement) -> str | None:
    return reverse("pathways:host", args=[row.establishment.finess, row.host_id]) if row.host_id else None


def _device(row: Placement) -> Any:
    return DEVICES[Device(row.device)]


def _host(row: Placement) -> str:
    return row.host.name if row.host else ""


def _last_day(row: Placement) -> Any:
    return last_day(row.ends_before)


PLACEMENTS = (
    Column("person", _("Person"), lambda row: str(row.person), nominative=True, heads_row=True, url=_timeline),
    Column("device", _("Kind"), _device, url=_page),
    Column("host", pgettext_lazy("host", "Host"), _host, url=_host_page),
    Column("post", _("Post"), "post"),
    Column("starts_on", _("Since"), "starts_on", Kind.DATE),
    Column("last_day", _("Until"), _last_day, Kind.DATE),
    Column("signed_on", _("Signed on"), "signed_on", Kind.DATE),
)
