"""The table of adaptations, declared once for the screen, XLSX and CSV."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from etabli.kit.exports import Column, Kind
from etabli.support.models import Adaptation
from etabli.support.rules.plans import last_day


def _page(row: Adaptation) -> str:
    return reverse("support:adaptation", args=[row.establishment.finess, row.pk])


def _last_day(row: Any) -> Any:
    return last_day(row.ends_before)


ADAPTATIONS = (
    Column("what", _("What was changed"), "what", heads_row=True, url=_page),
    Column("person", _("For"), lambda row: str(row.person) if row.person else "", nominative=True),
    Column("workshop", _("Workshop"), lambda row: row.workshop.name if row.workshop else ""),
    Column("post", _("Post"), "post"),
    Column("starts_on", _("Since"), "starts_on", Kind.DATE),
    Column("last_day", _("Until"), _last_day, Kind.DATE),
    Column("cost", _("Cost"), "cost_cents", Kind.MONEY),
    Column("saved", _("Work saved a week"), "minutes_saved", Kind.HOURS),
    Column("helped", _("People helped"), "people_helped", Kind.INTEGER),
)
"""The register of adaptations."""
