"""Writing on the desktop what a tablet writes: the work of a half-day, a record of output; and correcting it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext
from uuid_utils.compat import uuid7

from etabli.core.calendars import Half
from etabli.core.periods import Period
from etabli.core.sharing_out import share_by_weight
from etabli.core.work import Share, lengths
from etabli.kit import localised, undo
from etabli.kit.asking import Question, ask, do
from etabli.kit.clock import now, today
from etabli.kit.pages import Request, page
from etabli.org.models import Establishment
from etabli.people.models import Person
from etabli.people.reach import Reach
from etabli.production.access import ProductionRight
from etabli.production.actions import OutputOperation, WorkOperation, record_output, record_work
from etabli.production.forms import OutputForm, WorkForm, output_initial, work_initial
from etabli.production.models import Activity
from etabli.production.queries import (
    OutputWritten,
    WorkWritten,
    activities_of,
    causes_of,
    outputs_named,
    record_of,
    standing_work,
)
from etabli.production.queries.attended import NOT_THERE, AtWork, attended
from etabli.production.queries.day import workshops_on
from etabli.production.queries.suiting import concerns_told
from etabli.production.states import Split
from etabli.production.views.common import settle, workshops_with
from etabli.production.wording import concern_worded

UNDO = "production.output"
FIELDS = {
    "cause_missing": "cause",
    "cause_unknown": "cause",
    "activity_elsewhere": "activity",
    "activity_no_longer_used": "activity",
    "output_empty": "good",
    "quantity_out_of_range": "good",
    "minutes_out_of_range": "rest",
    "task_unsuited": "rest",
}
"""The field beside which the sentence of each refusal stands."""


def _day_way(place: Establishment, day: date, workshop: int | None) -> str:
    query = {"day": day.isoformat(), **({"workshop": workshop} if workshop else {})}
    return f"{reverse('production:day', args=[place.finess])}?{urlencode(query)}"


def _crumbs(back: str) -> list[dict[str, Any]]:
    return [{"label": gettext("Work of a day"), "url": back}]


# ---------------------------------------------------------------- work


@page(see=ProductionRight.WRITE, do=ProductionRight.WRITE, sensitive=True)
def work(request: Request, place: Establishment, pk: int, day: date, half: int) -> HttpResponse:
    """On what a person worked in a half-day."""
    reach = Reach(request.user, ProductionRight.WRITE, place, [pk])
    if half not in (0, 1) or not reach.holds(pk, today(), day):
        raise Http404
    request.note_read("production.work", [pk], table=Person._meta.db_table)
    standing = standing_work(place, _one(day), [pk]).get((pk, day, half))
    hours = attended(place, _one(day), [pk]).get((pk, day, half), NOT_THERE)
    initial = work_initial(standing, lengths(standing.parts, hours.minutes) if standing else [])
    workshops = _workshops_of(request, place, pk, day)
    activities = _bookable(place, workshops, standing)
    warnings = _warnings(request, place, activities, pk, day)
    form = WorkForm(request.POST or None, activities=activities, warnings=warnings, initial=initial)

    def act() -> None:
        base = standing.entry if standing else None
        operation = WorkOperation(uuid7(), pk, day, half, form.parts, workshops[0], now(), base=base)
        settle(record_work(establishment=place, operations=[operation], by=request.user, at=now()))
        _warn_if_too_many(request, reach.names[pk], day, half, sum(lengths(form.parts, hours.minutes)), hours.minutes)

    return ask(request, form, act, _work_question(place, reach.names[pk], day, half, workshops[0], hours))


def _warn_if_too_many(request: Request, name: str, day: date, half: int, written: int, at_work: int) -> None:
    """More is written than the person was at work: overtime exists, so it is saved, and said."""
    if written > at_work:
        facts = {
            "name": name,
            "when": _when(day, half),
            "written": localised.hours(written),
            "at_work": localised.hours(at_work),
            "half": capfirst(localised.half_day(Half(half))),
        }
        text = gettext(
            "%(name)s, %(when)s: %(written)s written, %(at_work)s at work. If this is a mistake, correct it by the"
            " button “%(half)s” on the line of this person."
        )
        messages.warning(request, text % facts)


def _when(day: date, half: int) -> str:
    return f"{localised.day(day, 'weekday')}, {localised.half_day(Half(half))}"


def _warnings(
    request: Request, place: Establishment, activities: Sequence[Activity], person: int, day: date
) -> dict[int, list[str]]:
    """What stands against the person on each activity (key), as far as the author may know."""
    tasks = {row.pk: row.line_id for row in activities if row.line_id}
    found = concerns_told(request.user, place, tasks, [person], day, today())
    return {task: [concern_worded(one) for one in rows[person]] for task, rows in found.items() if person in rows}


def _one(day: date) -> Period:
    return Period(day, date.fromordinal(day.toordinal() + 1))


def _work_question(place: Establishment, name: str, day: date, half: int, workshop: int, hours: AtWork) -> Question:
    back = _day_way(place, day, workshop)
    return Question(
        gettext("Work of a half-day"),
        back,
        done=gettext("The work of %(name)s is saved.") % {"name": name},
        lead=f"{name} · {_when(day, half)}",
        note=_hours_worded(hours),
        crumbs=_crumbs(back),
        fields=FIELDS,
    )


def _hours_worded(hours: AtWork) -> str:
    text = gettext("At work in this half-day: %(time)s. Nothing on any activity takes back what is written.")
    if hours.presumed:
        text = gettext(
            "At work in this half-day: %(time)s, not confirmed by attendance yet. Nothing on any activity takes back"
            " what is written."
        )
    return text % {"time": localised.hours(hours.minutes)}


def _workshops_of(request: Request, place: Establishment, person: int, day: date) -> list[int]:
    """Workshops of the author on whose activities the person may be put: the one asked for, hers, where she stays.

    Those of the author when there is none; Http404 when the author writes nowhere.
    """
    writable = [row.pk for row in workshops_with(request, place, ProductionRight.WRITE)]
    asked = request.GET.get("workshop", "")
    hers = workshops_on(place, person, day)
    wanted = sorted({*(row for row in writable if str(row) == asked), *hers}, key=lambda row: str(row) != asked)
    found = [row for row in wanted if row in writable] or writable
    if not found:
        raise Http404
    return found


def _bookable(place: Establishment, workshops: Sequence[int], standing: WorkWritten | None) -> list[Activity]:
    """Activities in use of these workshops, and those that stand already."""
    used = {part.activity for part in standing.parts} if standing else set()
    return [
        row
        for row in activities_of(place, used=used)
        if (row.active and row.workshop_id in workshops) or row.pk in used
    ]


# ---------------------------------------------------------------- output


@page(see=ProductionRight.WRITE, do=ProductionRight.WRITE)
def output_add(request: Request, place: Establishment, workshop: int, day: date) -> HttpResponse:
    """A record of output of a workshop."""
    found = next((row for row in workshops_with(request, place, ProductionRight.WRITE) if row.pk == workshop), None)
    if found is None:
        raise Http404
    form = _output_form(request, place, workshop, None, {"rule": Split.EQUAL.value, "half": 0})
    back = _day_way(place, day, workshop)

    def act() -> None:
        operation = OutputOperation(id=uuid7(), workshop=workshop, day=day, acted_at=now(), **form.values)
        settle(record_output(establishment=place, operations=[operation], by=request.user, at=now()))

    question = Question(
        gettext("Add output"),
        back,
        done=gettext("The output is saved."),
        lead=f"{found.name} · {localised.day(day, 'weekday')}",
        crumbs=_crumbs(back),
        fields=FIELDS,
    )
    return ask(request, form, act, question)


def _output_form(
    request: Request, place: Establishment, workshop: int, written: OutputWritten | None, initial: dict[str, Any]
) -> OutputForm:
    used = {written.activity} if written else set()
    activities = [row for row in activities_of(place, [workshop], used) if row.active or row.pk in used]
    causes = [row for row in causes_of(place) if row.active or (written and row.pk == written.cause)]
    stated = written is not None and written.is_stated
    return OutputForm(request.POST or None, activities=activities, causes=causes, stated=stated, initial=initial)


def _record(request: Request, place: Establishment, key: UUID) -> OutputWritten:
    """What stands of a record in a workshop where the author writes."""
    written = record_of(place, key)
    writable = {row.pk for row in workshops_with(request, place, ProductionRight.WRITE)}
    if written is None or written.workshop not in writable:
        raise Http404
    return written


@page(see=ProductionRight.WRITE, do=ProductionRight.WRITE)
def output(request: Request, place: Establishment, key: UUID) -> HttpResponse:
    """A record of output, corrected: what was written before is kept."""
    written = _record(request, place, key)
    initial = output_initial(written) | ({"rule": Split.AGREED.value} if written.is_stated else {})
    form = _output_form(request, place, written.workshop, written, initial)
    back = _day_way(place, written.day, written.workshop)

    def act() -> None:
        operation = _correction(written, form.values)
        settle(record_output(establishment=place, operations=[operation], by=request.user, at=now()))

    question = Question(
        gettext("Correct output"),
        back,
        done=gettext("The output is corrected."),
        lead=localised.day(written.day, "weekday"),
        note=gettext("Agreed shares stay in proportion.") if written.is_stated else "",
        crumbs=_crumbs(back),
        fields=FIELDS,
    )
    return ask(request, form, act, question)


def _correction(written: OutputWritten, values: dict[str, Any]) -> OutputOperation:
    shares: tuple[Share, ...] = ()
    if values["rule"] == Split.AGREED and written.is_stated:
        people = [share.person for share in written.shares]
        goods = share_by_weight(values["good"], [share.good for share in written.shares])
        rejects = share_by_weight(values["rejected"], [share.rejected for share in written.shares])
        shares = tuple(Share(*row) for row in zip(people, goods, rejects, strict=True))
    return OutputOperation(
        id=uuid7(),
        workshop=written.workshop,
        day=written.day,
        acted_at=now(),
        shares=shares,
        group=written.group,
        corrects=written.root,
        base=written.id,
        **values,
    )


@page(see=ProductionRight.WRITE, do=ProductionRight.WRITE)
def output_take_back(request: Request, place: Establishment, key: UUID) -> HttpResponse:
    """The record no longer counts; it can be put back."""
    written = _record(request, place, key)
    back = _day_way(place, written.day, written.workshop)

    def act() -> None:
        nothing = {**output_initial(written), "activity": written.activity, "good": 0, "rejected": 0, "cause": None}
        operation = _correction(written, nothing)
        settle(record_output(establishment=place, operations=[operation], by=request.user, at=now()))
        way = reverse("production:output_restore", kwargs={"finess": place.finess})
        text = gettext("The output is taken back.")
        undo.offer(request, act=UNDO, address=way, text=text, values={"taken_back": str(written.id)})

    return do(request, act, back)


@page(see=ProductionRight.WRITE, do=ProductionRight.WRITE)
def output_restore(request: Request, place: Establishment) -> HttpResponse:
    """What was taken back counts again."""
    if request.method != "POST":
        return redirect("production:day", finess=place.finess)
    key = UUID(undo.redeem(request, UNDO)["taken_back"])
    present = _record(request, place, key)
    back = _day_way(place, present.day, present.workshop)

    def act() -> None:
        operation = _again(place, key, present)
        settle(record_output(establishment=place, operations=[operation], by=request.user, at=now()))

    return do(request, act, back, gettext("The output is back."))


def _again(place: Establishment, key: UUID, present: OutputWritten) -> OutputOperation:
    """What an earlier act of a record said, as a correction of what stands."""
    earlier = outputs_named(place, [key])[key]
    names = ("workshop", "activity", "day", "half", "good", "rejected", "cause", "rule", "group", "shares")
    values = {name: getattr(earlier, name) for name in names}
    return OutputOperation(id=uuid7(), acted_at=now(), corrects=present.root, base=present.id, **values)
