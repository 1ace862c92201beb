"""Reconciliation: the hours of a slip already sent against those counted, each difference explained."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from etabli.attendance.access import AttendanceRight
from etabli.attendance.actions import save_sent_hours
from etabli.attendance.columns import RECONCILIATION, reason_text
from etabli.attendance.forms import SlipForm
from etabli.attendance.queries.hours import PersonHours, Reconciliation, reconciliation
from etabli.attendance.queries.months import followed_months
from etabli.attendance.slips import read_slip
from etabli.core.periods import month_start
from etabli.kit import exports, localised, undo
from etabli.kit.asking import do
from etabli.kit.clock import now, today
from etabli.kit.pages import Request, page
from etabli.kit.wording import sentence
from etabli.org.models import Establishment
from etabli.people.models import Person
from etabli.people.queries import persons_by_staff_number

MOST_PROBLEMS = 50
UNDO = "attendance.slip"

# The reasons of unpaid hours are told here: those who close months may see reasons of absence everywhere.


@page(see=AttendanceRight.CLOSE, do=AttendanceRight.CLOSE, sensitive=True)
def reconcile(request: Request, place: Establishment, month: date | None = None) -> HttpResponse:
    """A month: hours sent, hours counted, and why they differ. A slip that is sent replaces the one before."""
    month = month or month_start(month_start(today()) - timedelta(days=1))
    form = SlipForm(request.POST or None, request.FILES or None)
    problems: list[str] = []
    if request.method == "POST" and form.is_valid():
        problems = _save(request, place, month, form.text)
        if not problems:
            return redirect("attendance:reconciliation", finess=place.finess, month=month)
    found = reconciliation(place, month)
    request.note_read("attendance.reconciliation", [row.person.pk for row in found.rows], table=Person._meta.db_table)
    context = {
        "place": place,
        "month": month,
        "title": localised.day(month, "month"),
        "months": [(f"{row:%Y-%m}", localised.day(row, "month")) for row in followed_months(place, today())],
        "chosen": f"{month:%Y-%m}",
        "form": form,
        "problems": problems[:MOST_PROBLEMS],
        "more": max(0, len(problems) - MOST_PROBLEMS),
        "undo": undo.offered(request),
        **_table(found, only="differences" in request.GET),
    }
    return render(request, "attendance/reconciliation.html", context)


def _table(found: Reconciliation, only: bool) -> dict[str, Any]:
    rows = [row for row in found.rows if not only or row.difference]
    return {
        "only": only,
        "is_sent": any(row.sent is not None for row in found.rows),
        "rows": [_shown(row) for row in rows],
        "different": sum(bool(row.difference) for row in found.rows),
        "sent": localised.number(found.sent / 100, 2),
        "counted": localised.number(found.counted, 2),
        "difference": localised.number(found.difference / 100, 2),
    }


def _shown(row: PersonHours) -> dict[str, Any]:
    return {
        "person": row.person,
        "number": row.staff_number,
        "sent": "" if row.sent is None else localised.number(row.sent / 100, 2),
        "counted": localised.number(row.counted / 100, 2),
        "difference": localised.number(row.difference / 100, 2),
        "differs": row.difference != 0,
        "reasons": [reason_text(reason) for reason in row.reasons],
    }


def _save(request: Request, place: Establishment, month: date, text: str) -> list[str]:
    """Every sentence of what is wrong; nothing is kept then."""
    slip = read_slip(text, persons_by_staff_number(place))
    if slip.problems:
        return [sentence(problem) for problem in slip.problems]
    before = {str(row.person.pk): row.sent for row in reconciliation(place, month).rows if row.sent is not None}
    count = save_sent_hours(establishment=place, month=month, centihours=slip.centihours, by=request.user, at=now())
    told = ngettext("The hours of %(count)s person are kept.", "The hours of %(count)s persons are kept.", count)
    text = told % {"count": count}
    if before:
        way = reverse("attendance:reconciliation_restore", kwargs={"finess": place.finess, "month": month})
        text = f"{text} {gettext('They replace those of the slip before.')}"
        values = {"month": month.isoformat(), "hours": before}
        undo.offer(request, act=UNDO, address=way, text=text, values=values)
    else:
        messages.success(request, text)
    return []


@page(see=AttendanceRight.CLOSE, do=AttendanceRight.CLOSE)
def reconciliation_restore(request: Request, place: Establishment, month: date) -> HttpResponse:
    """The slip before comes back."""
    back = reverse("attendance:reconciliation", kwargs={"finess": place.finess, "month": month})
    if request.method != "POST":
        return do(request, lambda: None, back)
    values = undo.redeem(request, UNDO)
    here = set(Person.objects.filter(registrations__establishment=place).values_list("pk", flat=True))
    hours = {int(person): value for person, value in values["hours"].items() if int(person) in here}
    if values["month"] != month.isoformat():
        raise Http404

    def act() -> None:
        save_sent_hours(establishment=place, month=month, centihours=hours, by=request.user, at=now())

    return do(request, act, back, gettext("The slip before is back."))


@page(see=AttendanceRight.CLOSE, sensitive=True)
def reconciliation_export(request: Request, place: Establishment, month: date, kind: str) -> HttpResponse:
    """The whole table as a sheet."""
    if kind not in exports.CONTENT_TYPES:
        raise Http404
    rows = reconciliation(place, month).rows
    title = gettext("Reconciliation %(place)s %(month)s") % {"place": place.name, "month": f"{month:%Y-%m}"}
    subjects = [row.person.pk for row in rows]
    what = "attendance.reconciliation.export"
    return exports.download(request, kind, RECONCILIATION, rows, what=what, title=title, subjects=subjects)
