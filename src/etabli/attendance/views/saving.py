"""The one way to save from the grid, what it proposes, and the form for one half-day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from uuid_utils.compat import uuid7

from etabli.attendance.access import AttendanceRight
from etabli.attendance.actions import Answer, Operation, record
from etabli.attendance.forms import HalfDayForm, RangeForm
from etabli.attendance.operations import Read, read_operations, resolved
from etabli.attendance.queries import codes_of, entries_named, standing_entries
from etabli.attendance.queries.cells import Cell, cells_of
from etabli.attendance.queries.proposals import Proposal, copies_of_last_week, due_half_days
from etabli.attendance.queries.sight import sight_of
from etabli.attendance.queries.week import people_in, week_of
from etabli.attendance.states import Outcome
from etabli.attendance.views.common import choice_form
from etabli.attendance.views.grid import names_of, shown
from etabli.core.periods import Period
from etabli.core.refusal import Refusal
from etabli.kit.clock import now, today
from etabli.kit.pages import Request, page
from etabli.kit.wording import sentence
from etabli.org.models import Establishment
from etabli.people.models import Person

# ---------------------------------------------------------------- operations


@page(see=AttendanceRight.WRITE, do=AttendanceRight.WRITE)
def operations(request: Request, place: Establishment) -> HttpResponse:
    """Save operations; an answer to each. See `operations` for the JSON."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        reads = read_operations(request.body)
    except Refusal as refusal:
        return JsonResponse({"answers": [], "refusal": _refusal(refusal)}, status=400)
    reads = resolved(reads, entries_named(place, {read.like for read in reads if read.like is not None}))
    readable = [read.operation for read in reads if read.operation is not None]
    answers = record(establishment=place, operations=readable, by=request.user, at=now())
    return JsonResponse({"answers": _answers(request, place, reads, answers)})


def _answers(
    request: Request, place: Establishment, reads: Sequence[Read], answers: Iterable[Answer]
) -> list[dict[str, Any]]:
    """One answer to each operation, in the order they came. The half-day as it is now, for persons she may write only."""
    judged = iter(answers)
    pairs = [(read, None if read.operation is None else next(judged)) for read in reads]
    persons = {read.operation.person for read in reads if read.operation is not None}
    sight = sight_of(request.user, place, persons)
    keys = [
        (operation.person, operation.day, operation.half)
        for operation in (read.operation for read in reads)
        if operation is not None and operation.person in sight.writable
    ]
    cells = cells_of(place, keys, sight, today())
    names = names_of(Person.objects.filter(pk__in=sight.writable))
    return [
        _answer(read, answer, None if read.operation is None else _cell(cells, read.operation), names)
        for read, answer in pairs
    ]


def _cell(cells: dict[Any, Cell], operation: Operation) -> Cell | None:
    return cells.get((operation.person, operation.day, operation.half))


def _answer(read: Read, answer: Answer | None, cell: Cell | None, names: Any) -> dict[str, Any]:
    refusal = read.refusal if answer is None else answer.refusal
    return {
        "id": read.id,
        "outcome": Outcome.REFUSED if answer is None else answer.outcome,
        "entry": str(answer.entry) if answer is not None and answer.entry else None,
        "refusal": None if refusal is None else _refusal(refusal),
        "cell": None if cell is None else shown(cell, names),
    }


def _refusal(refusal: Refusal) -> dict[str, str]:
    return {"code": refusal.code, "message": sentence(refusal)}


# ---------------------------------------------------------------- proposals


@page(see=AttendanceRight.WRITE)
def last_week(request: Request, place: Establishment, week: date) -> HttpResponse:
    """What copying last week would write for the people shown."""
    form = choice_form(request, place)
    people = people_in(request.user, place, week_of(week), form.choice, AttendanceRight.WRITE)
    persons = list(people.values_list("person", flat=True))
    return _proposed(copies_of_last_week(place, week, persons))


@page(see=AttendanceRight.WRITE)
def due(request: Request, place: Establishment) -> HttpResponse:
    """The due half-days of a person from a day to another, both included."""
    form = RangeForm(request.GET)
    if not form.is_valid():
        text = " ".join(error for errors in form.errors.values() for error in errors)
        return JsonResponse({"half_days": [], "refusal": {"code": "range_wrong", "message": text}}, status=400)
    person = form.cleaned_data["person"]
    writable = Person.objects.visible_to(request.user, place, AttendanceRight.WRITE)
    if not writable.filter(pk=person).exists():
        raise Http404
    days = Period(form.cleaned_data["first_day"], form.cleaned_data["last_day"] + timedelta(days=1))
    return _proposed(due_half_days(place, person, days))


def _proposed(proposals: Iterable[Proposal]) -> JsonResponse:
    rows = [
        {
            "person": proposal.person,
            "day": proposal.day.isoformat(),
            "half": proposal.half,
            "base": str(proposal.base) if proposal.base else None,
            "like": str(proposal.like) if proposal.like else None,
        }
        for proposal in proposals
    ]
    return JsonResponse({"half_days": rows})


# ---------------------------------------------------------------- without script


@page(see=AttendanceRight.WRITE, do=AttendanceRight.WRITE)
def half_day(request: Request, place: Establishment) -> HttpResponse:
    """One half-day of one person by a plain form."""
    people = list(Person.objects.visible_to(request.user, place, AttendanceRight.WRITE))
    form = HalfDayForm(
        request.POST or None,
        initial={
            "day": today(),
            "half": 0,
            **{name: request.GET[name] for name in ("person", "day") if name in request.GET},
        },
        people=people,
        codes=list(codes_of(place).values()),
        workshops=list(place.workshops.all()),
    )
    if request.method == "POST" and form.is_valid():
        refusal = _save(request, place, form)
        if refusal is None:
            messages.success(request, gettext("The half-day is saved."))
            return redirect("attendance:week", finess=place.finess, week=form.cleaned_data["day"])
        form.add_error(None, sentence(refusal))
    return render(request, "attendance/half_day.html", {"form": form, "place": place})


def _save(request: Request, place: Establishment, form: HalfDayForm) -> Refusal | None:
    values = form.cleaned_data
    key = (int(values["person"]), values["day"], values["half"])
    standing = standing_entries(place, Period(key[1], key[1] + timedelta(days=1)), [key[0]]).get(key)
    operation = Operation(
        uuid7(),
        *key,
        segments=form.segments,
        acted_at=now(),
        base=standing.entry if standing else None,
        notice_hours=values["notice_hours"],
        has_document=values["has_document"],
        reason=values["reason"],
    )
    (answer,) = record(establishment=place, operations=[operation], by=request.user, at=now())
    return answer.refusal
