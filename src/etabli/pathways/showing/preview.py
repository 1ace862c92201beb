"""What a placement will write in the attendance, in sentences."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext, ngettext

from etabli.attendance.wording import code_label
from etabli.kit import localised
from etabli.pathways.models import Placement
from etabli.pathways.queries.preview import preview_of


def preview_lines(row: Placement, today: date) -> list[str]:
    """One sentence for each month, then what stays as it is."""
    found = preview_of(row, today)
    if found.code is None:
        return [gettext("Nothing is written in the attendance for this kind of placement.")]
    lines, code = [], f"“{code_label(found.code)}” ({found.code.code})"
    for month, count in found.months:
        text = ngettext(
            "%(count)s half-day of %(month)s will be written %(code)s.",
            "%(count)s half-days of %(month)s will be written %(code)s.",
            count,
        )
        facts = {"count": localised.number(count), "month": localised.day(month, "month"), "code": code}
        lines.append(text % facts)
    if not found.months:
        lines.append(gettext("No half-day that is due falls into it."))
    if found.typed:
        text = ngettext(
            "%(count)s half-day was typed already and stays.",
            "%(count)s half-days were typed already and stay.",
            found.typed,
        )
        lines.append(text % {"count": localised.number(found.typed)})
    if found.closed:
        months = ", ".join(localised.day(month, "month") for month in found.closed)
        lines.append(gettext("Closed months stay as they are: %(months)s.") % {"months": months})
    return lines
