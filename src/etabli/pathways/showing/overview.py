"""The year of pathways as its page shows it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext

from etabli.kit import charts, localised
from etabli.kit.charts import Picture, Stack
from etabli.pathways.models import Placement
from etabli.pathways.queries.overview import MONTHS, Months
from etabli.pathways.states import Device
from etabli.pathways.wording import DEVICES


def devices_today(rows: QuerySet[Placement, Any]) -> list[dict[str, Any]]:
    """How many persons are placed by each device; one query."""
    counted = rows.order_by().values("device").annotate(persons=Count("person", distinct=True))
    found = dict(counted.values_list("device", "persons"))
    return [{"label": DEVICES[device], "count": found[device]} for device in Device if device in found]


def months_shown(months: Months, year: int) -> dict[str, Any]:
    """The table beside the chart."""
    rows = [{"label": DEVICES[device], "counts": counts} for device, counts in months.devices.items()]
    rows += [
        {"label": gettext("Together, at work elsewhere or in a job"), "counts": months.working},
        {"label": gettext("Together, trying out"), "counts": months.trying},
    ]
    return {"heads": _names(year), "rows": rows}


def picture_of(months: Months, year: int) -> Picture:
    """Persons placed month by month: at work elsewhere or in a job full, trying out in a dashed frame above."""
    most = max(range(MONTHS), key=lambda month: months.working[month] + months.trying[month])
    told = gettext("Most in %(month)s: %(working)s at work elsewhere or in a job, %(trying)s trying out.")
    facts = {"month": localised.day(date(year, most + 1, 1), "month")}
    facts |= {"working": str(months.working[most]), "trying": str(months.trying[most])}
    return Picture(
        title=gettext("Persons placed in %(year)s, month by month") % {"year": year},
        description=told % facts,
        signs=charts.signs(),
        stacks=tuple(
            Stack(name, taken=months.working[month], free=months.trying[month])
            for month, name in enumerate(_names(year))
        ),
    )


def _names(year: int) -> list[str]:
    return [localised.day(date(year, month, 1), "short_month") for month in range(1, MONTHS + 1)]
