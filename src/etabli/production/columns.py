"""The tables of production, declared once for XLSX and CSV."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from etabli.kit.exports import Column, Kind
from etabli.kit.localised import half_day
from etabli.production.queries.day import Line

TOTALS = (
    Column("half", _("Half-day"), lambda line: half_day(line.half)),
    Column("activity_code", _("Code"), lambda line: line.activity.code),
    Column("activity", _("Activity"), lambda line: line.activity.name, heads_row=True),
    Column("minutes", pgettext_lazy("spent", "Time"), lambda line: line.quantities.minutes, Kind.HOURS),
    Column("good", _("Good"), lambda line: line.quantities.good, Kind.QUANTITY),
    Column("rejected", _("Rejected"), lambda line: line.quantities.rejected, Kind.QUANTITY),
    Column("unit", _("Unit"), lambda line: line.activity.unit_worded),
)
"""Nobody is named."""


def _name(line: Line) -> str:
    return line.name or str(_("Not named"))


WORK = (
    Column("staff_number", _("Staff number"), "number", nominative=True),
    Column("person", _("Person"), _name, nominative=True, heads_row=True),
    *TOTALS,
)
