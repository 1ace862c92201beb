"""Absences until further notice: which go on, begun, ended."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext
from uuid_utils.compat import uuid7

from etabli.attendance.access import AttendanceRight
from etabli.attendance.actions import begin_absence, end_absence
from etabli.attendance.forms import LastingForm
from etabli.attendance.queries import active_codes
from etabli.attendance.queries.lasting import going_on, lasting_absences
from etabli.attendance.views.common import tabs
from etabli.attendance.wording import code_label
from etabli.kit.asking import Question, ask, do
from etabli.kit.clock import now, today
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.org.models import Establishment
from etabli.org.queries import rights_in
from etabli.people.models import Person

USUAL = "MAL"
FIELDS = {
    "absence_far_off": "starts_on",
    "absence_goes_on": "person",
    "code_no_absence": "code",
    "month_closed": "starts_on",
    "not_engaged": "starts_on",
}
"""The field beside which the sentence of each refusal stands."""


@page(see=AttendanceRight.REASON_READ, sensitive=True)
def lasting(request: Request, place: Establishment) -> HttpResponse:
    """Every absence that goes on, the longest first: the reminder of those to call or to end."""
    rows = going_on(lasting_absences(request.user, place), today())
    found = paged(rows, request.GET.get("page"))
    writable = lasting_absences(request.user, place, AttendanceRight.WRITE)
    may_end = set(writable.order_by().values_list("pk", flat=True))
    shown = [
        {"row": one.row, "days": one.days, "label": code_label(one.row.code), "may_end": one.row.pk in may_end}
        for one in found.object_list
    ]
    persons = [one.row.person_id for one in found.object_list]
    request.note_read("attendance.lasting", persons, table=Person._meta.db_table)
    rights = rights_in(request.user, place)
    context = {
        "place": place,
        "rows": shown,
        "page": found,
        "may_write": AttendanceRight.WRITE in rights,
        "tabs": tabs(rights, place, "attendance:lasting"),
    }
    return render(request, "attendance/lasting.html", context)


def _back(request: Request, place: Establishment) -> str:
    """Who may not see reasons has no list to come back to."""
    sees = AttendanceRight.REASON_READ in rights_in(request.user, place)
    return reverse("attendance:lasting" if sees else "attendance:week", args=[place.finess])


@page(see=AttendanceRight.WRITE, do=AttendanceRight.WRITE)
def lasting_add(request: Request, place: Establishment) -> HttpResponse:
    """Someone is away until further notice."""
    people = list(Person.objects.visible_to(request.user, place, AttendanceRight.WRITE))
    codes = [code for code in active_codes(place).values() if code.absence]
    initial = {"starts_on": today(), "half": 0, "code": USUAL, "person": request.GET.get("person", "")}
    form = LastingForm(request.POST or None, initial=initial, people=people, codes=codes)

    def act() -> None:
        begin_absence(establishment=place, key=uuid7(), **form.values, by=request.user, at=now())

    back = _back(request, place)
    note = gettext(
        "Each due half-day is written as it comes, up to today. It ends when someone marks presence, or here."
    )
    heading, done = gettext("Absence until further notice"), gettext("The absence is written down and goes on.")
    crumbs = [{"label": gettext("Attendance"), "url": back}]
    return ask(request, form, act, Question(heading, back, done=done, note=note, crumbs=crumbs, fields=FIELDS))


@page(see=AttendanceRight.WRITE, do=AttendanceRight.WRITE)
def lasting_end(request: Request, place: Establishment, absence: UUID) -> HttpResponse:
    """She is back today: what was written for today is taken back."""
    row = get_object_or_404(lasting_absences(request.user, place, AttendanceRight.WRITE), pk=absence)

    def act() -> None:
        end_absence(absence=row, on=today(), by=request.user, at=now())

    return do(request, act, _back(request, place), gettext("The absence of %(name)s is ended.") % {"name": row.person})
