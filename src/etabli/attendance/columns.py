"""The tables of attendance, declared once for screen, XLSX and CSV."""

from __future__ import annotations

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from etabli.attendance.queries.hours import PersonHours, Reason
from etabli.attendance.states import Unpaid
from etabli.attendance.wording import UNPAID, WHY
from etabli.kit import localised
from etabli.kit.exports import Column, Kind


def reason_text(reason: Reason) -> str:
    """`Waiting days of sickness: 6 half-days, −21.00 h`."""
    text = str(UNPAID[reason.why] if isinstance(reason.why, Unpaid) else WHY[reason.why])
    details = []
    if reason.half_days:
        count = ngettext("%(count)s half-day", "%(count)s half-days", reason.half_days)
        details.append(count % {"count": reason.half_days})
    if reason.hours is not None and reason.hours:
        details.append(localised.decimal_hours(reason.hours * 60))
    return gettext("%(what)s: %(details)s") % {"what": text, "details": ", ".join(details)} if details else text


def reasons_text(row: PersonHours) -> str:
    return "; ".join(reason_text(reason) for reason in row.reasons)


RECONCILIATION = (
    Column("staff_number", _("Staff number"), "staff_number", nominative=True),
    Column("name", _("Person"), lambda row: str(row.person), nominative=True, heads_row=True),
    Column("sent", _("Hours sent"), lambda row: None if row.sent is None else row.sent / 100, Kind.DECIMAL),
    Column("counted", _("Hours counted"), lambda row: row.counted / 100, Kind.DECIMAL),
    Column("difference", _("Difference"), lambda row: row.difference / 100, Kind.DECIMAL),
    Column("reasons", _("Why not a full month"), reasons_text),
)
