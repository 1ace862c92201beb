"""The attendance sheet to sign, and the typing-in of a signed one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from uuid_utils.compat import uuid7

from etabli.attendance.access import AttendanceRight
from etabli.attendance.actions import Operation, SegmentSpec, record
from etabli.attendance.lines import Line, read_line
from etabli.attendance.queries import closed_months, spellings_of, standing_entries
from etabli.attendance.queries.captured import Standing
from etabli.attendance.queries.lines import month_days
from etabli.attendance.queries.week import MOST_PEOPLE, Choice, grid_of, people_in, week_of
from etabli.attendance.views.common import choice_form, legend, tabs
from etabli.attendance.views.grid import heads_of, names_of, rows_of
from etabli.core.periods import Period, month_start, next_month
from etabli.kit import localised
from etabli.kit.clock import now, today
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.kit.wording import sentence
from etabli.org.models import Establishment
from etabli.org.queries import rights_in
from etabli.people.models import Person, Registration

# ---------------------------------------------------------------- to sign


@page(see=AttendanceRight.READ)
def sheet(request: Request, place: Establishment, month: date | None = None, week: date | None = None) -> HttpResponse:
    """A month or a week on paper: people in rows, half-days in columns, lines to sign."""
    day = today()
    start = week or month or month_start(day)
    days = week_of(start) if week else Period(start, next_month(start))
    form = choice_form(request, place)
    found = paged(people_in(request.user, place, days, form.choice), request.GET.get("page"), MOST_PEOPLE)
    grid = grid_of(request.user, place, days, list(found.object_list), day)
    rights = rights_in(request.user, place)
    blank = "blank" in request.GET
    if grid.rows:
        request.note_read("attendance.sheet", [row.person.pk for row in grid.rows], table=Person._meta.db_table)
    context = {
        "place": place,
        "form": form,
        "page": found,
        "heads": heads_of(grid, day),
        "rows": rows_of(grid, names_of(row.person for row in grid.rows)),
        "legend": legend(grid.codes.values(), AttendanceRight.REASON_READ not in rights),
        "tabs": tabs(rights, place, "attendance:sheet"),
        "blank": blank,
        "month": not week,
        **_sheet_ways(place, start, bool(week), form.query, blank),
    }
    return render(request, "attendance/sheet.html", context)


def _sheet_ways(
    place: Establishment, start: date, is_week: bool, query: Mapping[str, int], blank: bool
) -> dict[str, Any]:
    """The period in words, and the addresses of the sheets beside this one."""
    kind = "week" if is_week else "month"
    chosen = {**query, **({"blank": 1} if blank else {})}
    other = {**query, **({} if blank else {"blank": 1})}

    def way(kind: str, to: date, query: Mapping[str, int]) -> str:
        address = reverse("attendance:sheet", kwargs={"finess": place.finess, kind: to})
        return f"{address}?{urlencode(query)}" if query else address

    before = start - timedelta(days=7) if is_week else month_start(start - timedelta(days=1))
    after = start + timedelta(days=7) if is_week else next_month(start)
    return {
        "title": _title(start, is_week),
        "before": way(kind, before, chosen),
        "after": way(kind, after, chosen),
        "as_week": way("week", start, chosen),
        "as_month": way("month", month_start(start), chosen),
        "other": way(kind, start, other),
    }


def _title(start: date, is_week: bool) -> str:
    if not is_week:
        return localised.day(start, "month")
    return gettext("%(first)s to %(last)s") % {
        "first": localised.day(start, "weekday"),
        "last": localised.day(start + timedelta(days=6), "long"),
    }


# ---------------------------------------------------------------- typed in


@dataclass
class Entry:
    """One row of the page: a person, her line as typed, and what it says."""

    registration: Registration
    text: str = ""
    line: Line | None = None
    problems: list[str] = field(default_factory=list)

    @property
    def key(self) -> str:
        return str(self.registration.person_id)

    @property
    def heard(self) -> str:
        """What was understood, in one sentence; empty when nothing was typed or something is wrong."""
        if self.line is None or self.problems or not self.line.values:
            return ""
        return _heard(self.line)


def _heard(line: Line) -> str:
    count = len(line.values)
    text = ngettext("%(count)s half-day", "%(count)s half-days", count) % {"count": count}
    if not line.left:
        return gettext("%(what)s; the month is complete.") % {"what": text}
    left = ngettext("%(count)s due day left, from %(day)s", "%(count)s due days left, from %(day)s", len(line.left))
    left %= {"count": len(line.left), "day": localised.day(line.left[0], "weekday")}
    return gettext("%(what)s; %(left)s.") % {"what": text, "left": left}


@page(see=AttendanceRight.WRITE, do=AttendanceRight.WRITE)
def type_in(request: Request, place: Establishment, month: date | None = None) -> HttpResponse:
    """One line a person for the whole month, as read off the signed sheet. Nothing is saved while a line is wrong."""
    month = month or month_start(today())
    days = Period(month, next_month(month))
    form = choice_form(request, place, AttendanceRight.WRITE)
    found = paged(_writable(request, place, days, form.choice), request.GET.get("page"), MOST_PEOPLE)
    entries = [Entry(row, _typed(request, row)) for row in found.object_list]
    if request.method == "POST" and (saved := _save(request, place, days, entries)) is not None:
        messages.success(request, saved)
        return redirect(request.get_full_path())
    context = {
        "place": place,
        "form": form,
        "page": found,
        "entries": entries,
        "wrong": sum(bool(entry.problems) for entry in entries),
        "month": month,
        "title": localised.day(month, "month"),
        "closed": month in closed_months(place),
        "tabs": tabs(rights_in(request.user, place), place, "attendance:type_in"),
        "legend": legend(place.codes.all(), hidden=False),
        "before": _month_way(place, month_start(month - timedelta(days=1)), form.query),
        "after": _month_way(place, next_month(month), form.query),
    }
    return render(request, "attendance/type_in.html", context)


def _writable(request: Request, place: Establishment, days: Period, choice: Choice) -> Any:
    return people_in(request.user, place, days, choice, AttendanceRight.WRITE)


def _month_way(place: Establishment, month: date, query: Mapping[str, int]) -> str:
    address = reverse("attendance:type_in", kwargs={"finess": place.finess, "month": month})
    return f"{address}?{urlencode(query)}" if query else address


def _typed(request: Request, row: Registration) -> str:
    return request.POST.get(f"line-{row.person_id}", "") if request.method == "POST" else ""


def _save(request: Request, place: Establishment, days: Period, entries: Sequence[Entry]) -> str | None:
    """Save every line, or none while one is wrong. The sentence to tell; None when there is something to correct."""
    filled = [entry for entry in entries if entry.text.strip()]
    persons = [entry.registration.person_id for entry in filled]
    calendars = month_days(place, days, persons)
    spellings = spellings_of(place)
    for entry in filled:
        entry.line = read_line(entry.text, calendars[entry.registration.person_id], spellings)
        entry.problems = [sentence(problem) for problem in entry.line.problems]
    if any(entry.problems for entry in filled):
        return None
    operations = _operations(filled, standing_entries(place, days, persons))
    answers = record(establishment=place, operations=operations, by=request.user, at=now())
    rows = {entry.registration.person_id: entry for entry in filled}
    for operation, answer in zip(operations, answers, strict=True):
        if answer.refusal is not None:
            text = localised.colon(localised.day(operation.day, "weekday"), sentence(answer.refusal))
            rows[operation.person].problems.append(text)
    if any(entry.problems for entry in filled):
        return None
    count = len(operations)
    return ngettext("%(count)s half-day is saved.", "%(count)s half-days are saved.", count) % {"count": count}


def _operations(entries: Sequence[Entry], standing: Mapping[tuple[int, date, int], Standing]) -> list[Operation]:
    """One for each half-day that a line changes; what stands already is not written again."""
    made = []
    at, reason = now(), gettext("Typed in from the signed sheet")
    for entry in entries:
        person = entry.registration.person_id
        for (day, half), code in (entry.line.values if entry.line else {}).items():
            present = standing.get((person, day, half))
            if present is not None and present.segments == ((code, None, None),):
                continue
            base = present.entry if present else None
            why = reason if present else ""
            made.append(Operation(uuid7(), person, day, half, (SegmentSpec(code),), at, base, reason=why))
    return made


@page(see=AttendanceRight.WRITE)
def type_in_check(request: Request, place: Establishment, month: date, pk: int) -> HttpResponse:
    """What the line of one person says, while it is typed."""
    days = Period(month, next_month(month))
    registration = _writable(request, place, days, Choice()).filter(person=pk).first()
    if registration is None:
        raise Http404
    entry = Entry(registration, request.GET.get(f"line-{pk}", ""))
    if entry.text.strip():
        entry.line = read_line(entry.text, month_days(place, days, [pk])[pk], spellings_of(place))
        entry.problems = [sentence(problem) for problem in entry.line.problems]
    return render(request, "attendance/type_in.html#check", {"entry": entry})
