"""Use of the half-days of the week, the sharing of tasks, and what the teams of instructors did."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from etabli.core.periods import Period, monday_of
from etabli.kit import localised
from etabli.kit.clock import today
from etabli.kit.pages import Request, page
from etabli.kit.pagination import paged
from etabli.org.models import Establishment, Workshop
from etabli.org.queries import rights_in
from etabli.people.models import Person
from etabli.production.access import ProductionRight
from etabli.production.forms import WorkshopChoice
from etabli.production.queries.load_people import LEAST_PEOPLE, Share, Slot, Zone, led_by, sharing_of, zones_of
from etabli.production.views.common import load_pages, tabs, workshops_with

WEEKS_SHOWN = 8
PEOPLE_A_PAGE = 50
SHADES = 5


def last_weeks() -> Period:
    """The whole weeks before the present one."""
    end = monday_of(today())
    return Period(end - timedelta(weeks=WEEKS_SHOWN), end)


def _frame(request: Request, place: Establishment, current: str) -> dict[str, Any]:
    rights = rights_in(request.user, place)
    return {"tabs": tabs(rights, place, "production:load"), "pages": load_pages(rights, place, current)}


@page(see=ProductionRight.READ)
def zones(request: Request, place: Establishment) -> HttpResponse:
    """Workshop by half-day of the week: how much of the presence of the last weeks was used."""
    workshops = workshops_with(request, place, ProductionRight.READ)
    found = zones_of(place, last_weeks(), [row.pk for row in workshops])
    slots = sorted({slot for row in found.values() for slot in row})
    monday = last_weeks().start
    context = {
        "place": place,
        "weeks": WEEKS_SHOWN,
        "slots": [
            (localised.day(monday + timedelta(days=day), "weekday_name"), localised.half_day(half))
            for day, half in slots
        ],
        "rows": [_zones(row, slots, found[row.pk]) for row in workshops if row.pk in found],
        **_frame(request, place, "production:zones"),
    }
    return render(request, "production/zones.html", context)


def _zones(workshop: Workshop, slots: list[Slot], found: dict[Slot, Zone]) -> dict[str, Any]:
    return {"workshop": workshop, "cells": [_cell(found.get(slot, Zone())) for slot in slots]}


def _cell(zone: Zone) -> dict[str, Any]:
    used = zone.used
    return {
        "zone": zone,
        "used": "" if used is None else localised.ratio(used, 0),
        "shade": 0 if used is None else min(SHADES, 1 + int(used * SHADES)),
    }


@page(see=ProductionRight.SHARING_READ, sensitive=True)
def sharing(request: Request, place: Establishment) -> HttpResponse:
    """Hours by task of each person of a workshop beside the team, by name; and what the teams of instructors did."""
    choice = WorkshopChoice(request.GET, workshops_with(request, place, ProductionRight.SHARING_READ))
    workshop = choice.workshop or next(iter(choice.workshops), None)
    context = {"place": place, "choice": choice, "workshop": workshop, "weeks": WEEKS_SHOWN, "least": LEAST_PEOPLE}
    context |= _frame(request, place, "production:sharing")
    named: list[int] = []
    if workshop is not None:
        found = sharing_of(request.user, place, workshop.pk, last_weeks(), today())
        shown = paged(found.people, request.GET.get("page"), PEOPLE_A_PAGE)
        named = [row.person for row in shown.object_list if row.person is not None]
        context |= {
            "page": shown,
            "tasks": found.tasks,
            "team": _row(found.team),
            "rows": [_row(row) for row in shown.object_list],
            "led": led_by(place, workshop.pk, last_weeks()),
        }
    request.note_read("production.sharing", named, table=Person._meta.db_table)
    return render(request, "production/sharing.html", context)


def _row(row: Share) -> dict[str, Any]:
    """Minutes and the part they are of all her minutes, task by task."""
    parts = [(minutes, "" if part is None else localised.ratio(part, 0)) for minutes, part in row.parts]
    return {"share": row, "parts": parts}
