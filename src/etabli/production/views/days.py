"""The work of a workshop on a day, on screen and as a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext

from etabli.kit import exports, localised, undo
from etabli.kit.clock import today
from etabli.kit.pages import Request, page
from etabli.kit.pagination import LARGEST_SIZE, paged
from etabli.org.models import Establishment, User
from etabli.org.queries import rights_in
from etabli.people.models import Person
from etabli.production.access import ProductionRight
from etabli.production.columns import TOTALS, WORK
from etabli.production.forms import DayChoice
from etabli.production.models import Activity
from etabli.production.queries import OutputWritten, causes_of
from etabli.production.queries.day import Board, Quantities, Row, board_of, lines_of, totals_of
from etabli.production.states import Split
from etabli.production.views.common import author_name, tabs, workshops_with
from etabli.production.wording import SPLITS


@page(see=ProductionRight.TOTALS_READ)
def day(request: Request, place: Establishment) -> HttpResponse:
    """People × activities of a workshop, and what came out. Who may not see names sees totals."""
    choice = _choice(request, place)
    rights = rights_in(request.user, place)
    context: dict[str, Any] = {
        "place": place,
        "choice": choice,
        "tabs": tabs(rights, place, "production:day"),
        "may_set": ProductionRight.SETTINGS_WRITE in rights,
        "undo": undo.offered(request),
        "board": None,
        **_ways(place, choice),
    }
    if choice.workshop is not None:
        board = board_of(request.user, place, choice.workshop, choice.day, choice.half, choice.today)
        context |= _shown(request, place, choice, board, rights)
        if board.rows:
            request.note_read("production.day", [row.person for row in board.rows], table=Person._meta.db_table)
    return render(request, "production/day.html", context)


def _choice(request: Request, place: Establishment) -> DayChoice:
    return DayChoice(request.GET, workshops_with(request, place, ProductionRight.TOTALS_READ), today())


def _ways(place: Establishment, choice: DayChoice) -> dict[str, Any]:
    """The day in words, and the addresses around it."""

    def way(**changes: Any) -> str:
        return f"{reverse('production:day', args=[place.finess])}?{urlencode(choice.query(**changes))}"

    def sheet(kind: str) -> str:
        address = reverse("production:day_export", kwargs={"finess": place.finess, "kind": kind})
        return f"{address}?{urlencode(choice.query())}"

    halves = [(None, gettext("Whole day")), (0, localised.half_day(0)), (1, localised.half_day(1))]
    return {
        "title": localised.day(choice.day, "full"),
        "before": way(day=choice.day - timedelta(days=1)),
        "after": way(day=choice.day + timedelta(days=1)),
        "now": way(day=choice.today),
        "halves": [
            {"label": label, "url": way(half=half), "current": choice.half == half, "count": 0}
            for half, label in halves
        ],
        "xlsx": sheet("xlsx"),
        "csv": sheet("csv"),
    }


def _shown(
    request: Request, place: Establishment, choice: DayChoice, board: Board, rights: frozenset[str]
) -> dict[str, Any]:
    writable = workshops_with(request, place, ProductionRight.WRITE) if ProductionRight.WRITE in rights else []
    named = ProductionRight.READ in rights
    found = paged(board.rows, request.GET.get("page"), LARGEST_SIZE)
    halves = (0, 1) if choice.half is None else (choice.half,)
    return {
        "board": board,
        "named": named,
        "elsewhere": any(row.elsewhere for row in board.rows),
        "page": found,
        "rows": [_row(row, choice.day, halves) for row in found.object_list],
        "has_acts": any(row.writable for row in found.object_list),
        "has_presumed": any(row.presumed for row in found.object_list),
        "heads": [
            {"activity": activity, **_quantities(total)}
            for activity, total in zip(board.activities, board.totals, strict=True)
        ],
        "hidden": [_minutes(length) for length in board.hidden] if named and any(board.hidden) else None,
        "outputs": _outputs(place, board, named),
        "may_write": choice.workshop in writable,
        "minutes": _minutes(board.minutes),
    }


def _minutes(length: int) -> str:
    """Empty when there is nothing."""
    return localised.hours(length) if length else ""


def _quantities(quantities: Quantities) -> dict[str, str]:
    return {
        "minutes": _minutes(quantities.minutes),
        "good": localised.quantity(quantities.good) if quantities.good else "",
        "rejected": localised.quantity(quantities.rejected) if quantities.rejected else "",
    }


def _row(row: Row, day: date, halves: Sequence[int]) -> dict[str, Any]:
    status, words = "ok", gettext("Complete")
    if row.left > 0:
        status, words = "watch", gettext("%(time)s left") % {"time": localised.hours(row.left)}
    elif row.left < 0:
        status, words = "watch", gettext("%(time)s too many") % {"time": localised.hours(-row.left)}
    elif not row.at_work:
        status, words = "off", gettext("Not at work")
    acts = [{"half": half, "day": day.isoformat(), "label": localised.half_day(half)} for half in halves]
    return {
        "row": row,
        "cells": [_minutes(length) for length in row.cells],
        "elsewhere": _minutes(row.elsewhere),
        "at_work": localised.hours(row.at_work),
        "presumed": _presumed(row),
        "status": status,
        "words": words,
        "acts": acts if row.writable else [],
    }


def _presumed(row: Row) -> str:
    """What is said beside the time at work when attendance has not confirmed all of it."""
    if row.presumed and row.presumed < row.at_work:
        return gettext("of which %(time)s not confirmed") % {"time": localised.hours(row.presumed)}
    return gettext("not confirmed") if row.presumed else ""


def _outputs(place: Establishment, board: Board, named: bool) -> list[dict[str, Any]]:
    activities = {row.pk: row for row in board.activities}
    causes = {row.pk: row.name for row in causes_of(place)}
    authors = {row.author for row in board.outputs if row.author is not None} if named else set()
    users = {row.pk: row for row in User.objects.filter(pk__in=authors)}
    return [_output(row, activities[row.activity], causes, users) for row in board.outputs]


def _output(row: OutputWritten, activity: Activity, causes: dict[int, str], users: dict[int, User]) -> dict[str, Any]:
    half = localised.half_day(row.half)
    return {
        "id": row.id,
        "activity": activity,
        "half": half,
        "good": localised.quantity(row.good),
        "rejected": localised.quantity(row.rejected) if row.rejected else "",
        "cause": causes.get(row.cause, "") if row.cause else "",
        "rule": SPLITS[Split.AGREED if row.is_stated else Split(row.rule)],
        "author": author_name(users.get(row.author) if row.author else None),
        "name": f"{activity.name}, {half}, {localised.quantity(row.good)} {activity.units_worded(row.good)}",
    }


@page(see=ProductionRight.TOTALS_READ)
def day_export(request: Request, place: Establishment, kind: str) -> HttpResponse:
    """The facts of the day as a sheet: by person for those who may see names, else by activity."""
    choice = _choice(request, place)
    if kind not in exports.CONTENT_TYPES or choice.workshop is None:
        raise Http404
    lines = lines_of(request.user, place, choice.workshop, choice.day, choice.half, choice.today)
    title = gettext("Work %(workshop)s %(day)s") % {"workshop": choice.workshop.name, "day": choice.day.isoformat()}
    what = "production.day.export"
    if not request.user.may(ProductionRight.READ, place):
        return exports.download(request, kind, TOTALS, totals_of(lines), what=what, title=title)
    subjects = sorted({line.person for line in lines if line.person is not None})
    return exports.download(request, kind, WORK, lines, what=what, title=title, subjects=subjects)
