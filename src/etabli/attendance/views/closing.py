"""Closing of months: their state, what is missing in each, closing and reopening."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from etabli.attendance.access import AttendanceRight
from etabli.attendance.actions import close_month, reopen_month
from etabli.attendance.forms import ReopenForm
from etabli.attendance.models import ClosedMonth
from etabli.attendance.queries import closed_months
from etabli.attendance.queries.months import Missing, followed_months, month_seen, months_seen
from etabli.kit import localised
from etabli.kit.asking import Question, ask, do
from etabli.kit.clock import now, today
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.org.access import OrgRight
from etabli.org.models import Establishment
from etabli.org.queries import rights_in
from etabli.people.access import PeopleRight
from etabli.people.models import Person

MONTHS_A_PAGE = 24


@page(see=AttendanceRight.REASON_READ)
def months(request: Request, place: Establishment) -> HttpResponse:
    """Every month since the beginning, the present one first."""
    day = today()
    found = paged(followed_months(place, day), request.GET.get("page"), MONTHS_A_PAGE)
    context = {
        "place": place,
        "page": found,
        "rows": [_row(state) for state in months_seen(request.user, place, list(found.object_list), day)],
    }
    return render(request, "attendance/months.html", context)


def _row(state: Any) -> dict[str, Any]:
    return {
        "state": state,
        "month": state.month,
        "title": localised.day(state.month, "month"),
        "closed_by": _author(state.closed.closed_by) if state.closed else "",
    }


def _author(user: Any) -> str:
    return (user.get_full_name() or user.get_username()) if user is not None else gettext("command line")


@page(see=AttendanceRight.REASON_READ, sensitive=True)
def month(request: Request, place: Establishment, month: date) -> HttpResponse:
    """What is to be seen to before a month is closed."""
    detail = month_seen(request.user, place, month, today())
    named = {row.person.pk for row in detail.missing} | {person.pk for person in detail.to_confirm}
    subjects = named | {note.person_id for note in detail.awaited}
    request.note_read("attendance.month", sorted(subjects), table=Person._meta.db_table)
    rights = rights_in(request.user, place)
    missing = paged(detail.missing, request.GET.get("page"))
    context = {
        "place": place,
        "month": month,
        **_row(detail.state),
        "page": missing,
        "missing": [_missing(row) for row in missing.object_list],
        "awaited": detail.awaited,
        "to_confirm": detail.to_confirm,
        "may_open": PeopleRight.READ in rights,
        "reopenings": [{"row": row, "who": _author(row.reopened_by)} for row in detail.reopenings],
        "may_close": AttendanceRight.CLOSE in rights and detail.state.is_over and not detail.state.closed,
        "may_reopen": AttendanceRight.REOPEN in rights and detail.state.closed is not None,
        "may_trace": OrgRight.JOURNAL_READ in rights and detail.state.closed is not None,
        "table": ClosedMonth._meta.db_table,
        "warning": _warning(detail.state),
    }
    return render(request, "attendance/month.html", context)


def _missing(row: Missing) -> dict[str, Any]:
    """A person and the days to see to, each with the week in which it is typed."""
    days: dict[date, list[int]] = {}
    for day, half in row.half_days:
        days.setdefault(day, []).append(half)
    shown = [{"day": day, "words": _words(day, halves)} for day, halves in days.items()]
    return {"person": row.person, "count": len(row.half_days), "days": shown}


def _words(day: date, halves: list[int]) -> str:
    words = localised.day(day, "weekday")
    return words if len(halves) > 1 else f"{words}, {localised.half_day(halves[0])}"


def _warning(state: Any) -> str:
    if state.is_whole:
        return gettext("Nothing is missing. Corrections will then need it to be opened again by a director.")
    return gettext(
        "Something is still missing: half-days without an entry count nowhere, awaited notes stay unpaid. Corrections"
        " will then need the month to be opened again by a director."
    )


def _way(place: Establishment, month: date) -> str:
    return reverse("attendance:month", kwargs={"finess": place.finess, "month": month})


@page(see=AttendanceRight.CLOSE, do=AttendanceRight.CLOSE)
def month_close(request: Request, place: Establishment, month: date) -> HttpResponse:
    done = gettext("The month of %(month)s is closed.") % {"month": localised.day(month, "month")}

    def act() -> None:
        close_month(establishment=place, month=month, by=request.user, at=now())

    return do(request, act, _way(place, month), done)


@page(see=AttendanceRight.REOPEN, do=AttendanceRight.REOPEN)
def month_reopen(request: Request, place: Establishment, month: date) -> HttpResponse:
    if month not in closed_months(place):
        raise Http404
    form = ReopenForm(request.POST or None)
    title = localised.day(month, "month")

    def act() -> None:
        reason = form.cleaned_data["reason"]
        reopen_month(establishment=place, month=month, reason=reason, by=request.user, at=now())

    question = Question(
        gettext("Open a month again"),
        _way(place, month),
        done=gettext("The month of %(month)s is open again.") % {"month": title},
        lead=title,
        note=gettext("Its attendance can then change, and the figures with it. Who opened it, and why, is kept."),
        submit=gettext("Open the month again"),
        crumbs=[{"label": gettext("Closing of months"), "url": reverse("attendance:months", args=[place.finess])}],
    )
    return ask(request, form, act, question)
