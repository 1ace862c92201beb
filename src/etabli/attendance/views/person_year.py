"""The attendance calendar of a person, a part of her page."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render

from etabli.attendance.access import AttendanceRight
from etabli.attendance.queries.person_year import Month, Year, person_seen, year_of
from etabli.attendance.states import Absence, CellState
from etabli.attendance.views.grid import Names, names_of
from etabli.attendance.wording import ABSENCES, CELL_STATES, HIDDEN, OTHER_ABSENCE
from etabli.kit import localised, weeks
from etabli.kit.clock import today
from etabli.kit.pages import Request, page
from etabli.org.models import Establishment
from etabli.people.models import Person


@page(see=AttendanceRight.READ, sensitive=True)
def calendar(request: Request, place: Establishment, pk: int, year: int) -> HttpResponse:
    """A year, month by month; alone, or as the part `calendar` for the page of the person."""
    person = person_seen(request.user, place, pk)
    if person is None:
        raise Http404
    found = year_of(request.user, place, person, year, today())
    request.note_read("attendance.calendar", [person.pk], table=Person._meta.db_table)
    names = names_of([person])
    context = {
        "place": place,
        "person": person,
        "year": year,
        "years": {"before": year - 1, "after": year + 1},
        "months": [_month(month, names) for month in found.months],
        "totals": _totals(found),
    }
    template = "attendance/calendar.html#calendar" if request.htmx else "attendance/calendar.html"
    return render(request, template, context)


def _month(month: Month, names: Names) -> dict[str, Any]:
    days = [(weekday, list(halves)) for weekday, halves in groupby(month.columns, key=lambda column: column[0])]
    return {
        "title": localised.day(month.month, "month"),
        "anchor": f"m{month.month:%Y-%m}",
        "days": [{"label": weeks.short_day(weekday), "width": len(halves)} for weekday, halves in days],
        "halves": [half for _, half in month.columns],
        "weeks": [
            {
                "monday": week.monday,
                "number": week.monday.isocalendar().week,
                "cells": [_cell(cell, names) for cell in week.cells],
            }
            for week in month.weeks
        ],
    }


def _cell(cell: Any, names: Names) -> dict[str, str] | None:
    if cell is None:
        return None
    words = localised.colon(f"{names.day(cell)}, {localised.half_day(cell.half)}", names.words(cell))
    return {"symbol": names.symbol(cell), "classes": names.classes(cell), "words": words}


def _totals(year: Year) -> list[dict[str, str]]:
    """Half-days by what they were, in words."""
    rows = [
        {"label": str(HIDDEN[True][1]), "value": localised.number(year.attended), "note": localised.hours(year.present)}
    ]
    for absence, count in year.absences.items():
        words = {None: HIDDEN[False][1], Absence.NONE: OTHER_ABSENCE}.get(absence) or ABSENCES[absence]
        rows.append({"label": str(words), "value": localised.number(count), "note": ""})
    if year.missing:
        rows.append({"label": str(CELL_STATES[CellState.MISSING]), "value": localised.number(year.missing), "note": ""})
    return rows
