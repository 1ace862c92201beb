"""The grid of a week."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from etabli.attendance.access import AttendanceRight
from etabli.attendance.forms import ChoiceForm
from etabli.attendance.queries import spellings_of
from etabli.attendance.queries.week import MOST_PEOPLE, Grid, grid_of, people_in, week_of
from etabli.attendance.views.common import choice_form, legend, tabs, tint_of
from etabli.attendance.views.grid import facts_of, heads_of, names_of, rows_of
from etabli.attendance.wording import code_label
from etabli.core.periods import monday_of
from etabli.kit import localised
from etabli.kit.clock import now, today
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.org.models import Establishment
from etabli.org.queries import rights_in
from etabli.people.models import Person

NOON = 13
"""Hour of the workplace from which the half-day that goes on is the afternoon."""


@page(see=AttendanceRight.READ)
def week(request: Request, place: Establishment, week: date | None = None) -> HttpResponse:
    """People × half-days of a week (its Monday); this week without one."""
    day = today()
    monday = week or monday_of(day)
    form = choice_form(request, place)
    found = paged(people_in(request.user, place, week_of(monday), form.choice), request.GET.get("page"), MOST_PEOPLE)
    grid = grid_of(request.user, place, week_of(monday), list(found.object_list), day)
    names = names_of(row.person for row in grid.rows)
    rights = rights_in(request.user, place)
    request.note_read("attendance.week", [row.person.pk for row in grid.rows], table=Person._meta.db_table)
    context = {
        "place": place,
        "form": form,
        "page": found,
        "heads": heads_of(grid, day),
        "rows": rows_of(grid, names),
        "totals": _totals(grid),
        "legend": legend(grid.codes.values(), AttendanceRight.REASON_READ not in rights),
        "tabs": tabs(rights, place, "attendance:week"),
        "may_write": bool(grid.sight.writable),
        "act": _main_act(grid, day),
        **_around(place, monday, form),
        **_palette(place, grid, monday),
    }
    return render(request, "attendance/week.html", context)


def _totals(grid: Grid) -> list[dict[str, Any]]:
    columns = zip(grid.columns, grid.totals, strict=True)
    return [
        {
            "at": f"{column.day.isoformat()}/{column.half}",
            "attended": attended,
            "due": due,
            "starts": not index or grid.columns[index - 1].day != column.day,
        }
        for index, (column, (attended, due)) in enumerate(columns)
    ]


def _main_act(grid: Grid, day: date) -> dict[str, str] | None:
    """What one touch fills: the half-day that goes on, else the whole week. None when nothing can be written."""
    if not grid.sight.writable or all(head.closed_month or head.is_shut for head in grid.days):
        return None
    head = next((head for head in grid.days if head.day == day and not head.is_shut and not head.closed_month), None)
    if head is None:
        return {"fill": "all", "label": gettext("All present this week")}
    half = int(timezone.localtime(now()).hour >= NOON)
    half = half if half in head.halves else head.halves[0]
    label = gettext("All present this afternoon") if half else gettext("All present this morning")
    return {"fill": f"{day.isoformat()}/{half}", "label": label}


def _around(place: Establishment, monday: date, form: ChoiceForm) -> dict[str, Any]:
    """The week in words, and the ways to those beside it."""
    query = f"?{urlencode(form.query)}" if form.query else ""

    def way(to: date) -> str:
        return reverse("attendance:week", kwargs={"finess": place.finess, "week": to}) + query

    sunday = monday + timedelta(days=6)
    return {
        "monday": monday,
        "number": monday.isocalendar().week,
        "from_day": localised.day(monday, "weekday"),
        "to_day": localised.day(sunday, "long"),
        "before": way(monday - timedelta(days=7)),
        "after": way(monday + timedelta(days=7)),
        "now": reverse("attendance:week", args=[place.finess]) + query,
        "query": query,
    }


def _palette(place: Establishment, grid: Grid, monday: date) -> dict[str, Any]:
    """The codes to choose from, and all that the script has to know."""
    codes = [code for code in grid.codes.values() if code.active]
    workshops = [{"key": row.pk, "name": row.name} for row in place.workshops.all()]
    chosen = [
        {
            "code": code.code,
            "symbol": code.symbol,
            "label": code_label(code),
            "tint": tint_of(code.colour),
            "absence": not code.ars,
            "spell": code.spell,
        }
        for code in codes
    ]
    usual = next((code.code for code in codes if code.code == "PRE"), codes[0].code if codes else "")
    setup = {
        "cells": facts_of(row for row in grid.rows if row.may_write),
        "codes": chosen,
        "spellings": spellings_of(place),
        "usual": usual,
        "operations": reverse("attendance:operations", args=[place.finess]),
        "due": reverse("attendance:due", args=[place.finess]),
        "last_week": reverse("attendance:last_week", kwargs={"finess": place.finess, "week": monday}),
        "words": _words(),
    }
    return {"codes": chosen, "workshops": workshops, "setup": setup, "usual": usual}


def _words() -> dict[str, str]:
    """The sentences of the script."""
    return {
        "hour_sign": localised.HOUR_SIGNS.get(localised._language(), "h"),
        "saved_one": gettext("1 half-day saved."),
        "saved_many": gettext("%(count)s half-days saved."),
        "undone_one": gettext("1 half-day as it was before."),
        "undone_many": gettext("%(count)s half-days as they were before."),
        "refused_one": gettext("1 half-day refused:"),
        "refused_many": gettext("%(count)s half-days refused:"),
        "more": gettext("And %(count)s other sentences like these."),
        "conflict": gettext("Another entry had been made meanwhile; yours stands."),
        "superseded": gettext("A newer entry stands; yours is kept in the history."),
        "nothing": gettext("Nothing to fill: every due half-day shown is written down."),
        "nothing_to_copy": gettext("Nothing to copy: no due half-day is empty, or nothing was attended last week."),
        "nothing_due": gettext("No half-day is due between these days."),
        "nothing_to_undo": gettext("There is nothing to undo."),
        "unknown": gettext("“%(text)s” is not a code here."),
        "closed": gettext("This month is closed: it can no longer change. A director can open it again."),
        "unsaved": gettext("Not saved: the server does not answer. What you wrote is kept here."),
        "signed_out": gettext("Not saved: you are signed out. Sign in in another tab, then try again."),
        "again": gettext("Try again"),
        "unreachable": gettext("The server does not answer. Try again in a moment."),
        "typing": gettext("Typing: %(text)s"),
        "part": gettext("Part %(number)s"),
    }
